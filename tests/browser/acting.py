"""What a facilitator and a participant do with their hands, in the words of their screens."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from facilitation.door import Door
from facilitation.events import (
    Entry,
    Event,
    NoteSubmitted,
    ParticipantCheckedIn,
    StepOpened,
    WorkshopFramed,
)
from facilitation.model import Channel, NoteId, NoteType, ParticipantId, StepKind
from facilitation.rights import Administrator
from facilitation.store import Store
from locales import Language, sentence
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, Open, enter
from tests.room import FRAMING, NOON
from tests.running import Server, settled

CONSOLE = ("run_sheet", "preflight", "board", "vote", "decision", "cells", "critique", "report")


@dataclass
class Desk:
    """The facilitator's laptop."""

    page: Page
    server: Server
    code: str
    facilitator_link: str
    committee_link: str

    def go(self, name: str) -> None:
        """To one of the console's pages, by its link in the sidebar."""
        title = sentence("fr", f"console.page.{name}")
        self.page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()

    def step(self, name: str, button: str = "Ouvrir") -> None:
        """One button of one step on the run sheet; waits until the step says so."""
        self.go("run_sheet")
        state = {"Ouvrir": "Ouverte", "Fermer": "Fermée", "Dévoiler": "Dévoilée", "Suspendre": "Suspendue"}[
            button
        ]
        row = self.page.locator(f".st-key-step_{name}")
        self.press(row.get_by_role("button", name=button, exact=True))
        expect(row.get_by_text(state)).to_be_visible()

    def press(self, button: Locator) -> None:
        """A click that is not lost while the page redraws itself."""
        settled(self.page)
        expect(button).to_be_enabled()
        button.click()

    def button(self, name: str, *, exact: bool = True) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=exact).first)

    def unfold(self, name: str) -> None:
        """Opens a folded part of the page, if it is folded."""
        summary = self.page.locator("summary", has_text=name).first
        if summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()
            # What slides down moves away from under a robot's quick second click.
            self.page.wait_for_timeout(600)

    def choose(self, label: str, option: str, *, within: Locator | None = None) -> None:
        """One choice of a radio group."""
        group = (within or self.page).get_by_role("radiogroup", name=label).first
        group.get_by_text(option, exact=True).click()


@dataclass
class Shelf:
    """Workshops that wait on one server, so that not every test starts its own; each is taken once."""

    server: Server
    workshops: dict[str, list[tuple[str, str]]]  # code and facilitator's key, by the name of their log

    def take(self, name: str) -> tuple[str, str]:
        return self.workshops[name].pop()


def writing(ideas: Sequence[str]) -> list[Entry]:
    """The log of a workshop in which one person has written those ideas, and may go on."""
    now, person = datetime.now(UTC), ParticipantId("P1")
    consents = frozenset({"terms"})
    events: tuple[Event, ...] = (
        WorkshopFramed(FRAMING),
        ParticipantCheckedIn(person, "student", 1, "fr", Channel.PHONE, consents),
        StepOpened(StepKind.IDEAS),
        *(
            NoteSubmitted(NoteId(f"N{n}"), NoteType.IDEA, person, text, "fr", Channel.PHONE, 1)
            for n, text in enumerate(ideas, 1)
        ),
    )
    return [Entry(n, now, "x", None, one) for n, one in enumerate(events, 1)]


@contextmanager
def stocked(folder: Path, logs: Mapping[str, Sequence[Entry]], copies: int) -> Iterator[Shelf]:
    """A server that holds so many workshops of each of those logs."""
    server = Server(folder)
    door = Door(Store(f"sqlite:///{folder / 'recolte.sqlite'}"))
    made = {
        name: [door.create(Administrator(), NOON, log=log) for _ in range(copies)]
        for name, log in logs.items()
    }
    found = {
        name: [(door.card(id).code, keys.facilitator) for id, keys in several]
        for name, several in made.items()
    }
    door.close()
    server.start()
    yield Shelf(server, found)
    server.end()


def board(window: Open, shelf: Shelf, name: str, cards: int) -> Desk:
    """The ideas board of a workshop from the shelf, in its facilitator's browser."""
    server = shelf.server
    code, key = shelf.take(name)
    page = window(LAPTOP)
    enter(page, server.url, code, key)
    page.goto(f"{server.url}/board?w={code}")
    expect(page.locator(".board .columns .card")).to_have_count(cards, timeout=60_000)
    settled(page)
    return Desk(page, server, code, "", "")


def first_run(window: Open, server: Server) -> Page:
    """The administrator's browser, after the link in the terminal."""
    page = window(LAPTOP)
    server.admit(page)
    expect(page.get_by_role("heading", name="Vos ateliers")).to_be_visible()
    return page


def new_workshop(window: Open, server: Server) -> Desk:
    """A workshop created on the home page, opened by its facilitator link."""
    page = first_run(window, server)
    page.get_by_label("Titre de l'atelier", exact=True).fill("Premier emploi en région")
    page.get_by_label("Question posée à la salle, en français").fill(
        "Comment pourrions-nous faciliter le premier emploi des personnes venues d'ailleurs?"
    )
    page.get_by_label("La même question en anglais").fill("How might we ease the first job of newcomers?")
    settled(page)
    page.get_by_role("button", name="Créer l'atelier").click()
    facilitator = page.get_by_role("textbox", name="Lien d'animation (secret)")
    expect(facilitator).to_be_visible()
    link = facilitator.input_value()
    committee = page.get_by_role("textbox", name="Lien du comité (secret)").input_value()
    code = re.search(r"/f/(\w+)/", link).group(1)  # type: ignore[union-attr]
    page.goto(server.url + "/f/" + link.split("/f/")[1])
    expect(page.get_by_role("heading", name="Déroulé")).to_be_visible()
    return Desk(page, server, code, link, committee)


def project(window: Open, desk: Desk) -> Page:
    """The projector: a second window of the facilitator's browser."""
    page = window(PROJECTOR, like=desk.page)
    page.goto(f"{desk.server.url}/projector?w={desk.code}&live=1")
    return page


def join(window: Open, desk: Desk, language: Language = "fr", kind: str = "Personne étudiante") -> Page:
    """A phone that scanned the code and checked in."""
    page = window(PHONE, "fr-CA" if language == "fr" else "en-CA")
    page.goto(f"{desk.server.url}/j/{desk.code}")
    if language == "en":
        page.get_by_role("link", name="English").click()
    page.get_by_label(kind).check()
    page.locator("input[value=terms]").check()
    page.get_by_role("button", name=sentence(language, "phone.check_in.enter")).click()
    expect(page.get_by_role("heading", name=sentence(language, "phone.welcome.title"))).to_be_visible()
    return page


def write(phone: Page, text: str, language: Language = "fr") -> None:
    """One note, seen among one's own notes once the server has it."""
    phone.locator("textarea").first.fill(text)
    phone.get_by_role("button", name=sentence(language, "phone.send")).click()
    expect(phone.locator("main .notes").get_by_text(text).first).to_be_visible()
