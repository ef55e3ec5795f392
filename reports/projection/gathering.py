"""Coming in, writing, grouping: while people write, the room sees counts and never contents (§4.1)."""

from collections import Counter

import segno

from facilitation.model import Group, GroupId, Note, NoteStatus, StepKind, StepState
from facilitation.rights import shown_code
from facilitation.tallies.board import colour, letter
from facilitation.tallies.board import number as number_of
from locales import number
from reports.labels import group_title
from reports.projection.room import Room, Scene, Words, card, figure, note_words, notice, section, words

SYMBOL_CLOSED = "■"
SYMBOL_WAIT = "▸"
SYMBOL_NO_NETWORK = "⚠\ufe0e"
TABLES_ON_A_PAGE = 40


def join(room: Room) -> Scene:
    """How to come in: QR, address, code; and who decides, before the first idea (R-01)."""
    framing = room.workshop.framing
    if framing is None:
        return {
            "heading": words(room.say("app.name")),
            "notice": notice(SYMBOL_WAIT, room.say("projector.not_framed")),
        }
    framing = framing.spoken(room.language)
    rule = room.say("projector.decision_rule", rule=framing.decision_rule)
    scene: Scene = {"heading": words(framing.title), "lead": [words(rule)]}
    if room.workshop.arrivals_closed:
        closed = room.say("projector.arrivals_closed")
        return scene | {"notice": notice(SYMBOL_CLOSED, closed, "strong")}
    if room.address is None:
        return scene | {"notice": notice(SYMBOL_NO_NETWORK, room.say("projector.no_network"), "strong")}
    return scene | {"join": _way_in(room, room.address)}


def _way_in(room: Room, address: str) -> Scene:
    url = f"{address}/j/{room.code}"
    return {
        "qr": segno.make(url, error="m").svg_data_uri(border=4, light="#ffffff", scale=8),
        "alt": room.say("projector.join.qr", address=url),
        "scan": room.say("projector.join.scan"),
        "type": room.say("projector.join.type"),
        "address": url.removeprefix("http://").removeprefix("https://"),
        "code_label": room.say("projector.join.code"),
        "code": shown_code(room.code),
    }


def people(room: Room) -> str:
    """How many are checked in."""
    return room.say("projector.people", n=len(room.workshop.participants))


def issues(room: Room) -> Scene:
    """What people live through: counts while open, contents once revealed."""
    notes = list(room.workshop.issues())
    return _notes(room, notes, words(room.say("projector.issues.prompt")), "issues")


def ideas(room: Room) -> Scene:
    """The question and how many ideas came in; their texts only once revealed, or live if so chosen."""
    framing = room.workshop.framing
    shown = [note for note in room.workshop.ideas() if note.status is NoteStatus.VISIBLE]
    question = room.titled(framing.question_fr, framing.question_en) if framing else words("")
    return _notes(room, shown, question, "ideas")


def _notes(room: Room, notes: list[Note], question: dict[str, str | None], name: str) -> Scene:
    if room.state is StepState.REVEALED or room.live:
        return {
            "heading": words(room.say(f"projector.{name}.wall", n=len(notes))),
            "lead": [question] if room.state is not StepState.REVEALED else [],
            "sections": [section(None, [card(None, note_words(note)) for note in reversed(notes)])],
        }
    counted = _count(room, notes, name)
    closed = notice(SYMBOL_CLOSED, room.say(f"projector.{name}.closed"))
    scene: Scene = {"heading": question, "figures": [counted], "sections": _by_table(room, notes)}
    return scene | ({"notice": closed} if room.state is StepState.CLOSED else {})


def _count(room: Room, notes: list[Note], name: str) -> Scene:
    return figure(number(room.language, len(notes)), room.say(f"projector.{name}.count", n=len(notes)))


def _by_table(room: Room, notes: list[Note]) -> list[Scene]:
    framing = room.workshop.framing
    if framing is None or not framing.tables:
        return []
    counts = Counter(note.table for note in notes)
    tiles = [
        card(words(room.say("projector.table", table=table)), big=number(room.language, counts[table]))
        for table in range(1, framing.tables + 1)
    ]
    if counts[None]:
        tiles.append(card(words(room.say("projector.no_table")), big=number(room.language, counts[None])))
    return [section(None, tiles, columns=5, most=TABLES_ON_A_PAGE, tiles=True)]


def grouping(room: Room) -> Scene:
    """An overview of the groups, then each group with its ideas."""
    board = {group: _ideas_of(room, group) for group in room.workshop.groups.values()}
    filled = {group: notes for group, notes in board.items() if notes}
    if not filled:
        return _grouping_soon(room)
    overview = [
        card(
            _title(room, group),
            big=number(room.language, len(notes)),
            unit=" · ".join(
                word
                for word in (room.say("projector.ideas.count", n=len(notes)), _suggested(room, group))
                if word
            ),
        )
        for group, notes in filled.items()
    ]
    pages = [
        section(
            _title(room, group), [card(None, note_words(n)) for n in notes], suggested=_suggested(room, group)
        )
        for group, notes in filled.items()
    ]
    heading = words(room.say("projector.groups.heading", n=len(filled)))
    return {"heading": heading, "sections": [section(None, overview), *pages, *_to_sort(room), *_map(room)]}


def _map(room: Room) -> list[Scene]:
    """The map, once the facilitator has drawn it: a point for each idea, and what the letters stand for."""
    points, legend = [], dict[GroupId, Scene]()
    for note in room.workshop.ideas():
        place = room.workshop.places.get(note.id)
        if place is None or note.status is not NoteStatus.VISIBLE:
            continue
        group = room.workshop.groups.get(note.group) if note.group else None
        name = letter(group.id) if group else "·"
        points.append(
            {"x": place.x, "y": place.y, "letter": name, "colour": colour(group.id) if group else -1}
        )
        if group is not None and group.id not in legend:
            legend[group.id] = card(_title(room, group), letter=name, colour=colour(group.id))
    cards = [legend[id] for id in sorted(legend, key=number_of)]
    title = words(room.say("projector.groups.map"))
    return [section(title, cards, columns=1, most=len(cards), map=points)] if cards else []


def _title(room: Room, group: Group) -> Words:
    if not (group.title_fr or group.title_en):
        return words(group_title(group, room.language), room.language)
    return room.titled(group.title_fr, group.title_en)


def _suggested(room: Room, group: Group) -> str:
    """That the title is only a suggestion, until a person has named the group."""
    return "" if group.named else room.say("projector.groups.suggested")


def _grouping_soon(room: Room) -> Scene:
    count = len([note for note in room.workshop.ideas() if note.status is NoteStatus.VISIBLE])
    return {
        "heading": words(room.say("projector.groups.soon")),
        "figures": [figure(number(room.language, count), room.say("projector.ideas.count", n=count))],
        "cover": True,
    }


def _to_sort(room: Room) -> list[Scene]:
    loose = _ideas_of(room, None)
    title = words(room.say("projector.groups.to_sort"))
    return [section(title, [card(None, note_words(note)) for note in loose])] if loose else []


def _ideas_of(room: Room, group: Group | None) -> list[Note]:
    return [
        note
        for note in room.workshop.ideas()
        if note.status is NoteStatus.VISIBLE and note.group == (group.id if group else None)
    ]


SCENES = {
    StepKind.CHECK_IN: join,
    StepKind.ISSUES: issues,
    StepKind.IDEAS: ideas,
    StepKind.GROUPING: grouping,
}
