"""Writes the sample archives anew from `source/`: `python -m sample_sessions.build`."""

from collections.abc import Callable, Mapping

from reports.archive.archive import write_archive
from sample_sessions import SAMPLES
from sample_sessions.living_lab import living_lab
from sample_sessions.story import Story
from sample_sessions.winter import winter

STORIES: Mapping[str, Callable[[], Story]] = {"living_lab_58": living_lab, "winter_mobility": winter}


def archive_of(name: str) -> bytes:
    """The archive of one sample; the same bytes each time."""
    return write_archive(STORIES[name]().entries)


if __name__ == "__main__":
    for sample in SAMPLES:
        sample.path.write_bytes(archive_of(sample.name))
