"""What people ask of a rule: the rule with its arguments, checked where they are written down.

`ask(cast_ballot, participant=…, round=…, marks=…)` takes exactly what that rule takes; the door adds the
workshop as it then is, and the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

from facilitation import rights
from facilitation.events import Event
from facilitation.model import Workshop, WorkshopId
from facilitation.rights import Facilitator, Scribe

P = ParamSpec("P")
E = TypeVar("E", bound=Event)
E_co = TypeVar("E_co", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Ask(Generic[E_co]):
    """A rule with all that it wants to know but the workshop and the time; `ask` makes one."""

    rule: Callable[..., tuple[E_co, ...]]
    arguments: Mapping[str, object]

    def decide(self, workshop: Workshop, at: datetime) -> tuple[E_co, ...]:
        """What the rule makes happen; raises its refusal."""
        return self.rule(workshop, at, **self.arguments)

    def check_right(self, id: WorkshopId) -> None:
        """Raises RuleError unless the right that was shown is the one the rule needs, in that workshop."""
        by, needed = self.arguments.get("by"), _right_of(self.rule)
        if isinstance(by, Facilitator | Scribe):
            rights.check(by, id)
        if needed is not None:
            rights.check_kind(by, needed)

    @property
    def actor(self) -> str:
        """Who asks, as the log names them."""
        if "by" in self.arguments:
            return "scribe" if isinstance(self.arguments["by"], Scribe) else "facilitator"
        return str(self.arguments.get("participant", "recolte"))


def ask(
    rule: Callable[Concatenate[Workshop, datetime, P], tuple[E, ...]], /, *args: P.args, **arguments: P.kwargs
) -> Ask[E]:
    """That rule with these arguments; a missing, misspelt or ill-typed one is a type error at the call."""
    if args:  # no rule takes any: the signature names them because a ParamSpec comes whole
        raise TypeError("A rule is asked by keywords only.")
    return Ask(rule, arguments)


@lru_cache(maxsize=256)
def _right_of(rule: Callable[..., object]) -> type | None:
    """The right that a rule asks for in its `by`, or None."""
    return get_type_hints(rule).get("by")
