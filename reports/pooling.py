"""Small kinds said together, so that nobody is recognised by a rare one (R-50)."""

from collections.abc import Mapping
from dataclasses import dataclass

from facilitation.model import Framing
from facilitation.privacy import IN_FILES
from locales import Language, either, sentence


@dataclass(frozen=True, slots=True)
class Pool:
    """One line of a table by kind: one kind with enough people, or several together."""

    kinds: tuple[str | None, ...]
    heads: int
    together: bool


def pooled(heads: Mapping[str | None, int], least: int = IN_FILES) -> tuple[Pool, ...]:
    """Heads by kind, the kinds under `least` in one pool at the end.

    The pool takes the next smallest kind too while it has fewer than `least` heads, or when it would
    hold a single kind that the reader could name by elimination; empty kinds then say nothing either.
    """
    by_size = sorted((kind for kind in heads if heads[kind]), key=lambda kind: heads[kind])
    small = [kind for kind in by_size if heads[kind] < least]
    for kind in by_size[len(small) :]:
        if not small or (len(small) > 1 and sum(heads[one] for one in small) >= least):
            break
        small.append(kind)
    alone = [kind for kind in heads if kind not in small and (heads[kind] or not small)]
    pools = [Pool((kind,), heads[kind], together=False) for kind in alone]
    if small:
        kept = tuple(kind for kind in heads if kind in small)
        pools.append(Pool(kept, sum(heads[kind] for kind in small), together=True))
    return tuple(pools)


def pool_name(pool: Pool, framing: Framing | None, language: Language) -> str:
    """How that line is called; never a list of the small kinds."""
    if pool.together:
        return sentence(language, "file.kind.together")
    return kind_name(pool.kinds[0], framing, language)


def kind_name(code: str | None, framing: Framing | None, language: Language) -> str:
    """The label of a kind; a kind that was taken out of the framing keeps its code."""
    if code is None:
        return sentence(language, "kind.none")
    kind = framing.kind(code) if framing else None
    return either(language, kind.label_fr, kind.label_en) if kind else code
