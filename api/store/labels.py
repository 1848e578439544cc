"""What people decided about readings, as labelled data: for training and for measuring."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.store.tables import Case, Source
from api.store.tables_decided import Correction


def labels(session: Session) -> Iterator[dict[str, Any]]:
    """
    Yield one line per thing that a person said and decided with, oldest first.

    A line names the file by its hash, page and place in it, what the machine read and what the
    person said. It holds wages and names: it is as confidential as the papers.
    """
    query = (
        select(Correction, Case)
        .join(Case, Case.id == Correction.case_id)
        .where(Correction.undone_at.is_(None), Correction.decided_in.is_not(None))
        .order_by(Correction.created_at, Correction.id)
    )
    for row in session.execute(query):
        yield _line(session, row.Correction, row.Case)


def _line(session: Session, correction: Correction, case: Case) -> dict[str, Any]:
    said = dict(correction.said)
    page = said.pop("page", None)
    kind, act = said.pop("kind"), said.pop("act")
    return {
        "kind": kind,
        "act": act,
        "sha256": _hash_of(session, case, page["file"]) if page else None,
        "page": page["page"] if page else None,
        "at": said.pop("at", None),
        "machine": correction.machine,
        "human": said,
        "why": correction.why,
        "case": case.id,
        "revision": correction.decided_in,
        "said_at": correction.created_at.isoformat(timespec="seconds"),
    }


def _hash_of(session: Session, case: Case, name: str) -> str | None:
    query = select(Source.sha256).where(
        Source.submission_id == case.submission_id, Source.name == name
    )
    return session.scalar(query.limit(1))
