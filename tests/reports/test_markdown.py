"""The summary tells the whole way of the ideas; what people wrote is text in it, whatever they wrote."""

import re
from datetime import UTC, datetime
from html import escape, unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from facilitation.model import Outcome, ReasonCode, RoundOptions, StepKind, Workshop
from facilitation.replay import replay
from facilitation.rules.cells import define_cell
from facilitation.rules.concerns import mask_concern, voice_concern
from facilitation.rules.hats import call_pitch, comment, deal_hats, mask_comment
from facilitation.rules.notes import mask_note
from facilitation.rules.projects import define_area, record_decision
from facilitation.rules.referrals import refer_ideas
from facilitation.rules.rounds import cancel_round, cast_ballot, open_round, open_runoff
from facilitation.rules.steps import close_step, reveal_step
from locales import LANGUAGES
from reports.summary.prose import escaped
from reports.summary.summary import summary
from sample_sessions import SAMPLES

AT = datetime(2023, 7, 15, 12, 0, tzinfo=UTC)
LIVING_LAB, WINTER = (replay(sample.entries()) for sample in SAMPLES)
READER = MarkdownIt("gfm-like", {"html": True, "linkify": False, "typographer": False})


def section(text: str, title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found is not None
    return found[1]


def test_summary_counts_the_narrowing():
    assert "**58 idées → 8 projets potentiels → 3 champs d'action**" in summary(LIVING_LAB, "fr", AT)
    assert "**58 ideas → 8 potential projects → 3 priority areas**" in summary(LIVING_LAB, "en", AT)


def test_summary_gives_every_idea_its_line_in_order():
    lines = re.findall(
        r"^- \*\*(\d+)\*\* – (.*)$",
        section(summary(LIVING_LAB, "fr", AT), "Que sont devenues les idées?"),
        re.M,
    )
    assert [int(number) for number, _ in lines] == list(range(1, 59))
    assert sum("Retenue → A" in line for _, line in lines) == 26
    assert sum("Transférée → " in line for _, line in lines) == 32


def test_summary_shows_vote_and_decision_apart():
    text = summary(LIVING_LAB, "fr", AT).replace("\u00a0", " ")
    votes = section(text, "Votes (entendu)")
    assert "- Rang 4 : **Stages et première expérience québécoise**, 19 points, 18 personnes" in votes
    assert "Bulletins : 51 sur 54. Quorum atteint." in votes
    decisions = section(text, "Décisions et motifs (décidé)")
    assert "**Formation et accompagnement des employeurs** : Retenu. Troisième place serrée" in decisions
    assert "points," not in decisions.split("Troisième place")[0]


def test_summary_pools_small_kinds():
    people = section(summary(WINTER, "fr", AT), "Qui était là").replace("\u00a0", " ")
    assert "Citoyenne ou citoyen : 9" in people
    assert re.findall(r"Transport collectif|Commerce|Milieu scolaire", people) == []
    heads = [int(number) for number in re.findall(r" : (\d+)$", people, re.M)]
    assert sum(heads) == len(WINTER.participants)
    assert min(heads) >= 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_summary_is_provisional_until_all_is_revealed_and_placed(language):
    word = {"fr": "**Provisoire**", "en": "**Provisional**"}[language]
    assert word in summary(WINTER, language, AT)
    assert word in summary(Workshop(), language, AT)
    assert word not in summary(LIVING_LAB, language, AT)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "automatiquement : brouillon à valider"), ("en", "a draft to validate")]
)
def test_summary_says_that_it_is_a_draft(language, words):
    """R-60: what the machine wrote is a draft, however far the workshop has come."""
    for workshop in (Workshop(), WINTER, LIVING_LAB):
        assert words in summary(workshop, language, AT).replace("\u00a0", " ")


def test_summary_of_a_blind_vote_gives_turnout_only(room):
    projects = room.projects(3)
    room.lead(open_round, seed=1)
    room.say(cast_ballot, "P1", round="R1", marks={projects[1]: 2})
    blind = section(summary(room.workshop, "en", AT), "Votes (heard)")
    assert re.findall(r"\d dots?,|Rank|Projet", blind) == []
    assert "Ballots: 1 of 1." in blind
    for rule in (close_step, reveal_step):
        room.lead(rule, step=StepKind.VOTE)
    assert "Rank 1: **Projet 2**, 2 dots, 1 person" in summary(room.workshop, "en", AT)


