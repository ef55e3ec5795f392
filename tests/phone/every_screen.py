"""Every screen that a phone can show, each with the way to bring a workshop there.

To add one: one more `Screen` in `SCREENS`, with what happens in the room (`bring`) and, for what only the
phone knows (offline, a refusal), what the thumb does (`then`). All tests of access go over this list.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from facilitation.asking import ask
from facilitation.door import Door
from facilitation.draw import HATS_BY_NEED
from facilitation.events import HatsDealt
from facilitation.model import (
    Channel,
    Framing,
    Hat,
    Kind,
    MembershipState,
    Method,
    NoteId,
    NoteType,
    Outcome,
    ParticipantId,
    ReasonCode,
    RoundOptions,
    StepKind,
)
from facilitation.rights import Administrator
from facilitation.rules.cells import answer_proposal, define_cell, express_wish, propose_memberships
from facilitation.rules.concerns import voice_concern
from facilitation.rules.framing import archive_workshop, frame_workshop
from facilitation.rules.groups import create_group, merge_ideas
from facilitation.rules.hats import (
    call_pitch,
    comment,
    deal_hats,
    mask_comment,
    open_comments,
    start_pitch,
)
from facilitation.rules.notes import mask_note, park_note, submit_note
from facilitation.rules.participants import check_in_on_paper
from facilitation.rules.projects import define_area, promote_group, record_decision
from facilitation.rules.referrals import refer_ideas
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.signals import ask_help, declare_done
from facilitation.rules.steps import close_step, reveal_step, suspend_step
from locales import Language
from tests.phone.light import Light
from tests.room import FRAMING, NOON, Room

FULL = replace(
    FRAMING,
    title_en="First job",
    decision_rule_en="An advisory vote; the committee decides and says why.",
    organisation="Le Carrefour",
    contact="atelier@example.org",
    retention="deux ans",
    hosting="au Québec",
)
WORD = "Anticonstitutionnellement" * 12  # 300 characters without a place to break
ARABIC = "ربط الطلاب بأصحاب العمل (المرحلة 1) في المنطقة!"
HEBREW = "לחבר סטודנטים למעסיקים: שלב 2"
EMOJI = "👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇨🇦👍🏿 jumeler ❤️‍🔥 1️⃣"


@dataclass
class Scene(Room):
    """One workshop seen from one phone."""

    me: ParticipantId = ParticipantId("")
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def arrive(self) -> None:
        """This phone checks in."""
        answers = {"kind": "student", "table": 1, "language": "fr", "consents": {"terms"}}
        self.me = self.door.enrol(self.id, self.token, at=NOON, **answers).result(5)

    def close(self, step: StepKind) -> None:
        self.lead(close_step, step=step)

    def reveal(self, step: StepKind) -> None:
        self.close(step)
        self.lead(reveal_step, step=step)

    def write(
        self, *texts: str, type: NoteType = NoteType.IDEA, by: ParticipantId | None = None
    ) -> list[NoteId]:
        """Notes of this phone's person, or of somebody else."""
        said = [self.say(submit_note, by or self.me, type=type, text=t, language="fr") for t in texts]
        return [outcome.events[0].note for outcome in said]

    def project(self, title: str, *ideas: NoteId, title_en: str = "") -> str:
        group = self.lead(create_group, title_fr=title, title_en=title_en, ideas=ideas).events[0].group
        return self.lead(promote_group, group=group).events[0].project

    def four_projects(self, *titles: str) -> list[str]:
        self.open(StepKind.IDEAS)
        named = titles or ("Jumelage par affinités", "Mentorat d'été", "Journée portes ouvertes", "Guide")
        ideas = self.write(*(f"Idée pour: {title}"[:280] for title in named))
        return [self.project(title[:80], idea) for title, idea in zip(named, ideas, strict=True)]

    def vote(self, *titles: str, **how: Any) -> list[str]:
        projects = self.four_projects(*titles)
        self.lead(open_round, seed=1, **how)
        return projects

    def mark(self, marks: dict[str, int], **more: Any) -> None:
        self.say(cast_ballot, self.me, round="R1", marks=marks, **more)

    def cells(self, *names: str, maximum: int = 10) -> None:
        area = (
            self.lead(define_area, title_fr="Se rencontrer plus tôt", title_en="Meet earlier").events[0].area
        )
        for name in names or ("Jumelage", "Mentorat", "Portes ouvertes"):
            self.lead(define_cell, name_fr=name, area=area, minimum=1, maximum=maximum)

    def propose(self, state: MembershipState) -> None:
        """The first cell is full: this phone is proposed the other one, or waits."""
        self.cells("Jumelage", "Mentorat", maximum=1)
        self.open(StepKind.CELLS)
        self.say(express_wish, self.join(), ranked=["CEL1"])
        self.lead(propose_memberships, seed=1)
        flexible = state is MembershipState.PROPOSED
        self.say(express_wish, self.me, ranked=["CEL1"], flexible=flexible)
        self.lead(propose_memberships, seed=1)
        assert self.workshop.memberships[self.me].state is state

    def pitch(self, hat: Hat | None = None, *, title: str = "Jumelage") -> None:
        """A pitch at the front; this phone wears that hat, or none yet.

        The draw is written as it fell: a draw of ours never deals the blue hat, a log may hold one.
        """
        self.lead(define_cell, name_fr=title)
        dealt = {self.me: hat} if hat else {self.join(): Hat.WHITE}
        self.lead(lambda workshop, at, *, by: (HatsDealt("CEL1", (*HATS_BY_NEED, Hat.BLUE), dealt, 1),))
        self.open(StepKind.HATS)
        self.lead(call_pitch, subject="CEL1")

    def comment(self, text: str, hat: Hat | None = None) -> str:
        said = self.say(comment, self.me, subject="CEL1", text=text, language="fr", hat_content=hat)
        return str(said.events[0].comment)


