"""The board in people's hands: 58 ideas into eight named groups, counted; and two facilitators at once."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from facilitation.events import Entry, GroupCreated, GroupNamed, IdeaMoved, IdeasMerged, StepOpened
from facilitation.model import GroupId, StepKind
from sample_sessions import FOLDER, SAMPLES
from tests.browser.acting import Shelf, board, stocked
from tests.browser.conftest import LAPTOP, Open
from tests.running import Server

MOST_ACTS = 60
GROUPS = 8
# Where each card stands, by column; cards that wait for the server are not where they seem to be.
BOARD = """() => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const board = roots.map((one) => one.querySelector(".board")).find(Boolean);
  if (!board || board.querySelector('[aria-busy="true"]')) return null;
  const cards = (one) => [...one.querySelectorAll("[data-card]")].map((card) => card.dataset.card);
  const columns = [...board.querySelectorAll(".columns [data-column]")];
  return columns.map((one) => [one.dataset.column, one.ariaLabel, cards(one)]);
}"""
# One move as fast as the browser can: it does not wait for anything.
MOVE = """([ids, column]) => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const board = roots.map((one) => one.querySelector(".board")).find(Boolean);
  for (const id of ids) board.querySelector(`.columns [data-card="${id}"] [data-tick]`)?.click();
  board.querySelector(`[data-spot="here ${column}"]`).click();
}"""

Columns = list[tuple[str, str, list[str]]]


def _ungrouped() -> list[Entry]:
    """The sample's log until anybody grouped its 58 ideas, with the step open."""
    apart = (GroupCreated, GroupNamed, IdeaMoved, IdeasMerged)
    entries = SAMPLES[0].entries()
    until = next(i for i, one in enumerate(entries) if isinstance(one.event, apart))
    log = list(entries[:until])
    return [*log, Entry(log[-1].seq + 1, log[-1].at, "facilitator", None, StepOpened(StepKind.GROUPING))]


def _grouped() -> list[Entry]:
    log = _ungrouped()
    last = log[-1]
    made = (GroupCreated(GroupId(f"G{n}"), f"Regroupement {n}", "") for n in range(1, 5))
    return [*log, *(Entry(last.seq + n, last.at, "facilitator", None, one) for n, one in enumerate(made, 1))]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    logs = {"ungrouped": _ungrouped(), "grouped": _grouped()}
    with stocked(tmp_path_factory.mktemp("hands"), logs, copies=3) as shelf:
        yield shelf


@pytest.fixture(scope="module")
def server(shelf: Shelf) -> Server:
    return shelf.server


def _columns(page: Page) -> Columns:
    """The columns, once nothing waits for the server."""
    page.wait_for_function(BOARD, timeout=40_000)
    return [(id, title, cards) for id, title, cards in page.evaluate(BOARD)]


# --- 58 ideas ------------------------------------------------------------------------------------------


@dataclass
class Hand:
    """A person's hand: every click, every typed title and every Enter is one act."""

    page: Page
    acts: int = 0

    def click(self, what: Locator) -> None:
        self.acts += 1
        what.click()

    def type(self, words: str) -> None:
        self.acts += 2
        self.page.keyboard.insert_text(words)
        self.page.keyboard.press("Enter")


def _humans() -> dict[str, str]:
    """The group that people chose for each idea, by its text."""
    with (FOLDER / "source" / "sample_58.csv").open(encoding="utf-8") as lines:
        return {line["text"]: line["project"] for line in csv.DictReader(lines)}


def _nearest(columns: Columns, wanted: dict[str, str]) -> dict[str, str]:
    """For each of the people's groups a column of its own, the one that shares most ideas first."""
    shared = [
        (sum(wanted[idea] == title for idea in cards), id, title)
        for id, _, cards in columns
        for title in sorted(set(wanted.values()))
    ]
    found: dict[str, str] = {}
    for _, id, title in sorted(shared, key=lambda one: -one[0]):
        if title not in found and id not in found.values():
            found[title] = id
    return found


def test_58_ideas_become_the_eight_named_groups_of_people_in_60_acts(window: Open, shelf: Shelf) -> None:
    desk = board(window, shelf, "ungrouped", 58)
    page = desk.page
    desk.unfold("Proposer des regroupements")
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(GROUPS - 1):  # from «automatic», 2, 3 …
        slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", str(GROUPS))
    desk.button("Proposer")
    desk.button("Tout accepter")
    expect(page.locator(".board .column[data-colour]")).to_have_count(GROUPS, timeout=40_000)

    texts = dict(
        page.locator(".board .columns .card").evaluate_all(
            "all => all.map((one) => [one.dataset.card, one.querySelector('.tick span').textContent])"
        )
    )
    humans = _humans()
    wanted = {idea: humans[text] for idea, text in texts.items()}
    drafted = [one for one in _columns(page) if one[0].startswith("G")]
    homes = _nearest(drafted, wanted)
    hand = Hand(page)
    # Named first: a group that nobody has named is gone once its last card has left.
    titles = {column: title for title, column in homes.items()}
    first, *_ = order = [id for id, _, _ in drafted]
    hand.click(page.locator(f'.board [data-spot="edit {first}"]'))
    for column in order:
        expect(page.locator(f'.board [data-spot="name {column} fr"]')).to_be_focused()
        hand.type(titles[column])
    for title, column in homes.items():
        away = [idea for id, _, cards in drafted if id != column for idea in cards if wanted[idea] == title]
        for idea in away:
            hand.click(page.locator(f'.board .columns [data-card="{idea}"] .tick'))
        if away:
            hand.click(page.locator(f'.board [data-spot="here {column}"]'))
    _columns(page)
    page.reload()  # what the server kept, not what the page hoped
    expect(page.locator(".board .columns .card")).to_have_count(58, timeout=40_000)
    stands = {title: sorted(cards) for _, title, cards in _columns(page) if cards}
    oracle: dict[str, list[str]] = {}
    for idea, title in wanted.items():
        oracle.setdefault(title, []).append(idea)
    assert stands == {title: sorted(cards) for title, cards in oracle.items()}
    print(f"58 ideas in {GROUPS} named groups: {hand.acts} acts")
    assert hand.acts <= MOST_ACTS


