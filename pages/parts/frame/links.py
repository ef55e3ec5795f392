"""The links of a workshop: to open, to copy, and as a code that a phone can read."""

from pathlib import Path

import segno
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from facilitation.rights import Keys, shown_code
from pages.parts.frame.server import settings
from pages.parts.frame.words import language, say
from web.downloads import DOCUMENTS, address
from web.script import bundle

_HERE = Path(__file__).parent
_shown = st.components.v2.component(
    "recolte_links",
    html='<div class="links"></div>',
    css=(_HERE / "links.css").read_text("utf-8"),
    js=bundle(_HERE / "links.js"),
)

_entering = st.components.v2.component("recolte_enter", js=bundle(_HERE / "enter.js"))


def enter(code: str, facilitator: str) -> None:
    """Takes this browser through the facilitator's link: it gets its key, then the run sheet."""
    _entering(data={"path": f"/f/{code}/{facilitator}"}, key="enter", height=1)


def workshop_links(code: str, keys: Keys | None, scribe: str, *, key: str, greet: bool = False) -> None:
    """All links of a workshop; the first three are secret. Says so when no phone can reach this computer.

    Without `keys`, of which only hashes are stored, their two links cannot be shown again: says that too.
    `greet`: the first one gets the focus, for somebody who has just asked for them.
    """
    here = settings().base_url()
    if here is None:
        st.warning(say("console.links.unreachable"), icon=":material/wifi_off:")
    base = here or f"http://localhost:{settings().port}"
    links = [_link("scribe", base, f"/s/{code}/{scribe}")]
    if keys is None:
        st.info(say("console.links.not_shown"), icon=":material/key_off:")
        st.page_link("home.py", label=say("console.page.home"), icon=":material/home:")
    else:
        links[:0] = [
            _link("facilitator", base, f"/f/{code}/{keys.facilitator}"),
            _link("committee", base, f"/c/{code}/{keys.committee}"),
        ]
    if here is not None:
        links.append(_link("join", base, f"/j/{code}"))
    words = {name: say(f"console.links.{name}") for name in ("copy", "copied", "open")}
    codes = [
        _qr("qr", f"{base}/j/{code}", shown_code(code)),
        _qr("scribe_qr", f"{base}/s/{code}/{scribe}", say("console.links.scribe_qr_caption")),
    ]
    data = {"links": links, "codes": codes if here else [], "words": words, "greet": greet}
    _shown(data=data, key=key)


def files(code: str, *, at: DeltaGenerator) -> None:
    """What a facilitator can take away of a workshop: its summary, its workbook, its archive."""
    for what in DOCUMENTS:
        label, url = say(f"console.files.{what}"), address(code, what, language())
        at.link_button(label, url, icon=":material/download:")


def invitation_link(secret: str) -> None:
    """The link that lets one more browser administer, to copy; this browser has no use for it."""
    base = settings().base_url() or f"http://localhost:{settings().port}"
    link = _link("invitation", base, f"/admin/{secret}") | {"open": ""}
    words = {name: say(f"console.links.{name}") for name in ("copy", "copied")}
    _shown(data={"links": [link], "codes": [], "words": words, "greet": True}, key="invitation")


def join_code(code: str, *, key: str) -> None:
    """The code that phones scan, alone; nothing when no phone can reach this computer."""
    if (base := settings().base_url()) is not None:
        codes = [_qr("qr", f"{base}/j/{code}", shown_code(code))]
        _shown(data={"links": [], "codes": codes, "words": {}}, key=key)


def _qr(name: str, url: str, caption: str) -> dict[str, str]:
    """An address as a code to scan, what it is for, and what to read under it."""
    drawn = segno.make(url, micro=False).svg_data_uri(scale=6, border=2)
    return {"src": drawn, "alt": say(f"console.links.{name}"), "caption": caption}


def _link(name: str, base: str, path: str) -> dict[str, str]:
    """The whole address to hand out, and the path to open on the host that this browser already uses."""
    label, note = say(f"console.links.{name}"), say(f"console.links.{name}.note")
    return {"label": label, "note": note, "url": f"{base}{path}", "open": path}
