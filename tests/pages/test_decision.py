"""The decision page: the vote beside the decision, where a project goes on, what ideas still lack, areas."""

import pytest
from streamlit.testing.v1 import AppTest

from facilitation.asking import ask
from facilitation.model import AreaId, Outcome, ProjectId, ReasonCode, Workshop
from facilitation.rules.projects import place_idea, record_decision
from facilitation.rules.referrals import refer_ideas
from locales import LANGUAGES, Language, sentence
from pages.parts.frame.words import plain
from reports.tables.verdicts import departure, vote_said
from tests.pages.conftest import Open, Place
from tests.pages.test_console import texts

pytestmark = pytest.mark.heavy


def opened(open_page: Open, place: Place, language: Language = "fr") -> AppTest:
    page = open_page("decision", place.cookies, w=place.code, lang=language)
    assert not page.exception
    return page


def record(page: AppTest, place: Place, project: str) -> AppTest:
    number = list(place.workshop.projects).index(ProjectId(project))
    label = sentence("fr", "console.decision.record")
    buttons = [one for one in page.button if one.label == label]
    return buttons[number].click().run()


def successes(page: AppTest) -> list[str]:
    return [one.value for one in page.success]


def decided(workshop: Workshop, project: str):  # type: ignore[no-untyped-def]
    return workshop.decisions[ProjectId(project)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_vote_stands_beside_the_form_and_beside_what_departs_from_it(
    open_page: Open, place: Place, language: Language
) -> None:
    told = vote_said(place.workshop, ProjectId("PR1"), language)
    hint = sentence(language, "console.decision.departing")
    before = [one.value for one in opened(open_page, place, language).caption]
    asked = {"outcome": Outcome.PARKED, "reason_code": ReasonCode.LATER, "sentence": "Le comité attend."}
    place.door.act(place.id, ask(record_decision, by=place.by, project="PR1", **asked))
    page = opened(open_page, place, language)

    assert f"{plain(told)} {hint}" in before
    apart = departure(place.workshop, decided(place.workshop, "PR1"), language)
    assert plain(apart) in [one.value for one in page.info]
    assert f"{plain(told)} {hint}" not in [one.value for one in page.caption]
    said = sentence(language, "console.decision.departs")
    assert [one.label.split()[0] for one in page.expander if said in one.label] == ["**PR1**"]


def test_decision_that_departs_is_refused_until_somebody_says_why(open_page: Open, place: Place) -> None:
    page = opened(open_page, place)
    page.radio(key="outcome_PR1_fr").set_value(Outcome.PARKED)
    page.radio(key="reason_PR1_fr").set_value(ReasonCode.LATER)
    page.text_area(key="why_PR1").set_value(" ")
    page = record(page, place, "PR1")
    assert [one.value for one in page.error] == [plain(sentence("fr", "decision.why"))]
    assert decided(place.workshop, "PR1").outcome is Outcome.RETAINED
    page.text_area(key="why_PR1").set_value("Le financement manque.")
    page = record(page, place, "PR1")

    assert [one.value for one in page.error] == []
    assert decided(place.workshop, "PR1").sentence == "Le financement manque."


def test_merged_asks_for_the_other_project_and_for_no_area(open_page: Open, place: Place) -> None:
    page = opened(open_page, place)
    page.radio(key="outcome_PR1_fr").set_value(Outcome.MERGED)
    page = record(page, place, "PR1")
    assert [one.value for one in page.error] == [plain(sentence("fr", "decision.into"))]
    into = page.selectbox(key="into_PR1_fr")
    assert (into.value, len(into.options)) == (None, 8)  # none of the seven others
    into.set_value("PR3")
    record(page, place, "PR1")

    after = decided(place.workshop, "PR1")
    assert (after.outcome, after.into, after.reason_code) == (Outcome.MERGED, "PR3", ReasonCode.MERGED)
    again = opened(open_page, place)
    assert again.selectbox(key="into_PR1_fr").value == "PR3"
    reasons = again.radio(key="reason_PR1_fr")
    assert (reasons.value, sentence("fr", "reason.merged") in reasons.options) == (None, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_line_says_what_ideas_lack_or_that_none_does(
    open_page: Open, place: Place, loose: Place, language: Language
) -> None:
    assert sentence(language, "console.decision.whole") in successes(opened(open_page, place, language))
    page = opened(open_page, loose, language)
    what = sentence(language, "console.decision.lack.project", n=58)
    assert sentence(language, "console.decision.lacking", n=58, what=what) in texts(page)
    assert successes(page) == []


def test_ideas_of_a_referred_project_wait_for_a_partner_in_plain_words(open_page: Open, place: Place) -> None:
    asked = {"outcome": Outcome.REFERRED, "reason_code": ReasonCode.LATER, "sentence": "Plus proche d'eux."}
    place.door.act(place.id, ask(record_decision, by=place.by, project="PR1", **asked))
    many = len(place.workshop.projects[ProjectId("PR1")].ideas) - 1  # one has gone to a partner by itself
    told = texts(opened(open_page, place))

    what = sentence("fr", "console.decision.lack.partner", n=many)
    assert sentence("fr", "console.decision.lacking", n=many, what=what) in told
    assert sentence("fr", "console.decision.to_refer", n=many) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_ideas_that_a_kept_project_leaves_with_a_partner_are_told(
    open_page: Open, place: Place, language: Language
) -> None:
    ideas = place.workshop.projects[ProjectId("PR1")].ideas
    asked = {"ideas": ideas, "organisation": "*MRC*", "reason_code": ReasonCode.LATER}
    place.door.act(place.id, ask(refer_ideas, by=place.by, **asked))
    told = sentence(language, "console.decision.still_referred", n=len(ideas), organisation=plain("*MRC*"))
    page = opened(open_page, place, language)
    assert told in [one.value for one in page.info]
    for idea in ideas:
        place.door.act(place.id, ask(place_idea, by=place.by, idea=idea, area="A1"))
    kept = [one.value for one in opened(open_page, place, language).info]
    assert [one for one in kept if "MRC" in one] == []


def test_title_of_an_area_is_corrected_and_the_others_stay(open_page: Open, place: Place) -> None:
    before = place.workshop.areas
    page = opened(open_page, place)
    french = f"A2 – {sentence('fr', 'console.title_fr')}"
    next(one for one in page.text_input if one.label == french).set_value("Mieux jumeler")
    seq = place.workshop.seq
    label = sentence("fr", "console.decision.reword_save")
    next(one for one in page.button if one.label == label).click().run()

    after = place.workshop.areas
    changed = {id for id in after if after[id] != before[id]}
    assert (changed, after[AreaId("A2")].title_fr, place.workshop.seq) == ({"A2"}, "Mieux jumeler", seq + 1)
    assert after[AreaId("A2")].title_en == before[AreaId("A2")].title_en