def test_summary_calls_a_result_under_quorum_indicative(room):
    projects = room.projects(3)
    for _ in range(4):
        room.join("employer")
    room.lead(open_round, seed=1)
    employer = room.join("employer")
    room.say(cast_ballot, employer, round="R1", marks={projects[1]: 2})
    for rule in (close_step, reveal_step):
        room.lead(rule, step=StepKind.VOTE)
    text = summary(room.workshop, "fr", AT)
    assert "**indicatif**" in text
    assert "sans bulletin : Personne étudiante." in text.replace("\u00a0", " ")


def test_summary_leaves_masked_texts_out_and_counts_them(room):
    author = room.join()
    other = room.join()
    room.open(StepKind.IDEAS)
    room.lead(mask_note, note=room.idea(author, "Nomme Untel"), reason="Personne nommée")
    room.lead(define_cell, name_fr="Cellule")
    room.open(StepKind.HATS)
    room.lead(deal_hats, seed=1)
    room.lead(call_pitch, subject="CEL1")
    said = room.say(comment, other, subject="CEL1", text="Insulte Untel", language="fr").events[0].comment
    room.lead(mask_comment, comment=said, reason="Insulte")
    text = summary(room.workshop, "fr", AT)
    assert "Untel" not in text
    assert ("1 commentaire masqué." in text, "1 texte masqué n'est pas reproduit." in text) == (True, True)


NASTY = [
    "# Titre",
    "1. liste",
    "- puce",
    "<script>alert(1)</script>",
    "<!-- caché -->",
    "[lien](javascript:alert(1))",
    "![image](http://exemple.test/x.png)",
    "**gras** _italique_ `code` ~~barré~~",
    "| a | b |\n|---|---|",
    "&lt;b&gt; &amp; &#60;",
    "```\nbloc\n```",
    "<https://exemple.test>",
    "fin de ligne \\",
    "$x$ {{ 7*7 }} ^note",
    "---",
]


@example("\\").via("a lone backslash")
@given(
    st.one_of(st.sampled_from(NASTY), st.text(alphabet="#*_`[]()<>!&|~\\-+=.1a \n\"'{}$^:/@é", max_size=40))
)
def test_escaped_text_is_read_as_that_text(text):
    shown = READER.render(f"- « {escaped(text)} »\n")
    line = " ".join(text.split())
    assert shown == f"<ul>\n<li>{escape(f'« {line} »', quote=True).replace('&#x27;', chr(39))}</li>\n</ul>\n"


@pytest.mark.parametrize("text", NASTY)
def test_summary_shows_hostile_ideas_as_text(room, text):
    author = room.join()
    room.open(StepKind.IDEAS)
    room.idea(author, text)
    page = READER.render(summary(room.workshop, "fr", AT))
    assert set(re.findall(r"<(/?\w+)", page)) <= {
        "h1",
        "/h1",
        "h2",
        "/h2",
        "p",
        "/p",
        "ul",
        "/ul",
        "li",
        "/li",
        "strong",
        "/strong",
    }
    assert " ".join(text.split()) in unescape(page)


def test_escaped_text_holds_no_link_to_click():
    for text in ("http://exemple.test", "www.exemple.test", "a@exemple.test", "HTTPS://X.test"):
        assert not re.search(r"(?i)(?<!\\)(://|www\.|@)", escaped(text))
        assert re.sub(r"\\(.)", r"\1", escaped(text)) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_summary_speaks_one_language(language):
    """Section titles and labels only: what people wrote stays in their own language."""
    titles = re.findall(r"^## (.*)$", summary(LIVING_LAB, language, AT), re.M)
    assert len(titles) == 11
    assert ("Votes (heard)" in titles, "Votes (entendu)" in titles) == (language == "en", language == "fr")


