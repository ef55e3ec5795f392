"""What a vote says beyond its ranking, as tables and sentences: kinds, solidity, margin, equal voice.

Nothing is reported about a round before its reveal (R-12). Kinds under five speak together (R-50): they keep
their say in the equal-voice reading, with the share that they have together. A page for the facilitator only
says by `voices` who speaks as one.
"""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from math import floor

import pandas as pd

from facilitation.model import Round, Workshop
from facilitation.privacy import IN_FILES
from facilitation.tallies.margin import margin
from facilitation.tallies.people import in_order
from facilitation.tallies.reading import Part, Reading, Voice, equal_voices, readings
from facilitation.tallies.runoff import by_kinds, tied
from facilitation.tallies.solidity import Band, Solidity, solidity
from facilitation.tallies.support import ballots_by_kind
from facilitation.tallies.votes import is_blind, standings
from facilitation.tallies.what_if import without_each
from locales import Language, number, sentence
from reports.labels import item_title, unit
from reports.pooling import Pool, pool_name, pooled
from reports.tables.tables import table_of

Title = Callable[[str], str]
Voices = tuple[Voice, ...]


def percent(language: Language, share: float | Fraction) -> str:
    """A share in whole hundredths; what is neither nothing nor all is not rounded to it."""
    whole = floor(100 * share + Fraction(1, 2))
    if share > 0 and whole == 0:
        return sentence(language, "figure.percent.little")
    if share < 1 and whole == 100:
        return sentence(language, "figure.percent.almost")
    return sentence(language, "figure.percent", value=whole)


def titles(workshop: Workshop, language: Language) -> Title:
    """What each item is called."""
    return lambda item: item_title(workshop, item, language)


def published_voices(workshop: Workshop, round: Round, least: int = IN_FILES) -> Voices:
    """The kinds as they may be shown, small ones together; who gave no kind is none by itself.

    One alone is the whole room: there is nothing to compare, and none is given.
    """
    pools = pooled(ballots_by_kind(round, workshop), least)
    found = tuple(pool.kinds for pool in pools if pool.heads >= least and pool.kinds != (None,))
    return found if len(found) > 1 else ()


def shown_readings(workshop: Workshop, round: Round, voices: Voices | None = None) -> tuple[Reading, ...]:
    """How a round reads by those kinds; nothing before the reveal, or where none may be shown."""
    heard = published_voices(workshop, round) if voices is None else voices
    return readings(round, workshop, heard) if heard and not is_blind(round) else ()


def voice_name(workshop: Workshop, voice: Voice, language: Language) -> str:
    """How that kind is called, or several together."""
    return pool_name(Pool(voice, 0, together=len(voice) > 1), workshop.framing, language)


def share_text(language: Language, part: Part) -> str:
    """«86 % (12/14)»."""
    return f"{percent(language, part.share)} ({part.supporters}/{part.ballots})"


def support_table(
    workshop: Workshop, round: Round, language: Language, voices: Voices | None = None
) -> pd.DataFrame:
    """Each item by kind: who supports it, of how many ballots."""
    title = titles(workshop, language)
    rows = [
        (
            title(one.item),
            voice_name(workshop, part.voice, language),
            part.supporters,
            part.ballots,
            percent(language, part.share),
        )
        for one in shown_readings(workshop, round, voices)
        for part in one.parts
    ]
    return table_of(language, rows, ("item", "kind", "supporters", "ballots", "share"))


def support_text(workshop: Workshop, round: Round, language: Language, voices: Voices | None = None) -> str:
    """For each item, the kind that supports it least and the one that does most."""
    found = shown_readings(workshop, round, voices)
    if not found:
        return sentence(language, "figure.standings.blind")
    listed = "; ".join(_between(workshop, one, language) for one in found)
    return sentence(language, "figure.support.text", list=listed)


def _between(workshop: Workshop, one: Reading, language: Language) -> str:
    parts = sorted(one.parts, key=lambda part: part.share)
    return sentence(
        language,
        "figure.support.one",
        title=item_title(workshop, one.item, language),
        least=percent(language, one.least),
        few=voice_name(workshop, parts[0].voice, language),
        most=percent(language, one.most),
        many=voice_name(workshop, parts[-1].voice, language),
    )


def firmness(workshop: Workshop, round: Round) -> tuple[Solidity, ...]:
    """How solid each item of a revealed round is, in the order of its standings."""
    if is_blind(round):
        return ()
    found = {one.item: one for one in solidity(round, workshop)}
    return tuple(found[place.item] for place in standings(round))


def ranks(language: Language, one: Solidity) -> str:
    """«2» or «2 à 5»."""
    if one.best == one.worst:
        return number(language, one.best)
    return sentence(language, "figure.ranks", best=one.best, worst=one.worst)


def solidity_table(workshop: Workshop, round: Round, language: Language) -> pd.DataFrame:
    """Each item: how often it is kept, its band, the ranks it takes."""
    title = titles(workshop, language)
    rows = [
        (
            title(one.item),
            percent(language, one.share),
            sentence(language, f"figure.band.{one.band}"),
            ranks(language, one),
        )
        for one in firmness(workshop, round)
    ]
    return table_of(language, rows, ("item", "kept", "band", "ranks"))


