"""The sheets about votes: only of rounds that are revealed (R-12), never of one person."""

from collections.abc import Iterator, Mapping

from facilitation.model import Ballot, Concern, Round, Workshop
from facilitation.privacy import IN_FILES
from facilitation.tallies.votes import is_blind, quorum, standings, turnout
from locales import Language, either, sentence
from reports.labels import item_title
from reports.tables.votes import supporters
from reports.workbook.sheet import Cell, Sheet, sheet_of


def shown_rounds(workshop: Workshop) -> tuple[Round, ...]:
    """The revealed rounds; the others are nobody's to see (R-12)."""
    return tuple(one for one in workshop.rounds if not is_blind(one))


def rounds(workshop: Workshop, language: Language) -> Sheet:
    """Every round: what it asked, how and of how many; of one that is not revealed, no more than that."""
    rows: list[tuple[Cell, ...]] = []
    for one in workshop.rounds:
        cast = turnout(one, workshop)
        name = "approval" if one.approving else one.method.value
        valid = "indicative" if not quorum(one, workshop).reached else "reached"
        rows.append(
            (
                one.id,
                sentence(language, f"file.method.{name}"),
                either(language, one.title_fr, one.title_en),
                one.options.runoff_of or "",
                len(one.items),
                cast.ballots,
                cast.present,
                sentence(language, f"file.quorum.{valid}") if not is_blind(one) else "",
                one.reason,
            )
        )
    columns = "round:8 method:24 question:40 runoff_of:14 items:8 ballots:12 asked:14 quorum:18 why:40"
    return sheet_of(language, "rounds", columns, rows)


def totals(workshop: Workshop, language: Language) -> Sheet:
    """Dots, distinct voters and turnout of every item of every round of dots."""
    rows: list[tuple[Cell, ...]] = []
    for one in shown_rounds(workshop):
        if not one.by_dots:
            continue
        cast = turnout(one, workshop)
        valid = "indicative" if not quorum(one, workshop).reached else "reached"
        common = (cast.ballots, cast.present, sentence(language, f"file.quorum.{valid}"))
        for place in standings(one):
            title = item_title(workshop, place.item, language)
            kinds = supporters(workshop, one, place.item, language)
            rows.append((one.id, place.rank, place.item, title, place.dots, place.voters, *common, kinds))
    columns = "round:8 rank:8 code:8 item:50 dots:10 voters:12 ballots:12 present:12 quorum:18 by_kind:60"
    return sheet_of(language, "totals", columns, rows)


def ballots(workshop: Workshop, language: Language) -> Sheet:
    """Ballots ordered by what is on them: no trace of who, when or in which order (fewer than 5: none)."""
    rows: list[tuple[Cell, ...]] = []
    for one in shown_rounds(workshop):
        if len(one.ballots) < IN_FILES:
            continue
        place = {item: number for number, item in enumerate(one.items)}
        sorted_ballots = sorted(sorted(_given(place, ballot)) for ballot in one.ballots.values())
        for number, given in enumerate(sorted_ballots, start=1):
            name = f"{one.id}-{number:03}"
            rows += [
                (one.id, name, one.items[item], _scale(one, effort, language), mark)
                for item, effort, mark in given
            ] or [(one.id, name, "", "", 0)]
    return sheet_of(language, "ballots", "round:8 ballot:12 code:8 scale:12 mark:20", rows)


def _given(place: Mapping[str, int], ballot: Ballot) -> Iterator[tuple[int, bool, int]]:
    """(place of the item, whether it is its effort, mark)."""
    for effort, marks in ((False, ballot.marks), (True, ballot.efforts)):
        yield from ((place[item], effort, mark) for item, mark in marks.items() if item in place)


def _scale(round: Round, effort: bool, language: Language) -> str:
    if not round.way.paired:
        return ""
    return sentence(language, f"figure.column.{'effort' if effort else 'impact'}")


def concerns(workshop: Workshop, language: Language) -> Sheet:
    """Every concern with its reason, by item and by its words: no trace of who, when or of which kind.

    For a masked concern, only the reason for masking; these come last (R-28).
    """
    rows = []
    for one in shown_rounds(workshop):
        place = {item: number for number, item in enumerate(one.items)}
        for concern in sorted(one.concerns.values(), key=lambda concern: _readable(place, concern)):
            title = item_title(workshop, concern.item, language)
            text = concern.reason if concern.masked is None else sentence(language, "file.text.masked")
            rows.append((one.id, concern.item, title, text, concern.masked or ""))
    return sheet_of(language, "concerns", "round:8 code:8 item:50 concern:80 masked_why:40", rows)


def _readable(place: Mapping[str, int], concern: Concern) -> tuple[bool, int, str]:
    """By item and by what may be read of it; the words of a masked one order nothing."""
    said = concern.reason if concern.masked is None else concern.masked
    return concern.masked is not None, place[concern.item], said