Bring = Callable[[Scene], object]
Then = Callable[[Page, Scene], object]


@dataclass(frozen=True)
class Screen:
    """`bring` is done once to a workshop of its own, `then` each time after the page was loaded."""

    name: str
    bring: Bring = lambda scene: None
    then: Then | None = None
    path: str = "/w/{code}"
    enrolled: bool = True
    framing: Framing | None = FULL


# --- what happens in the room --------------------------------------------------------------------


def issues(scene: Scene) -> None:
    scene.open(StepKind.ISSUES)
    scene.write("Les stages arrivent trop tard", "Peu de réponses aux candidatures", type=NoteType.ISSUE)


def ideas(scene: Scene) -> None:
    scene.open(StepKind.IDEAS)
    scene.write("Jumeler par affinités", "Un guide\nen deux langues", "Une foire d'emploi au printemps")


def ideas_moderated(scene: Scene) -> None:
    ideas(scene)
    scene.lead(mask_note, note="N1", reason="nomme une personne")
    scene.lead(park_note, note="N2", reason="hors du sujet d'aujourd'hui")


def ideas_fixed(scene: Scene) -> None:
    ideas(scene)
    scene.open(StepKind.GROUPING)
    scene.open(StepKind.IDEAS)


def ideas_of_all_kinds(scene: Scene) -> None:
    scene.open(StepKind.IDEAS)
    scene.write(WORD[:280], ARABIC, HEBREW, EMOJI, f"{ARABIC} mentorat {HEBREW}")


def groups_shown(scene: Scene, *titles: str) -> None:
    scene.open(StepKind.IDEAS)
    texts = titles or (
        "Jumeler par affinités",
        "Un guide en deux langues",
        "Une foire d'emploi",
        "Autre chose",
    )
    made = scene.write(*(text[:280] for text in texts))
    scene.open(StepKind.GROUPING)
    scene.lead(create_group, title_fr=texts[0][:80], title_en="Matching" * (not titles), ideas=made[:2])
    scene.lead(create_group, title_fr=texts[-1][:80], ideas=made[2:3])
    scene.reveal(StepKind.GROUPING)


def vote_partly(scene: Scene) -> None:
    first, second, *_ = scene.vote()
    scene.mark({first: 1, second: 1})


def mentions_partly(scene: Scene) -> None:
    first, second, *_ = scene.vote(method=Method.MENTIONS)
    scene.mark({first: 0, second: 5})


