"""
What is kept no longer: rows go at once, their files when nothing else needs them and grace is over.

A file may be sent again while it is being purged. So what a purge leaves behind is only noted
(`doomed`), and a file is removed once no row names it and it was not put again lately.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.store import audit
from api.store.blobs import Blobs
from api.store.columns import now
from api.store.database import Database
from api.store.outbox import WAITING
from api.store.states import State
from api.store.tables import Case, File, Page, Picture, Revision, Source, Submission
from api.store.tables_decided import (
    Correction,
    Delivery,
    Doomed,
    HandOver,
    Hold,
    Outbox,
    Review,
)
from api.store.tables_desk import PhoneLink
from api.store.viewer import SYSTEM, Viewer

GRACE = timedelta(days=1)
"""Longer than any upload, and than any work that began before the rows were gone."""
PORTION = 500
"""Files looked for at once: most columns that name one have no index."""
AT_REST = (State.DECIDED, State.WITHDRAWN, State.PARKED)
NAMED_BY: tuple[InstrumentedAttribute[str] | InstrumentedAttribute[str | None], ...] = (
    File.sha256,
    Source.sha256,
    Page.reading,
    Picture.blob,
    Revision.case_file,
    Revision.papers,
    HandOver.claim,
    HandOver.statement,
)
"""Everything that names a file in the store."""


def hold(session: Session, viewer: Viewer, submission_id: str, reason: str) -> None:
    """Keep a submission until the hold is lifted (legal hold); raise LookupError."""
    if session.get(Submission, submission_id) is None:
        raise LookupError(submission_id)
    session.merge(Hold(submission_id=submission_id, reason=reason, actor=viewer.id, since=now()))
    audit.record(session, viewer, "submission.hold", ("submission", submission_id))


def lift(session: Session, viewer: Viewer, submission_id: str) -> None:
    """Lift a hold."""
    session.execute(delete(Hold).where(Hold.submission_id == submission_id))
    audit.record(session, viewer, "submission.lift", ("submission", submission_id))


def due(session: Session, before: datetime) -> list[str]:
    """Return the submissions at rest since before a moment, which nobody holds."""
    stirred = select(Case.submission_id).where(Case.changed_at >= before)
    going_out = (
        select(Case.submission_id)
        .join(Outbox, Outbox.case_id == Case.id)
        .where(Outbox.state == WAITING)
    )
    query = select(Submission.id).where(
        Submission.received_at < before,
        Submission.state.in_(AT_REST),
        Submission.id.not_in(stirred),
        Submission.id.not_in(going_out),
        Submission.id.not_in(select(Hold.submission_id)),
    )
    return list(session.scalars(query.order_by(Submission.id)))


def purge(database: Database, before: datetime) -> int:
    """Remove the rows of everything that is due; return how many submissions that were."""
    with database.read() as session:
        found = due(session, before)
    for submission_id in found:
        with database.write() as session:
            if submission_id in due(session, before):
                _purge(session, submission_id)
    return len(found)


def _purge(session: Session, submission_id: str) -> None:
    """Remove one submission; the audit trail keeps what was done to it, and that it is gone."""
    cases = list(session.scalars(select(Case.id).where(Case.submission_id == submission_id)))
    pages = list(session.scalars(select(Page.id).where(Page.submission_id == submission_id)))
    for sha256 in set(_files_of(session, submission_id, cases, pages)):
        session.merge(Doomed(sha256=sha256, since=now()))
    sent = select(Outbox.id).where(Outbox.case_id.in_(cases))
    session.execute(delete(Delivery).where(Delivery.outbox_id.in_(sent)))
    for table in (Outbox, HandOver, Review, Correction, PhoneLink):
        session.execute(delete(table).where(table.case_id.in_(cases)))
    session.execute(delete(Picture).where(Picture.page_id.in_(pages)))
    for rows in (Page, Source, File):
        session.execute(delete(rows).where(rows.submission_id == submission_id))
    session.execute(delete(Revision).where(Revision.case_id.in_(cases)))
    session.execute(delete(Case).where(Case.submission_id == submission_id))
    session.execute(delete(Submission).where(Submission.id == submission_id))
    detail = {"cases": len(cases), "pages": len(pages)}
    audit.record(session, SYSTEM, "submission.purge", ("submission", submission_id), detail)


def _files_of(
    session: Session, submission_id: str, cases: Sequence[str], pages: Sequence[int]
) -> Iterator[str]:
    """Yield the hashes of everything that a submission's rows name."""
    queries = [
        select(File.sha256).where(File.submission_id == submission_id),
        select(Source.sha256).where(Source.submission_id == submission_id),
        select(Page.reading).where(Page.submission_id == submission_id),
        select(Picture.blob).where(Picture.page_id.in_(pages)),
        select(Revision.case_file).where(Revision.case_id.in_(cases)),
        select(Revision.papers).where(Revision.case_id.in_(cases)),
        select(HandOver.claim).where(HandOver.case_id.in_(cases)),
        select(HandOver.statement).where(HandOver.case_id.in_(cases)),
    ]
    yield from (sha256 for query in queries for sha256 in session.scalars(query) if sha256)


def bury(database: Database, blobs: Blobs, grace: timedelta = GRACE) -> int:
    """Remove the files that nothing names any more; return how many are gone."""
    with database.read() as session:
        query = select(Doomed.sha256).where(Doomed.since <= now() - grace)
        doomed = list(session.scalars(query))
    gone = 0
    for start in range(0, len(doomed), PORTION):
        gone += _bury(database, blobs, doomed[start : start + PORTION], now() - grace)
    return gone


def _bury(database: Database, blobs: Blobs, doomed: Sequence[str], before: datetime) -> int:
    """
    Remove a portion of files.

    Nothing comes to name one in between without putting it anew: the rows that named it are gone
    since before the grace.
    """
    with database.read() as session:
        named = {
            found
            for column in NAMED_BY
            for found in session.scalars(select(column).where(column.in_(doomed)))
        }
    gone = [sha256 for sha256 in doomed if sha256 not in named and blobs.discard(sha256, before)]
    with database.write() as session:
        done = [*gone, *named]
        session.execute(delete(Doomed).where(Doomed.sha256.in_(done)))
    return len(gone)
