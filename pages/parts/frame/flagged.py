"""Flags in words, for the facilitator's eyes: what to look at in what people wrote."""

from collections.abc import Iterable

from facilitation.tallies.flags import flags
from pages.parts.frame.words import say

SIGN = "⚑"


def flagged(texts: Iterable[str]) -> str:
    """«⚑ À vérifier: courriel, nom de personne», or nothing."""
    found = dict.fromkeys(flag for text in texts for flag in flags(text))
    if not found:
        return ""
    return f"{SIGN} {say('console.flag', what=', '.join(say(f'console.flag.{one}') for one in found))}"
