"""What the command line asks for, read and checked before any work."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from clustering.table import Refused

SUFFIXES = (".xlsx", ".csv")
MOST_PROCESSES = 8  # by default: each takes 0.3 GB

Say: TypeAlias = Callable[..., str]  # a key and its values to a sentence in the reader's language


@dataclass(frozen=True, slots=True)
class Options:
    """``k`` is None for the usual number; ``text``, ``lang`` and ``id`` are columns, None to guess.

    ``language`` is the reader's.
    """

    file: Path
    out: Path
    text: str | None
    lang: str | None
    id: str | None
    k: int | None
    encoder: str
    ignore: tuple[str, ...]
    dask: str | None
    seed: int
    processes: int
    language: str


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of messages: that of ``--language``, else French when LANG is French, else English."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--language", nargs="?")
    asked = parser.parse_known_args(arguments)[0].language
    return asked if asked in ("fr", "en") else "fr" if environment.get("LANG", "").startswith("fr") else "en"


def read_options(arguments: Sequence[str], say: Say) -> Options:
    """The options, checked as far as they can be without the file; raises Refused, leaves after help."""
    given = _parser(say).parse_args(arguments)
    out = Path(given.out)
    if out.suffix.lower() not in SUFFIXES:
        raise Refused("command.suffix", file=out.name)
    if out.resolve() == Path(given.file).resolve():
        raise Refused("command.same_file", file=out.name)
    return Options(
        file=Path(given.file),
        out=out,
        text=given.text,
        lang=given.lang,
        id=given.id,
        k=None if given.k is None else _number("--k", given.k, 1),
        encoder=given.encoder,
        ignore=tuple(word.strip() for word in given.ignore.split(",") if word.strip()),
        dask=given.dask,
        seed=_number("--seed", given.seed, 0),
        processes=_number("--processes", given.processes, 1),
        language=asked_language(arguments, os.environ),
    )


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refused("command.usage")


def _parser(say: Say) -> argparse.ArgumentParser:
    class Formatter(argparse.HelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, say("command.help.usage") + " ")

    parser = _Parser(
        prog="python -m clustering",
        description=say("command.help"),
        formatter_class=Formatter,
        add_help=False,
        allow_abbrev=False,
    )
    options = parser.add_argument_group(say("command.help.options"))
    options.add_argument("file", help=say("command.help.file"), metavar="ideas.csv")
    options.add_argument("--out", required=True, help=say("command.help.out"), metavar="groups.xlsx")
    cores = str(min(os.cpu_count() or 1, MOST_PROCESSES))
    defaults = {"encoder": "bundled", "ignore": "", "seed": "0", "processes": cores}
    for name in ("text", "lang", "id", "k", "encoder", "ignore", "dask", "seed", "processes", "language"):
        about = say(f"command.help.{name}")
        options.add_argument(f"--{name}", default=defaults.get(name), help=about, metavar=name.upper())
    options.add_argument("-h", "--help", action="help", help=say("command.help.help"))
    return parser


def _number(option: str, text: str, least: int) -> int:
    """The whole number written there; raises Refused when it is none or too small."""
    if not text.isdecimal() or int(text) < least:
        raise Refused("command.number", option=option, text=text, least=least)
    return int(text)
