"""`python -m clustering ideas.csv --out groups.xlsx`: the groups of any number of texts, without the app."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from clustering.batches import Run, WorkersUnavailable, low_priority, on_dask, on_processes, serially
from clustering.large import group_many
from clustering.options import Options, Say, asked_language, read_options
from clustering.sheets import Result, ideas_sheet, sheets
from clustering.table import Refused, Table, read_table
from clustering.unavailable import EncoderUnavailable
from clustering.workbook import CELL_LIMIT, ROW_LIMIT, replacing, write_csv, write_xlsx
from locales import read_language, sentence

WORTH_A_POOL = 500  # texts; below, starting processes takes longer than encoding


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 when the file is written, 2 after a sentence that says why it is not."""
    say: Say = partial(sentence, read_language(asked_language(arguments, os.environ)))
    try:
        options = read_options(arguments, say)
        _group_file(options, say)
    except Refused as refused:
        return _refuse(say(refused.key, **refused.values))
    except EncoderUnavailable:
        return _refuse(say("command.encoder", encoder=options.encoder))
    except WorkersUnavailable as error:
        return _refuse(say("command.dask" if options.dask else "command.processes", reason=error))
    except KeyboardInterrupt:
        return _refuse(say("command.interrupted"), 130)
    return 0


def _group_file(options: Options, say: Say) -> None:
    table = read_table(options.file)
    text = table.text_column() if options.text is None else table.asked(options.text)
    kept = _checked(options, table, text)
    with replacing(options.out) as part:
        result = _grouped(options, table, text, kept, say)
        if options.out.suffix.lower() == ".csv":
            write_csv(part, ideas_sheet(result, say))
        else:
            write_xlsx(part, sheets(result, options, say))
    _tell(result, options, say)


def _checked(options: Options, table: Table, text: int) -> tuple[int, ...]:
    """The rows that say something; raises Refused for what can be known before any work."""
    kept = tuple(number for number, cell in enumerate(table.column(text)) if cell.strip())
    if not kept:
        raise Refused("command.no_text", column=table.head[text])
    if options.k is not None and options.k > len(kept):
        raise Refused("command.k", k=options.k, most=len(kept))
    if options.id is not None:
        table.asked(options.id)
    if options.out.suffix.lower() != ".csv" and len(table.rows) > ROW_LIMIT:
        raise Refused("command.too_many_rows", limit=ROW_LIMIT)
    return kept


def _grouped(options: Options, table: Table, text: int, kept: tuple[int, ...], say: Say) -> Result:
    lang = table.language_column() if options.lang is None else table.asked(options.lang)
    languages = [table.rows[row][lang].strip().lower()[:2] if lang >= 0 else "" for row in kept]
    texts = [table.rows[row][text] for row in kept]
    with _workers(options, len(kept)) as run:
        asked = options.encoder, options.k, options.seed
        found = group_many(texts, languages, *asked, run, _Bar(say).show, options.ignore)
    return Result(table, text, kept, found, options.language)


@contextmanager
def _workers(options: Options, texts: int) -> Iterator[Run]:
    if options.dask is not None:
        with on_dask(options.dask) as run:
            yield run
    elif options.processes > 1 and texts >= WORTH_A_POOL:
        with on_processes(options.processes) as run:
            yield run
    else:
        yield serially


class _Bar:
    """How far the work is, on one line of a terminal; elsewhere, one line for each stage."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._stage = ""

    def show(self, done: int, total: int, stage: str) -> None:
        terminal = sys.stderr.isatty()
        share = f" {done:>9}/{total} {100 * done // total:>4} %" if terminal and total else ""
        if terminal or stage != self._stage:
            start = "\r" if stage == self._stage else "\n" if self._stage and terminal else ""
            end = "" if terminal else "\n"
            print(
                f"{start}{self._say(f'command.stage.{stage}')}{share}", end=end, file=sys.stderr, flush=True
            )
        self._stage = stage


def _tell(result: Result, options: Options, say: Say) -> None:
    """What the reader of the file should know and could not see in it."""
    if sys.stderr.isatty():
        print(file=sys.stderr)
    obtained = result.consultation.grouping.k
    if options.k is not None and obtained < options.k:
        print(say("command.fewer", n=obtained, k=options.k), file=sys.stderr)
    if options.out.suffix.lower() != ".csv":
        cut = sum(any(len(cell) > CELL_LIMIT for cell in row) for row in result.table.rows)
        if cut:
            print(say("command.cut", n=cut, limit=CELL_LIMIT), file=sys.stderr)
    if unread := len(result.consultation.grouping.unread):
        print(say("command.unread", n=unread), file=sys.stderr)
    print(say("command.done", n=obtained, texts=len(result.kept), file=options.out.name), file=sys.stderr)


def _refuse(reason: str, code: int = 2) -> int:
    print(reason, file=sys.stderr)
    return code


if __name__ == "__main__":
    low_priority()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing half-written stays
    sys.exit(main(sys.argv[1:]))
