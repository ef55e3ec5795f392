"""How the things of a workshop are called in a file: numbers, titles, reasons."""

from dataclasses import replace

from facilitation.model import (
    Comment,
    Decision,
    Group,
    Method,
    Note,
    NoteId,
    NoteStatus,
    NoteType,
    Outcome,
    ProjectId,
    Round,
    Workshop,
)
from facilitation.tallies.board import letter
from facilitation.tallies.narrowing import Course, final_decision, merged_into
from facilitation.voting import WAYS
from facilitation.voting.judgment import MENTIONS
from locales import Language, either, sentence


def numbers(workshop: Workshop, type: NoteType = NoteType.IDEA) -> dict[NoteId, int]:
    """Ideas (or issues) numbered from 1 in order of arrival."""
    kept = (note.id for note in workshop.notes.values() if note.type is type)
    return {id: number for number, id in enumerate(kept, start=1)}


def note_text(note: Note, language: Language) -> str:
    """The text as the room reads it; of a masked or withdrawn note only that it is."""
    if note.status in (NoteStatus.MASKED, NoteStatus.WITHDRAWN):
        return sentence(language, f"file.text.{note.status.value}")
    return note.text


def original_text(note: Note, language: Language) -> str:
    """The text as its author wrote it, whatever was corrected since; hidden with the note."""
    return note_text(replace(note, text=note.original or note.text), language)


def merged_text(note: Note, language: Language) -> str:
    """The text under which twins stand; hidden with the note."""
    hidden = note.status in (NoteStatus.MASKED, NoteStatus.WITHDRAWN)
    return note_text(note, language) if hidden else note.shown


def comment_text(comment: Comment, language: Language) -> str:
    """The comment, or that it is masked."""
    return comment.text if comment.masked is None else sentence(language, "file.text.masked")


def item_title(workshop: Workshop, item: str, language: Language) -> str:
    """The title of what is voted on or presented: a project, a cell or an idea."""
    if (project := workshop.projects.get(ProjectId(item))) is not None:
        return either(language, project.title_fr, project.title_en)
    cell = next((one for one in workshop.cells.values() if one.id == item), None)
    if cell is not None:
        return either(language, cell.name_fr, cell.name_en)
    note = workshop.notes.get(NoteId(item))
    return note_text(note, language) if note else item


def group_title(group: Group, language: Language) -> str:
    """What a group is called: by a person, as suggested, or by its letter."""
    named = either(language, group.title_fr, group.title_en)
    return named or sentence(language, "group.letter", letter=letter(group.id))


def area_title(workshop: Workshop, id: object, language: Language) -> str:
    """The title of an area; empty for none."""
    area = next((one for one in workshop.areas.values() if one.id == id), None)
    return either(language, area.title_fr, area.title_en) if area else ""


def destination(workshop: Workshop, course: Course, language: Language) -> str:
    """Where an idea went: its area, its carrier, or the idea it was merged into."""
    if course.into is not None:
        return sentence(language, "file.into", number=str(numbers(workshop).get(course.into, "")))
    if course.referral is not None:
        return course.referral.organisation
    return area_title(workshop, course.area, language)


def motive(workshop: Workshop, course: Course, language: Language) -> str:
    """Why: the project that its own was merged into, the code in words, the sentence that was written."""
    joined = merged_with(workshop, course.joined, language) if course.joined else ""
    code = sentence(language, f"reason.{course.reason_code.value}") if course.reason_code else ""
    first, *later = [part for part in (joined, code, course.reason) if part] or [""]
    for part in later:
        first = sentence(language, "file.motive", code=first, why=part)
    return first


def merged_with(workshop: Workshop, into: ProjectId, language: Language) -> str:
    """Into which project one was merged."""
    return sentence(language, "outcome.merged_into", title=item_title(workshop, into, language))


def project_title(workshop: Workshop, project: ProjectId, language: Language) -> str:
    """Its title; of a merged one also into which project, as the decision on it says."""
    title = item_title(workshop, project, language)
    chain = merged_into(workshop, project)
    if not chain:
        return title
    joined = merged_with(workshop, chain[0], language)
    return sentence(language, "file.joined", title=title, joined=joined[:1].lower() + joined[1:])


def outcome_name(workshop: Workshop, decision: Decision, language: Language) -> str:
    """What was decided; of a merged project also into which one, and its fate where that is not kept."""
    name = sentence(language, f"outcome.{decision.outcome.value}")
    if decision.outcome is not Outcome.MERGED or decision.into is None:
        return name
    merged = merged_with(workshop, decision.into, language)
    final = final_decision(workshop, decision.project)
    if final is None or final.outcome not in (Outcome.REFERRED, Outcome.PARKED):
        return merged
    fate = sentence(language, f"outcome.{final.outcome.value}").lower()
    return sentence(language, "outcome.merged_fate", merged=merged, fate=fate)


def mention(round: Round, mark: int, language: Language) -> str:
    """A mention in words: those announced for that round, else the usual ones."""
    own = round.options
    if not own.mentions_fr:
        return usual_mentions(language)[mark]
    return either(language, own.mentions_fr[mark], own.mentions_en[mark])


def usual_mentions(language: Language) -> tuple[str, ...]:
    """The six mentions of the French tradition, best first."""
    return tuple(sentence(language, f"file.mention.{mark}") for mark in range(MENTIONS))


def unit(method: Method) -> str:
    """What is counted in a round of dots: the end of its keys."""
    return "votes" if WAYS[method].bought else "dots"


def asking(round: Round) -> str:
    """What a round asks for, the end of the keys that say it: its method, favourites, or a single choice."""
    if round.way.dotted and round.options.runoff_of is not None and round.dots == 1:
        return "choice"
    return "approval" if round.approving else round.method.value


def how_to(round: Round, language: Language) -> str:
    """How people vote, in the words that the room reads."""
    name = asking(round)
    if round.by_dots and name != "choice":
        return sentence(language, f"projector.vote.{name}", n=round.dots, cap=round.cap)
    return sentence(language, f"projector.vote.{name}")


def borda_points(sum: float, language: Language) -> str:
    """A sum of Borda, which may be a half: «1,5 point de Borda», “1.5 Borda points”."""
    one = sum < 2 if language == "fr" else sum == 1
    return sentence(language, "projector.vote.borda", n=1 if one else 2, sum=sum)


def ladder(method: Method, runoff: bool = False) -> str | None:
    """The key of what settles a tie, told before anybody votes (R-16); None where nothing is ranked."""
    return "vote.ladder.runoff" if runoff else WAYS[method].ladder
