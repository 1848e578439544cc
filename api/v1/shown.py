"""From rows to answers."""

from collections.abc import Sequence

from api.store.states import PageState, State, Way
from api.store.tables import Case, File, Page, Revision, Source, Submission
from api.v1.bodies import (
    CaseLine,
    OpenedFile,
    PageCounts,
    PageLine,
    RevisionLine,
    SentFile,
    SubmissionLine,
)
from models.case import DecidedBy, Decision
from models.quantities import Month


def case_line(case: Case) -> CaseLine:
    """Show a case in short."""
    return CaseLine(
        id=case.id,
        submission=case.submission_id,
        state=State(case.state),
        decision=Decision(case.decision) if case.decision else None,
        decided_by=DecidedBy(case.decided_by) if case.decided_by else None,
        revision=case.revision,
        round=case.round,
        problem=case.problem,
        months=[Month.parse(month) for month in case.months],
        payable=case.payable,
        created_at=case.created_at,
        changed_at=case.changed_at,
    )


def submission_line(submission: Submission) -> SubmissionLine:
    """Show a submission in a list."""
    return SubmissionLine(
        id=submission.id,
        state=State(submission.state),
        way=Way(submission.way),
        received_at=submission.received_at,
        problem=submission.problem,
    )


def sent_file(file: File) -> SentFile:
    """Show a file as it was sent."""
    return SentFile(name=file.name, size=file.size, sha256=file.sha256)


def opened_file(source: Source) -> OpenedFile:
    """Show a file as it was opened."""
    return OpenedFile(
        name=source.name,
        sha256=source.sha256,
        type=source.type,
        problem=source.problem,
        pages=source.pages,
    )


def page_counts(counts: dict[str, int]) -> PageCounts:
    """Show how far reading has come."""
    return PageCounts(
        total=sum(counts.values()),
        read=counts.get(PageState.READ, 0),
        failed=counts.get(PageState.FAILED, 0),
    )


def page_lines(case: Case, pages: Sequence[tuple[Source, Page]]) -> list[PageLine]:
    """Show a case's pages."""
    return [
        PageLine(
            n=n,
            file=source.name,
            page=page.number,
            state=PageState(page.state),
            problem=page.failure,
            image=f"/v1/cases/{case.id}/pages/{n}/image",
            overlay=f"/v1/cases/{case.id}/pages/{n}/overlay",
        )
        for n, (source, page) in enumerate(pages, 1)
    ]


def revision_line(revision: Revision) -> RevisionLine:
    """Show a decision."""
    return RevisionLine(
        revision=revision.number,
        round=revision.round,
        cause=revision.cause,
        decision=Decision(revision.decision),
        decided_by=DecidedBy(revision.decided_by),
        decided_at=revision.created_at,
    )
