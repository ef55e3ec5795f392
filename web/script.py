"""Scripts as modules: one script from an entry and all that it imports, as a page takes it.

Modules share one scope once they are joined, so a name stands at the top of one of them only. They may say
`import { a, b } from "./other.js";`, `import "./other.js";`, `export` before a declaration, and in the entry
of a component `export default function`.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|class|const|function|let) )", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export (?!default function)).*", re.MULTILINE)
_COMMENT = re.compile(r"(^| +)//( .*)?$")
_EMPTY_END = re.compile(r"[,;]?\n(?=[})\]])|(?<=[{(\[,;=>|&?:])\n|\n(?=[.?:|&=])")  # ends no statement
_NAME = re.compile(r"^(export )?(?:async function|class|const|function|let) ([\w$]+)", re.MULTILINE)


@cache
def bundle(entry: Path) -> str:
    """One script: every module that `entry` imports, once, then `entry`; without comments and indentation.

    Raises ValueError for what cannot be joined: a module or a name that is not there, a name that stands at
    the top of two modules, or another way to import or export.
    """
    modules = dict(_modules(entry.resolve(), set()))
    owners: dict[str, Path] = {}
    for path, text in modules.items():
        for _, name in _NAME.findall(text):
            if owners.setdefault(name, path) != path:
                raise ValueError(f"{path.name} and {owners[name].name} both declare {name}")
    return "".join(_alone(path, text) for path, text in modules.items())


def light(text: str) -> str:
    """A script or a sheet without indentation and comments at the ends of lines.

    A space before // is never inside a text of ours. Raises ValueError for a template over several lines.
    """
    lines = (_COMMENT.sub("", line.strip()) for line in text.splitlines())
    kept = [line for line in lines if line]
    for line in kept:
        if line.count("`") % 2:
            raise ValueError(f"a template over several lines would lose its indentation: {line}")
    return "".join(f"{line}\n" for line in kept)


def tight(script: str) -> str:
    """A light script without the ends of lines that end no statement, nor a space before a block."""
    return _EMPTY_END.sub("", script.replace(" {\n", "{\n"))


def _modules(path: Path, seen: set[Path]) -> Iterator[tuple[Path, str]]:
    """(module, text), each after those that it imports; modules that import each other, once."""
    seen.add(path)
    text = path.read_text("utf-8")
    for names, other in _IMPORT.findall(text):
        there = (path.parent / other).resolve()
        if not there.is_file():
            raise ValueError(f"{path.name} imports {other}, which is not there")
        offered = {name for exported, name in _NAME.findall(there.read_text("utf-8")) if exported}
        if missing := {name for name in re.split(r"[,\s]+", names) if name} - offered:
            raise ValueError(f"{path.name} imports {sorted(missing)}, which {other} does not export")
        if there not in seen:
            yield from _modules(there, seen)
    yield path, text


def _alone(path: Path, text: str) -> str:
    bare = light(_EXPORT.sub("", _IMPORT.sub("", text)))
    if other := _OTHER.search(bare):
        raise ValueError(f"{path.name} imports or exports in a way that is not joined: {other.group()}")
    return bare
