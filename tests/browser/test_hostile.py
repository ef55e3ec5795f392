"""What participants type is text on every screen: no markup, no link, no picture, no call to another host."""

from playwright.sync_api import Page, expect

from tests.browser.acting import CONSOLE, new_workshop
from tests.browser.conftest import LAPTOP, PROJECTOR, Open
from tests.running import Server
from tests.talking import Phone

HOSTILE = (
    "<script>document.title='pris'</script>",
    "<img src=x onerror=\"document.title='pris'\">",
    "![image](http://evil.example/p.png)",
    "[cliquez](http://evil.example)",
    "**gras** # titre `code` $x^2$",
    ":smile: :red[rouge] :material/home:",
    "http://evil.example www.evil.example moi@evil.example",
    "<a href=javascript:alert(1)>ici</a>",
    '=HYPERLINK("http://evil.example")',
    "{{ 7*7 }} {% raw %} ${7*7}",
    "</textarea></li></ul></main><h1>Gros</h1>",
    "\u202egauche \u200binvisible",
)
ESCAPES = """() => {
  const shadows = [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const wrong = 'img[src*="evil"], img[src="x"], a[href*="evil"], a[href^="javascript"], a[href^="mailto"]';
  return [document, ...shadows]
    .flatMap((root) => [...root.querySelectorAll(wrong)].map((one) => one.outerHTML));
}"""


def test_hostile_text_is_text_on_every_screen(window: Open, server: Server) -> None:
    desk = new_workshop(window, server)
    desk.step("ideas")
    phone = Phone.join(server, desk.code)
    for number, text in enumerate(HOSTILE):
        phone.send_until_kept("notes", key=f"h{number}", type="idea", text=text, language="fr")
    desk.go("board")
    for number in range(2):
        desk.page.get_by_role("checkbox").nth(0).check()
        desk.page.get_by_role("button", name="Déplacer", exact=True).click()
        desk.page.get_by_label("Titre en français", exact=True).fill(HOSTILE[2 + number])
        desk.page.get_by_role("button", name="Créer le regroupement").click()
        column = desk.page.get_by_role("region", name=HOSTILE[2 + number])
        column.get_by_role("button", name="En faire un projet").click()
        expect(column.get_by_text(f"Projet PR{number + 1}", exact=True)).to_be_visible()
    for name in CONSOLE:
        desk.go(name)
        _is_clean(desk.page, name)
    for path in ("projector?live=1&w=", "projector?w=", "committee?w="):
        page = window(PROJECTOR, like=desk.page)
        page.goto(f"{server.url}/{path}{desk.code}")
        _is_clean(page, path)
    own = window(LAPTOP)
    own.context.add_cookies([{"name": "recolte_p", "value": phone.token, "url": server.url}])
    own.goto(f"{server.url}/w/{desk.code}")
    expect(own.get_by_text(HOSTILE[0]).first).to_be_visible()
    _is_clean(own, "phone")
    phone.close()


def _is_clean(page: Page, where: str) -> None:
    page.wait_for_timeout(1_500)
    assert page.evaluate(ESCAPES) == [], where
    assert "pris" not in page.title(), where
    assert page.get_by_role("heading", name="Gros", exact=True).count() == 0, where
