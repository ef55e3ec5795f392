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
from reports.projection.scenery import Scene, Scenery, card, figure, notice, section, words
from reports.tables.verdicts import departure_in_room
from reports.tables.votes import by_kinds_text

SYMBOL_INDICATIVE = "≈"
SYMBOL_OPEN = "▸"


def result(scenery: Scenery, current: Round) -> Scene:
    """The stage that the room has come to; everything at once for a round that was revealed so."""
    if current.stage is None:
        return totals(scenery, current)
    return _STAGES[current.stage](scenery, current) | {"beyond": _beyond(current)}


def _beyond(current: Round) -> Scene:
    """What the screen asks the server for when its pages are at an end, on either side."""
    ahead, back = reveal.following(current), reveal.preceding(current)
    return {"next": f"reveal-{ahead}" if ahead else "", "previous": f"reveal-{back}" if back else ""}


def ballots(scenery: Scenery, current: Round) -> Scene:
    """How many ballots, of how many people."""
    counted = turnout(current, scenery.workshop)
    return figure(
        number(scenery.language, counted.ballots),
        scenery.say("projector.vote.ballots", n=counted.ballots, present=counted.present),
    )


def asking(scenery: Scenery, current: Round) -> list[Scene]:
    """What the round asks, where it was given words of its own."""
    if not (current.title_fr or current.title_en):
        return []
    return [scenery.titled(current.title_fr, current.title_en)]


def participation(scenery: Scenery, current: Round) -> Scene:
    """The turnout by kind, small kinds together; and what makes the result indicative only."""
    invited = invited_by_kind(current, scenery.workshop)
    voted = ballots_by_kind(current, scenery.workshop)
    cards = [_part(scenery, pool, voted) for pool in _pools(invited)]
    alone = len(current.ballots) < BALLOTS_TO_TELL  # whose ballot it is would be told
    return {
        "heading": words(scenery.say("projector.reveal.participation")),
        "lead": _turnout(scenery, current),
        "notice": _indicative(scenery, current),
        "sections": [] if alone else [section(None, cards, columns=1, lines=True)],
    }


def _part(scenery: Scenery, pool: Pool, heads: Mapping[str | None, int]) -> Scene:
    """How many of these kinds, of all of them."""
    found = sum(heads.get(kind, 0) for kind in pool.kinds)
    label = scenery.say("projector.reveal.part", heads=found, of=pool.heads)
    return card(
        words(pool_name(pool, scenery.workshop.framing, scenery.language)),
        bar={"value": found, "most": pool.heads, "label": label},
    )


def _pools(heads: Mapping[str | None, int]) -> tuple[Pool, ...]:
    return tuple(pool for pool in pooled(heads, IN_THE_ROOM) if pool.heads)


def bands(scenery: Scenery, current: Round) -> Scene:
    """Which items are solid, probable, in the grey zone or out; inside a band by the alphabet, unranked."""
    found = solidity(current, scenery.workshop)
    kept = keep(current, scenery.workshop)
    sections = [_band(scenery, band, kept, [one for one in found if one.band is band]) for band in Band]
    return {
        "heading": words(scenery.say("projector.reveal.bands")),
        "sections": [one for one in sections if one["cards"]],
    }


def _band(scenery: Scenery, band: Band, kept: int, found: list[Solidity]) -> Scene:
    title = words(scenery.say(f"projector.band.{band}", n=kept))
    items = sorted(
        (scenery.item(one.item) for one in found), key=lambda item: (item["text"] or "").casefold()
    )
    return section(title, [card(item) for item in items], columns=1)


def totals(scenery: Scenery, current: Round) -> Scene:
    """Dots and distinct voters, ties side by side; of marks, what their method reads in them."""
    scene: Scene = {
        "heading": words(scenery.say("projector.vote.results")),
        "lead": asking(scenery, current) + _turnout(scenery, current),
        "notice": _indicative(scenery, current),
    }
    if not current.ballots:  # there is no result that could be indicative
        nobody = words(scenery.say("vote.nobody"))
        return scene | {"lead": [*scene["lead"], nobody], "notice": None, "sections": []}
    if not current.by_dots:
        read = words(scenery.say(f"projector.vote.read.{current.method}"))
        return scene | {"lead": [*scene["lead"], read], "sections": grading.sections(scenery, current)}
    ranking = standings(current)
    bars = [_bar(scenery, current, ranking, one) for one in ranking]
    return scene | {"sections": [section(None, bars, columns=1)]}


def _turnout(scenery: Scenery, current: Round) -> list[Scene]:
    counted = turnout(current, scenery.workshop)
    return [words(scenery.say("projector.vote.turnout", n=counted.ballots, present=counted.present))]


def _bar(scenery: Scenery, current: Round, ranking: tuple[Standing, ...], one: Standing) -> Scene:
    tied = sum(other.rank == one.rank for other in ranking) > 1
    rank = scenery.say("projector.vote.tied" if tied else "projector.vote.rank", rank=one.rank)
    most = max(other.dots for other in ranking)
    bar = {"value": one.dots, "most": most, "label": _marks(scenery, current, one)}
    return card(scenery.item(one.item), bar=bar, rank=rank)


