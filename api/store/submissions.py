"""Submissions: papers that came in together, with the claims made on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.ids import new_id
from api.store.states import State, Way
from api.store.tables import HOUSE, Case, File, Page, Source, Submission
from api.store.viewer import Viewer, visible
from models.claim import Claim


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent and stored."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Received:
    """A submission with its cases, in the order of the claims."""

    submission: Submission
    cases: tuple[Case, ...]


def owner(viewer: Viewer) -> str:
    """Return the tenant that a viewer's submissions belong to."""
    return viewer.tenant_id or HOUSE


def receive(
    session: Session, viewer: Viewer, way: Way, claims: Sequence[Claim], files: Sequence[Sent]
) -> Received:
    """Write down a submission; each claim becomes a case on the same papers."""
    moment = now()
    submission = Submission(
        id=new_id("s"),
        tenant_id=owner(viewer),
        way=way,
        received_by=viewer.id,
        received_at=moment,
        state=State.RECEIVED,
    )
    session.add(submission)
    session.flush()
    cases = tuple(_case(submission, position, claim) for position, claim in enumerate(claims))
    session.add_all(cases)
    session.flush()
    add_files(session, submission, files)
    counts = {"cases": len(cases), "files": len(files), "way": str(way)}
    audit.record(session, viewer, "submission.receive", ("submission", submission.id), counts)
    return Received(submission, cases)


def _case(submission: Submission, position: int, claim: Claim) -> Case:
    return Case(
        id=new_id("c"),
        tenant_id=submission.tenant_id,
        submission_id=submission.id,
        position=position,
        claim=claim.model_dump(mode="json"),
        created_at=submission.received_at,
        changed_at=submission.received_at,
        state=State.RECEIVED,
        employer_name=claim.employer.name,
        employee_name=claim.employee.name,
        employee_number=claim.employee.id_number,
        months=[str(month) for month in claim.months],
    )


def add_files(
    session: Session, submission: Submission, files: Sequence[Sent], case: Case | None = None
) -> None:
    """Attach stored files to a submission, or to one of its cases as its newest round."""
    session.add_all(
        File(
            id=new_id("f"),
            tenant_id=submission.tenant_id,
            submission_id=submission.id,
            case_id=case.id if case else None,
            round=case.round if case else 1,
            position=position,
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            received_at=now(),
        )
        for position, file in enumerate(files)
    )


def for_viewer(session: Session, viewer: Viewer, submission_id: str) -> Submission | None:
    """Return a submission that the viewer may see, or None."""
    seen = visible(Submission.tenant_id, viewer)
    return session.scalar(select(Submission).where(Submission.id == submission_id, seen))


def listed(
    session: Session, viewer: Viewer, limit: int, before: str | None = None
) -> list[Submission]:
    """Return the newest submissions, older than the one named `before`."""
    wanted = select(Submission).where(visible(Submission.tenant_id, viewer))
    if before is not None:
        wanted = wanted.where(Submission.id < before)
    return list(session.scalars(wanted.order_by(Submission.id.desc()).limit(limit)))


def cases_of(session: Session, submission_id: str) -> list[Case]:
    """Return a submission's cases in the order of its claims."""
    return list(
        session.scalars(
            select(Case).where(Case.submission_id == submission_id).order_by(Case.position)
        )
    )


def files_of(session: Session, submission_id: str) -> list[File]:
    """Return the files as they were sent, oldest first."""
    return list(
        session.scalars(
            select(File)
            .where(File.submission_id == submission_id)
            .order_by(File.round, File.received_at, File.position)
        )
    )


def sources_of(session: Session, submission_id: str) -> list[Source]:
    """Return the files as they were opened."""
    return list(
        session.scalars(
            select(Source).where(Source.submission_id == submission_id).order_by(Source.id)
        )
    )


def outstanding(session: Session, tenant_id: str) -> int:
    """Count a tenant's submissions that wait or are being read: what fairness goes by."""
    waiting = (State.RECEIVED, State.READING)
    count = select(func.count()).where(
        Submission.tenant_id == tenant_id, Submission.state.in_(waiting)
    )
    return session.scalar(count) or 0


def page_counts(session: Session, submission_id: str) -> dict[str, int]:
    """Count a submission's pages by state."""
    rows = session.execute(
        select(Page.state, func.count())
        .where(Page.submission_id == submission_id)
        .group_by(Page.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 — rows are no tuples for mypy


def reopened(session: Session, submission_id: str) -> Submission:
    """Return a submission to which papers are being added; it has work to do again."""
    submission = session.get_one(Submission, submission_id, with_for_update=True)
    submission.state, submission.problem = State.RECEIVED, None
    submission.attempts = 0
    return submission


def begin_attempt(session: Session, submission_id: str, most: int) -> bool:
    """Count an attempt; say whether it may be made: not after `most` without any progress."""
    submission = session.get_one(Submission, submission_id, with_for_update=True)
    submission.attempts += 1
    return submission.attempts <= most


def progressed(session: Session, submission_id: str) -> None:
    """Forget the attempts: whatever was tried last went well."""
    session.execute(update(Submission).where(Submission.id == submission_id).values(attempts=0))


def park(session: Session, submission_id: str, problem: str) -> bool:
    """Give up on a submission's undecided cases, under a named problem; say if there were any."""
    open_states = (State.RECEIVED, State.READING)
    session.execute(
        update(Submission)
        .where(Submission.id == submission_id, Submission.state.in_(open_states))
        .values(state=State.PARKED, problem=problem)
    )
    parked = session.execute(
        update(Case)
        .where(Case.submission_id == submission_id, Case.state.in_(open_states))
        .values(state=State.PARKED, problem=problem, version=Case.version + 1, changed_at=now())
        .returning(Case.id)
    ).all()
    return bool(parked)
