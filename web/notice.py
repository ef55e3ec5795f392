"""A page of one sentence, for what cannot be opened."""

from html import escape

from starlette.responses import HTMLResponse

from locales import Language, sentence

_STYLE = (
    "body{font:1.25rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem;"
    "color:#17211a;background:#fff}a{color:#14532d}h1{font-size:1.6rem}"
    "@media(prefers-color-scheme:dark){body{color:#f3f6f1;background:#10160f}a{color:#a7d7b0}}"
)


def notice(language: Language, text: str, status: int) -> HTMLResponse:
    """The page, with a link to the place where a join code can be typed."""
    back = escape(sentence(language, "notice.back"))
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>Récolte</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>Récolte</h1><p>{escape(text)}</p>"
        f'<p><a href="/j">{back}</a></p></main></body></html>'
    )
    return HTMLResponse(page, status_code=status)
