"""Pages and what was read on them: a page that was read is never read again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.store.columns import now
from api.store.states import PageState
from api.store.submissions import progressed
from api.store.tables import File, Page, Picture, Source, Submission
from models.paper import FileReport


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a page."""

    reader: str
    reading: str | None = None
    """Blob of the reading."""
    failure: str | None = None


def unopened(session: Session, submission_id: str) -> list[File]:
    """Return the files that nobody has opened yet."""
    return list(
        session.scalars(
            select(File)
            .where(File.submission_id == submission_id, File.opened_at.is_(None))
            .order_by(File.round, File.received_at, File.position)
        )
    )


def add_sources(
    session: Session, file: File, reports: Sequence[FileReport], names: Sequence[str]
) -> None:
    """Write down what a file turned out to hold, and its pages; once, however often it is tried."""
    stored = session.get_one(File, file.id, with_for_update=True, populate_existing=True)
    if stored.opened_at is not None:
        return
    for entry, (report, name) in enumerate(zip(reports, names, strict=True)):
        source = _source(stored, report, entry=entry, name=name)
        session.add(source)
        session.flush()
        session.add_all(_page(source, number) for number in range(1, report.pages + 1))
    stored.opened_at = now()
    progressed(session, stored.submission_id)


def _source(file: File, report: FileReport, *, entry: int, name: str) -> Source:
    return Source(
        tenant_id=file.tenant_id,
        submission_id=file.submission_id,
        case_id=file.case_id,
        file_id=file.id,
        entry=entry,
        name=name,
        sha256=report.sha256,
        type=report.type,
        problem=report.problem,
        pages=report.pages,
        notes=list(report.notes),
    )


def _page(source: Source, number: int) -> Page:
    return Page(
        tenant_id=source.tenant_id,
        submission_id=source.submission_id,
        source_id=source.id,
        sha256=source.sha256,
        number=number,
        state=PageState.WAITING,
    )


def standing(session: Session, page: Page, reader: str) -> Read | None:
    """Return what the same reader made of the same page of the same tenant before, if anything."""
    same = (
        select(Page)
        .where(
            Page.tenant_id == page.tenant_id,
            Page.sha256 == page.sha256,
            Page.number == page.number,
            Page.state == PageState.READ,
            Page.reader == reader,
        )
        .limit(1)
    )
    found = session.scalar(same)
    return Read(reader, found.reading) if found else None


def finish(session: Session, page_id: int, read: Read) -> None:
    """Write down what became of a page; the first word about it stands."""
    page = session.get_one(Page, page_id)
    submission = session.get_one(Submission, page.submission_id, with_for_update=True)
    session.refresh(page)
    if page.state != PageState.WAITING:
        return
    submission.attempts = 0
    page.state = PageState.READ if read.reading else PageState.FAILED
    page.reading, page.reader, page.failure = read.reading, read.reader, read.failure
    page.done = _next(session, page.submission_id)


def _next(session: Session, submission_id: str) -> int:
    counted = select(func.max(Page.done)).where(Page.submission_id == submission_id)
    return (session.scalar(counted) or 0) + 1


def done_after(session: Session, submission_id: str, after: int) -> list[tuple[Source, Page]]:
    """Return the pages that were done since the one numbered `after`, in that order."""
    rows = session.execute(
        select(Source, Page)
        .join(Source, Source.id == Page.source_id)
        .where(Page.submission_id == submission_id, Page.done > after)
        .order_by(Page.done)
    )
    return [(row.Source, row.Page) for row in rows]


def picture(session: Session, page_id: int, kind: str) -> str | None:
    """Return the blob of a drawn page, if it was drawn."""
    found = session.get(Picture, (page_id, kind))
    return found.blob if found else None


def keep_picture(session: Session, page_id: int, kind: str, blob: str) -> None:
    """Remember a drawn page."""
    session.merge(Picture(page_id=page_id, kind=kind, blob=blob))


def waiting(session: Session, submission_id: str) -> list[tuple[Source, Page]]:
    """Return a submission's pages that nobody has read yet, in order."""
    rows = session.execute(
        select(Source, Page)
        .join(Source, Source.id == Page.source_id)
        .where(Page.submission_id == submission_id, Page.state == PageState.WAITING)
        .order_by(Page.source_id, Page.number)
    )
    return [(row.Source, row.Page) for row in rows]
