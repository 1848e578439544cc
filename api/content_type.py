"""Refuses bodies of another kind than their route takes, before anything reads them."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import Problem, response

FORM, JSON = "multipart/form-data", "application/json"
PREFIX = "/v1/"


class ContentType:
    """Answers 415 where a program sends a body as something else than it is documented to be."""

    def __init__(self, app: ASGIApp, *, uploads: tuple[str, ...]) -> None:
        self.app = app
        self._uploads = uploads
        """Ends of the paths that take forms with files; all others take JSON."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            wanted = FORM if scope["path"].endswith(self._uploads) else JSON
            if _sends_another(Headers(scope=scope), wanted):
                answer = response(Problem("unsupported_type", wanted, headers={"Accept": wanted}))
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _sends_another(headers: Headers, wanted: str) -> bool:
    has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    sent = headers.get("content-type", "").partition(";")[0].strip().lower()
    return has_body and sent != wanted
