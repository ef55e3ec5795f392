"""The tables and sentences behind the figures: what a chart shows, for people who read or hear it instead.

No total of a vote is computed before its reveal (R-12); small kinds are pooled (R-50).
"""

from collections.abc import Iterable

import pandas as pd

from facilitation.model import Cell, Comment, Hat, HatRound, Method, Round, Workshop
from facilitation.privacy import IN_FILES
from facilitation.tallies.narrowing import Course, Fate, narrowing
from facilitation.tallies.people import by_kind
from facilitation.tallies.votes import Standing, is_blind, round_to_go_by, standings
from locales import Language, either, sentence
from reports.labels import destination, item_title, merged_text, motive, numbers, unit
from reports.pooling import kind_name, pool_name, pooled

FATES = (Fate.RETAINED, Fate.REFERRED, Fate.PARKED, Fate.OPEN)


def steps(workshop: Workshop) -> list[tuple[str, int]]:
    """The funnel in numbers; raw notes only where twins were merged or notes left out."""
    counted = narrowing(workshop)
    few = [("ideas", counted.ideas), ("projects", counted.projects), ("areas", counted.areas)]
    return few if counted.notes == counted.ideas else [("notes", counted.notes), *few]


def narrowing_text(workshop: Workshop, language: Language) -> str:
    """«58 idées → 8 projets → 3 champs d'action; 26 retenues, 32 transférées»."""
    counted = narrowing(workshop)
    arrows = " → ".join(sentence(language, f"figure.{name}", n=count) for name, count in steps(workshop))
    fates = [
        sentence(language, f"figure.fate.{fate.value}", n=count)
        for fate in FATES
        if (count := counted.count(fate))
    ]
    return "; ".join([arrows, ", ".join(fates)] if fates else [arrows])


def narrowing_table(workshop: Workshop, language: Language) -> pd.DataFrame:
    """One row for each distinct idea, in order of arrival: what became of it, where it went and why.

    Masked and withdrawn notes are not in it; notes that were merged stand under their common text.
    """
    order = numbers(workshop)
    distinct = {note.id for note in workshop.ideas()}
    rows = [
        _course(workshop, language, order[one.idea], one)
        for one in narrowing(workshop).courses
        if one.idea in distinct
    ]
    return table_of(language, rows, ("number", "idea", "language", "project", "fate", "carrier", "reason"))


def _course(workshop: Workshop, language: Language, place: int, course: Course) -> tuple[object, ...]:
    note = workshop.notes[course.idea]
    return (
        place,
        merged_text(note, language),
        note.language,
        item_title(workshop, course.project, language) if course.project else "",
        sentence(language, f"fate.{course.fate.value}"),
        destination(workshop, course, language),
        motive(workshop, course, language),
    )


def revealed_round(workshop: Workshop) -> Round | None:
    """The latest revealed round in dots of the whole room, or None: of any other nothing may be told.

    A runoff answers another question.
    """
    shown = (one for one in workshop.rounds if one.by_dots and not is_blind(one))
    return round_to_go_by((one for one in shown if one.options.runoff_of is None), workshop)


def revealed_runoffs(workshop: Workshop, round: Round) -> tuple[Round, ...]:
    """The revealed runoffs of that round, and of these, in order."""
    found: list[Round] = []
    for one in workshop.rounds:
        if one.options.runoff_of in {round.id, *(other.id for other in found)} and not is_blind(one):
            found.append(one)
    return tuple(found)


def ranking(round: Round) -> tuple[Standing, ...]:
    """The standings of a round in dots; nothing before the reveal."""
    return () if is_blind(round) else standings(round)


def standings_table(workshop: Workshop, round: Round, language: Language) -> pd.DataFrame:
    """The revealed result: rank, item, dots, distinct voters; no row before the reveal."""
    rows = [
        (one.rank, item_title(workshop, one.item, language), one.dots, one.voters) for one in ranking(round)
    ]
    return table_of(language, rows, ("rank", "item", unit(round.method), "voters"))


