"""What is done with every request and answer: a number, a line in the log, headers."""

import logging
import time
from collections.abc import Callable
from secrets import token_hex

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("api.access")
Count = Callable[[str, str, int, float], None]
"""Takes method, route, status and seconds of a request."""
SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Access:
    """
    Numbers requests, notes them in the log, adds headers.

    The log has the route's pattern and never the path: a path may name a case.
    """

    def __init__(self, app: ASGIApp, *, count: Count | None = None) -> None:
        self.app = app
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, watching what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, started, status = token_hex(8), time.monotonic(), 0
        scope.setdefault("state", {})

        async def adding(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                extra = {**SAFETY, "X-Request-Id": number, **scope["state"].get("headers", {})}
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in extra.items()
                        if name.lower().encode() not in present
                    ),
                ]
            await send(message)

        try:
            await self.app(scope, receive, adding)
        finally:
            seconds = time.monotonic() - started
            _note(scope, number, status, seconds)
            if self._count is not None:
                self._count(scope["method"], route_of(scope) or "none", status, seconds)


def route_of(scope: Scope) -> str | None:
    """Return the pattern of the route that answered, or None."""
    path: str | None = getattr(scope.get("route"), "path", None)
    return path


def _note(scope: Scope, number: str, status: int, seconds: float) -> None:
    viewer = scope["state"].get("viewer")
    logger.info(
        "request",
        extra={
            "request": number,
            "method": scope["method"],
            "route": route_of(scope),
            "status": status or None,
            "milliseconds": round(seconds * 1000, 1),
            "viewer": viewer.id if viewer else None,
        },
    )
