"""The paper kit: idea slips, ballots, hat cards, canvas and consent as a PDF, for the day when phones fail.

What people wrote reaches the typesetter as data, never as markup.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from facilitation.model import Framing, Hat, Workshop
from facilitation.rights import shown_code
from facilitation.rules.rounds import cap_for, dots_for
from facilitation.tallies.votes import is_blind
from locales import Language, either, sentence
from reports.labels import item_title
from reports.look import SIGNS, drawing

TEMPLATE = Path(__file__).with_name("kit.typ")
BALLOTS = 4  # in as many orders, so that nothing is first on all of them
FIELDS = 16
_WORDS = (
    "slip", "slip_note", "table", "kind", "ballot", "canvas", "cell", "consent", "consent_note",
)  # fmt: skip
_BOXES = ("terms", "credit", "reinvite", "research")


def paper_kit(workshop: Workshop, language: Language, code: str) -> bytes:
    """The kit as a PDF on letter paper, the canvas on tabloid."""
    import typst  # noqa: PLC0415 (80 MB, read only when something is printed)

    made = typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"kit": msgspec.json.encode(kit(workshop, language, code)).decode()},
        ignore_system_fonts=True,  # the same pages on every computer
    )
    assert isinstance(made, bytes)
    return made


def kit(workshop: Workshop, language: Language, code: str) -> dict[str, Any]:
    """Everything that is printed, as plain values."""
    framing = workshop.framing.spoken(language) if workshop.framing else None
    question = either(language, framing.question_fr, framing.question_en) if framing else ""
    items, dots, cap = _vote(workshop, language)
    return {
        "lang": language,
        "title": framing.title if framing else "",
        "question": question,
        "code": shown_code(code),
        "words": {name: sentence(language, f"kit.{name}") for name in _WORDS},
        "kinds": [either(language, kind.label_fr, kind.label_en) for kind in framing.kinds]
        if framing
        else [],
        "consent": _consent(framing, language),
        "boxes": [sentence(language, f"phone.consent.{name}") for name in _BOXES],
        "ballots": _orders(items),
        "cap": cap,
        "rule": sentence(language, "kit.rule", dots=dots, cap=cap),
        "hats": [_hat(hat, language) for hat in Hat],
        "fields": [sentence(language, f"kit.field.{number}") for number in range(1, FIELDS + 1)],
    }


def _vote(workshop: Workshop, language: Language) -> tuple[list[str], int, int]:
    """What is voted on, dots, and dots for one: of the vote that runs, else of the projects as they stand.

    Without any project, as many empty lines as the framing wants.
    """
    round = workshop.round
    if round is not None and is_blind(round) and round.way.dotted:
        return [item_title(workshop, item, language) for item in round.items], round.dots, round.cap
    titles = [item_title(workshop, one.id, language) for one in workshop.standing_projects()]
    wanted = min(workshop.framing.target_projects, 12) if workshop.framing else 8
    items = titles or [""] * wanted
    return items, dots_for(len(items)), cap_for(len(items))


def _orders(items: Sequence[str]) -> list[list[str]]:
    """The same items, each ballot beginning further down."""
    starts = [len(items) * number // BALLOTS for number in range(BALLOTS)]
    return [[*items[start:], *items[:start]] for start in starts]


def _consent(framing: Framing | None, language: Language) -> list[str]:
    """The sentences that phones show, as far as the framing fills them."""

    def said(name: str, key: str, without: str = "") -> str:
        value = str(getattr(framing, name, ""))
        if value:
            return sentence(language, f"phone.consent.{key}", None, **{name: value})
        return sentence(language, f"phone.consent.{without}") if without else ""

    lines = [
        said("organisation", "who", "team"),
        sentence(language, "phone.consent.free"),
        sentence(language, "phone.consent.nameless"),
        said("retention", "kept"),
        said("hosting", "hosted"),
        said("contact", "contact", "ask"),
    ]
    return [line for line in lines if line]


def _hat(hat: Hat, language: Language) -> dict[str, Any]:
    asked = [sentence(language, f"phone.hat.{hat}.{number}") for number in range(1, 5)]
    start = sentence(language, f"phone.hat.{hat}.start")
    name = sentence(language, f"hat.name.{hat}")
    sign = SIGNS[hat]
    look = {"sign": drawing(sign), "paper": sign.ground, "ink": sign.ink}
    return {"name": name, **look, "lines": asked, "start": start}
