"""How a cookie of ours is kept; the names stand in `web.cookie_names`."""

from starlette.requests import Request
from starlette.responses import Response

YEAR = 365 * 24 * 3600


def keep(request: Request, response: Response, name: str, value: str) -> None:
    """Sets a cookie that scripts cannot read and other sites do not send."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax", secure=secure)
