"""Names of the cookies; `pages.parts.access` reads the same ones."""

from starlette.requests import Request
from starlette.responses import Response

ADMINISTRATOR = "recolte_admin"
FACILITATOR = "recolte_f_"
COMMITTEE = "recolte_c_"
SCRIBE = "recolte_s_"
PHONE = "recolte_p"
HOLDER = "recolte_who_"
TABLE = "recolte_t_"
LANGUAGE = "recolte_lang"
YEAR = 365 * 24 * 3600
PERSONS = 6


def phone_cookie(person: int) -> str:
    """The cookie with the token of the first, second … person who shares this device."""
    return PHONE if person == 1 else f"{PHONE}_{person}"


def keep(request: Request, response: Response, name: str, value: str) -> None:
    """Sets a cookie that scripts cannot read and other sites do not send."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax", secure=secure)
