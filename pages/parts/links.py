"""The links of a workshop: to open, to copy, and as a code that a phone can read."""

from pathlib import Path

import segno
import streamlit as st

from facilitation.rights import shown_code
from pages.parts.server import settings
from pages.parts.words import say

_HERE = Path(__file__).parent
_shown = st.components.v2.component(
    "recolte_links",
    html='<div class="links"></div>',
    css=(_HERE / "links.css").read_text("utf-8"),
    js=(_HERE / "links.js").read_text("utf-8"),
)

_entering = st.components.v2.component(
    "recolte_enter", js="export default function ({ data }) {\n  location.assign(data.path);\n}\n"
)


def enter(code: str, facilitator: str) -> None:
    """Takes this browser through the facilitator's link: it gets its key, then the run sheet."""
    _entering(data={"path": f"/f/{code}/{facilitator}"}, key="enter", height=1)


def workshop_links(code: str, facilitator: str, committee: str, *, key: str) -> None:
    """All links of a workshop; the first two are secret. Says so when no phone can reach this computer."""
    here = settings().base_url()
    if here is None:
        st.warning(say("console.links.unreachable"), icon=":material/wifi_off:")
    base = here or f"http://localhost:{settings().port}"
    links = [
        _link("facilitator", base, f"/f/{code}/{facilitator}"),
        _link("committee", base, f"/c/{code}/{committee}"),
    ]
    if here is not None:
        links.append(_link("join", base, f"/j/{code}"))
    words = {name: say(f"console.links.{name}") for name in ("copy", "copied", "open", "qr")}
    qr = segno.make(f"{base}/j/{code}", micro=False).svg_data_uri(scale=6, border=2) if here else ""
    _shown(data={"links": links, "qr": qr, "code": shown_code(code), "words": words}, key=key)


def _link(name: str, base: str, path: str) -> dict[str, str]:
    """The whole address to hand out, and the path to open on the host that this browser already uses."""
    label, note = say(f"console.links.{name}"), say(f"console.links.{name}.note")
    return {"label": label, "note": note, "url": f"{base}{path}", "open": path}
