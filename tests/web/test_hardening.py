"""The settings that keep one socket from freezing a room: in config.toml, and asserted at start."""

import tomllib
from pathlib import Path

import pytest

from web.hardening import HARDENED, NotHardened, assert_hardened

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))


def _option(name: str) -> object:
    section, option = name.split(".")
    return CONFIG[section][option]


def test_config_file_is_hardened() -> None:
    assert_hardened(_option)


@pytest.mark.parametrize("lost", sorted(HARDENED))
def test_a_lost_setting_stops_the_start(lost: str) -> None:
    with pytest.raises(NotHardened) as refusal:
        assert_hardened(lambda name: "default" if name == lost else _option(name))
    assert (refusal.value.key, refusal.value.values) == ("setting.lost", {"names": lost})
