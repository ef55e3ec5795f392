"""What every address answers while the database does not: one sentence, whatever was asked."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from facilitation.errors import StoreError
from locales import sentence
from web.access import language_of
from web.notice import notice

RETRY = "2"  # seconds


async def unwell(request: Request, trouble: Exception) -> Response:
    """503 with the sentence: a page for a person, JSON for a script of ours, which keeps what it holds."""
    if not isinstance(trouble, StoreError):
        raise trouble
    language = language_of(request)
    said = sentence(language, trouble.key, **trouble.values)
    by_script = request.method != "GET" or request.url.path.endswith("/now")
    answer = (
        JSONResponse({"refusal": said, "key": trouble.key}, status_code=503)
        if by_script
        else notice(language, said, 503)
    )
    answer.headers["retry-after"] = RETRY
    return answer
