"""The result of a vote, stage by stage (method §3.4): of a later stage nothing is in these values (R-12)."""

from collections.abc import Callable, Mapping

from facilitation.model import Decision, Outcome, ProjectId, RevealStage, Round
from facilitation.privacy import BALLOTS_TO_TELL, IN_THE_ROOM
from facilitation.tallies import reveal
from facilitation.tallies.solidity import Band, Solidity, keep, solidity
from facilitation.tallies.support import ballots_by_kind, invited_by_kind, supporters_by_kind
from facilitation.tallies.votes import HALF, Standing, enough_voted, quorum, standings, turnout
from locales import number
from reports.labels import outcome_name
from reports.pooling import Pool, pool_name, pooled
from reports.projection import grading
from reports.projection.room import Room, Scene, card, figure, notice, section, words
from reports.tables.verdicts import departure_in_room
from reports.tables.votes import by_kinds_text

SYMBOL_INDICATIVE = "≈"
SYMBOL_OPEN = "▸"


def result(room: Room, current: Round) -> Scene:
    """The stage that the room has come to; everything at once for a round that was revealed so."""
    if current.stage is None:
        return totals(room, current)
    return _STAGES[current.stage](room, current) | {"beyond": _beyond(current)}


def _beyond(current: Round) -> Scene:
    """What the screen asks the server for when its pages are at an end, on either side."""
    ahead, back = reveal.following(current), reveal.preceding(current)
    return {"next": f"reveal-{ahead}" if ahead else "", "previous": f"reveal-{back}" if back else ""}


def ballots(room: Room, current: Round) -> Scene:
    """How many ballots, of how many people."""
    counted = turnout(current, room.workshop)
    return figure(
        number(room.language, counted.ballots),
        room.say("projector.vote.ballots", n=counted.ballots, present=counted.present),
    )


def asking(room: Room, current: Round) -> list[Scene]:
    """What the round asks, where it was given words of its own."""
    if not (current.title_fr or current.title_en):
        return []
    return [room.titled(current.title_fr, current.title_en)]


def participation(room: Room, current: Round) -> Scene:
    """The turnout by kind, small kinds together; and what makes the result indicative only."""
    invited = invited_by_kind(current, room.workshop)
    voted = ballots_by_kind(current, room.workshop)
    cards = [_part(room, pool, voted) for pool in _pools(invited)]
    alone = len(current.ballots) < BALLOTS_TO_TELL  # whose ballot it is would be told
    return {
        "heading": words(room.say("projector.reveal.participation")),
        "lead": _turnout(room, current),
        "notice": _indicative(room, current),
        "sections": [] if alone else [section(None, cards, columns=1, lines=True)],
    }


def _part(room: Room, pool: Pool, heads: Mapping[str | None, int]) -> Scene:
    """How many of these kinds, of all of them."""
    found = sum(heads.get(kind, 0) for kind in pool.kinds)
    label = room.say("projector.reveal.part", heads=found, of=pool.heads)
    return card(
        words(pool_name(pool, room.workshop.framing, room.language)),
        bar={"value": found, "most": pool.heads, "label": label},
    )


def _pools(heads: Mapping[str | None, int]) -> tuple[Pool, ...]:
    return tuple(pool for pool in pooled(heads, IN_THE_ROOM) if pool.heads)


def bands(room: Room, current: Round) -> Scene:
    """Which items are solid, probable, in the grey zone or out; inside a band by the alphabet, unranked."""
    found = solidity(current, room.workshop)
    kept = keep(current, room.workshop)
    sections = [_band(room, band, kept, [one for one in found if one.band is band]) for band in Band]
    return {
        "heading": words(room.say("projector.reveal.bands")),
        "sections": [one for one in sections if one["cards"]],
    }


def _band(room: Room, band: Band, kept: int, found: list[Solidity]) -> Scene:
    title = words(room.say(f"projector.band.{band}", n=kept))
    items = sorted((room.item(one.item) for one in found), key=lambda item: (item["text"] or "").casefold())
    return section(title, [card(item) for item in items], columns=1)


def totals(room: Room, current: Round) -> Scene:
    """Dots and distinct voters, ties side by side; of marks, what their method reads in them."""
    scene: Scene = {
        "heading": words(room.say("projector.vote.results")),
        "lead": asking(room, current) + _turnout(room, current),
        "notice": _indicative(room, current),
    }
    if not current.ballots:  # there is no result that could be indicative
        nobody = words(room.say("vote.nobody"))
        return scene | {"lead": [*scene["lead"], nobody], "notice": None, "sections": []}
    if not current.by_dots:
        read = words(room.say(f"projector.vote.read.{current.method}"))
        return scene | {"lead": [*scene["lead"], read], "sections": grading.sections(room, current)}
    ranking = standings(current)
    bars = [_bar(room, current, ranking, one) for one in ranking]
    return scene | {"sections": [section(None, bars, columns=1)]}


def _turnout(room: Room, current: Round) -> list[Scene]:
    counted = turnout(current, room.workshop)
    return [words(room.say("projector.vote.turnout", n=counted.ballots, present=counted.present))]