def solidity_text(workshop: Workshop, round: Round, language: Language) -> str:
    """The bands with their items, the margin, and the kind without which the result would be another."""
    told = [bands_text(workshop, round, language), margin_text(workshop, round, language)]
    return " ".join([*told, *without_texts(workshop, round, language)]).strip()


def bands_text(workshop: Workshop, round: Round, language: Language) -> str:
    """The bands with their items."""
    found = firmness(workshop, round)
    if not found:
        return sentence(language, "figure.standings.blind")
    title = titles(workshop, language)
    bands = [(band, [title(one.item) for one in found if one.band is band]) for band in Band]
    listed = "; ".join(
        sentence(
            language, "figure.listed", name=sentence(language, f"figure.band.{band}"), list=", ".join(some)
        )
        for band, some in bands
        if some
    )
    return sentence(language, "figure.solidity.text", list=listed)


def margin_text(workshop: Workshop, round: Round, language: Language) -> str:
    """How few people could make it another result; empty before the reveal or without a ballot."""
    found = None if is_blind(round) else margin(round, workshop)
    if found is None:
        return ""
    title = titles(workshop, language)
    falls, rises = title(found.falls), title(found.rises)
    if apart := by_kinds_text(workshop, round, language):
        return apart
    level = tied(round, workshop) or ((found.falls, found.rises) if found.change == 0 else ())
    if level:
        return sentence(language, "figure.margin.tied", list=", ".join(map(title, level)))
    told = [sentence(language, "figure.margin", n=found.change, falls=falls, rises=rises)]
    if found.overtake > found.change:
        told.append(sentence(language, f"figure.margin.{unit(round.method)}", n=found.overtake))
    return " ".join(told)


def by_kinds_text(workshop: Workshop, round: Round, language: Language) -> str:
    """Which items at the cut only the number of kinds tells apart; empty where it tells none."""
    apart = None if is_blind(round) else by_kinds(round, workshop)
    if apart is None:
        return ""
    title = titles(workshop, language)
    inside, outside = (", ".join(map(title, items)) for items in apart)
    return sentence(language, "figure.margin.kinds", inside=inside, outside=outside)


def without_texts(workshop: Workshop, round: Round, language: Language) -> list[str]:
    """One sentence for each kind without which others would be kept; none where a tie leaves that open."""
    if is_blind(round) or tied(round, workshop):
        return []
    title = titles(workshop, language)
    return [
        sentence(
            language,
            "figure.without",
            kind=voice_name(workshop, one.voice, language),
            rise=", ".join(map(title, one.rise)) or sentence(language, "figure.nothing"),
            fall=", ".join(map(title, one.fall)) or sentence(language, "figure.nothing"),
        )
        for one in without_each(round, workshop, published_voices(workshop, round))
        if one.rise or one.fall
    ]


def equal_ranks(
    workshop: Workshop, round: Round, voices: Voices | None = None
) -> list[tuple[str, int, int, Fraction]]:
    """(item, rank by dots, rank at equal voice, mean share), in the order of equal voice."""
    found = shown_readings(workshop, round, voices)
    dots = {place.item: place.rank for place in standings(round)} if found else {}
    means = {one.item: one.equal_voice for one in found}
    return [(one.item, dots[one.item], one.rank, means[one.item]) for one in equal_voices(found).places]


def equal_voice_table(
    workshop: Workshop, round: Round, language: Language, voices: Voices | None = None
) -> pd.DataFrame:
    """Each item: its rank by dots, its rank when every kind has the same say, and the mean share."""
    rows = (
        (item_title(workshop, item, language), dots, equal, percent(language, mean))
        for item, dots, equal, mean in equal_ranks(workshop, round, voices)
    )
    return table_of(language, rows, ("item", "rank_dots", "rank_equal", "mean_share"))


def equal_voice_text(
    workshop: Workshop, round: Round, language: Language, voices: Voices | None = None
) -> str:
    """The order at equal voice in one sentence."""
    found = equal_ranks(workshop, round, voices)
    if not found:
        return sentence(language, "figure.standings.blind")
    listed = "; ".join(f"{equal}. {item_title(workshop, item, language)}" for item, _, equal, _ in found)
    return sentence(language, "figure.equal_voice.text", list=listed)


def supporters(workshop: Workshop, round: Round, item: str, language: Language) -> str:
    """Distinct voters of an item by kind: supporters of all ballots, small kinds together."""
    framing = workshop.framing
    cast = in_order(workshop, Counter(workshop.everybody[id].kind for id in round.ballots))
    chosen = Counter(
        workshop.everybody[id].kind for id, ballot in round.ballots.items() if ballot.marks.get(item)
    )
    parts = [
        sentence(
            language,
            "file.supporters",
            kind=pool_name(pool, framing, language),
            voters=sum(chosen[kind] for kind in pool.kinds),
            ballots=pool.heads,
        )
        for pool in pooled(cast)
        if pool.heads >= IN_FILES
    ]
    return "; ".join(parts)
