"""What is done with every request and answer: a number, a line in the log, headers."""

import logging
import time
from secrets import token_hex

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("api.access")
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

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

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
            _note(scope, number, status, time.monotonic() - started)


def _note(scope: Scope, number: str, status: int, seconds: float) -> None:
    viewer = scope["state"].get("viewer")
    logger.info(
        "request",
        extra={
            "request": number,
            "method": scope["method"],
            "route": getattr(scope.get("route"), "path", None),
            "status": status or None,
            "milliseconds": round(seconds * 1000, 1),
            "viewer": viewer.id if viewer else None,
        },
    )
