"""What in a text a person may want to look at before others read it (method, 4.1).

A flag only points: nothing is hidden, refused or counted for it. The words are short lists of insults to
people; words that may be said of an idea («stupide», «ridicule», «dangerous») are not among them, because a
critical opinion is never flagged. Only the facilitator's screens show flags.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Flag(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    INSULT = "insult"


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# As they are written in North America (the area and the exchange begin with 2 to 9), or with a plus sign.
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+?1[ .-]?)?(?:\([2-9]\d\d\)|[2-9]\d\d)[ .-]?[2-9]\d\d[ .-]?\d{4}(?![\d])"
    r"|(?<!\d)\+(?=(?:[ .-]?\d){8})\d{1,3}(?:[ .-]?\d{1,4}){3,6}(?!\d)"
)
# A title and a capital: «M. X», «Mme Y», «Dr. Z»; «Mme Tout-le-monde» is nobody, «50 M. Il» an amount.
_NAME = re.compile(
    r"(?<![\w\d])(?<!\d )(?:M\.|MM\.|Mmes?|Mlles?|Monsieur|Madame|Mademoiselle|Mrs?\.?|Ms\.?|Miss|Dre?\.?)"
    r"\s+(?!Tout|Every)[^\W\d_a-zà-ÿ][\w'’.-]*"
)
_FRENCH = (
    "abruti|abrutis|bande de caves|bande d idiots|connard|connards|connasse|connasses|cretin|cretins"
    "|encule|encules|enfoire|enfoires|espece d idiot|fils de pute|grosse vache|imbecile|imbeciles"
    "|osti de cave|pute|putes|salaud|salauds|sale arabe|sale noir|salope|salopes|tapette|tapettes"
    "|ta gueule|trou de cul|trous de cul"
)
_ENGLISH = (
    "asshole|assholes|bastard|bastards|bitch|bitches|bunch of idiots|dickhead|dickheads|faggot|faggots"
    "|fuck you|moron|morons|motherfucker|motherfuckers|nigger|niggers|scumbag|scumbags|slut|sluts|whore"
    "|whores|you idiot|you idiots"
)
_INSULTS = frozenset(f"{_FRENCH}|{_ENGLISH}".split("|"))
_LONGEST = max(len(one.split()) for one in _INSULTS)


@lru_cache(maxsize=4_096)
def flags(text: str) -> tuple[Flag, ...]:
    """What to look at in that text, in the order of `Flag`; mostly nothing."""
    found = {
        Flag.EMAIL: _EMAIL.search(text) is not None,
        Flag.PHONE: _PHONE.search(text) is not None,
        Flag.NAME: _NAME.search(text) is not None,
        Flag.INSULT: _insults(text),
    }
    return tuple(flag for flag, there in found.items() if there)


def _insults(text: str) -> bool:
    """Whether one of the words stands there whole, whatever its accents and capitals."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"[^\W\d_]+", plain)
    runs = (" ".join(words[i : i + n]) for n in range(1, _LONGEST + 1) for i in range(len(words) - n + 1))
    return not _INSULTS.isdisjoint(runs)
