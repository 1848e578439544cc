"""Refuses bodies that are too large before anything reads them."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem, response


class BodyLimit:
    """
    Counts what comes in: by the declared length, and byte by byte where none is declared.

    The framework has such a limit, but answers in plain text; and only requests with files may be
    large here.
    """

    def __init__(self, app: ASGIApp, *, limit_of: Callable[[Scope], int]) -> None:
        self.app = app
        self._limit_of = limit_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413, or pass on with a count kept."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit_of(scope)
        if _declared(scope) > limit:
            # What is still on its way is not waited for: the connection cannot be used again.
            answer = response(Problem("too_large", headers={"Connection": "close"}))
            await answer(scope, receive, send)
            return
        taken = 0

        async def counting() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413, headers={"Connection": "close"})
            return message

        await self.app(scope, counting, send)


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