# --- two facilitators ----------------------------------------------------------------------------------


def test_two_windows_act_by_turns_and_at_once_and_show_the_same_board(window: Open, shelf: Shelf) -> None:
    desk = board(window, shelf, "grouped", 58)
    pages = (desk.page, window(LAPTOP, like=desk.page))
    pages[1].goto(f"{shelf.server.url}/board?w={desk.code}")
    expect(pages[1].locator(".board .columns .card")).to_have_count(58, timeout=40_000)
    chance = random.Random(58)
    ideas = [idea for _, _, cards in _columns(desk.page) for idea in cards]
    for turn in range(12):
        for page in pages:
            page.evaluate(MOVE, [chance.sample(ideas, 3), chance.choice(["G1", "G2", "G3", "G4", ""])])
            if turn % 3 == 0:  # by turns: the other one has seen it
                _columns(page)
    mine, *_ = chance.sample(ideas, 1)
    pages[1].evaluate(MOVE, [[mine], "G4"])
    pages[0].get_by_role("button", name="Renommer Regroupement 1").click()
    pages[0].keyboard.insert_text("Nommé par la première")
    pages[0].keyboard.press("Enter")
    pages[0].keyboard.press("Escape")

    def settled() -> bool:
        seen = [_columns(page) for page in pages]
        named = any(title == "Nommé par la première" for _, title, _ in seen[1])
        return seen[0] == seen[1] and named and any(mine in cards for id, _, cards in seen[0] if id == "G4")

    for _ in range(60):
        if settled():
            break
        desk.page.wait_for_timeout(500)
    seen = [_columns(page) for page in pages]
    assert seen[0] == seen[1]
    assert sorted(idea for _, _, cards in seen[0] for idea in cards) == sorted(ideas)
    assert settled()
    desk.page.reload()
    expect(desk.page.locator(".board .columns .card")).to_have_count(58, timeout=40_000)
    assert _columns(desk.page) == seen[1]


def test_refused_act_puts_the_card_back_and_says_why(window: Open, shelf: Shelf) -> None:
    desk = board(window, shelf, "grouped", 58)
    other = window(LAPTOP, like=desk.page)
    other.route("**/live/**", lambda route: route.abort())  # it hears of nothing
    other.goto(f"{shelf.server.url}/board?w={desk.code}")
    expect(other.locator(".board .columns .card")).to_have_count(58, timeout=40_000)
    idea = _columns(desk.page)[0][2][0]
    desk.button("Retirer ce regroupement Regroupement 4")
    expect(desk.page.locator('.board [data-column="G4"]')).to_have_count(0, timeout=20_000)
    other.evaluate(MOVE, [[idea], "G4"])
    expect(other.get_by_role("alert")).to_have_text("Ce regroupement n'existe plus.", timeout=20_000)
    expect(other.locator(f'.board [data-column=""] [data-card="{idea}"]')).to_have_count(1)
    expect(other.locator('.board [data-column="G4"]')).to_have_count(0)


def test_dragging_moves_a_card_or_all_ticked_ones_and_hinders_no_click(window: Open, shelf: Shelf) -> None:
    desk = board(window, shelf, "grouped", 58)
    page = desk.page
    first, second, third, *_ = _columns(page)[0][2]
    cards = page.locator('.board [data-column="G1"] [data-card]')
    cell = page.locator('.board [data-column="G1"] header')
    page.locator(f'.board .columns [data-card="{first}"]').drag_to(cell)
    expect(cards).to_have_count(1)
    for idea in (second, third):
        page.locator(f'.board .columns [data-card="{idea}"] .tick').click()
    page.locator(f'.board .columns [data-card="{third}"]').drag_to(cell)
    expect(cards).to_have_count(3)
    parked = page.locator('.board [data-column="parked"]')
    page.locator(f'.board .columns [data-card="{first}"]').drag_to(parked)
    expect(parked.locator("[data-card]")).to_have_count(0)  # setting aside asks for a reason
    page.reload()
    expect(cards).to_have_count(3, timeout=40_000)
