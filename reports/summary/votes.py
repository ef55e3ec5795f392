"""The votes in the committee's summary: turnout, quorum, standings, mentions and ratings."""

from facilitation.model import Round, RoundId, Workshop
from facilitation.tallies.votes import is_blind, quorum, standings, turnout
from locales import Language, either, sentence
from reports.labels import item_title
from reports.pooling import kind_name
from reports.summary import marks as markdown_marks
from reports.summary.prose import bullets, escaped, section
from reports.tables.votes import supporters

LONG_LIST = 12  # of a vote on more items than this, the first ten are told


def votes(workshop: Workshop, language: Language) -> str:
    """Every round in turn; of one that is not revealed, only how many voted."""
    parts = [_round(workshop, one, language) for one in workshop.rounds]
    return section(language, "votes", parts)


def _round(workshop: Workshop, one: Round, language: Language) -> str:
    cast = turnout(one, workshop)
    head = sentence(language, f"file.round.{one.method.value}", number=_number(one.id), n=len(one.items))
    took = sentence(language, "file.turnout", ballots=cast.ballots, present=cast.present)
    took = " ".join([*_about(one, language), took])
    if is_blind(one):
        why = sentence(language, "file.cancelled" if one.cancelled else "file.blind")
        return "\n\n".join([f"### {head}", took, why])
    told = _nobody if not one.ballots else _standings if one.by_dots else markdown_marks.told
    lines = [*told(workshop, one, language), *_concerns(workshop, one, language)]
    return "\n\n".join([f"### {head}", f"{took} {_quorum(workshop, one, language)}".strip(), *lines])


def _nobody(_workshop: Workshop, _one: Round, language: Language) -> list[str]:
    return [sentence(language, "vote.nobody")]


def _number(round: RoundId) -> str:
    """The number by which the room knows it: «2» for R2."""
    return round.removeprefix("R")


def _about(one: Round, language: Language) -> list[str]:
    """What it asked, which round it settles, for how many people it was; as far as it was not for all."""
    asks = either(language, one.title_fr, one.title_en)
    told = [sentence(language, "file.round.asks", question=escaped(asks))] if asks else []
    if one.options.runoff_of:
        told.append(sentence(language, "file.round.runoff", number=_number(one.options.runoff_of)))
    if one.voters is not None:
        told.append(sentence(language, "file.round.invited", n=len(one.voters)))
    return told


def _quorum(workshop: Workshop, one: Round, language: Language) -> str:
    counted = quorum(one, workshop)
    missing = [kind_name(code, workshop.framing, language) for code in counted.missing_kinds]
    told = [sentence(language, f"file.quorum.told.{'reached' if counted.reached else 'indicative'}")]
    if missing:
        told.append(sentence(language, "file.quorum.missing", kinds=escaped(", ".join(missing))))
    if one.reason:
        told.append(sentence(language, "file.quorum.waived", reason=escaped(one.reason)))
    return " ".join(told)


def _concerns(workshop: Workshop, one: Round, language: Language) -> list[str]:
    """The concerns with their reasons, in an order that says nothing of who or when; masked ones counted."""
    if not one.concerns:
        return []
    readable = [concern for concern in one.concerns.values() if concern.masked is None]
    lines = [
        sentence(
            language,
            "file.concern",
            title=escaped(item_title(workshop, item, language)),
            reason=escaped(reason),
        )
        for item, reason in sorted((concern.item, concern.reason) for concern in readable)
    ]
    masked = len(one.concerns) - len(lines)
    told = [sentence(language, "file.concerns", n=len(lines)), bullets(lines)] if lines else []
    return [*told, *([sentence(language, "file.concerns.masked", n=masked)] if masked else [])]


def _standings(workshop: Workshop, one: Round, language: Language) -> list[str]:
    places = standings(one)
    cut = len(places) > LONG_LIST
    counted = "file.count.votes" if one.way.bought else "file.count.dots"
    shown = places[:10] if cut else places
    lines = []
    for place in shown:
        told = sentence(
            language,
            "file.place",
            rank=place.rank,
            title=escaped(item_title(workshop, place.item, language)),
            dots=sentence(language, counted, n=place.dots),
            voters=sentence(language, "file.count.voters", n=place.voters),
        )
        kinds = "" if cut else escaped(supporters(workshop, one, place.item, language))
        by_kind = f"\n  - {sentence(language, 'file.supported', kinds=kinds)}" if kinds else ""
        lines.append(told + by_kind)
    return [bullets(lines), *([sentence(language, "file.first_ten")] if cut else [])]
