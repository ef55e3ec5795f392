"""Done and help, from a phone to the facilitator's laptop; and what a newcomer's first load weighs."""

from playwright.sync_api import expect

from locales import sentence
from tests.browser.acting import join, new_workshop
from tests.browser.conftest import PHONE, Open
from tests.running import Server
from tests.wire import listen


def test_done_and_help_reach_the_run_sheet_and_go(window: Open, server: Server) -> None:
    desk = new_workshop(window, server)
    phones = [join(window, desk) for _ in range(2)]
    desk.step("ideas")
    phones[0].get_by_role("button", name="J'ai terminé").click()
    expect(desk.page.get_by_text("1 personne sur 2 a terminé")).to_be_visible()
    phones[1].get_by_role("button", name="J'ai terminé").click()
    expect(desk.page.get_by_text(sentence("fr", "console.done.all"))).to_be_visible()
    phones[1].get_by_role("button", name="J'ai besoin d'aide").click()
    expect(desk.page.get_by_text("Une personne sans table demande de l'aide")).to_be_visible()
    desk.button("C'est fait")
    expect(desk.page.get_by_text("demande de l'aide")).to_have_count(0)
    expect(phones[1].get_by_role("button", name="J'ai besoin d'aide")).to_be_visible(timeout=20_000)


def test_first_load_is_light_with_every_header(window: Open, server: Server) -> None:
    desk = new_workshop(window, server)
    newcomer = window(PHONE)
    _, wire = listen(newcomer)
    newcomer.goto(f"{server.url}/j/{desk.code}")
    newcomer.wait_for_function("document.body.dataset.ready")
    newcomer.wait_for_timeout(2_000)
    assert (len(wire.addresses), wire.bytes < 30_000) == (3, True), wire
    again = window(PHONE, like=join(window, desk))
    _, wire = listen(again)
    again.goto(f"{server.url}/w/{desk.code}")
    again.wait_for_function("document.body.dataset.ready")
    again.wait_for_timeout(2_000)
    assert (len(wire.addresses), wire.bytes < 30_000) == (4, True), wire