def mentions_in_other_words(scene: Scene) -> None:
    words = tuple(f"Anticonstitutionnellement, {n}" for n in range(6))
    terms = RoundOptions(mentions_fr=words, mentions_en=words)
    first, *_ = scene.vote(method=Method.MENTIONS, options=terms)
    scene.mark({first: 3})


EIGHT = tuple(f"Projet {n}, dont le titre dit en quelques mots ce qu'il apporte" for n in range(1, 9))


def ranked_two(scene: Scene) -> None:
    first, second, *_ = scene.vote(method=Method.RANKING)
    scene.mark({first: 1, second: 2})


def ranked(scene: Scene, count: int = 3) -> None:
    projects = scene.vote(*EIGHT, method=Method.RANKING)
    scene.mark({project: place for place, project in enumerate(projects[:count], start=1)})


def credits_spent(scene: Scene, *votes: int) -> None:
    projects = scene.vote(method=Method.CREDITS)
    scene.mark(dict(zip(projects, votes, strict=False)))


def impact_and_effort(scene: Scene) -> None:
    first, second, third, _ = scene.vote(method=Method.IMPACT_EFFORT)
    scene.mark({first: 5, second: 2}, efforts={first: 1, third: 4})


def concern_voiced(scene: Scene, method: Method = Method.POINTS) -> None:
    first, *_ = scene.vote(method=method, options=RoundOptions(concerns=True))
    scene.say(voice_concern, scene.me, round="R1", item=first, reason="Qui paiera la deuxième année?")


def vote_moved(move: Bring, cast: Bring = vote_partly) -> Bring:
    def bring(scene: Scene) -> None:
        cast(scene)
        move(scene)

    return bring


def vote_ended(name: str, cast: Bring) -> Iterator[Screen]:
    """Suspended and closed: a person's own ballot in words."""
    suspended = vote_moved(lambda scene: scene.lead(suspend_step, step=StepKind.VOTE), cast)
    yield Screen(f"{name} suspended", suspended)
    yield Screen(f"{name} closed", vote_moved(lambda scene: scene.close(StepKind.VOTE), cast))


def ranking_of_all_kinds(scene: Scene) -> None:
    first, second, *_ = scene.vote(WORD, ARABIC, EMOJI, HEBREW, method=Method.RANKING)
    scene.mark({first: 1, second: 2})


def impact_of_all_kinds(scene: Scene) -> None:
    scene.vote(WORD, ARABIC, method=Method.IMPACT_EFFORT)


def vote_blank(scene: Scene) -> None:
    scene.vote()
    scene.mark({})
    scene.close(StepKind.VOTE)


def decided(scene: Scene) -> None:
    first, second, third, _ = scene.four_projects()
    area = scene.lead(define_area, title_fr="Se rencontrer plus tôt", title_en="Meet earlier").events[0].area
    scene.lead(record_decision, project=first, outcome=Outcome.RETAINED, area=area, sentence="Prêt à partir.")
    scene.lead(record_decision, project=second, outcome=Outcome.PARKED, reason_code=ReasonCode.LATER)
    scene.lead(
        record_decision,
        project=third,
        outcome=Outcome.REFERRED,
        reason_code=ReasonCode.OTHER_CARRIER,
        sentence=WORD,
    )
    scene.open(StepKind.DECISION)


def cells_open(scene: Scene) -> None:
    scene.cells()
    scene.open(StepKind.CELLS)


def cells_wished(scene: Scene) -> None:
    cells_open(scene)
    scene.say(express_wish, scene.me, ranked=["CEL2", "CEL1"], flexible=True)


def proposal(state: MembershipState) -> Bring:
    return lambda scene: scene.propose(state)


def proposal_answered(accept: bool) -> Bring:
    def bring(scene: Scene) -> None:
        scene.propose(MembershipState.PROPOSED)
        scene.say(answer_proposal, scene.me, accept=accept)

    return bring


def presenting(scene: Scene) -> None:
    scene.cells("Jumelage", "Mentorat")
    other = scene.join()
    scene.open(StepKind.CELLS)
    scene.say(express_wish, scene.me, ranked=["CEL1"])
    scene.say(express_wish, other, ranked=["CEL2"])
    scene.lead(propose_memberships, seed=1)
    scene.lead(deal_hats, seed=1, subjects=["CEL1"])
    scene.open(StepKind.HATS)
    scene.lead(call_pitch, subject="CEL1")


