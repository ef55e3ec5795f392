"""Voting: a card for each method, and rules, each a small file of one shape: `rule(profile) -> Result`."""

from facilitation.voting.methods import WAYS, Marks, Method, Reading, Way
from facilitation.voting.profile import Place, Profile, Result, Rule

__all__ = ["WAYS", "Marks", "Method", "Place", "Profile", "Reading", "Result", "Rule", "Way"]
