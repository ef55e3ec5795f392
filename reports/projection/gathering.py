"""Coming in, writing, grouping: while people write, the room sees counts and never contents (§4.1)."""

from collections import Counter

import segno

from facilitation.model import Group, GroupId, Note, NoteStatus, StepKind, StepState
from facilitation.rights import shown_code
from facilitation.tallies.board import colour, letter
from facilitation.tallies.board import number as number_of
from locales import number
from reports.labels import group_title
from reports.projection.scenery import Scene, Scenery, Words, card, figure, note_words, notice, section, words

SYMBOL_CLOSED = "■"
SYMBOL_WAIT = "▸"
SYMBOL_NO_NETWORK = "⚠\ufe0e"
TABLES_ON_A_PAGE = 40


def join(scenery: Scenery) -> Scene:
    """How to come in: QR, address, code; and who decides, before the first idea (R-01)."""
    framing = scenery.workshop.framing
    if framing is None:
        return {
            "heading": words(scenery.say("app.name")),
            "notice": notice(SYMBOL_WAIT, scenery.say("projector.not_framed")),
        }
    framing = framing.spoken(scenery.language)
    rule = scenery.say("projector.decision_rule", rule=framing.decision_rule)
    scene: Scene = {"heading": words(framing.title), "lead": [words(rule)]}
    if scenery.workshop.arrivals_closed:
        closed = scenery.say("projector.arrivals_closed")
        return scene | {"notice": notice(SYMBOL_CLOSED, closed, "strong")}
    if scenery.address is None:
        return scene | {"notice": notice(SYMBOL_NO_NETWORK, scenery.say("projector.no_network"), "strong")}
    return scene | {"join": _way_in(scenery, scenery.address)}


def _way_in(scenery: Scenery, address: str) -> Scene:
    url = f"{address}/j/{scenery.code}"
    return {
        "qr": segno.make(url, error="m").svg_data_uri(border=4, light="#ffffff", scale=8),
        "alt": scenery.say("projector.join.qr", address=url),
        "scan": scenery.say("projector.join.scan"),
        "type": scenery.say("projector.join.type"),
        "address": url.removeprefix("http://").removeprefix("https://"),
        "code_label": scenery.say("projector.join.code"),
        "code": shown_code(scenery.code),
    }


def people(scenery: Scenery) -> str:
    """How many are checked in."""
    return scenery.say("projector.people", n=len(scenery.workshop.participants))


def issues(scenery: Scenery) -> Scene:
    """What people live through: counts while open, contents once revealed."""
    notes = list(scenery.workshop.issues())
    return _notes(scenery, notes, words(scenery.say("projector.issues.prompt")), "issues")


def ideas(scenery: Scenery) -> Scene:
    """The question and how many ideas came in; their texts only once revealed, or live if so chosen."""
    framing = scenery.workshop.framing
    shown = [note for note in scenery.workshop.ideas() if note.status is NoteStatus.VISIBLE]
    question = scenery.titled(framing.question_fr, framing.question_en) if framing else words("")
    return _notes(scenery, shown, question, "ideas")


def _notes(scenery: Scenery, notes: list[Note], question: dict[str, str | None], name: str) -> Scene:
    if scenery.state is StepState.REVEALED or scenery.live:
        return {
            "heading": words(scenery.say(f"projector.{name}.wall", n=len(notes))),
            "lead": [question] if scenery.state is not StepState.REVEALED else [],
            "sections": [section(None, [card(None, note_words(note)) for note in reversed(notes)])],
        }
    counted = _count(scenery, notes, name)
    closed = notice(SYMBOL_CLOSED, scenery.say(f"projector.{name}.closed"))
    scene: Scene = {"heading": question, "figures": [counted], "sections": _by_table(scenery, notes)}
    return scene | ({"notice": closed} if scenery.state is StepState.CLOSED else {})


def _count(scenery: Scenery, notes: list[Note], name: str) -> Scene:
    return figure(number(scenery.language, len(notes)), scenery.say(f"projector.{name}.count", n=len(notes)))


