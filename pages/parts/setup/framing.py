"""The framing sheet as a form: for a new workshop, and to correct it later."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import streamlit as st

from facilitation.model import Framing, Kind
from locales import sentence
from pages.parts.frame.console import fields
from pages.parts.frame.words import say

_KINDS = ("student", "education", "organisation", "employer", "citizen", "research")
_BLANK_ROWS = 2
KindRow: TypeAlias = tuple[str | None, str, str, bool]  # code, French, English, essential
_LINES = ("organisation", "contact", "retention", "hosting")


def framing_form(
    name: str, submit: str, before: Framing | None = None, used: Collection[str] = ()
) -> Framing | None:
    """Draws the form; the framing once it is sent, else None. Kinds in `used` cannot be taken away."""
    start = before or suggested()
    with st.form(fields(name), enter_to_submit=False):
        title = st.text_input(say("console.frame.title"), start.title, max_chars=160)
        title_en = st.text_input(say("console.frame.title_en"), start.title_en, max_chars=160)
        question_fr = st.text_area(say("console.frame.question_fr"), start.question_fr, height=80)
        question_en = st.text_area(say("console.frame.question_en"), start.question_en, height=80)
        rule = st.text_area(say("console.frame.decision_rule"), start.decision_rule, height=80)
        rule_en = st.text_area(say("console.frame.decision_rule_en"), start.decision_rule_en, height=80)
        numbers = _numbers(start)
        kinds = _kinds(name, start, used)
        lines = _lines(start)
        sent = st.form_submit_button(submit, type="primary")
    if not sent:
        return None
    texts = {"title": title, "title_en": title_en, "decision_rule": rule, "decision_rule_en": rule_en}
    questions = {"question_fr": question_fr, "question_en": question_en}
    given: dict[str, Any] = _given(texts | questions) | numbers | lines
    return replace(start, kinds=kinds, **given)


def suggested() -> Framing:
    """A framing to start from: the usual kinds, 58 → 8 → 3, and who decides."""
    kinds = tuple(
        Kind(code, sentence("fr", f"kind.{code}"), sentence("en", f"kind.{code}"), code == "student")
        for code in _KINDS
    )
    return Framing(
        "",
        "",
        "",
        sentence("fr", "console.frame.rule_default"),
        kinds,
        decision_rule_en=sentence("en", "console.frame.rule_default"),
        tables=9,
        retention=say("console.frame.retention_default"),
    )


def code_of(label: str, taken: Collection[str]) -> str:
    """A code for a new kind, made of its French label; never one that is taken."""
    letters = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:24] or "kind"
    return next(
        code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}_{n}") not in taken
    )


def kinds_from(
    rows: Collection[KindRow], labels: Mapping[str, Kind], used: Collection[str]
) -> tuple[Kind, ...]:
    """The kinds in those rows; an emptied row goes, unless people belong to it."""
    kept: dict[str, Kind] = {}
    for code, french, english, essential in rows:
        if french.strip():
            id = code or code_of(french, (*kept, *labels))
            kept[id] = Kind(id, french.strip()[:80], (english.strip() or french.strip())[:80], essential)
        elif code is not None and code in used:
            kept[code] = replace(labels[code], essential=essential)
    return tuple(kept.values())


def _numbers(start: Framing) -> dict[str, int]:
    limits = {"tables": (0, 99), "target_projects": (1, 99), "target_areas": (1, 99)}
    places = st.columns(len(limits))
    return {
        name: int(place.number_input(say(f"console.frame.{name}"), low, high, getattr(start, name), step=1))
        for place, (name, (low, high)) in zip(places, limits.items(), strict=True)
    }


def _kinds(name: str, start: Framing, used: Collection[str]) -> tuple[Kind, ...]:
    st.markdown(f"**{say('console.frame.kinds')}**")
    st.caption(say("console.frame.kinds_note"))
    known: list[Kind | None] = [*start.kinds, *[None] * _BLANK_ROWS]
    rows = [
        _kind_row(f"{fields(name)}_kind_{number}", number, kind) for number, kind in enumerate(known, start=1)
    ]
    return kinds_from(rows, {kind.code: kind for kind in start.kinds}, used)


def _kind_row(key: str, number: int, kind: Kind | None) -> KindRow:
    left, right, last = st.columns([4, 4, 3], vertical_alignment="bottom")
    french = left.text_input(
        say("console.frame.kind_fr", number=number), kind.label_fr if kind else "", key=f"{key}_fr"
    )
    english = right.text_input(
        say("console.frame.kind_en", number=number), kind.label_en if kind else "", key=f"{key}_en"
    )
    essential = last.checkbox(
        say("console.frame.essential"), kind.essential if kind else False, key=f"{key}_essential"
    )
    return (kind.code if kind else None), french or "", english or "", essential


def _lines(start: Framing) -> dict[str, str]:
    places = st.columns(2) * 2
    return {
        name: place.text_input(say(f"console.frame.{name}"), getattr(start, name), max_chars=160) or ""
        for place, name in zip(places, _LINES, strict=True)
    }


def _given(texts: Mapping[str, str | None]) -> dict[str, str]:
    return {name: text or "" for name, text in texts.items()}