def hats_dealt(scene: Scene, *names: str) -> None:
    for name in names:
        scene.lead(define_cell, name_fr=name)
    scene.lead(deal_hats, seed=1)
    scene.open(StepKind.HATS)


def hats_said(scene: Scene) -> None:
    scene.pitch(Hat.BLACK)
    scene.comment("Le transport coûte cher")
    scene.comment("Et si on le partageait?", Hat.GREEN)
    scene.lead(mask_comment, comment=scene.comment("Untel a tort"), reason="nomme une personne")
    scene.lead(open_comments)


def receipts(scene: Scene) -> None:
    decided(scene)
    scene.open(StepKind.IDEAS)
    alone, twin = scene.write("Une navette le matin", "Une navette le soir")
    lead = scene.write("Une navette", by=scene.join())[0]
    scene.lead(merge_ideas, lead=lead, merged=[twin], text="Une navette matin et soir")
    scene.lead(
        refer_ideas,
        ideas=[alone],
        organisation="La société de transport",
        reason_code=ReasonCode.OTHER_CARRIER,
        reason="Elle étudie déjà ce trajet.",
    )
    scene.open(StepKind.CLOSING)


def receipts_of_all_kinds(scene: Scene) -> None:
    ideas_of_all_kinds(scene)
    scene.lead(
        refer_ideas, ideas=["N2"], organisation=WORD[:160], reason_code=ReasonCode.LATER, reason=HEBREW
    )
    scene.open(StepKind.CLOSING)


# --- what the thumb does -------------------------------------------------------------------------


def unfold(page: Page, _scene: Scene) -> None:
    """Everything that is folded, opened."""
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def go_offline(page: Page, _scene: Scene) -> None:
    page.context.set_offline(True)
    page.locator("#text").fill("Gardée ici en attendant")
    page.locator("form[data-post=notes] button.main").click()
    expect(page.locator(".pending .note")).to_be_visible()
    expect(page.locator("#status.down")).to_be_visible()


def type_too_much(page: Page, _scene: Scene) -> None:
    page.locator("#text").fill(WORD)
    page.locator("form[data-post=notes] button.main").click()
    expect(page.locator("#text-error")).to_be_visible()


def send(page: Page, scene: Scene) -> None:
    page.locator("#text").fill("Une idée de plus")
    page.locator("form[data-post=notes] button.main").click()
    expect(page.locator("#status")).to_have_text(str(page.locator("body").get_attribute("data-sent")))


def contact_without_consent(page: Page, scene: Scene) -> None:
    unfold(page, scene)
    page.locator("#name").fill("Camille")
    page.locator("form[data-post=wish] button.main").click()
    expect(page.locator("#refusals .refusal")).to_be_visible()


def lose_the_cookie(page: Page, scene: Scene) -> None:
    page.context.clear_cookies(name="recolte_p")
    page.locator("#text").fill("Et maintenant?")
    page.locator("form[data-post=notes] button.main").click()
    expect(page.locator("#stranger")).to_be_visible()


def end_unsent(page: Page, scene: Scene) -> None:
    """The workshop is archived under the thumb that writes; from the second visit on, it was before."""
    if not scene.workshop.archived:
        page.locator("#text").fill(f"{ARABIC} {WORD}")
        page.evaluate("document.querySelector('#text').dispatchEvent(new Event('input', { bubbles: true }))")
        scene.lead(archive_workshop)
        expect(page.locator("[data-unsent] .note")).to_be_visible()


def steps(name: str, step: StepKind, bring: Bring) -> Iterator[Screen]:
    """A step that is suspended, and closed."""

    def moved(rule: Callable[..., Any]) -> Bring:
        def to(scene: Scene) -> None:
            bring(scene)
            scene.lead(rule, step=step)

        return to

    yield Screen(f"{name} suspended", moved(suspend_step))
    yield Screen(f"{name} closed", moved(close_step))


def signalled(scene: Scene) -> None:
    ideas(scene)
    scene.say(declare_done, scene.me, about="ideas", done=True)
    scene.say(ask_help, scene.me)


