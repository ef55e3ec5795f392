"""Every screen at every moment of the finished example, in both languages, as pictures to look at.

`python -m bench.screenshots [--out screenshots] [--only vote]` opens the example as it was at each moment,
and writes what the projector shows (1024 × 768 and 1920 × 1080), the facilitator's console (1366 × 768) and a
phone (360 × 740), light and dark; the console is always light. Those that README shows are copied to `docs/`.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.moments import MOMENTS, REVEAL, Place, placed
from tests.running import Server
from tests.talking import Phone

SIZES = {
    "projector-1024": (1024, 768),
    "projector-1920": (1920, 1080),
    "console": (1366, 768),
    "phone": (360, 740),
}
SCHEMES = ("light", "dark")
README = (
    "projector-1024-check_in", "phone-ideas", "console-ideas", "console-grouping", "projector-1024-groups",
    "phone-vote", "projector-1024-result", "projector-1024-hats", "console-closing",
)  # fmt: skip


def main() -> None:
    """Takes the pictures, and says how many there are."""
    asked = argparse.ArgumentParser(description="Pictures of every screen of the finished example.")
    asked.add_argument("--out", type=Path, default=Path("screenshots"))
    asked.add_argument("--only", choices=[one.name for one in MOMENTS + REVEAL])
    options = asked.parse_args()
    moments = [one for one in MOMENTS + REVEAL if options.only in (None, one.name)]
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        taken: list[Path] = []
        for moment in moments:
            place = placed(server, moment)  # only now: a pitch does not wait for the pictures before it
            server.start()
            try:
                taken.extend(_all(browser, server, place, options.out))
            finally:
                server.end()
    docs = Path(__file__).parents[1] / "docs"
    docs.mkdir(exist_ok=True)
    for name in README:
        source = options.out / f"{name}-fr-light.png"
        if source in taken:
            shutil.copy(source, docs / f"{name}.png")
    print(f"{len(taken)} pictures in {options.out}")


def _all(browser: Browser, server: Server, place: Place, out: Path) -> Iterator[Path]:
    for language in ("fr", "en"):
        phone = Phone.join(server, place.code, language=language)
        for screen in SIZES:
            for scheme in SCHEMES if screen != "console" else SCHEMES[:1]:
                with _window(browser, screen, language, scheme) as window:
                    page = _page(window, server, place, screen, phone.token, language)
                    path = out / f"{screen}-{place.moment.name}-{language}-{scheme}.png"
                    page.screenshot(path=path)
                    yield path
        phone.close()


@contextmanager
def _window(browser: Browser, screen: str, language: str, scheme: str) -> Iterator[BrowserContext]:
    width, height = SIZES[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=f"{language}-CA",
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    yield context
    context.close()


def _page(
    context: BrowserContext, server: Server, place: Place, screen: str, token: str, language: str
) -> Page:
    """The page of that screen, once it is drawn."""
    page = context.new_page()
    if screen == "phone":
        context.add_cookies(
            [{"name": name, "value": value, "url": server.url} for name, value in (("recolte_p", token),)]
        )
        page.goto(f"{server.url}/w/{place.code}")
        page.locator("#now").wait_for()
        return page
    page.goto(f"{server.url}/language/{language}")
    page.goto(f"{server.url}/f/{place.code}/{place.key}")
    name = place.moment.page if screen == "console" else "projector"
    page.goto(f"{server.url}/{name}?w={place.code}&lang={language}")
    page.get_by_role("heading", level=1).first.wait_for(timeout=60_000)
    page.wait_for_timeout(2_500 if screen == "console" else 600)  # figures are drawn after the rest
    return page


if __name__ == "__main__":
    main()