def test_summary_tells_concerns_apart_and_why_a_quorum_was_waived(room):
    room.projects(2)
    person = room.join()
    room.join()
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True, quorum=80))
    room.say(voice_concern, person, round="R1", item="PR2", reason="Qui <paie>?")
    assert "paie" not in summary(room.workshop, "fr", AT)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE, reason="Le *train* part.")
    votes = section(summary(room.workshop, "fr", AT).replace("\u00a0", " "), "Votes (entendu)")

    assert "1 réserve, présentée à part et jamais soustraite des points :" in votes
    assert f"- **Projet 2** : {escaped('Qui <paie>?')}" in votes
    assert f"Dévoilé sous le quorum : {escaped('Le *train* part.')}" in votes


def test_summary_counts_masked_concerns_and_leaves_their_words_out(room):
    room.projects(2)
    people = [room.join() for _ in range(2)]
    room.lead(open_round, seed=1, options=RoundOptions(concerns=True))
    for person, reason in zip(people, ("Untel en profite", "Qui paie?"), strict=True):
        room.say(voice_concern, person, round="R1", item="PR2", reason=reason)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE, reason="Assez attendu")
    told = []
    for who in people:
        room.lead(mask_concern, round="R1", participant=who, reason="Vise une personne")
        told.append(section(summary(room.workshop, "fr", AT), "Votes (entendu)").replace("\u00a0", " "))
    kept = "- **Projet 2** : Qui paie?"
    assert [("Untel" in one, kept in one, "1 réserve, présentée" in one) for one in told] == [
        (False, True, True),
        (False, False, False),
    ]
    assert "1 réserve masquée n'est pas reproduite." in told[0]
    assert "2 réserves masquées ne sont pas reproduites." in told[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_summary_shows_both_where_a_decision_departs_and_where_merged_ideas_went(room, language):
    first, second, third, fourth = room.projects(4)
    room.lead(define_area, title_fr="Former", title_en="Training")
    room.lead(open_round, seed=1)
    for marks in ({first: 2}, {first: 1, second: 2}, {second: 1, third: 2}):
        room.say(cast_ballot, room.join(), round="R1", marks=marks)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    kept = {"outcome": Outcome.RETAINED, "area": "A1"}
    room.lead(record_decision, project=second, **kept)
    room.lead(record_decision, project=fourth, sentence="Promis.", **kept)
    room.lead(record_decision, project=first, outcome=Outcome.MERGED, into=second, sentence="Même _public_.")
    text = summary(room.workshop, language, AT).replace("\u00a0", " ")

    french = language == "fr"
    decided = section(text, "Décisions et motifs (décidé)" if french else "Decisions and reasons (decided)")
    assert decided.strip().splitlines() == (
        [
            "- **Projet 2** : Retenu.",
            "- **Projet 4** : Retenu. Promis.",
            "  - S'écarte du vote. Le vote ne le gardait pas : rang 4, 0 point, 0 personne. "
            "La décision : retenu.",
            "- **Projet 1** : Fusionné avec « Projet 2 ». Même \\_public\\_.",
        ]
        if french
        else [
            "- **Projet 2**: Retained.",
            "- **Projet 4**: Retained. Promis.",
            "  - Departs from the vote. The vote did not keep it: rank 4, 0 dots, 0 people. "
            "The decision: retained.",
            "- **Projet 1**: Merged into “Projet 2”. Même \\_public\\_.",
        ]
    )
    areas = section(text, "Champs d'action (décidé)" if french else "Priority areas (decided)")
    joined = "Projet 1 (fusionné avec « Projet 2 »)" if french else "Projet 1 (merged into “Projet 2”)"
    titles = [one.partition(" – ")[2] for one in areas.splitlines() if one.startswith("- ")]
    assert titles == [joined, "Projet 2", "Projet 4"]
    why = f"{'Fusionné avec « Projet 2 »' if french else 'Merged into “Projet 2”'}. Même \\_public\\_"
    (line,) = [one for one in text.splitlines() if one.startswith("- **1** – ")]
    assert why in line


def test_summary_names_the_next_of_several_projects_merged_wherever_it_names_one(room):
    first, second, third = room.projects(3)
    room.lead(define_area, title_fr="Former")
    room.lead(record_decision, project=first, outcome=Outcome.MERGED, into=second)
    room.lead(record_decision, project=second, outcome=Outcome.MERGED, into=third)
    room.lead(record_decision, project=third, outcome=Outcome.RETAINED, area="A1")
    text = summary(room.workshop, "fr", AT).replace("\u00a0", " ")
    decided, areas = (
        section(text, f"{name} (décidé)") for name in ("Décisions et motifs", "Champs d'action")
    )

    assert decided.strip().splitlines() == [
        "- **Projet 1** : Fusionné avec « Projet 2 ».",
        "- **Projet 2** : Fusionné avec « Projet 3 ».",
        "- **Projet 3** : Retenu.",
    ]
    assert areas.strip().splitlines()[2:] == [
        "- PR1 – Projet 1 (fusionné avec « Projet 2 »)",
        "- PR2 – Projet 2 (fusionné avec « Projet 3 »)",
        "- PR3 – Projet 3",
    ]


def test_summary_says_in_the_area_which_ideas_of_its_projects_stay_referred(room):
    first, second = room.projects(2)
    room.lead(define_area, title_fr="Former")
    asked = {"organisation": "*MRC*", "reason_code": ReasonCode.OTHER_CARRIER}
    room.lead(refer_ideas, ideas=["N2"], **asked)
    for project in (first, second):
        room.lead(record_decision, project=project, outcome=Outcome.RETAINED, area="A1")
    areas = [
        section(summary(room.workshop, language, AT), title).strip().splitlines()[2:]
        for language, title in (("fr", "Champs d'action (décidé)"), ("en", "Priority areas (decided)"))
    ]

    projects = ["- PR1 – Projet 1", "- PR2 – Projet 2"]
    assert areas == [
        [*projects, "  - 1 idée de ce projet reste transférée à \\*MRC\\*."],
        [*projects, "  - 1 idea of this project stays referred to \\*MRC\\*."],
    ]


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [
        ("fr", "Champs d'action (décidé)", "Rien n'est placé dans ce champ d'action pour le moment."),
        ("en", "Priority areas (decided)", "Nothing is placed in this priority area so far."),
    ],
)
def test_summary_says_of_an_empty_area_that_nothing_is_in_it(room, language, title, told):
    (first,) = room.projects(1)
    for name in ("Former", "Loger"):
        room.lead(define_area, title_fr=name)
    room.lead(record_decision, project=first, outcome=Outcome.RETAINED, area="A1")
    areas = section(summary(room.workshop, language, AT), title)

    assert areas.strip().split("\n\n") == ["### A1 – Former", "- PR1 – Projet 1", "### A2 – Loger", told]


