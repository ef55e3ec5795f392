"""Pages without a script: one sentence for what cannot be opened, and the question before an admission."""

from html import escape
from pathlib import Path
from urllib.parse import quote

from starlette.responses import HTMLResponse

from facilitation.administrators import NAME_LIMIT
from locales import Language, sentence

_ADMISSION = ("title", "what", "name", "hint", "button")
_STYLE = Path(__file__).with_name("notice.css").read_text("utf-8")

# A form of ours says where it was sent from, and never its path, in which a key may stand. Without any
# referrer a browser would say «null», which on a plain http address is all that tells us from another site.
OWN_FORM = {"referrer-policy": "strict-origin", "cache-control": "no-store"}


def notice(language: Language, text: str, status: int) -> HTMLResponse:
    """The page, with a link to the place where a join code can be typed."""
    back = escape(sentence(language, "notice.back"))
    body = f'<p>{escape(text)}</p><p><a href="/j">{back}</a></p>'
    return HTMLResponse(_page(language, body), status_code=status)


def admission(language: Language, path: str) -> HTMLResponse:
    """The page that asks before it makes this browser an administrator: the button posts to that path."""
    other: Language = "en" if language == "fr" else "fr"
    said = {name: escape(sentence(language, f"admission.{name}")) for name in _ADMISSION}
    switch = (
        f'<a class="switch" href="/language/{other}?next={quote(path)}" lang="{other}" hreflang="{other}">'
        f"{escape(sentence(language, 'phone.switch'))}</a>"
    )
    body = (
        f"<h2>{said['title']}</h2><p>{said['what']}</p>"
        f'<form method="post" action="{escape(quote(path))}">'
        f'<label for="name">{said["name"]}</label><p id="hint" class="hint">{said["hint"]}</p>'
        f'<input id="name" name="name" maxlength="{NAME_LIMIT}" autocomplete="off" aria-describedby="hint">'
        f'<button type="submit" autofocus>{said["button"]}</button></form>'
    )
    return HTMLResponse(_page(language, body, switch), headers=OWN_FORM)


def _page(language: Language, body: str, switch: str = "") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>Récolte</title>'
        f"<style>{_STYLE}</style></head><body><main>"
        f'<div class="top"><h1>Récolte</h1>{switch}</div>{body}</main></body></html>'
    )
