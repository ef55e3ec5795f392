"""A console that is open all day holds no more at night than in the morning; each page follows once."""

from playwright.sync_api import CDPSession, Page, Route, expect

from locales import sentence
from tests.browser.acting import CONSOLE
from tests.browser.conftest import LAPTOP, Open
from tests.running import Server
from tests.talking import Phone, open_workshop

ROUNDS = 2
COUNTED = ("JSEventListeners", "Nodes", "Documents")


def test_console_holds_nothing_of_pages_that_were_left(window: Open, server: Server) -> None:
    desk = open_workshop(server)
    page = window(LAPTOP)
    with page.expect_request("**/live/**"):
        page.goto(f"{server.url}/f/{desk.code}/{desk.key}")
    streams: list[str] = []
    page.on("request", lambda asked: streams.append(asked.url) if "/live/" in asked.url else None)
    probe = page.context.new_cdp_session(page)
    probe.send("Performance.enable")
    first, *others = [_round(page, probe, streams, server, desk.code) for _ in range(1 + ROUNDS)]
    assert all(later[name] <= first[name] * 1.1 for later in others for name in COUNTED), (first, others)


def _round(page: Page, probe: CDPSession, streams: list[str], server: Server, code: str) -> dict[str, float]:
    """Every page of the console, a person who comes in while each is open; then what is held."""
    for name in (*CONSOLE[1:], CONSOLE[0]):
        streams.clear()
        title = sentence("fr", f"console.page.{name}")
        with page.expect_request("**/live/**"):
            page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
        expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()
        page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
        page.wait_for_timeout(500)
        # Of two parts that ask to be drawn anew in the same millisecond, Streamlit hears one.
        assert len(streams) == 1, name
    phone = Phone.join(server, code)
    phone.close()
    page.wait_for_timeout(2_500)  # the run sheet has drawn who came in
    probe.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in probe.send("Performance.getMetrics")["metrics"]}
    return {name: found[name] for name in COUNTED}


def test_screen_whose_stream_was_refused_opens_it_again(window: Open, server: Server) -> None:
    desk, page = open_workshop(server), window(LAPTOP)
    answers: list[int] = []

    def refused_once(route: Route) -> None:
        answers.append(429 if not answers else 200)
        if answers[-1] == 429:
            route.fulfill(status=429, headers={"retry-after": "15"})
        else:
            route.continue_()

    page.route("**/live/**", refused_once)
    with page.expect_response(lambda one: "/live/" in one.url and one.ok, timeout=90_000):
        page.goto(f"{server.url}/f/{desk.code}/{desk.key}", timeout=60_000)
    assert answers[:2] == [429, 200]