def standings_text(workshop: Workshop, round: Round, language: Language) -> str:
    """The same in one sentence; before the reveal, that there is nothing to tell."""
    order = ranking(round)
    if not order:
        return sentence(language, "figure.standings.blind")
    listed = "; ".join(
        sentence(
            language,
            "figure.standings.one",
            title=item_title(workshop, one.item, language),
            marks=marks(language, one, round.method),
        )
        for one in order
    )
    return sentence(language, f"figure.standings.text.{unit(round.method)}", list=listed)


def marks(language: Language, one: Standing, method: Method) -> str:
    """Dots or votes, and distinct voters, in words."""
    counted = sentence(language, f"figure.{unit(method)}", n=one.dots)
    return f"{counted}, {sentence(language, 'figure.voters', n=one.voters)}"


def cells_table(workshop: Workshop, language: Language) -> pd.DataFrame:
    """Accepted members by cell and kind, the small kinds pooled (R-50)."""
    rows = [row for cell in workshop.cells.values() for row in _members(workshop, cell, language)]
    return table_of(language, rows, ("cell", "kind", "people"))


def _members(workshop: Workshop, cell: Cell, language: Language) -> list[tuple[object, ...]]:
    heads = by_kind(workshop, set(workshop.members(cell.id)))
    name = either(language, cell.name_fr, cell.name_en)
    return [
        (name, pool_name(pool, workshop.framing, language), pool.heads)
        for pool in pooled(heads)
        if pool.heads
    ]


def cells_text(workshop: Workshop, language: Language) -> str:
    """How many members each cell has, in one sentence."""
    listed = "; ".join(
        sentence(
            language,
            "figure.cells.one",
            name=either(language, cell.name_fr, cell.name_en),
            members=sentence(language, "figure.members", n=len(workshop.members(cell.id))),
        )
        for cell in workshop.cells.values()
    )
    return sentence(language, "figure.cells.text", list=listed)


def hats_table(workshop: Workshop, language: Language) -> pd.DataFrame:
    """Comments by pitch and hat; masked ones are left out, a kind is told only when it is shared by five."""
    subjects, hats = list(workshop.hat_rounds), list(Hat)
    shown = sorted(
        (one for one in workshop.comments.values() if one.masked is None),
        key=lambda one: (subjects.index(one.subject), hats.index(one.hat_content), one.off_hat),
    )
    columns = ("subject", "hat", "comment", "language", "off_hat", "kind")
    return table_of(language, (_comment(workshop, language, one) for one in shown), columns)


def _comment(workshop: Workshop, language: Language, one: Comment) -> tuple[object, ...]:
    return (
        item_title(workshop, one.subject, language),
        sentence(language, f"hat.name.{one.hat_content.value}"),
        one.text,
        one.language,
        sentence(language, "figure.yes") if one.off_hat else "",
        _shared_kind(workshop, workshop.hat_rounds[one.subject], one, language),
    )


def _shared_kind(workshop: Workshop, dealt: HatRound, one: Comment, language: Language) -> str:
    """The kind of the writer, when at least five reviewers of that pitch are of it (R-50)."""
    heads = by_kind(workshop, set(dealt.assignment))
    kind = workshop.everybody[one.author].kind
    alone = {pool.kinds[0] for pool in pooled(heads) if not pool.together and pool.heads >= IN_FILES}
    return kind_name(kind, workshop.framing, language) if kind is not None and kind in alone else ""


def table_of(
    language: Language, rows: Iterable[tuple[object, ...]], columns: tuple[str, ...]
) -> pd.DataFrame:
    """A table whose heads are the sentences of those columns."""
    heads = [sentence(language, f"figure.column.{column}") for column in columns]
    return pd.DataFrame(list(rows), columns=pd.Index(heads))
