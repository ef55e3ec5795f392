"""The room's screen, masked and frozen from the console: by its facilitator, and nobody else."""

import pytest
from starlette.testclient import TestClient

from facilitation.model import RevealStage, StepKind
from facilitation.rules.framing import archive_workshop
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from tests.room import Room
from tests.web.conftest import administering, staff


def _asked(client: TestClient, home: Room, what: str, **headers: str) -> int:
    return client.post(f"/screen/{home.code}/{what}", headers={**staff(home), **headers}).status_code


def test_screen_is_masked_and_shown_frozen_and_released(client: TestClient, home: Room) -> None:
    for what, masked, frozen in (
        ("mask", True, False),
        ("mask", True, False),
        ("freeze", True, True),
        ("unmask", False, True),
        ("release", False, False),
    ):
        assert _asked(client, home, what) == 204
        assert (home.workshop.masked, home.workshop.frozen is not None) == (masked, frozen)


def test_screen_turns_to_the_next_stage_of_a_result_and_skips_none(client: TestClient, home: Room) -> None:
    home.projects(2)
    people = [home.join(), home.join()]
    home.lead(open_round, seed=1)
    for person in people:
        home.say(cast_ballot, person, round="R1", marks={"PR1": 1})
    assert _asked(client, home, "reveal-participation") == 409
    home.lead(close_step, step=StepKind.VOTE)
    home.lead(reveal_step, step=StepKind.VOTE)
    for what, status, stage in (
        ("reveal-totals", 409, RevealStage.PARTICIPATION),
        ("reveal-bands", 204, RevealStage.BANDS),
        ("reveal-bands", 204, RevealStage.BANDS),
        ("reveal-totals", 204, RevealStage.TOTALS),
        ("reveal-participation", 204, RevealStage.PARTICIPATION),
    ):
        assert _asked(client, home, what) == status
        assert home.workshop.round.stage is stage


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"cookie": ""}, {"cookie": "recolte_f_x=y"}]
)
def test_screen_is_not_masked_by_anybody_else(
    client: TestClient, home: Room, headers: dict[str, str]
) -> None:
    assert _asked(client, home, "mask", **headers) == 403
    assert home.workshop.masked is False


def test_committee_and_scribe_do_not_mask_the_screen(client: TestClient, home: Room) -> None:
    for key in (home.keys.committee, home.door.scribe_key(home.by, home.id)):
        assert _asked(client, home, "mask", cookie=f"recolte_f_{home.id}={key}") == 403


def test_screen_says_why_not_in_the_readers_language(client: TestClient, home: Room) -> None:
    home.lead(archive_workshop)
    cookie = staff(home)["cookie"] + "; recolte_lang=en"
    answer = client.post(f"/screen/{home.code}/mask", headers={"cookie": cookie})
    assert (answer.status_code, "archived" in answer.text) == (409, True)


@pytest.mark.parametrize("path", ["/screen/ZZZZZZZZ/mask", "/screen/{code}/show"])
def test_screen_of_no_workshop_and_unknown_wishes_are_refused(
    client: TestClient, home: Room, path: str
) -> None:
    assert client.post(path.format(code=home.code), headers=staff(home)).status_code == 403


def test_administrator_masks_the_screen_and_takes_every_file(client: TestClient, home: Room) -> None:
    for cookie, status in (("recolte_admin=nobody", (403, 403)), (administering(home), (204, 200))):
        masked = client.post(f"/screen/{home.code}/mask", headers={"cookie": cookie})
        archive = client.get(f"/files/{home.code}/archive", headers={"cookie": cookie})
        assert (masked.status_code, archive.status_code) == status
