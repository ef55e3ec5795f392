"""Voting rules, each a small file behind one shape: `rule(profile) -> Result`. They know items and marks."""

from collections.abc import Mapping
from types import MappingProxyType

from facilitation.voting.judgment import majority_judgment
from facilitation.voting.points import approval, points
from facilitation.voting.profile import Place, Profile, Result, Rule
from facilitation.voting.quadratic import quadratic
from facilitation.voting.ranking import schulze

__all__ = ["RULES", "Place", "Profile", "Result", "Rule"]

# By the name of a method of voting. A ranking has a second reading besides, Borda's sum.
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "points": points,
        "approval": approval,
        "mentions": majority_judgment,
        "ranking": schulze,
        "credits": quadratic,
    }
)