def test_summary_says_of_a_cancelled_round_only_that_it_was(room):
    room.projects(2)
    room.lead(open_round, seed=1)
    room.say(cast_ballot, room.join(), round="R1", marks={"PR1": 2})
    room.lead(cancel_round, round="R1")
    votes = section(summary(room.workshop, "fr", AT).replace("\u00a0", " "), "Votes (entendu)")

    assert "Ce tour a été annulé : rien de ce qui y a été voté n'est montré." in votes
    assert "Projet 1" not in votes


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ["### Tour 1 : points, 3 choix", "### Tour 2 : points, 2 choix", "Second tour du tour 1."]),
        ("en", ["### Round 1: dots, 3 choices", "### Round 2: dots, 2 choices", "Runoff of round 1."]),
    ],
)
def test_summary_calls_rounds_by_their_number_as_the_console_does(room, language, told):
    room.projects(3)
    room.join("student")
    room.lead(open_round, seed=1)
    room.lead(close_step, step=StepKind.VOTE)
    room.lead(reveal_step, step=StepKind.VOTE)
    room.lead(open_runoff, seed=1, round="R1", items=("PR1", "PR2"))

    text = summary(room.workshop, language, AT).replace("\u00a0", " ")
    assert [one for one in told if one not in text] == []
    assert re.findall(r"\bR\d\b", text) == []
