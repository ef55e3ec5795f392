"""The whole chain on live input: a facilitator, a projector, three phones, from check-in to summary."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acting import Desk, join, new_workshop, project, write
from tests.browser.conftest import LAPTOP, Open
from tests.running import Server

IDEAS = (
    "Jumeler chaque personne arrivante avec une famille d'ici",
    "Un parrain ou une marraine pour la première session",
    "Un guide simple des permis de travail pour les employeurs",
    "Former les employeurs à l'accueil des personnes immigrantes",
    "Un autobus le soir entre le cégep et le parc industriel",
    "Du covoiturage organisé pour aller travailler",
)


def test_whole_chain_in_french(window: Open, server: Server) -> None:
    desk = new_workshop(window, server)
    projector = project(window, desk)
    expect(projector.get_by_text(f"{desk.code[:4]}-{desk.code[4:]}").first).to_be_visible()
    phones = [join(window, desk) for _ in range(3)]
    _ideas(desk, projector, phones)
    _board(desk, projector)
    _vote(desk, projector, phones)
    _decision(desk, projector, phones)
    _cells(desk, projector, phones)
    _hats(desk, projector, phones)
    _referral(desk, phones)
    _committee(window, desk)


def _ideas(desk: Desk, projector: Page, phones: list[Page]) -> None:
    desk.step("ideas")
    for number, text in enumerate(IDEAS):
        write(phones[number % 3], text)
        expect(projector.get_by_text(text)).to_be_visible(timeout=3_000)
    expect(projector.get_by_role("heading", name="6 idées")).to_be_visible()
    desk.step("ideas", "Fermer")


def _board(desk: Desk, projector: Page) -> None:
    desk.step("grouping")
    desk.go("board")
    page = desk.page
    desk.unfold("Proposer des regroupements")
    desk.button("Proposer")
    desk.button("Tout accepter")
    expect(page.get_by_role("button", name="En faire un projet").first).to_be_visible(timeout=30_000)
    titles = ("Jumeler par affinités", "Outiller les employeurs", "Se déplacer pour travailler")
    for number, title in enumerate(titles):
        page.get_by_role("checkbox", name=IDEAS[2 * number]).check()
        page.get_by_role("checkbox", name=IDEAS[2 * number + 1]).check()
        page.get_by_role("combobox", name="Déplacer vers").select_option("+")
        page.get_by_role("button", name="Déplacer", exact=True).click()
        page.get_by_label("Titre en français", exact=True).fill(title)
        page.get_by_role("button", name="Créer le regroupement", exact=True).click()
        column = page.get_by_role("region", name=title)
        expect(column.get_by_role("checkbox")).to_have_count(2)
        column.get_by_role("button", name="En faire un projet").click()
        expect(column.get_by_text(f"Projet PR{number + 1}", exact=True)).to_be_visible()
        expect(projector.get_by_text(title).first).to_be_visible()


def _vote(desk: Desk, projector: Page, phones: list[Page]) -> None:
    desk.go("vote")
    desk.button("Ouvrir le vote")
    for number, phone in enumerate(phones):
        add = phone.get_by_role("button", name="Ajouter un point à : Jumeler par affinités")
        add.click()
        add.click()
        other = ("Outiller les employeurs", "Se déplacer pour travailler", "Outiller les employeurs")[number]
        phone.get_by_role("button", name=f"Ajouter un point à : {other}").click()
        expect(phone.get_by_text("3 points sur 3")).to_be_visible()
        expect(phone.get_by_role("button", name="Ajouter un point").first).to_be_disabled()
    expect(projector.get_by_role("listitem").first).to_have_text(re.compile(r"3\s*bulletins sur 3"))
    assert "6 points" not in projector.inner_text("body")
    desk.button("Fermer le vote")
    expect(phones[0].get_by_text("Le vote est fermé.")).to_be_visible()
    desk.button("Préparer le dévoilement")
    desk.button("Dévoiler à l'écran")
    expect(projector.get_by_role("heading", name="Qui a voté")).to_be_visible()
    desk.button("Étape suivante", exact=False)
    expect(projector.get_by_text("Si d'autres personnes semblables avaient voté")).to_be_visible()
    assert "6 points" not in projector.inner_text("body")
    desk.button("Étape suivante\u00a0: points et personnes")
    expect(projector.get_by_text("6 points").first).to_be_visible()


def _decision(desk: Desk, projector: Page, phones: list[Page]) -> None:
    desk.go("decision")
    page = desk.page
    page.get_by_label("Titre en français").first.fill("Créer des liens durables")
    desk.button("Ajouter ce champ d'action")
    _decide(desk, "Jumeler par affinités", "Retenu", area="Créer des liens durables")
    _decide(desk, "Outiller les employeurs", "Transféré", reason="À porter par un autre organisme")
    _decide(desk, "Se déplacer pour travailler", "Mis de côté", reason="Plus tard")
    desk.step("decision")
    expect(phones[0].get_by_text("Créer des liens durables")).to_be_visible()
    expect(projector.get_by_role("listitem").last).to_have_text(re.compile(r"1\s*champ d.action"))
    projector.keyboard.press("ArrowRight")
    expect(projector.get_by_text("Créer des liens durables").first).to_be_visible()


def _decide(desk: Desk, project: str, outcome: str, *, area: str = "", reason: str = "") -> None:
    page = desk.page
    desk.unfold(project)
    form = page.get_by_test_id("stExpander").filter(has_text=project)
    desk.choose("Issue", outcome, within=form)
    if area:
        desk.choose("Champ d'action", area, within=form)
    if reason:
        desk.choose("Motif", reason, within=form)
    form.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.locator("summary", has_text=project).filter(has_text=outcome)).to_be_visible()


def _cells(desk: Desk, projector: Page, phones: list[Page]) -> None:
    desk.go("cells")
    page = desk.page
    desk.unfold("Ajouter une cellule")
    page.get_by_label("Nom en français").fill("Cellule jumelage")
    page.get_by_label("Places, minimum").fill("1")
    desk.button("Ajouter la cellule")
    expect(page.get_by_role("button", name="Proposer des places")).to_be_visible()
    desk.step("cells")
    phones[0].get_by_role("button", name="1er choix").click()
    phones[0].get_by_role("button", name="Envoyer mes choix").click()
    expect(phones[0].get_by_text("Vos choix sont enregistrés.")).to_be_visible()
    desk.go("cells")
    desk.button("Proposer des places")
    expect(phones[0].get_by_text("Votre place est confirmée.")).to_be_visible()
    expect(projector.get_by_text("Cellule jumelage").first).to_be_visible()


def _hats(desk: Desk, projector: Page, phones: list[Page]) -> None:
    desk.go("critique")
    page = desk.page
    desk.button("Distribuer les chapeaux")
    desk.button("Ouvrir l'étape des pitchs")
    desk.button("Appeler : Cellule jumelage")
    expect(phones[0].get_by_text("Vous présentez : écoutez et notez.")).to_be_visible()
    desk.button("Démarrer les 5 minutes")
    expect(projector.get_by_text("4:5").first).to_be_visible()
    for number, phone in enumerate(phones[1:]):
        write(phone, f"Attention à la charge des familles ({number})")
    desk.button("Montrer les commentaires à l'écran")
    first = projector.get_by_role("listitem").first
    expect(first).to_contain_text("Attention à la charge des familles")
    said = first.inner_text()
    projector.keyboard.press("PageDown")
    expect(first).not_to_have_text(said)
    assert {said[-2], first.inner_text()[-2]} == {"0", "1"}
    expect(page.get_by_text("2 commentaires").first).to_be_visible()


def _referral(desk: Desk, phones: list[Page]) -> None:
    desk.go("report")
    page = desk.page
    page.get_by_role("combobox", name="Idées à transférer").click()
    page.get_by_role("option", name="PR2 · Outiller les employeurs").click()
    page.get_by_label("Organisation à qui l'idée est proposée").fill("Chambre de commerce")
    desk.choose("Motif", "À porter par un autre organisme")
    desk.button("Proposer le transfert")
    expect(page.get_by_text("Chambre de commerce").first).to_be_visible()
    desk.step("closing")
    expect(phones[0].get_by_role("heading", name="Que sont devenues mes idées?")).to_be_visible()
    expect(phones[2].get_by_text("Chambre de commerce").first).to_be_visible()


def _committee(window: Open, desk: Desk) -> None:
    reader = window(LAPTOP)
    reader.goto(desk.server.url + "/c/" + desk.committee_link.split("/c/")[1])
    expect(reader.get_by_text("Créer des liens durables").first).to_be_visible()
    figure = reader.locator('[data-testid="stVegaLiteChart"]').first
    expect(figure).to_have_attribute("aria-roledescription", "figure")
    expect(figure.locator("svg")).to_have_attribute("aria-hidden", "true")
    _downloads(reader, desk, ("workbook", "summary"))
    expect(reader.locator(f'a[href*="/files/{desk.code}/archive"]')).to_have_count(0)
    own = window(LAPTOP, like=desk.page)
    own.goto(f"{desk.server.url}/committee?w={desk.code}")
    _downloads(own, desk, ("archive", "workbook", "summary"))
    page = window(LAPTOP, like=reader)
    page.goto(f"{desk.server.url}/run_sheet?w={desk.code}")
    expect(page.get_by_text("Cette page s'ouvre avec votre lien")).to_be_visible()
    assert page.get_by_role("button", name="Ouvrir").count() == 0


def _downloads(page: Page, desk: Desk, files: tuple[str, ...]) -> None:
    endings = {"archive": "jsonl", "workbook": "xlsx", "summary": "md"}
    for what in files:
        with page.expect_download() as download:
            page.locator(f'a[href*="/files/{desk.code}/{what}"]').first.click()
        assert download.value.suggested_filename.endswith(endings[what])


def test_join_idea_vote_in_english(window: Open, server: Server) -> None:
    desk = new_workshop(window, server)
    phone = join(window, desk, "en", "Student")
    desk.step("ideas")
    expect(phone.get_by_text("How might we ease the first job of newcomers?").first).to_be_visible()
    write(phone, "A buddy for every newcomer", "en")
    write(phone, "Evening buses to the industrial park", "en")
    desk.go("board")
    for text in ("A buddy for every newcomer", "Evening buses to the industrial park"):
        desk.page.get_by_role("checkbox", name=text).check()
        desk.page.get_by_role("button", name="Déplacer", exact=True).click()
        desk.page.get_by_label("Titre en français", exact=True).fill(f"Projet {text[0]}")
        desk.page.get_by_label("Titre en anglais").fill(f"Project {text[0]}")
        desk.page.get_by_role("button", name="Créer le regroupement", exact=True).click()
        column = desk.page.get_by_role("region", name=f"Projet {text[0]}")
        column.get_by_role("button", name="En faire un projet").click()
    desk.go("vote")
    desk.button("Ouvrir le vote")
    phone.get_by_role("button", name="Add a dot to: Project A").click()
    expect(phone.get_by_text("1 of 3 dots")).to_be_visible()
    expect(phone.get_by_role("status").filter(has_text="Sent")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_text("Bulletins reçus")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("1 of 3 dots")).to_be_visible()