def _marks(scenery: Scenery, current: Round, one: Standing) -> str:
    counted = "projector.vote.votes" if current.way.bought else "projector.vote.dots"
    return f"{scenery.say(counted, n=one.dots)}, {scenery.say('projector.vote.voters', n=one.voters)}"


def _indicative(scenery: Scenery, current: Round) -> Scene | None:
    """Why a result is only indicative, in plain words; None when the quorum is reached."""
    found = quorum(current, scenery.workshop)
    if found.reached:
        return None
    counted = turnout(current, scenery.workshop)
    reasons = []
    if not enough_voted(current, scenery.workshop):
        share = current.options.quorum
        few = "projector.indicative.few" if share in (None, HALF) else "projector.indicative.below"
        reasons.append(
            scenery.say(few, ballots=counted.ballots, present=counted.present, share=share or HALF)
        )
    if found.missing_kinds:
        kinds = ", ".join(scenery.kind(code) for code in found.missing_kinds)
        reasons.append(scenery.say("projector.indicative.kinds", kinds=kinds))
    return notice(SYMBOL_INDICATIVE, scenery.say("projector.indicative", reason=" ".join(reasons)), "strong")


def kinds(scenery: Scenery, current: Round) -> Scene:
    """Each item on its page: the part of each kind that supports it, small kinds together."""
    pools = _pools(ballots_by_kind(current, scenery.workshop))
    given = supporters_by_kind(current, scenery.workshop)
    sections = [
        section(
            scenery.item(one.item),
            [_part(scenery, pool, given[one.item]) for pool in pools],
            columns=1,
            lines=True,
        )
        for one in standings(current)
    ]
    apart = by_kinds_text(scenery.workshop, current, scenery.language)
    return {
        "heading": words(scenery.say("projector.reveal.kinds")),
        "lead": [words(apart)] if apart else [],
        "sections": sections,
    }


def question(scenery: Scenery, current: Round) -> Scene:
    """What the room is asked before anybody decides."""
    asked = [card(words(scenery.say(f"projector.reveal.question.{name}"))) for name in ("surprise", "absent")]
    return {
        "heading": words(scenery.say("projector.reveal.question")),
        "sections": [section(None, asked, columns=1, large=True)],
    }


def grey_zone(scenery: Scenery, current: Round) -> Scene:
    """Each item of the grey zone on its page, to be discussed for a minute; close calls are ties."""
    grey = [one for one in solidity(current, scenery.workshop) if one.band is Band.GREY]
    given = {one.item: one for one in standings(current)}
    scene: Scene = {"heading": words(scenery.say("projector.reveal.grey_zone"))}
    if not grey:
        return scene | {"notice": notice(SYMBOL_OPEN, scenery.say("projector.reveal.no_grey_zone"))}
    ordered = sorted(grey, key=lambda one: given[one.item].rank)
    return scene | {"sections": [_discussed(scenery, current, one, given[one.item]) for one in ordered]}


def _discussed(scenery: Scenery, current: Round, one: Solidity, standing: Standing) -> Scene:
    ranks = scenery.say("projector.reveal.ranks", best=one.best, worst=one.worst)
    cards = [card(words(_marks(scenery, current, standing))), card(words(ranks))]
    return section(scenery.item(one.item), cards, columns=1)


def decision(scenery: Scenery, current: Round) -> Scene:
    """What has been decided so far about each item, and why; the decision rule while nothing is."""
    found = [scenery.workshop.decisions.get(ProjectId(item)) for item in current.items]
    cards = [decided(scenery, one) for one in found if one is not None]
    scene: Scene = {"heading": words(scenery.say("projector.reveal.decision")), "lead": _who_decides(scenery)}
    if not cards:
        return scene | {"notice": notice(SYMBOL_OPEN, scenery.say("projector.reveal.undecided"))}
    return scene | {"sections": [section(None, cards)]}


def decided(scenery: Scenery, one: Decision) -> Scene:
    """A project with what was decided, why, and what the vote said where the decision departs from it."""
    why = scenery.say(f"reason.{one.reason_code}") if one.reason_code else ""
    merged = one.outcome is Outcome.MERGED and one.into is not None
    told = [outcome_name(scenery.workshop, one, scenery.language) if merged else why, one.sentence]
    told.append(departure_in_room(scenery.workshop, one, scenery.language))
    texts = [words(text) for text in told if text]
    return card(scenery.item(one.project), *texts, tags=[scenery.say(f"outcome.{one.outcome}")])


def _who_decides(scenery: Scenery) -> list[Scene]:
    framing = scenery.workshop.framing
    if framing is None:
        return []
    return [
        words(scenery.say("projector.decision_rule", rule=framing.spoken(scenery.language).decision_rule))
    ]


_STAGES: Mapping[RevealStage, Callable[[Scenery, Round], Scene]] = {
    RevealStage.PARTICIPATION: participation,
    RevealStage.BANDS: bands,
    RevealStage.TOTALS: totals,
    RevealStage.KINDS: kinds,
    RevealStage.QUESTION: question,
    RevealStage.GREY_ZONE: grey_zone,
    RevealStage.DECISION: decision,
}
