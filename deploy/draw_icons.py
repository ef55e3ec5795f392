"""`python deploy/draw_icons.py` draws the phone's icons from `phone/static/icons/icon.svg`; commit them."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parents[1] / "phone" / "static" / "icons"
# Name, size, and whether the square is filled to its edges: launchers cut a shape of their own out of it.
ICONS = (
    ("icon-192.png", 192, False),
    ("icon-512.png", 512, False),
    ("icon-maskable.png", 512, True),
    ("icon-apple.png", 180, True),
)


def main() -> None:
    """Writes the PNG files beside the drawing."""
    drawing = (FOLDER / "icon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, size, full in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            shown = drawing.replace(' rx="2"', "") if full else drawing
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{shown}")
            page.screenshot(path=FOLDER / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
