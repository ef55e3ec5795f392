"""The refusals of the house.

RecolteError
├── RuleError        a rule says no; the sentence is in `locales/` under the key
├── ArchiveError     a line of an archive cannot be read; carries the line's number
├── StoreError       what was asked could not be written or read; nothing was kept
└── SettingError     a setting of the installation cannot be used; the app does not start
"""

from typing import Any


class RecolteError(Exception):
    """A refusal that a person can be told: a key of `locales/` and the values of its sentence."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values: dict[str, Any] = values


class RuleError(RecolteError):
    """A rule refuses what was asked; the workshop is as it was."""


class ArchiveError(RecolteError):
    """An archive cannot be taken in; nothing of it was kept."""


class StoreError(RecolteError):
    """The store could not keep what was asked; the sender may send it again."""


class SettingError(RecolteError):
    """The environment says something that no installation can be started with."""
