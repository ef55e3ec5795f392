"""What the facilitator does to the room's screen: mask it at once, or freeze it (R-06)."""

from datetime import datetime

from facilitation import conditions
from facilitation.events import ProjectorFrozen, ProjectorMasked, ProjectorReleased, ProjectorUnmasked
from facilitation.model import Workshop
from facilitation.rights import Facilitator


def mask_projector(
    workshop: Workshop, at: datetime, *, by: Facilitator, masked: bool
) -> tuple[ProjectorMasked | ProjectorUnmasked, ...]:
    """The question and nothing else, or everything again; asking twice changes nothing."""
    conditions.active(workshop)
    if workshop.masked is masked:
        return ()
    return (ProjectorMasked(),) if masked else (ProjectorUnmasked(),)


def freeze_projector(
    workshop: Workshop, at: datetime, *, by: Facilitator, frozen: bool
) -> tuple[ProjectorFrozen | ProjectorReleased, ...]:
    """The screen stays as it is now, or follows again; asking twice changes nothing."""
    conditions.active(workshop)
    if (workshop.frozen is not None) is frozen:
        return ()
    return (ProjectorFrozen(),) if frozen else (ProjectorReleased(),)