def pitching(scene: Scene) -> None:
    scene.pitch(Hat.GREEN)
    scene.lead(start_pitch)


def paper_person(scene: Scene) -> str:
    """Somebody of table 1 without a phone."""
    by = scene.door.scribe(scene.id, scene.door.scribe_key(scene.by, scene.id))
    answers = {"kind": "student", "language": "fr", "consents": {"terms"}}
    done = scene.door.act(scene.id, ask(check_in_on_paper, by=by, table=1, **answers), at=NOON)
    return str(done.events[0].participant)


def on_paper(scene: Scene) -> None:
    ideas(scene)
    paper_person(scene)


def as_scribe(query: str) -> Then:
    """The scribes' link, then one of their pages; {paper} is the person on paper."""

    def went(page: Page, scene: Scene) -> None:
        key = scene.door.scribe_key(scene.by, scene.id)
        page.goto(page.url.split("/w/")[0] + f"/s/{scene.code}/{key}")
        paper = [one.id for one in scene.workshop.participants.values() if one.channel is Channel.SCRIBE]
        page.goto(page.url.split("/w/")[0] + f"/w/{scene.code}{query}".format(paper=(*paper, "")[0]))

    return went


def paper_vote(scene: Scene) -> None:
    scene.vote()
    paper_person(scene)


def followed_groups(scene: Scene) -> None:
    groups_shown(scene, WORD, ARABIC, EMOJI)


def pass_on(page: Page, scene: Scene) -> None:
    page.goto(page.url.split("/w/")[0] + f"/w/{scene.code}/people")
    page.locator("form").last.locator("button").click()


LONG = replace(
    FULL,
    title=WORD[:160],
    title_en="",
    question_fr=WORD[:300],
    question_en=WORD[:300],
    decision_rule=f"{ARABIC} {WORD}",
    decision_rule_en="",
)

FRENCH = replace(
    FULL,
    title_en="",
    question_en="",
    decision_rule="Le comité décide.",
    decision_rule_en="",
    kinds=(Kind("school", "Direction d'école", ""),),
)

