"""Cleaning what people type: nothing hidden, nothing lost that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.errors import RuleError
from facilitation.text import clean_text, clipped, tidy


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Jumelage", 8, "Jumelage"),
        ("Jumelage\net mentorat", 20, "Jumelage et mentorat"),
        ("Jumelage interculturel", 20, "Jumelage…"),
        ("Students – Saguenay", 14, "Students…"),
        ("Interculturellement", 10, "Intercult…"),
    ],
)
def test_text_is_clipped_between_two_words_and_ends_in_no_dash(text: str, limit: int, shown: str) -> None:
    assert clipped(text, limit) == shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Un   espace \t de trop ", "Un espace de trop"),
        ("deux\r\nlignes\r", "deux\nlignes"),
        ("un\x0bdeux\x0ctrois\x85quatre\u2028cinq\u2029six", "un\ndeux\ntrois\nquatre\ncinq\nsix"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("in\u200bvi\ufeffsible", "invisible"),
        ("nul\x00 et \x1b[31mcouleur", "nul et [31mcouleur"),
        ("seul\ud800 ici", "seul ici"),
        ("famille 👨‍👩‍👧", "famille 👨‍👩‍👧"),
        ("z" + "\u0335" * 30, "z" + "\u0335" * 4),
        ("<b>gras</b> =1+1 **x**", "<b>gras</b> =1+1 **x**"),
        ("\n".join("abcdefghijklmnop"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl m n o p"),
    ],
)
def test_tidy_keeps_what_can_be_read(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_clean_text_refuses_ten_megabytes_at_once() -> None:
    with pytest.raises(RuleError) as refusal:
        clean_text("x" * 10_000_000, 280, key="note")

    assert (refusal.value.key, refusal.value.values) == (
        "note.too_long",
        {"length": 10_000_000, "limit": 280},
    )


@given(st.text(max_size=300))
def test_tidy_twice_is_tidy_once_and_can_be_written(typed: str) -> None:
    once = tidy(typed)

    assert tidy(once) == once
    once.encode()
