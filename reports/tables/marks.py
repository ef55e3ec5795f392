"""What ratings and mentions say, as tables and sentences; of rounds that are revealed only (R-12)."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd

from facilitation.model import Round, Workshop
from facilitation.tallies.rating import Quadrant, Rated, Spread, rated
from facilitation.tallies.votes import is_blind, profile, result
from facilitation.voting import Marks, Reading
from facilitation.voting.judgment import MENTIONS, Gauge, gauge
from facilitation.voting.ranking import borda
from locales import Language, number, sentence
from reports.labels import item_title, mention
from reports.tables.tables import table_of
from reports.tables.votes import Title, titles


def rating_table(workshop: Workshop, language: Language) -> pd.DataFrame:
    """Each item: median and middle half of impact and effort, its quadrant, whether to discuss it first."""
    rows = (
        (
            item_title(workshop, one.item, language),
            spread_text(language, one.impact),
            spread_text(language, one.effort),
            sentence(language, f"figure.quadrant.{one.quadrant}"),
            sentence(language, "figure.yes") if one.discuss else "",
        )
        for one in rated(workshop)
    )
    return table_of(language, rows, ("item", "impact", "effort", "quadrant", "discuss"))


def spread_text(language: Language, one: Spread) -> str:
    """«4 (de 3,75 à 4,25)»."""
    return sentence(language, "figure.spread", median=one.median, low=one.low, high=one.high)


def rating_text(workshop: Workshop, language: Language) -> str:
    """The quadrants with their items, then what people rate too differently."""
    found = rated(workshop)
    if not found:
        return sentence(language, "figure.rating.none")
    title = titles(workshop, language)
    quadrants = "; ".join(
        sentence(language, "figure.listed", name=sentence(language, f"figure.quadrant.{one}"), list=some)
        for one in Quadrant
        if (some := _rated_titles(title, (each for each in found if each.quadrant is one)))
    )
    told = [sentence(language, "figure.rating.text", list=quadrants)]
    if apart := _rated_titles(title, (each for each in found if each.discuss)):
        told.append(sentence(language, "figure.rating.discuss", list=apart))
    return " ".join(told)


def _rated_titles(title: Title, some: Iterable[Rated]) -> str:
    return ", ".join(title(one.item) for one in some)


def revealed_mentions(workshop: Workshop) -> Round | None:
    """The latest revealed round of mentions, or None."""
    shown = [one for one in workshop.rounds if one.way.reading is Reading.JUDGMENT and not is_blind(one)]
    return shown[-1] if shown else None


def judged(round: Round) -> list[tuple[int, str, Gauge]]:
    """(rank, item, mentions) of a round of mentions, best first; nothing before the reveal."""
    if is_blind(round):
        return []
    ballots = profile(round)
    return [(one.rank, one.item, gauge(ballots, one.item)) for one in result(round).places]


def majority_mention(round: Round, one: Gauge, language: Language) -> str:
    """«Bien +»: the median, and whether more people are above it than below."""
    return f"{mention(round, one.median, language)} {'+' if one.plus else '−'}"


def mentions_table(workshop: Workshop, round: Round, language: Language) -> pd.DataFrame:
    """Each item: its rank, its majority mention, how many people gave each mention."""
    heads = [sentence(language, f"figure.column.{column}") for column in ("rank", "item", "majority")]
    heads += [mention(round, mark, language) for mark in range(MENTIONS)]
    rows = [
        (rank, item_title(workshop, item, language), majority_mention(round, one, language), *one.counts)
        for rank, item, one in judged(round)
    ]
    return pd.DataFrame(rows, columns=pd.Index(heads))


def mentions_text(workshop: Workshop, round: Round, language: Language) -> str:
    """Each item with its majority mention, best first."""
    found = judged(round)
    if not found:
        return sentence(language, "figure.standings.blind")
    listed = "; ".join(
        f"{rank}. {item_title(workshop, item, language)}, {majority_mention(round, one, language)}"
        for rank, item, one in found
    )
    return sentence(language, "figure.mentions.text", list=listed)


def revealed_order(workshop: Workshop) -> Round | None:
    """The latest revealed round of rankings, or None."""
    shown = [one for one in workshop.rounds if one.way.reading is Reading.ORDER and not is_blind(one)]
    return shown[-1] if shown else None


def order_table(workshop: Workshop, round: Round, language: Language) -> pd.DataFrame:
    """Schulze's rank of each item, Borda's points, how many put it first; no row before the reveal."""
    if is_blind(round):
        return table_of(language, [], ORDER)
    found = profile(round)
    points = {one.item: float(one.score[0]) for one in borda(found).places}
    first = [next((item for item, place in ballot.items() if place == 1), None) for ballot in found.ballots]
    rows = [
        (
            one.rank,
            item_title(workshop, one.item, language),
            number(language, points[one.item]),
            first.count(one.item),
        )
        for one in result(round).places
    ]
    return table_of(language, rows, ORDER)


ORDER = ("rank", "item", "borda", "first")


def mark_name(round: Round, mark: int, language: Language) -> str:
    """A mention or a place in words; a rating, dots or votes as their number."""
    if round.way.marks is Marks.ORDER:
        return sentence(language, "file.mark.place", place=mark)
    return mention(round, mark, language) if round.way.named else str(mark)


def counted(round: Round, item: str, language: Language) -> Iterator[tuple[str, int]]:
    """(mark in words, how many people gave it), of an item of a round that is not by dots."""
    ballots = round.ballots.values()
    both = round.way.paired
    for name, marks in (
        ("impact", [one.marks for one in ballots]),
        ("effort", [one.efforts for one in ballots]),
    ):
        given = Counter(one[item] for one in marks if item in one)
        for mark, heads in sorted(given.items()):
            told = mark_name(round, mark, language)
            yield (sentence(language, f"file.mark.{name}", mark=told) if both else told), heads