SCREENS = (
    Screen("landing", path="/j", enrolled=False),
    Screen("landing refused", path="/j/ZZZZZZZZ", enrolled=False),
    Screen("not framed", framing=None, enrolled=False),
    Screen("check-in", enrolled=False),
    Screen("check-in corrected", path="/w/{code}?answers=1"),
    Screen("check-in of an archived workshop", lambda scene: scene.lead(archive_workshop), enrolled=False),
    Screen("welcome"),
    Screen("welcome unfolded", then=unfold),
    Screen("waiting", lambda scene: scene.open(StepKind.HATS)),
    Screen("issues", issues),
    *steps("issues", StepKind.ISSUES, issues),
    Screen("ideas empty", lambda scene: scene.open(StepKind.IDEAS)),
    Screen("ideas", ideas),
    Screen("ideas unfolded", ideas, unfold),
    *steps("ideas", StepKind.IDEAS, ideas),
    Screen("ideas masked and parked", ideas_moderated),
    Screen("ideas fixed", ideas_fixed),
    Screen("ideas sent", lambda scene: scene.open(StepKind.IDEAS), send),
    Screen("ideas too long", ideas, type_too_much),
    Screen("ideas offline", ideas, go_offline),
    Screen("ideas of a stranger", ideas, lose_the_cookie),
    Screen("ideas of all kinds", ideas_of_all_kinds),
    Screen("ideas of all kinds unfolded", ideas_of_all_kinds, unfold),
    Screen("grouping waiting", lambda scene: scene.open(StepKind.GROUPING)),
    Screen("grouping revealed", groups_shown),
    Screen("grouping revealed unfolded", groups_shown, unfold),
    Screen("grouping of all kinds", lambda scene: groups_shown(scene, WORD, ARABIC, EMOJI, HEBREW), unfold),
    Screen("vote", lambda scene: scene.vote()),
    Screen("vote partly spent", vote_partly),
    Screen("vote spent", lambda scene: scene.mark(dict.fromkeys(scene.vote()[:3], 1))),
    Screen("vote suspended", vote_moved(lambda scene: scene.lead(suspend_step, step=StepKind.VOTE))),
    Screen("vote closed", vote_moved(lambda scene: scene.close(StepKind.VOTE))),
    Screen("vote revealed", vote_moved(lambda scene: scene.reveal(StepKind.VOTE))),
    Screen("vote blank", vote_blank),
    Screen("vote not invited", lambda scene: scene.vote(voters=frozenset({scene.join()}))),
    Screen("vote in mentions", lambda scene: scene.vote(method=Method.MENTIONS, dots=3, cap=1)),
    Screen("vote in mentions, some given", mentions_partly),
    Screen("vote in mentions of other words", mentions_in_other_words),
    Screen("vote in ratings", lambda scene: scene.vote(method=Method.RATINGS)),
    Screen("ranking", lambda scene: scene.vote(*EIGHT, method=Method.RANKING)),
    Screen("ranking of two", ranked_two),
    Screen("ranking of some", ranked),
    Screen("ranking of all", lambda scene: ranked(scene, 8)),
    Screen("ranking of all kinds", ranking_of_all_kinds),
    *vote_ended("ranking", ranked),
    Screen("credits", lambda scene: scene.vote(method=Method.CREDITS)),
    Screen("credits partly spent", lambda scene: credits_spent(scene, 3, 1)),
    Screen("credits spent", lambda scene: credits_spent(scene, 4, 3)),
    Screen("credits, a hundred", lambda scene: scene.vote(WORD, ARABIC, method=Method.CREDITS, dots=100)),
    *vote_ended("credits", lambda scene: credits_spent(scene, 3, 1)),
    Screen("impact and effort", lambda scene: scene.vote(method=Method.IMPACT_EFFORT)),
    Screen("impact and effort, some given", impact_and_effort),
    Screen("impact and effort of all kinds", impact_of_all_kinds),
    *vote_ended("impact and effort", impact_and_effort),
    Screen("vote of favourites", lambda scene: scene.vote(dots=2, cap=1)),
    Screen("vote with a concern", concern_voiced),
    Screen("vote in mentions with a concern", lambda scene: concern_voiced(scene, Method.MENTIONS)),
    Screen("vote of all kinds", lambda scene: scene.vote(WORD, ARABIC, EMOJI, HEBREW)),
    Screen("decision", decided),
    Screen("decision closed", lambda scene: (decided(scene), scene.close(StepKind.DECISION))),
    Screen("decision of nothing", lambda scene: scene.open(StepKind.DECISION)),
    Screen("cells of nobody", lambda scene: scene.open(StepKind.CELLS)),
    Screen("cells", cells_open),
    Screen("cells unfolded", cells_open, unfold),
    Screen("cells wished", cells_wished),
    Screen("cells refused", cells_open, contact_without_consent),
    *steps("cells", StepKind.CELLS, cells_wished),
    Screen("cells proposed", proposal(MembershipState.PROPOSED)),
    Screen("cells accepted", proposal_answered(True)),
    Screen("cells declined", proposal_answered(False)),
    Screen("cells waiting", proposal(MembershipState.WAITING)),
    Screen(
        "cells of all kinds",
        lambda scene: (scene.cells(WORD[:160], ARABIC, EMOJI), scene.open(StepKind.CELLS)),
        unfold,
    ),
    *(Screen(f"hat {hat}", lambda scene, hat=hat: scene.pitch(hat)) for hat in Hat),  # type: ignore[misc]
    Screen("hat unfolded", lambda scene: scene.pitch(Hat.BLUE), unfold),
    Screen("hat dealt", lambda scene: hats_dealt(scene, "Jumelage")),
    Screen("hats dealt of all kinds", lambda scene: hats_dealt(scene, WORD[:160], ARABIC, "Mentorat")),
    Screen("hat not yet", lambda scene: scene.pitch(None)),
    Screen("hat of a presenter", presenting),
    Screen("hat comments", hats_said),
    *steps("hat", StepKind.HATS, hats_said),
    Screen("hat of all kinds", lambda scene: (scene.pitch(Hat.RED, title=WORD[:160]), scene.comment(ARABIC))),
    Screen("closing", receipts),
    Screen("closing of nobody", lambda scene: scene.open(StepKind.CLOSING)),
    Screen("closing of all kinds", receipts_of_all_kinds),
    Screen("ended", lambda scene: (receipts(scene), scene.lead(archive_workshop))),
    Screen("ended with a text left", lambda scene: scene.open(StepKind.IDEAS), end_unsent),
    Screen("done, and help asked", signalled),
    Screen("followed welcome", path="/w/{code}/screen"),
    Screen("followed ideas", ideas, path="/w/{code}/screen"),
    Screen("followed groups", followed_groups, path="/w/{code}/screen"),
    Screen("followed vote", vote_partly, path="/w/{code}/screen"),
    Screen("followed pitch", pitching, path="/w/{code}/screen"),
    Screen("followed decision", decided, path="/w/{code}/screen"),
    Screen("handed over", ideas, path="/w/{code}/people"),
    Screen("second person", ideas, pass_on),
    Screen("tables of a scribe", on_paper, as_scribe("/scribe?table=")),
    Screen("table of a scribe", on_paper, as_scribe("/scribe?table=1")),
    Screen("table of a scribe at the vote", paper_vote, as_scribe("/scribe?table=1")),
    Screen("ballot on paper", paper_vote, as_scribe("?who={paper}")),
    Screen("without a network", path="/phone/offline/{language}", enrolled=False),
    Screen("check-in in French only", framing=FRENCH, enrolled=False),
    Screen("welcome in French only", framing=replace(FRENCH, kinds=FULL.kinds)),
    Screen("ideas in French only", ideas, framing=replace(FRENCH, kinds=FULL.kinds)),
    Screen("long framing", framing=LONG),
    Screen("long framing at check-in", framing=LONG, enrolled=False),
    Screen("long framing of ideas", ideas, framing=LONG),
)
NAMES = tuple(screen.name for screen in SCREENS)


