"""The terms of a round on a phone: favourites, one's own idea, tie ladder, concerns, a cancelled round."""

import re

from facilitation.asking import ask
from facilitation.model import Concern, Method, RoundOptions, StepKind
from facilitation.rules.groups import create_group
from facilitation.rules.projects import promote_group
from facilitation.rules.rounds import cancel_round, open_round, open_runoff
from facilitation.rules.steps import close_step, reveal_step
from locales import LANGUAGES
from tests.phone.conftest import Phone, said, text_of
from tests.room import Room

CONCERN = {"round": "R1", "item": "PR1", "text": "Qui paie <b>ensuite</b>?"}


def test_ladder_is_told_before_anybody_knows_who_would_gain_by_it(room: Room, phone: Phone) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    for language in LANGUAGES:
        phone.speak(language)
        assert said(language, "vote.ladder") in text_of(phone.now())


def test_what_settles_a_tie_of_mentions_is_told_as_early(room: Room, phone: Phone) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, method=Method.MENTIONS)
    for language in LANGUAGES:
        phone.speak(language)
        told = text_of(phone.now())
        assert said(language, "vote.ladder.mentions") in told
        assert said(language, "vote.ladder") not in told


def test_one_dot_for_each_item_is_told_as_favourites(room: Room, phone: Phone) -> None:
    room.projects(3)
    room.lead(open_round, seed=1, dots=2, cap=1)
    told = text_of(phone.now())
    for sentence in (
        said("fr", "phone.approval.title"),
        said("fr", "phone.approval.dots", n=2),
        said("fr", "phone.approval.placed", n=0, budget=2),
    ):
        assert sentence in told
    assert said("fr", "phone.vote.title") not in told
    phone.post("ballot", key="b", round="R1", marks={"PR1": 1})
    room.lead(close_step, step=StepKind.VOTE)
    assert said("fr", "phone.approval.one") in text_of(phone.now())


def test_ones_own_idea_has_no_buttons_where_it_may_not_be_chosen(room: Room, phone: Phone) -> None:
    room.projects(1)
    phone.idea("La mienne")
    group = room.lead(create_group, title_fr="Projet du téléphone", ideas=["N2"]).events[0].group
    room.lead(promote_group, group=group)
    room.lead(open_round, seed=1, options=RoundOptions(own_ideas=False))
    page = phone.now()

    assert re.findall(r'data-item="(\w+)"', page) == ["PR1"]
    assert said("fr", "phone.vote.own") in text_of(page)
    assert phone.post("ballot", key="b", round="R1", marks={"PR2": 1})[1]["key"] == "ballot.own"


def test_concern_is_kept_shown_as_text_changed_and_withdrawn(room: Room, phone: Phone) -> None:
    room.projects(2)
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    assert said("fr", "phone.concern.open") in text_of(phone.now())
    status, answer = phone.post("concern", key="r", **CONCERN)

    assert (status, room.workshop.round.concerns) == (
        201,
        {phone.me: Concern(phone.me, "PR1", CONCERN["text"])},
    )
    assert "Qui paie &lt;b&gt;ensuite&lt;/b&gt;?" in answer["now"]
    assert phone.post("concern", key="r", **CONCERN)[1]["repeated"] is True
    phone.post("concern", key="s", **CONCERN | {"item": "PR2"})
    assert room.workshop.round.concerns[phone.me].item == "PR2"
    assert phone.post("concern/withdraw", key="t", round="R1")[0] == 201
    assert room.workshop.round.concerns == {}


def test_concern_needs_its_reason_and_is_not_offered_as_usual(room: Room, phone: Phone) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    assert 'data-post="concern"' not in phone.now()
    assert phone.post("concern", key="r", **CONCERN)[1]["key"] == "concern.none_asked"
    room.lead(cancel_round, round="R1")
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    asked = CONCERN | {"round": "R2", "text": " "}
    status, answer = phone.post("concern", key="s", **asked)
    assert (status, answer["key"], room.workshop.round.concerns) == (409, "concern.empty", {})


