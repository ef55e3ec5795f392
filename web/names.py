"""Names of the cookies; `pages.parts.access` reads the same ones."""

from starlette.requests import Request
from starlette.responses import Response

ADMINISTRATOR = "recolte_admin"
FACILITATOR = "recolte_f_"
COMMITTEE = "recolte_c_"
PHONE = "recolte_p"
LANGUAGE = "recolte_lang"
YEAR = 365 * 24 * 3600


def keep(request: Request, response: Response, name: str, value: str) -> None:
    """Sets a cookie that scripts cannot read and other sites do not send."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax", secure=secure)