def _by_table(scenery: Scenery, notes: list[Note]) -> list[Scene]:
    framing = scenery.workshop.framing
    if framing is None or not framing.tables:
        return []
    counts = Counter(note.table for note in notes)
    tiles = [
        card(words(scenery.say("projector.table", table=table)), big=number(scenery.language, counts[table]))
        for table in range(1, framing.tables + 1)
    ]
    if counts[None]:
        tiles.append(
            card(words(scenery.say("projector.no_table")), big=number(scenery.language, counts[None]))
        )
    return [section(None, tiles, columns=5, most=TABLES_ON_A_PAGE, tiles=True)]


def grouping(scenery: Scenery) -> Scene:
    """An overview of the groups, then each group with its ideas."""
    board = {group: _ideas_of(scenery, group) for group in scenery.workshop.groups.values()}
    filled = {group: notes for group, notes in board.items() if notes}
    if not filled:
        return _grouping_soon(scenery)
    overview = [
        card(
            _title(scenery, group),
            big=number(scenery.language, len(notes)),
            unit=" · ".join(
                word
                for word in (scenery.say("projector.ideas.count", n=len(notes)), _suggested(scenery, group))
                if word
            ),
        )
        for group, notes in filled.items()
    ]
    pages = [
        section(
            _title(scenery, group),
            [card(None, note_words(n)) for n in notes],
            suggested=_suggested(scenery, group),
        )
        for group, notes in filled.items()
    ]
    heading = words(scenery.say("projector.groups.heading", n=len(filled)))
    return {
        "heading": heading,
        "sections": [section(None, overview), *pages, *_to_sort(scenery), *_map(scenery)],
    }


def _map(scenery: Scenery) -> list[Scene]:
    """The map, once the facilitator has drawn it: a point for each idea, and what the letters stand for."""
    points, legend = [], dict[GroupId, Scene]()
    for note in scenery.workshop.ideas():
        place = scenery.workshop.places.get(note.id)
        if place is None or note.status is not NoteStatus.VISIBLE:
            continue
        group = scenery.workshop.groups.get(note.group) if note.group else None
        name = letter(group.id) if group else "·"
        points.append(
            {"x": place.x, "y": place.y, "letter": name, "colour": colour(group.id) if group else -1}
        )
        if group is not None and group.id not in legend:
            legend[group.id] = card(_title(scenery, group), letter=name, colour=colour(group.id))
    cards = [legend[id] for id in sorted(legend, key=number_of)]
    title = words(scenery.say("projector.groups.map"))
    return [section(title, cards, columns=1, most=len(cards), map=points)] if cards else []


def _title(scenery: Scenery, group: Group) -> Words:
    if not (group.title_fr or group.title_en):
        return words(group_title(group, scenery.language), scenery.language)
    return scenery.titled(group.title_fr, group.title_en)


def _suggested(scenery: Scenery, group: Group) -> str:
    """That the title is only a suggestion, until a person has named the group."""
    return "" if group.named else scenery.say("projector.groups.suggested")


def _grouping_soon(scenery: Scenery) -> Scene:
    count = len([note for note in scenery.workshop.ideas() if note.status is NoteStatus.VISIBLE])
    return {
        "heading": words(scenery.say("projector.groups.soon")),
        "figures": [figure(number(scenery.language, count), scenery.say("projector.ideas.count", n=count))],
        "cover": True,
    }


def _to_sort(scenery: Scenery) -> list[Scene]:
    loose = _ideas_of(scenery, None)
    title = words(scenery.say("projector.groups.to_sort"))
    return [section(title, [card(None, note_words(note)) for note in loose])] if loose else []


def _ideas_of(scenery: Scenery, group: Group | None) -> list[Note]:
    return [
        note
        for note in scenery.workshop.ideas()
        if note.status is NoteStatus.VISIBLE and note.group == (group.id if group else None)
    ]


SCENES = {
    StepKind.CHECK_IN: join,
    StepKind.ISSUES: issues,
    StepKind.IDEAS: ideas,
    StepKind.GROUPING: grouping,
}
