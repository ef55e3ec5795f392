"""What a round of mentions, orders or ratings says in the committee's summary."""

from facilitation.model import Round, Workshop
from facilitation.privacy import IN_FILES
from facilitation.tallies.rating import rated_in
from facilitation.tallies.votes import profile, result
from facilitation.voting import Reading
from facilitation.voting.judgment import gauge
from facilitation.voting.ranking import borda
from locales import Language, sentence
from reports.labels import borda_points, item_title
from reports.summary.prose import bullets, escaped
from reports.tables.marks import counted, majority_mention, spread_text


def told(workshop: Workshop, one: Round, language: Language) -> list[str]:
    """Its items as its method reads them, then how to read that."""
    lines = _lines(workshop, one, language)
    return [bullets(lines), sentence(language, f"file.read.{one.method}")]


def _lines(workshop: Workshop, one: Round, language: Language) -> list[str]:
    match one.way.reading:
        case Reading.JUDGMENT:
            return _judged(workshop, one, language)
        case Reading.ORDER:
            return _ordered(workshop, one, language)
        case Reading.MEDIANS:
            return _rated(workshop, one, language)
        case Reading.QUADRANTS:
            return _weighed(workshop, one, language)
        case Reading.DOTS:
            raise ValueError(f"the marks of {one.id} are dots: `votes` tells them")


def _judged(workshop: Workshop, one: Round, language: Language) -> list[str]:
    found = profile(one)
    return [
        sentence(
            language,
            "file.judged",
            rank=place.rank,
            title=_title(workshop, place.item, language),
            mention=escaped(majority_mention(one, gauge(found, place.item), language)),
            marks=_counts(one, place.item, language),
        )
        for place in result(one).places
    ]


def _ordered(workshop: Workshop, one: Round, language: Language) -> list[str]:
    sums = {place.item: float(place.score[0]) for place in borda(profile(one)).places}
    return [
        sentence(
            language,
            "file.ordered",
            rank=place.rank,
            title=_title(workshop, place.item, language),
            points=borda_points(sums[place.item], language),
        )
        for place in result(one).places
    ]


def _weighed(workshop: Workshop, one: Round, language: Language) -> list[str]:
    return [
        sentence(
            language,
            "file.weighed.discuss" if each.discuss else "file.weighed",
            title=_title(workshop, each.item, language),
            impact=spread_text(language, each.impact),
            effort=spread_text(language, each.effort),
            quadrant=sentence(language, f"figure.quadrant.{each.quadrant}"),
        )
        for each in rated_in(one)
    ]


def _rated(workshop: Workshop, one: Round, language: Language) -> list[str]:
    return [
        sentence(
            language,
            "file.marks",
            title=_title(workshop, item, language),
            marks=_counts(one, item, language),
        )
        for item in one.items
    ]


def _counts(one: Round, item: str, language: Language) -> str:
    """How many gave each mark; of fewer than five ballots that would be the ballots themselves (R-50)."""
    if len(one.ballots) < IN_FILES:
        return sentence(language, "file.marks.few", least=IN_FILES)
    return ", ".join(
        sentence(language, "file.marked", mark=escaped(mark), heads=heads)
        for mark, heads in counted(one, item, language)
    )


def _title(workshop: Workshop, item: str, language: Language) -> str:
    return escaped(item_title(workshop, item, language))
