"""One look everywhere: what the colours' roles promise, and who takes them."""

import tomllib
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from facilitation.model import Hat
from reports.look import GROUNDS, OTHERS, ROLES, SIGNS, TEXTS, drawing, sheet

ROOT = Path(__file__).parents[2]
SCHEMES = (0, 1)


def _luminance(colour: str) -> float:
    """Relative luminance of «#rrggbb» (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert _contrast("#ffffff", "#000000") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_texts_stand_out_from_every_ground(scheme: int) -> None:
    pairs = product(TEXTS.items(), GROUNDS.items())
    low = [(text, ground) for (text, a), (ground, b) in pairs if _contrast(a[scheme], b[scheme]) < 7]
    assert low == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_filled_signs_and_outlines_stand_out(scheme: int) -> None:
    for ground in ("main", "warn", "caution"):
        assert _contrast(OTHERS[f"on-{ground}"][scheme], ROLES[ground][scheme]) >= 7
    for ground in GROUNDS.values():
        assert _contrast(OTHERS["edge"][scheme], ground[scheme]) >= 4


@pytest.mark.parametrize("hat", Hat)
def test_sign_of_a_hat_is_drawn_in_an_ink_that_shows(hat: Hat) -> None:
    sign = SIGNS[hat]
    assert _contrast(sign.ink, sign.ground) >= 4.5
    assert ElementTree.fromstring(drawing(sign))[0].attrib == {"d": sign.path}


def test_signs_differ_without_their_colours() -> None:
    assert len({sign.path for sign in SIGNS.values()}) == len(Hat)


def test_streamlit_is_themed_with_the_same_roles() -> None:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]
    assert theme["primaryColor"] == ROLES["main"][0]
    assert theme["backgroundColor"] == ROLES["card"][0]
    assert theme["secondaryBackgroundColor"] == ROLES["page"][0]
    assert theme["textColor"] == ROLES["ink"][0]


def test_phones_use_no_colour_that_has_no_role() -> None:
    asked = (ROOT / "phone/static/phone.css").read_text("utf-8").split("var(--")[1:]
    own = {"paper", "text"}  # the hats' own
    assert {one.split(")")[0] for one in asked} - own <= set(ROLES)
    assert all(f"--{role}:" in sheet() for role in ROLES)