def _bar(room: Room, current: Round, ranking: tuple[Standing, ...], one: Standing) -> Scene:
    tied = sum(other.rank == one.rank for other in ranking) > 1
    rank = room.say("projector.vote.tied" if tied else "projector.vote.rank", rank=one.rank)
    most = max(other.dots for other in ranking)
    bar = {"value": one.dots, "most": most, "label": _marks(room, current, one)}
    return card(room.item(one.item), bar=bar, rank=rank)


def _marks(room: Room, current: Round, one: Standing) -> str:
    counted = "projector.vote.votes" if current.way.bought else "projector.vote.dots"
    return f"{room.say(counted, n=one.dots)}, {room.say('projector.vote.voters', n=one.voters)}"


def _indicative(room: Room, current: Round) -> Scene | None:
    """Why a result is only indicative, in plain words; None when the quorum is reached."""
    found = quorum(current, room.workshop)
    if found.reached:
        return None
    counted = turnout(current, room.workshop)
    reasons = []
    if not enough_voted(current, room.workshop):
        share = current.options.quorum
        few = "projector.indicative.few" if share in (None, HALF) else "projector.indicative.below"
        reasons.append(room.say(few, ballots=counted.ballots, present=counted.present, share=share or HALF))
    if found.missing_kinds:
        kinds = ", ".join(room.kind(code) for code in found.missing_kinds)
        reasons.append(room.say("projector.indicative.kinds", kinds=kinds))
    return notice(SYMBOL_INDICATIVE, room.say("projector.indicative", reason=" ".join(reasons)), "strong")


def kinds(room: Room, current: Round) -> Scene:
    """Each item on its page: the part of each kind that supports it, small kinds together."""
    pools = _pools(ballots_by_kind(current, room.workshop))
    given = supporters_by_kind(current, room.workshop)
    sections = [
        section(
            room.item(one.item), [_part(room, pool, given[one.item]) for pool in pools], columns=1, lines=True
        )
        for one in standings(current)
    ]
    apart = by_kinds_text(room.workshop, current, room.language)
    return {
        "heading": words(room.say("projector.reveal.kinds")),
        "lead": [words(apart)] if apart else [],
        "sections": sections,
    }


def question(room: Room, current: Round) -> Scene:
    """What the room is asked before anybody decides."""
    asked = [card(words(room.say(f"projector.reveal.question.{name}"))) for name in ("surprise", "absent")]
    return {
        "heading": words(room.say("projector.reveal.question")),
        "sections": [section(None, asked, columns=1, large=True)],
    }


def grey_zone(room: Room, current: Round) -> Scene:
    """Each item of the grey zone on its page, to be discussed for a minute; close calls are ties."""
    grey = [one for one in solidity(current, room.workshop) if one.band is Band.GREY]
    given = {one.item: one for one in standings(current)}
    scene: Scene = {"heading": words(room.say("projector.reveal.grey_zone"))}
    if not grey:
        return scene | {"notice": notice(SYMBOL_OPEN, room.say("projector.reveal.no_grey_zone"))}
    ordered = sorted(grey, key=lambda one: given[one.item].rank)
    return scene | {"sections": [_discussed(room, current, one, given[one.item]) for one in ordered]}


def _discussed(room: Room, current: Round, one: Solidity, standing: Standing) -> Scene:
    ranks = room.say("projector.reveal.ranks", best=one.best, worst=one.worst)
    cards = [card(words(_marks(room, current, standing))), card(words(ranks))]
    return section(room.item(one.item), cards, columns=1)


def decision(room: Room, current: Round) -> Scene:
    """What has been decided so far about each item, and why; the decision rule while nothing is."""
    found = [room.workshop.decisions.get(ProjectId(item)) for item in current.items]
    cards = [decided(room, one) for one in found if one is not None]
    scene: Scene = {"heading": words(room.say("projector.reveal.decision")), "lead": _who_decides(room)}
    if not cards:
        return scene | {"notice": notice(SYMBOL_OPEN, room.say("projector.reveal.undecided"))}
    return scene | {"sections": [section(None, cards)]}


def decided(room: Room, one: Decision) -> Scene:
    """A project with what was decided, why, and what the vote said where the decision departs from it."""
    why = room.say(f"reason.{one.reason_code}") if one.reason_code else ""
    merged = one.outcome is Outcome.MERGED and one.into is not None
    told = [outcome_name(room.workshop, one, room.language) if merged else why, one.sentence]
    told.append(departure_in_room(room.workshop, one, room.language))
    texts = [words(text) for text in told if text]
    return card(room.item(one.project), *texts, tags=[room.say(f"outcome.{one.outcome}")])


def _who_decides(room: Room) -> list[Scene]:
    framing = room.workshop.framing
    if framing is None:
        return []
    return [words(room.say("projector.decision_rule", rule=framing.spoken(room.language).decision_rule))]


_STAGES: Mapping[RevealStage, Callable[[Room, Round], Scene]] = {
    RevealStage.PARTICIPATION: participation,
    RevealStage.BANDS: bands,
    RevealStage.TOTALS: totals,
    RevealStage.KINDS: kinds,
    RevealStage.QUESTION: question,
    RevealStage.GREY_ZONE: grey_zone,
    RevealStage.DECISION: decision,
}
