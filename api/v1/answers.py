"""Answers with an ETag, and lists in parts."""

import hashlib
from collections.abc import Sequence
from typing import Annotated, Protocol, TypeVar

from fastapi import Query, Request, Response
from pydantic import BaseModel

from api.store.ids import Identifier

Cursor = Annotated[Identifier | None, Query(description="`next` of the part before")]
Limit = Annotated[int, Query(ge=1, le=200)]
CACHE = "private, no-cache"
"""May be kept by the one who asked, and has to be asked about each time."""


class Identified(Protocol):
    """A row of a list."""

    id: str


Row = TypeVar("Row", bound=Identified)


def etag_of(content: bytes) -> str:
    """Return a strong ETag: equal for equal bytes only."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def tagged(
    request: Request, content: bytes, media_type: str = "application/json", etag: str = ""
) -> Response:
    """Return the content with its ETag, or 304 to one who has it already."""
    tag = etag or etag_of(content)
    headers = {"ETag": tag, "Cache-Control": CACHE}
    asked = request.headers.get("if-none-match", "")
    if asked == "*" or tag in (part.strip() for part in asked.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def tagged_body(request: Request, body: BaseModel, etag: str = "") -> Response:
    """Return a body with its ETag."""
    return tagged(request, body.model_dump_json().encode(), etag=etag)


def part(rows: Sequence[Row], limit: int) -> tuple[Sequence[Row], str | None]:
    """Return a list's part and the cursor after it; `rows` has one more than `limit` if any."""
    shown = rows[:limit]
    return shown, shown[-1].id if len(rows) > limit else None
