"""A facilitator's hands without a mouse: Tab until one is there, and see at each stop where one is."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.running import settled

SEE = Path(__file__).with_name("seen.js").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Stop:
    """What has the focus, as a screen reader names it."""

    role: str
    name: str
    around: tuple[str, ...]


class Hands:
    """Ten fingers on one page; counts every key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0
        self.walks: list[int] = []
        self.lost: list[str] = []
        self._pressed = ""
        page.context.add_init_script(SEE)
        page.evaluate(SEE)
        self._browser: CDPSession = page.context.new_cdp_session(page)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.presses += 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.presses += len(text)
        self.page.keyboard.type(text)

    def retype(self, text: str) -> None:
        """In place of what stands in the field."""
        self.press("ControlOrMeta+a")
        self.type(text)

    def stop(self) -> Stop:
        """Where the focus is now."""
        at = self._browser.send("Runtime.evaluate", {"expression": "window.recolteSeen.focused()"})["result"]
        asked = {"objectId": at["objectId"], "fetchRelatives": False}
        (node, *_) = self._browser.send("Accessibility.getPartialAXTree", asked)["nodes"]
        return Stop(_value(node, "role"), " ".join(_value(node, "name").split()), self._around())

    def tab_to(
        self,
        role: str,
        name: str,
        *,
        within: str = "",
        back: bool = False,
        whole: bool = False,
        limit: int = 40,
    ) -> Stop:
        """Tab until that control has the focus; its focus must be seen, and nothing may lie on it."""
        passed: list[str] = []
        settled(self.page)
        if role in ("button", "checkbox", "link", "radio"):  # one looks for it before one reaches for it
            self.page.get_by_role(role, name=name).first.wait_for()  # type: ignore[arg-type]
        self._still_somewhere()
        self.page.evaluate("recolteSeen.remember()")
        for _ in range(limit + 1):
            at = self._next(back)
            named = at.name == name or (not whole and at.name.startswith(name))
            if at.role == role and named and (not within or within in at.around):
                self._seen(at)
                self.walks.append(len(passed) + 1)
                return at
            passed.append(f"{at.role} «{at.name}»")
        raise AssertionError(f"no way to {role} «{name}» in {limit} keys:\n" + "\n".join(passed))

    def go(self, role: str, name: str, key: str = "Enter", **how: Any) -> None:
        """To a control, and press it."""
        self.tab_to(role, name, **how)
        self.press(key)
        self._pressed = name

    def moved_to(self, page: Page) -> "Hands":
        """The same hands on another window."""
        other = Hands(page)
        other.presses, other.walks, other.lost = self.presses, self.walks, self.lost
        return other

    def _still_somewhere(self) -> None:
        """What was pressed may go away; whoever pressed it must not be sent back to the top of the page."""
        deadline = time.monotonic() + 1
        while self._pressed and self.page.evaluate("document.activeElement === document.body"):
            if time.monotonic() > deadline:
                self.lost.append(self._pressed)
                return
            time.sleep(0.05)

    def _next(self, back: bool) -> Stop:
        self.press("Shift+Tab" if back else "Tab")
        return self.stop()

    def _around(self) -> tuple[str, ...]:
        """The keyed containers and named regions in which the focus is."""
        return tuple(self.page.evaluate("recolteSeen.around()"))

    def _seen(self, at: Stop) -> None:
        deadline = time.monotonic() + 2  # a ring may fade in
        while not (
            self.page.evaluate("recolteSeen.ringed()") and self.page.evaluate("recolteSeen.uncovered()")
        ):
            if time.monotonic() > deadline:
                seen = {name: self.page.evaluate(f"recolteSeen.{name}()") for name in ("ringed", "uncovered")}
                raise AssertionError(f"the focus on {at.role} «{at.name}» is not to be seen: {seen}")
            time.sleep(0.05)


def _value(node: dict[str, Any], name: str) -> str:
    return str(node.get(name, {}).get("value", ""))
