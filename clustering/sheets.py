"""The result of the command line as tables: the groups, every row of the file, and how it was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from clustering.grouping import IN_NONE, GroupSuggestion
from clustering.large import Consultation
from clustering.options import Options, Say
from clustering.table import Table
from clustering.workbook import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Result:
    """``kept``: the rows of the table that were grouped, in the order of the consultation's texts.

    ``language`` is the reader's.
    """

    table: Table
    text: int
    kept: tuple[int, ...]
    consultation: Consultation
    language: str

    def title(self, suggestion: GroupSuggestion) -> str:
        """The suggested title, in the reader's language where the group has one."""
        return suggestion.title(self.language)

    def central(self, suggestion: GroupSuggestion) -> tuple[str, ...]:
        """The row of the most central text."""
        return self.table.rows[self.kept[suggestion.medoid]]


def sheets(result: Result, options: Options, say: Say) -> tuple[Sheet, Sheet, Sheet]:
    """The groups, the ideas and the method, in that order."""
    return _groups(result, options, say), ideas_sheet(result, say), _method(result, options, say)


def ideas_sheet(result: Result, say: Say) -> Sheet:
    """Every row as it came in, in its order, then its group; a text that says nothing has none."""
    found = dict(
        enumerate([_group_cells(result, number, s) for number, s in enumerate(_suggestions(result), start=1)])
    )
    labels = dict(zip(result.kept, result.consultation.grouping.labels, strict=True))
    empty: tuple[Cell, ...] = ("", "", "")
    rows = [
        (*row, *found.get(labels.get(number, IN_NONE), empty)) for number, row in enumerate(result.table.rows)
    ]
    added = tuple(say(f"command.head.{name}") for name in ("group", "title", "terms"))
    widths = tuple(60 if column == result.text else 12 for column in range(len(result.table.head)))
    return Sheet(say("command.sheet.ideas"), (*result.table.head, *added), (*widths, 9, 40, 40), rows)


def _groups(result: Result, options: Options, say: Say) -> Sheet:
    id = None if options.id is None else result.table.asked(options.id)
    rows = [
        (
            *_group_cells(result, number, suggestion),
            len(suggestion.members),
            result.central(suggestion)[result.text],
            result.kept[suggestion.medoid] + 1 if id is None else result.central(suggestion)[id],
        )
        for number, suggestion in enumerate(_suggestions(result), start=1)
    ]
    names = ("group", "title", "terms", "ideas", "central", "row" if id is None else "id")
    head = tuple(say(f"command.head.{name}") for name in names)
    return Sheet(say("command.sheet.groups"), head, (9, 40, 40, 9, 60, 12), rows)


def _method(result: Result, options: Options, say: Say) -> Sheet:
    consultation, table = result.consultation, result.table
    rows: list[tuple[Cell, ...]] = [
        (say("command.method.about"), say("command.method.warning")),
        (say("command.method.file"), options.file.name),
        (say("command.method.column"), table.head[result.text]),
        (say("command.method.rows"), len(table.rows)),
        (say("command.method.blank"), len(table.rows) - len(result.kept)),
        (say("command.method.encoder"), consultation.encoder),
        (say("command.method.version"), consultation.version),
        (say("command.method.ignored"), ", ".join(options.ignore)),
    ]
    parameters = consultation.grouping.parameters.items()
    rows += [(name, "" if value is None else value) for name, value in parameters]
    head = (say("command.head.parameter"), say("command.head.value"))
    return Sheet(say("command.sheet.method"), head, (30, 90), rows)


def _suggestions(result: Result) -> Sequence[GroupSuggestion]:
    return result.consultation.grouping.suggestions


def _group_cells(result: Result, number: int, suggestion: GroupSuggestion) -> tuple[Cell, ...]:
    return number, result.title(suggestion), ", ".join(suggestion.terms)
