"""The settings without which the app must not run: measured in ARCHITECTURE.md, asserted at start."""

from collections.abc import Callable, Iterable

from facilitation.errors import SettingError

HARDENED: dict[str, object] = {
    "runner.fastReruns": False,
    "runner.postScriptGC": False,
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": True,
    "client.showErrorDetails": "none",
    "browser.gatherUsageStats": False,
}


class NotHardened(SettingError):
    """A setting of `.streamlit/config.toml` is not in force."""

    def __init__(self, lost: Iterable[str]) -> None:
        super().__init__("setting.lost", names=", ".join(lost))


def assert_hardened(option: Callable[[str], object]) -> None:
    """Raises NotHardened when the value of one of those options is another."""
    lost = [name for name, wanted in HARDENED.items() if str(option(name)) != str(wanted)]
    if lost:
        raise NotHardened(lost)
