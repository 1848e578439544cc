"""
The audit trail's chain: each row's hash covers the row and the hash before it.

Whoever changes, removes or slips in a row breaks the chain from there on. Cutting off its end is
seen by holding on to an earlier head: `intake audit verify --head HASH`.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = bytes(32)
"""What stands before the first row."""


@dataclass(frozen=True, slots=True)
class Link:
    """A row as the chain sees it."""

    id: int
    at: datetime
    actor_kind: str
    actor: str
    act: str
    subject_kind: str
    subject: str
    tenant_id: str | None
    detail: dict[str, Any]
    previous: bytes | None
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class Found:
    """What verifying found."""

    rows: int
    head: bytes
    broken: int | None = None
    """The first row that does not follow from what is before it."""
    head_seen: bool = True
    """Whether the head that was asked for is in the chain."""


def hash_of(previous: bytes, row: Link) -> bytes:
    """Return the hash of a row after the hash before it; its id is not part of it."""
    told = [
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.actor_kind,
        row.actor,
        row.act,
        row.subject_kind,
        row.subject,
        row.tenant_id,
        row.detail,
    ]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode()).digest()


def verify(rows: Iterable[Link], head: bytes | None = None) -> Found:
    """Follow the chain from its first row, in the order of ids; stop at the first broken one."""
    last, count, seen = START, 0, head is None
    for row in rows:
        if row.previous != last or row.hash != hash_of(last, row):
            return Found(count, last, broken=row.id, head_seen=seen)
        last, count = row.hash or START, count + 1
        seen = seen or last == head
    return Found(count, last, head_seen=seen)
