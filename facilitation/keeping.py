"""Which copies stay: many of the last minutes, some of the last hours, one for each of the last days."""

from collections.abc import Iterable
from pathlib import Path

from facilitation import disks
from facilitation.copies import copies, order

LAST, HOURS, DAYS = 10, 24, 30
_HOUR, _DAY = len("20261124T17"), len("20261124")


def kept(names: Iterable[str]) -> set[str]:
    """The names of the copies to keep: the last ones, and the newest of each of the last hours and days.

    Hours and days without a copy do not count, nor does the clock: a series of workshops, weeks apart, keeps
    its history, and a clock that was set back empties nothing.
    """
    newest_first = sorted(names, key=order, reverse=True)
    stay = set(newest_first[:LAST])
    for length, most in ((_HOUR, HOURS), (_DAY, DAYS)):
        newest_of: dict[str, str] = {}
        for name in newest_first:
            newest_of.setdefault(order(name)[0][:length], name)
        stay |= set(list(newest_of.values())[:most])
    return stay


def thin_out(folder: Path) -> None:
    """Removes the copies that need not stay; raises StoreError when the disk does not let them go."""
    found = copies(folder)
    stay = kept(path.name for path in found)
    try:
        for path in found:
            if path.name not in stay:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise disks.refusal(error, folder) from error
