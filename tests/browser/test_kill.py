"""The server dies while a phone writes: nobody touches anything, and the phone and the screen go on."""

from playwright.sync_api import expect

from tests.browser.acting import join, new_workshop, project, write
from tests.browser.conftest import Open
from tests.running import Server


def test_phone_and_projector_go_on_by_themselves_after_a_kill(window: Open, server: Server) -> None:
    desk = new_workshop(window, server)
    projector = project(window, desk)
    phone = join(window, desk)
    desk.step("ideas")
    write(phone, "Avant la panne")
    server.kill()
    phone.locator("textarea").first.fill("Pendant la panne")
    phone.get_by_role("button", name="Envoyer").click()
    expect(phone.locator("#status")).to_contain_text("1")

    server.start()

    expect(phone.locator("main .notes > li", has_text="Pendant la panne")).to_have_count(1, timeout=40_000)
    expect(phone.locator("main .notes > li", has_text="Avant la panne")).to_have_count(1)
    expect(projector.get_by_role("heading", name="2 idées")).to_be_visible(timeout=40_000)