def _no_way_back(route: Route) -> None:
    """The page without a network asks whether there is one again, and would leave while it is looked at."""
    if route.request.method == "HEAD":
        route.abort()
    else:
        route.continue_()


@dataclass
class Stage:
    """All screens on one server; a workshop is brought to its screen when it is first asked for."""

    browser: Browser
    light: Light
    door: Door
    eyes: str = ""
    scenes: dict[str, Scene] = field(default_factory=dict)
    _tab: Page | None = None

    def scene(self, name: str) -> Scene:
        if name not in self.scenes:
            self.scenes[name] = self._brought(_named(name))
        return self.scenes[name]

    def _brought(self, screen: Screen) -> Scene:
        id, keys = self.door.create(Administrator(), NOON)
        by = self.door.facilitator(id, keys.facilitator)
        assert by is not None
        scene = Scene(self.door, id, keys, by)
        if screen.framing:
            scene.lead(frame_workshop, framing=screen.framing)
        if screen.enrolled:
            scene.arrive()
        screen.bring(scene)
        return scene

    @contextmanager
    def show(self, name: str, language: Language = "fr", *, fresh: bool = False) -> Iterator[Page]:
        """That screen, 360 pixels wide; in the same tab as the one before where nothing can stay behind."""
        screen, scene = _named(name), self.scene(name)
        page = self._page(fresh or screen.then is not None)
        page.set_viewport_size({"width": 360, "height": 640})
        page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="no-preference")
        cookies = {"recolte_p": scene.token, "recolte_lang": language}
        page.context.clear_cookies()
        page.context.add_cookies([{"name": n, "value": v, "url": self.light.url} for n, v in cookies.items()])
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(self.light.url + screen.path.format(code=scene.code, language=language))
        if screen.then:
            screen.then(page, scene)
        yield page
        if page is not self._tab:
            page.context.close()
        assert failures == []

    def _page(self, fresh: bool) -> Page:
        if not fresh and self._tab is not None:
            return self._tab
        page = self.browser.new_context(locale="fr-CA").new_page()
        page.add_init_script(self.eyes)
        page.route("**/phone/offline/*", _no_way_back)
        if not fresh:
            self._tab = page
        return page

    def leave(self) -> None:
        """Closes what is open."""
        if self._tab is not None:
            self._tab.context.close()


def _named(name: str) -> Screen:
    return next(screen for screen in SCREENS if screen.name == name)
