"""How Récolte looks, on phones, console, projector and paper: the colours' roles and the hats' signs.

Every text role stands 7:1 or more on every ground role, because a projector's lamp washes colours out
(method §4.3); `edge` is for outlines (3:1 is asked, 4:1 kept). The hats' colours are the method's (§2.1).
"""

from dataclasses import dataclass

from facilitation.model import Hat

# role: light, dark
GROUNDS = {
    "page": ("#f6f5f0", "#0d1410"),
    "card": ("#ffffff", "#1b2420"),
    "tint": ("#e6f0ea", "#1f3329"),
    "warn-tint": ("#fdeeee", "#3a1515"),
}
TEXTS = {
    "ink": ("#17211a", "#f5f8f5"),
    "soft": ("#45514a", "#c3cdc6"),
    "main": ("#14532d", "#86efac"),
    "warn": ("#7f1d1d", "#fecaca"),
}
OTHERS = {
    "on-main": ("#ffffff", "#0d1410"),
    "on-warn": ("#ffffff", "#0d1410"),
    "caution": ("#fde68a", "#fde68a"),
    "on-caution": ("#17211a", "#17211a"),
    "line": ("#d5d8cf", "#36423b"),
    "edge": ("#6b756e", "#93a39a"),
}
ROLES = GROUNDS | TEXTS | OTHERS


@dataclass(frozen=True, slots=True)
class Sign:
    """A hat's drawing: an SVG path of lines on a square of 24, its colours, an edge for any page."""

    path: str
    ground: str
    ink: str
    edge: str


SIGNS = {
    Hat.WHITE: Sign("M12 11v7M12 6h.01", "#ffffff", "#111827", "#6b7280"),
    Hat.RED: Sign("M12 19 5.6 12.4a4 4 0 0 1 6.4-4.7 4 4 0 0 1 6.4 4.7Z", "#b91c1c", "#ffffff", "#fecaca"),
    Hat.BLACK: Sign("M12 5v8M12 18.4h.01", "#111827", "#ffffff", "#d1d5db"),
    Hat.YELLOW: Sign("M12 5.5v13M5.5 12h13", "#facc15", "#111827", "#854d0e"),
    Hat.GREEN: Sign("M7 17 17 7M9.5 7H17v7.5", "#166534", "#ffffff", "#bbf7d0"),
    Hat.BLUE: Sign("M12 5.5a6.5 6.5 0 1 0 .01 0M12 12h.01", "#1d4ed8", "#ffffff", "#bfdbfe"),
}


def variables() -> str:
    """The roles as custom properties; the `color-scheme` of where they stand decides which of the two."""
    return "".join(f"--{role}:light-dark({light},{dark});" for role, (light, dark) in ROLES.items())


def sheet() -> str:
    """The same as a stylesheet that follows the device, for browsers of before 2024 too."""
    light, dark = (";".join(f"--{role}:{both[i]}" for role, both in ROLES.items()) for i in (0, 1))
    return f":root{{{light};color-scheme:light dark}}\n@media(prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def drawing(sign: Sign) -> str:
    """The sign as an SVG file, in its own ink."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{sign.ink}" '
        f'stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><path d="{sign.path}"/></svg>'
    )
