"""A request with a key is done once, however often it is sent (draft-ietf-httpapi-idempotency)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from api.store.columns import JsonObject, now
from api.store.tables import Idempotency


class OtherRequest(Exception):
    """The key was used for something else."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request was answered."""

    status: int
    location: str
    body: JsonObject


def fingerprint(*parts: object) -> bytes:
    """Hash what a request asks for; `parts` are anything JSON can say."""
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).digest()


def earlier(session: Session, tenant_id: str, key: str, request: bytes) -> Answer | None:
    """Return the answer to the same request, if it was made; raise OtherRequest."""
    found = session.get(Idempotency, (tenant_id, key))
    if found is None:
        return None
    if found.request != request:
        raise OtherRequest(key)
    return Answer(found.status, found.location, found.body)


def remember(session: Session, tenant_id: str, key: str, request: bytes, answer: Answer) -> None:
    """
    Keep the answer in the transaction that does what was asked.

    Where two requests with one key meet, the second commit fails on the key: IntegrityError.
    """
    session.add(
        Idempotency(
            tenant_id=tenant_id,
            key=key,
            request=request,
            status=answer.status,
            location=answer.location,
            body=answer.body,
            created_at=now(),
        )
    )
    session.flush()


def forget(session: Session, hours: int) -> int:
    """Remove keys older than that; return how many."""
    done = session.execute(
        delete(Idempotency).where(Idempotency.created_at < now() - timedelta(hours=hours))
    )
    return done.rowcount if isinstance(done, CursorResult) else 0
