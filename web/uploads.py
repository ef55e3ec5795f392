"""Files sent to a page: a few at a time, and never more in all than the memory has room for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from starlette.types import Scope

PLACE = "/_stcore/upload_file/"
MOST_FILES = 3  # of one page: two pages have an uploader, and a file may be taking another's place
MOST_BYTES = 64 * 1024 * 1024  # of all pages together
LARGEST = 10 * 1024 * 1024  # config.toml's maxUploadSize

Held = Callable[[], Mapping[str, Mapping[str, int]]]


class Uploads:
    """Counts what is kept (`held`: bytes of each file of each page) and what is on its way."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._coming: dict[tuple[str, str], int] = {}

    @contextmanager
    def place(self, scope: Scope) -> Iterator[bool]:
        """Whether there is room for that file; while it is on its way it counts as kept."""
        session, _, file = scope["path"].removeprefix(PLACE).partition("/")
        name, size = (session, file), _announced(scope)
        room = name not in self._coming and self._has_room(session, file, size)
        if room:
            self._coming[name] = size
        try:
            yield room
        finally:
            if room:
                del self._coming[name]

    def _has_room(self, session: str, file: str, size: int) -> bool:
        held = self._held()
        files = {file, *held.get(session, {}), *(one for page, one in self._coming if page == session)}
        kept = sum(sum(of_page.values()) for of_page in held.values())
        return len(files) <= MOST_FILES and kept + sum(self._coming.values()) + size <= MOST_BYTES


def _announced(scope: Scope) -> int:
    """What the sender says that it will send; without a word, the most that is taken."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return min(int(said), LARGEST) if said.isdigit() and len(said) < 12 else LARGEST
