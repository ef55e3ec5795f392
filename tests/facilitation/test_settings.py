"""Settings by environment, and the address that phones are given: never this computer's own «localhost»."""

from pathlib import Path

import pytest

from facilitation.errors import RecolteError
from facilitation.settings import LOOPBACK, Settings, check_admin_key, from_environment, lan_address


def test_empty_environment_gives_the_defaults() -> None:
    assert from_environment({}) == Settings(8501, Path("data"), "", "", "", "fr", "auto", "")


def test_environment_is_read_as_the_readme_says() -> None:
    given = {
        "PORT": "9000",
        "DATA_DIR": "/srv/recolte",
        "DATABASE_URL": "sqlite:////srv/elsewhere.sqlite",
        "PUBLIC_URL": "https://atelier.exemple.ca/",
        "ADMIN_KEY": "a-key",
        "LANGUAGE": "en_CA:en",
        "BACKUP_DIR": "/media/key",
    }

    read = from_environment(given)

    assert (read.port, read.language, read.admin_key) == (9000, "en", "a-key")
    assert read.store_url == "sqlite:////srv/elsewhere.sqlite"
    assert read.backup_dir == Path("/media/key")
    assert read.base_url() == "https://atelier.exemple.ca"


def test_store_is_the_embedded_file_without_a_database_address() -> None:
    assert Settings(data_dir=Path("/srv/r")).store_url == "sqlite:////srv/r/recolte.sqlite"


@pytest.mark.parametrize("chosen", ["", "sixteen letters.", "a-key-that-nobody-guesses"])
def test_administration_key_is_long_or_made_by_us(chosen: str) -> None:
    check_admin_key(chosen)


@pytest.mark.parametrize("chosen", ["1", "admin", "fifteen letters"])
def test_administration_key_that_can_be_guessed_is_refused(chosen: str) -> None:
    with pytest.raises(RecolteError, match="start.admin_key_short"):
        check_admin_key(chosen)


@pytest.mark.parametrize("bound", LOOPBACK)
def test_no_phone_can_reach_a_server_bound_to_this_computer_only(bound: str) -> None:
    assert Settings(bound_to=bound).base_url() is None


def test_address_for_phones_is_never_localhost() -> None:
    address = lan_address()
    base = Settings(port=8501).base_url()

    assert base == (f"http://{address}:8501" if address else None)
    assert address is None or not address.startswith("127.")


@pytest.mark.parametrize(
    "name",
    ["PORT", "DATA_DIR", "PUBLIC_URL", "ADMIN_KEY", "ROOM", "LANGUAGE", "ENCODER", "BACKUP_DIR"],
)
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"| `{name}` |" in (Path(__file__).parents[2] / "README.md").read_text("utf-8")
