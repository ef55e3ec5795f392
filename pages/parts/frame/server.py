"""The process's door, copying and settings, for pages."""

from datetime import UTC, datetime

from facilitation import house
from facilitation.copying import Copying
from facilitation.door import Door
from facilitation.settings import Settings


def door() -> Door:
    """The one door."""
    return house.door()


def copying() -> Copying:
    """What copies the data."""
    return house.copying()


def settings() -> Settings:
    """The settings of this installation."""
    return house.settings()


def now() -> datetime:
    """The server's clock; rules get the time as an argument."""
    return datetime.now(UTC)
