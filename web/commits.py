"""The wait for a commit, the same for phones, scribes and the room's screen."""

import asyncio
from concurrent.futures import Future
from typing import TypeVar

from facilitation.door import PATIENCE
from facilitation.errors import StoreError

T = TypeVar("T")


async def committed(asked_for: "Future[T]") -> T:
    """What the writer answers once it is committed; raises its refusal, or StoreError after PATIENCE seconds.

    A caller that hangs up takes nothing back: what it sent is decided and kept, and a resend under the same
    key is answered with what it did. A caller that has waited long enough is told that nothing was saved.
    That is made true: what still waits for the writer is taken out of its queue, so that no mask and no
    ballot comes after the «no». Only what the writer holds at that moment may yet be committed. Its key keeps
    the resend from doing it twice; acts without a key say how things shall be, never «one more».
    """
    try:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.shield(asyncio.wrap_future(asked_for))
    except TimeoutError as error:
        asked_for.cancel()
        raise StoreError("store.unavailable") from error
