"""The holder of each device, in memory: a stranger's token costs a hash, never a question to the database."""

import threading

from facilitation import rights, store
from facilitation.model import ParticipantId, WorkshopId
from facilitation.store import Store


class Devices:
    """The devices of each workshop, read once when somebody asks first and kept up with each commit."""

    def __init__(self, opened: Store) -> None:
        self._store = opened
        self._known: dict[WorkshopId, dict[str, ParticipantId]] = {}
        self._lock = threading.Lock()

    def holder(self, id: WorkshopId, token: str) -> ParticipantId | None:
        """The person who holds that token in that workshop, or None."""
        known = self._known.get(id)
        return (self._read(id) if known is None else known).get(rights.hashed(token, id))

    def note(self, id: WorkshopId, device: str, participant: ParticipantId) -> None:
        """Remembers a link that was committed."""
        with self._lock:
            if id in self._known:
                self._known[id][device] = participant

    def forget(self, id: WorkshopId) -> None:
        """Forgets a workshop's devices: the next who asks reads them again."""
        with self._lock:
            self._known.pop(id, None)

    def forget_all(self) -> None:
        """Forgets every workshop's devices: the database is not what this process left."""
        with self._lock:
            self._known.clear()

    def _read(self, id: WorkshopId) -> dict[str, ParticipantId]:
        # Under the lock: a link that is committed while this reads is noted after it, not before.
        with self._lock, self._store.reading() as connection:
            return self._known.setdefault(id, store.devices(connection, id))