def test_concern_is_nobody_elses_to_see(room: Room, phone: Phone, new_phone) -> None:  # type: ignore[no-untyped-def]
    room.projects(2)
    other = new_phone().join()
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    phone.post("concern", key="r", **CONCERN)
    for move in (close_step, reveal_step):
        assert "Qui paie" not in other.page()
        assert "Qui paie" in phone.page()
        room.lead(move, step=StepKind.VOTE)
    assert "Qui paie" not in other.page()


def test_runoff_says_what_it_is(room: Room, phone: Phone) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    for move in (close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)
    room.lead(open_runoff, seed=1, round="R1", items=("PR1", "PR2"))
    told = text_of(phone.now())

    assert said("fr", "phone.vote.runoff") in told
    assert said("fr", "vote.ladder.runoff") in told


def test_runoff_with_one_dot_is_told_as_a_choice(room: Room, phone: Phone) -> None:
    room.projects(3)
    room.lead(open_round, seed=1)
    for move in (close_step, reveal_step):
        room.lead(move, step=StepKind.VOTE)
    room.lead(open_runoff, seed=1, round="R1", items=("PR1", "PR2"))
    page = phone.now()
    told = text_of(page)

    for key, values in (("title", {}), ("how", {}), ("placed", {"n": 0, "budget": 1})):
        assert said("fr", f"phone.choice.{key}", **values) in told
    assert re.findall(r"\b(?:point|coup)s?\b", told) == []
    assert (page.count('data-add="1"'), page.count('data-add="-1"')) == (2, 2)
    phone.post("ballot", key="b", round="R2", marks={"PR1": 1})
    room.lead(close_step, step=StepKind.VOTE)
    assert said("fr", "phone.choice.one") in text_of(phone.now())


def test_cancelled_round_is_over_on_every_phone(room: Room, phone: Phone) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    phone.post("ballot", key="b", round="R1", marks={"PR1": 2})
    room.lead(cancel_round, round="R1")

    assert "data-ballot" not in phone.now()
    status, answer = phone.post("ballot", key="c", round="R1", marks={"PR2": 1})
    assert (status, answer["key"]) == (409, "ballot.cancelled")
    room.lead(open_round, seed=2)
    assert 'data-ballot="R2"' in phone.now()
    assert '<output data-mark aria-live="off">2</output>' not in phone.now()


def test_ballot_on_its_way_at_the_closing_is_taken(room: Room, phone: Phone) -> None:
    room.projects(2)
    room.lead(open_round, seed=1)
    room.door.act(room.id, ask(close_step, by=room.by, step=StepKind.VOTE))  # now, by the server's clock

    assert phone.post("ballot", key="b", round="R1", marks={"PR1": 2})[0] == 201
    assert room.workshop.round.ballots[phone.me].marks == {"PR1": 2}


def test_mentions_are_given_in_the_words_that_were_announced(room: Room, phone: Phone) -> None:
    room.projects(2)
    words = {"fr": ("Prêt", "A", "B", "C", "D", "Flou <i>"), "en": ("Ready", "A", "B", "C", "D", "Unclear")}
    options = RoundOptions(mentions_fr=words["fr"], mentions_en=words["en"])
    room.lead(open_round, seed=1, method=Method.MENTIONS, options=options)
    for language in LANGUAGES:
        phone.speak(language)
        told = text_of(phone.now())
        assert words[language][0] in told
        assert words[language][5] in told
        assert said(language, "file.mention.0") not in told


def test_mentions_bar_ones_own_and_take_a_concern_too(room: Room, phone: Phone) -> None:
    room.open(StepKind.IDEAS)
    mine, other = room.idea(phone.me, "La mienne"), room.idea(room.join(), "Une autre")
    options = RoundOptions(concerns=True, own_ideas=False)
    room.lead(open_round, seed=1, items=[mine, other], method=Method.MENTIONS, options=options)
    shown = phone.now()
    assert (f'data-item="{mine}"' in shown, f'data-item="{other}"' in shown) == (False, True)
    assert said("fr", "phone.vote.own") in text_of(shown)
    assert phone.post("concern", key="r", round="R1", item=mine, text="Trop cher")[0] == 201
    assert "Trop cher" in text_of(phone.now())
