"""The vote page: terms in one form, channels counted, cancelling in two steps, a runoff in one click."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.asking import ask
from facilitation.model import Channel, Method, RoundOptions, StepKind, StepState
from facilitation.rules.concerns import mask_concern, voice_concern
from facilitation.rules.projects import reword_project
from facilitation.rules.rounds import CREDITS, advance_reveal, cancel_round, cast_ballot, open_round
from facilitation.rules.steps import close_step, open_step, reveal_step, suspend_step
from facilitation.tallies.reveal import following
from locales import LANGUAGES, Language, sentence
from pages.parts.frame.words import plain
from pages.parts.vote.opening import OFFERED
from tests.pages.conftest import Open, Place
from tests.pages.test_console import texts

pytestmark = pytest.mark.heavy

TERMS = RoundOptions(concerns=True, own_ideas=False, quorum=40)


def lead(place: Place, rule, **asked) -> None:  # type: ignore[no-untyped-def]
    place.door.act(place.id, ask(rule, by=place.by, **asked))


def vote(place: Place, *ballots: dict[str, int], **how) -> None:  # type: ignore[no-untyped-def]
    round = place.workshop.round
    assert round is not None
    for person, marks in zip(place.workshop.participants, ballots, strict=False):
        asked = {"participant": person, "round": round.id, "marks": marks}
        place.door.act(place.id, ask(cast_ballot, **asked, **how))


def reveal(place: Place, *, all: bool = True) -> None:
    lead(place, close_step, step=StepKind.VOTE)
    lead(place, reveal_step, step=StepKind.VOTE, reason="Pour l'exercice")
    while all and (stage := following(place.workshop.round)):
        lead(place, advance_reveal, stage=stage)


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def opened(open_page: Open, place: Place, language: Language = "fr") -> AppTest:
    page = open_page("vote", place.cookies, w=place.code, lang=language)
    assert not page.exception
    return page


def test_form_opens_a_round_of_favourites_under_the_terms_that_were_chosen(
    open_page: Open, place: Place
) -> None:
    page = opened(open_page, place)
    assert sentence("fr", "vote.ladder") in texts(page)
    page.radio(key="way_fr").set_value("approval").run()
    for box in page.checkbox:
        if box.label == sentence("fr", "console.vote.option.concerns"):
            box.check()
        if box.label == sentence("fr", "console.vote.option.own_ideas"):
            box.uncheck()
    page.checkbox(key=_other_kind(place)).check()
    quorum = sentence("fr", "console.vote.option.quorum")
    next(one for one in page.number_input if one.label == quorum).set_value(40)
    next(one for one in page.button if one.label == sentence("fr", "console.vote.open")).click().run()

    assert not page.exception
    round = place.workshop.round
    assert round is not None
    assert (round.approving, round.options.concerns, round.options.own_ideas) == (True, True, False)
    assert round.options.quorum == 40
    assert _other_kind(place).removeprefix("essential_") in (round.options.essential or ())


@pytest.mark.parametrize(("dots", "fits"), [(1, "few"), (2, "fair"), (4, "fair"), (5, "many")])
def test_form_says_when_dots_would_tell_nothing_apart(
    open_page: Open, place: Place, dots: int, fits: str
) -> None:
    page = opened(open_page, place)
    label = sentence("fr", "console.vote.dots")
    next(one for one in page.number_input if one.label == label).set_value(dots).run()
    expected = sentence("fr", f"console.vote.dots.{fits}", least=2, most=4, kept=3, items=8)
    assert [one.value for one in page.caption if one.value == expected] == [expected]


@pytest.mark.parametrize(
    ("way", "method", "dots", "cap"),
    [
        ("credits", Method.CREDITS, 25, 5),
        ("ranking", Method.RANKING, 3, 2),
        ("mentions", Method.MENTIONS, 3, 2),
    ],
)
def test_form_opens_a_round_of_each_way_with_its_own_budget(
    open_page: Open, place: Place, way: str, method: Method, dots: int, cap: int
) -> None:
    page = opened(open_page, place)
    page.radio(key="way_fr").set_value(way).run()
    budgets = {one.label for one in page.number_input} & {
        sentence("fr", f"console.vote.{name}") for name in ("dots", "cap", "credits")
    }
    assert budgets == ({sentence("fr", "console.vote.credits")} if way == "credits" else set())
    assert (sentence("fr", "vote.ladder") in texts(page)) is (way == "credits")
    next(one for one in page.button if one.label == sentence("fr", "console.vote.open")).click().run()
    assert not page.exception
    round = place.workshop.round
    assert round is not None
    assert (round.method, round.dots, round.cap, round.voters) == (method, dots, cap, None)


def test_form_invites_those_of_a_kind_or_a_table_to_rate_impact_and_effort(
    open_page: Open, place: Place
) -> None:
    person = next(iter(place.workshop.participants.values()))
    expected = {
        one.id
        for one in place.workshop.participants.values()
        if one.kind == person.kind or one.table == person.table
    }
    page = opened(open_page, place)
    page.radio(key="way_fr").set_value("impact_effort").run()
    page.checkbox(key=f"voters_{person.kind}").check()
    page.button_group(key="voters_tables_fr").set_value([person.table])
    next(one for one in page.button if one.label == sentence("fr", "console.vote.open")).click().run()
    assert not page.exception
    round = place.workshop.round
    assert round is not None
    assert (round.method, round.voters) == (Method.IMPACT_EFFORT, expected)


def test_number_typed_for_one_subject_does_not_hold_for_another(open_page: Open, place: Place) -> None:
    label = sentence("fr", "console.vote.credits")
    page = opened(open_page, place)
    page.radio(key="way_fr").set_value("credits").run()
    next(one for one in page.number_input if one.label == label).set_value(CREDITS + 5).run()
    assert [one.value for one in page.number_input if one.label == label] == [CREDITS + 5]
    page.radio(key="about_fr").set_value("cells").run()
    assert [one.value for one in page.number_input if one.label == label] == [CREDITS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_vote_shows_the_words_of_its_mentions(open_page: Open, place: Place, language: Language) -> None:
    usual = tuple(sentence("en", f"file.mention.{mark}") for mark in range(6))
    own = ("Oui!", "B *", "C", "D", "E", "Non")
    options = RoundOptions(mentions_fr=own, mentions_en=usual)
    lead(place, open_round, seed=1, method=Method.MENTIONS, items=["PR1", "PR2"], options=options)
    told = sentence(language, "console.vote.term.words_fr", words=plain(", ".join(own)))
    page = opened(open_page, place, language)
    assert [one.value for one in page.caption if "Oui" in one.value] == [told]
    assert [one.value for one in page.caption if usual[-1] in one.value] == []


@pytest.mark.parametrize(("about", "first", "count"), [("ideas", "N1", 58), ("cells", "CEL1", 3)])
def test_form_puts_ideas_or_cells_to_the_vote_with_a_question(
    open_page: Open, place: Place, about: str, first: str, count: int
) -> None:
    page = opened(open_page, place)
    page.radio(key="about_fr").set_value(about).run()
    page.radio(key="way_fr").set_value("approval").run()
    for name in ("fr", "en"):
        label = sentence("fr", f"console.vote.asks_{name}")
        next(one for one in page.text_input if one.label == label).set_value(f"Prêt? {name}")
    next(one for one in page.button if one.label == sentence("fr", "console.vote.open")).click().run()
    assert not page.exception
    round = place.workshop.round
    assert round is not None
    assert (round.items[0], len(round.items)) == (first, count)
    assert (round.title_fr, round.title_en) == ("Prêt? fr", "Prêt? en")


def test_form_asks_for_an_english_title_as_soon_as_somebody_reads_english(
    open_page: Open, place: Place
) -> None:
    before = place.workshop.round
    lead(place, reword_project, project="PR3", title_fr="Jumeler", title_en="", summary="")
    answers = {"kind": None, "table": 1, "language": "en", "consents": frozenset({"terms"})}
    place.door.enrol(place.id, "reader", **answers).result()
    page = opened(open_page, place)
    next(one for one in page.button if one.label == sentence("fr", "console.vote.open")).click().run()
    assert [one.value for one in page.error] == [plain(sentence("fr", "round.untitled_en", projects="PR3"))]
    assert place.workshop.round == before


def _other_kind(place: Place) -> str:
    assert place.workshop.framing is not None
    return next(f"essential_{one.code}" for one in place.workshop.framing.kinds if not one.essential)


@pytest.mark.heavy
@pytest.mark.parametrize("language", LANGUAGES)
def test_running_round_says_its_terms_and_how_the_ballots_came(
    open_page: Open, place: Place, language: Language
) -> None:
    lead(place, open_round, seed=1, options=TERMS)
    vote(place, {}, {}, {})
    vote(place, {}, channel=Channel.SCRIBE)
    told = " ".join(texts(opened(open_page, place, language)))

    for key, values in {
        "console.vote.channel.phone": {"n": 2},
        "console.vote.channel.scribe": {"n": 1},
        "console.vote.term.quorum": {"share": 40},
        "console.vote.term.concerns": {},
        "console.vote.term.own_ideas": {},
        "vote.ladder": {},
    }.items():
        assert sentence(language, key, **values) in told  # type: ignore[arg-type]


def test_missing_english_titles_are_named_before_the_vote_opens(open_page: Open, place: Place) -> None:
    def said(page: AppTest) -> list[str]:
        return [one.value for one in page.info]

    whole = said(opened(open_page, place))
    lead(place, reword_project, project="PR2", title_fr="Guichet unique")
    named = sentence("fr", "console.vote.no_english", projects="PR2")
    assert named not in whole
    assert named in said(opened(open_page, place))


def test_round_is_cancelled_in_two_steps_and_tells_nothing(open_page: Open, place: Place) -> None:
    lead(place, open_round, seed=1)
    vote(place, {"PR1": 2})
    number = len(place.workshop.rounds)
    page = opened(open_page, place)
    page.button(key="round_cancel").click().run()
    assert place.workshop.state(StepKind.VOTE) is StepState.OPEN
    page.button(key="round_cancel_not").click().run()
    page.button(key="round_cancel").click().run()
    page.button(key="round_cancel_sure").click().run()

    assert not page.exception
    assert place.workshop.round is None
    name = sentence("fr", "console.vote.round", number=number)
    page = opened(open_page, place)
    assert sentence("fr", "console.vote.cancelled", name=name) in texts(page)
    assert sentence("fr", "console.vote.open") in labels(page)


def test_concerns_are_shown_apart_once_the_round_is_revealed(open_page: Open, place: Place) -> None:
    lead(place, open_round, seed=1, options=RoundOptions(concerns=True))
    person = next(iter(place.workshop.participants))
    round = place.workshop.rounds[-1].id
    said = {"participant": person, "round": round, "item": "PR1", "reason": "Qui paie donc?"}
    place.door.act(place.id, ask(voice_concern, **said))
    assert "Qui paie donc?" not in _drawn(opened(open_page, place))
    reveal(place)

    assert "Qui paie donc?" in _drawn(opened(open_page, place))


@pytest.mark.parametrize("language", LANGUAGES)
def test_masked_concern_is_counted_and_its_text_is_gone_until_it_is_brought_back(
    open_page: Open, place: Place, language: Language
) -> None:
    lead(place, open_round, seed=1, options=RoundOptions(concerns=True))
    person, round = next(iter(place.workshop.participants)), place.workshop.rounds[-1].id
    said = {"participant": person, "round": round, "item": "PR1", "reason": "Untel en profiterait"}
    place.door.act(place.id, ask(voice_concern, **said))
    reveal(place)
    page = opened(open_page, place, language)
    reasons = page.radio(key=f"concerns_{round}_usual_{language}")
    usual = [sentence(language, f"console.reason.{one}") for one in ("names", "insult", "private")]
    assert (reasons.options, person in _drawn(page)) == (usual, False)
    lead(place, mask_concern, round=round, participant=person, reason=usual[0])
    page = opened(open_page, place, language)

    assert ("Untel en profiterait" in _drawn(page), usual[0] in _drawn(page)) == (False, True)
    assert sentence(language, "console.vote.concerns_masked", n=1) in texts(page)


def _drawn(page: AppTest) -> str:
    return "".join(one.proto.json for one in page.get("bidi_component"))


def test_runoff_opens_in_one_click_among_the_tied(open_page: Open, place: Place) -> None:
    lead(place, open_round, seed=1, items=["PR1", "PR2", "PR3"])
    vote(place, {"PR1": 1}, {"PR2": 1})
    reveal(place, all=False)
    assert [one for one in labels(opened(open_page, place)) if "ex æquo" in one] == []
    while stage := following(place.workshop.round):
        lead(place, advance_reveal, stage=stage)
    page = opened(open_page, place)
    before = place.workshop.round
    page.button(key="runoff_tied").click().run()

    assert not page.exception
    after = place.workshop.round
    assert before is not None
    assert after is not None
    assert (after.items, after.dots, after.options.runoff_of) == (("PR1", "PR2"), 1, before.id)
    assert place.workshop.rounds[-2] == before
    of = sentence("fr", "console.vote.runoff_of", number=len(place.workshop.rounds) - 1)
    assert any(of in one for one in texts(page))
    assert any(sentence("fr", "projector.vote.choice") in one for one in texts(page))


@pytest.mark.heavy
@pytest.mark.parametrize("moves", [(), (suspend_step,), (close_step,)])
def test_vote_page_is_the_same_whatever_was_voted(
    open_page: Open, place: Place, moves: tuple[Any, ...]
) -> None:
    lead(place, open_round, seed=1, options=RoundOptions(concerns=True))
    pages = []
    for marks in ({"PR1": 2, "PR2": 1}, {"PR3": 1}):
        vote(place, marks, marks)
        for move in moves:
            lead(place, move, step=StepKind.VOTE)
        page = opened(open_page, place)
        if moves:
            lead(place, open_step, step=StepKind.VOTE)
        metrics = [(one.label, one.value) for one in page.metric]
        pages.append((texts(page), labels(page), metrics, _tables(page)))
    assert pages[0] == pages[1]


def _tables(page: AppTest) -> list[str]:
    return [one.proto.json for one in page.get("bidi_component") if "rows" in one.proto.component_name]


def test_form_of_the_next_round_is_folded_under_a_revealed_one(open_page: Open, place: Place) -> None:
    page = open_page("vote", place.cookies, w=place.code)
    folded = next(one for one in page.expander if one.label == sentence("fr", "console.vote.next_round"))
    assert folded.proto.expanded is False
    opens = sentence("fr", "console.vote.open")
    assert [one.label for one in page.main.button].count(opens) == 1
    assert [one.label for one in folded.button].count(opens) == 1


def test_form_stands_open_again_after_a_cancelled_round(open_page: Open, place: Place) -> None:
    place.door.act(place.id, ask(open_round, by=place.by, seed=1))
    place.door.act(place.id, ask(cancel_round, by=place.by, round=place.workshop.round.id, reason="Trop tôt"))
    page = open_page("vote", place.cookies, w=place.code)
    assert sentence("fr", "console.vote.next_round") not in [one.label for one in page.expander]
    assert sentence("fr", "console.vote.open_title") in [one.value for one in page.subheader]


def test_every_method_is_offered_but_ratings_on_one_scale() -> None:
    assert {*OFFERED.values()} == {*Method} - {Method.RATINGS}
