"""December in the finished sample: the committee rates impact, then effort, and decides."""

from datetime import UTC, datetime
from typing import Any

from facilitation.asking import ask
from facilitation.model import AreaId, Method, NoteId, Outcome, ProjectId, ReasonCode, StepKind
from facilitation.rules.projects import define_area, place_idea, record_decision
from facilitation.rules.rounds import open_round
from sample_sessions.people import KINDS, arrive, cast, person
from sample_sessions.story import FACILITATOR, MINUTES, SECONDS, Story

DECEMBER = datetime(2022, 12, 7, 14, 0, tzinfo=UTC)
TITLES = {"impact": ("Impact, de 1 à 5", "Impact, 1 to 5"), "effort": ("Effort, de 1 à 5", "Effort, 1 to 5")}
RETAINED = {
    "PR5": ("A3", "Résultat solide."),
    "PR3": ("A2", "Résultat solide. Point de vigilance : aucun employeur n'a appuyé ce projet."),
    "PR1": (
        "A1",
        "Troisième place serrée, quatre points devant PR2; à voix égale par catégorie, PR2 passerait devant. "
        "Le comité retient PR1 pour son effet sur les milieux de travail et sa complémentarité "
        "avec l'existant.",
    ),
}
REFERRED = {
    "PR2": (
        ReasonCode.OTHER_CARRIER,
        "Quatrième rang avec un faible écart. Trois idées rejoignent le champ d'action 2; les autres "
        "relèvent des services de stages.",
    ),
    "PR4": (ReasonCode.OTHER_CARRIER, "Le milieu des affaires est mieux placé pour porter le réseautage."),
    "PR6": (ReasonCode.ALREADY_OFFERED, "La francisation a déjà un organisme régional."),
    "PR7": (ReasonCode.OUT_OF_MANDATE, "Le logement et le transport dépassent le mandat du comité."),
    "PR8": (ReasonCode.OTHER_CARRIER, "L'attraction de talents relève des MRC et de la recherche."),
}


def december(story: Story, source: dict[str, Any]) -> None:
    """The committee rates impact, then effort, of the eight projects, and decides."""
    kinds = {one["participant"]: KINDS[one["stakeholder"]] for one in source["hats"]["assignment"]}
    committee = [f"C{number:02}" for number in range(1, 13)]
    for number, code in enumerate(committee):
        arrive(story, DECEMBER + number * 10 * SECONDS, code, kinds.get(code), {})
    for turn, measure in enumerate(("impact", "effort"), start=1):
        start = DECEMBER + turn * 15 * MINUTES
        voters = frozenset(person(code) for code in committee)
        french, english = TITLES[measure]
        opened = ask(
            open_round, by=FACILITATOR, seed=turn, method=Method.RATINGS, voters=voters,
            title_fr=french, title_en=english,
        )  # fmt: skip
        story.act(start, opened)
        ratings = source["votes"]["impact_effort"]
        ballots = {
            code: {project: rating[n][measure] for project, rating in ratings.items()}
            for n, code in enumerate(committee)
        }
        cast(story, start, ballots, {})
        story.finish(start + 10 * MINUTES, StepKind.VOTE)
    _decide(story, source, DECEMBER + 60 * MINUTES)


def _decide(story: Story, source: dict[str, Any], start: datetime) -> None:
    story.open(start, StepKind.DECISION)
    for area in source["areas"]:
        french, english = area["text_fr"], area["text_en"]
        story.act(start, ask(define_area, by=FACILITATOR, title_fr=french, title_en=english))
    for number, (project, (area, why)) in enumerate(RETAINED.items(), start=1):
        retained = ask(
            record_decision, by=FACILITATOR, project=ProjectId(project), outcome=Outcome.RETAINED,
            area=AreaId(area), sentence=why,
        )  # fmt: skip
        story.act(start + number * 5 * MINUTES, retained)
    for number, (project, (code, why)) in enumerate(REFERRED.items(), start=4):
        referred = ask(
            record_decision, by=FACILITATOR, project=ProjectId(project), outcome=Outcome.REFERRED,
            reason_code=code, sentence=why,
        )  # fmt: skip
        story.act(start + number * 5 * MINUTES, referred)
    for change in source["votes"]["committee_decision"]["overrides"]:
        for idea in change["ideas"]:
            placed = ask(
                place_idea, by=FACILITATOR, idea=NoteId(f"N{idea}"), area=AreaId(f"A{change['to_area']}"),
                reason=change["reason"],
            )  # fmt: skip
            story.act(start + 50 * MINUTES, placed)
    story.finish(start + 60 * MINUTES, StepKind.DECISION)
