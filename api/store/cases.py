"""Cases and their revisions: one claim, decided once per round of papers, never overwritten."""

from dataclasses import dataclass

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.states import Cause, State
from api.store.submissions import cases_of
from api.store.tables import Case, File, Page, Revision, Source, Submission
from api.store.viewer import SYSTEM, Viewer, visible
from models.case import CaseFile
from models.claim import Claim


class Closed(Exception):
    """The case is withdrawn or handed over; nothing can be added to it."""


class Outdated(Exception):
    """The case has changed since the caller looked at it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about to be written down; its blobs stand already."""

    case_file: CaseFile
    case_blob: str
    papers_blob: str
    round: int
    cause: Cause = Cause.PAPERS
    by: Viewer = SYSTEM


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows."""

    state: State | None = None
    decision: str | None = None
    submission: str | None = None


def for_viewer(session: Session, viewer: Viewer, case_id: str) -> Case | None:
    """Return a case that the viewer may see, or None: a foreign case does not exist."""
    return session.scalar(select(Case).where(Case.id == case_id, visible(Case.tenant_id, viewer)))


def locked(session: Session, case_id: str) -> Case:
    """Return a case that nobody else can change before this transaction ends."""
    return session.get_one(Case, case_id, with_for_update=True, populate_existing=True)


def listed(
    session: Session, viewer: Viewer, wanted: CaseFilter, limit: int, before: str | None = None
) -> list[Case]:
    """Return the newest cases first, older than the one named `before`."""
    query = _filtered(select(Case).where(visible(Case.tenant_id, viewer)), wanted)
    if before is not None:
        query = query.where(Case.id < before)
    return list(session.scalars(query.order_by(Case.id.desc()).limit(limit)))


def _filtered(query: Select[Case], wanted: CaseFilter) -> Select[Case]:
    if wanted.state is not None:
        query = query.where(Case.state == wanted.state)
    if wanted.decision is not None:
        query = query.where(Case.decision == wanted.decision)
    if wanted.submission is not None:
        query = query.where(Case.submission_id == wanted.submission)
    return query


def newest(session: Session, case: Case) -> Revision | None:
    """Return the decision that stands, or None before the first."""
    return session.get(Revision, (case.id, case.revision)) if case.revision else None


def revisions(session: Session, case_id: str) -> list[Revision]:
    """Return every decision, oldest first."""
    return list(
        session.scalars(
            select(Revision).where(Revision.case_id == case_id).order_by(Revision.number)
        )
    )


def record_decision(session: Session, case_id: str, decided: Decided) -> Revision | None:
    """
    Write a decision down as the case's next revision.

    Returns None, and writes nothing, where the case was withdrawn or more papers have come since:
    then another decision is on its way.
    """
    case = locked(session, case_id)
    if case.state == State.WITHDRAWN or case.round != decided.round:
        return None
    file = decided.case_file
    revision = Revision(
        case_id=case.id,
        number=case.revision + 1,
        round=decided.round,
        cause=decided.cause,
        decision=file.decision,
        decided_by=file.decided_by,
        actor=None if decided.by == SYSTEM else decided.by.id,
        case_file=decided.case_blob,
        papers=decided.papers_blob,
        created_at=now(),
    )
    session.add(revision)
    _take_over(case, file, revision)
    detail = {"revision": revision.number, "decision": str(file.decision)}
    audit.record(session, decided.by, "case.decide", ("case", case.id), detail)
    session.flush()
    return revision


def _take_over(case: Case, file: CaseFile, revision: Revision) -> None:
    """Show in lists what the decision says."""
    case.revision = revision.number
    case.state, case.problem = State.DECIDED, None
    case.decision, case.decided_by = file.decision, file.decided_by
    # A case is the claimant's, whosever papers were brought; without a word, the papers' own.
    claimed = Claim.model_validate(case.claim)
    case.employer_name = claimed.employer.name or file.employer.name
    case.employee_name = claimed.employee.name or file.employee.name
    case.employee_number = claimed.employee.id_number or file.employee.id_number
    case.months = [str(month) for month in file.months]
    case.payable = file.statement.totals.payable if file.statement else None
    touch(case)


def touch(case: Case) -> None:
    """Count a change: ETags follow."""
    case.version += 1
    case.changed_at = now()


def begin_round(session: Session, viewer: Viewer, case: Case) -> None:
    """Open a case for more papers (补正); raise Closed."""
    if case.state == State.WITHDRAWN or case.decision == "complete":
        raise Closed(case.id)
    case.round += 1
    case.state = State.RECEIVED
    touch(case)
    detail = {"round": case.round}
    audit.record(session, viewer, "case.papers", ("case", case.id), detail)


def withdraw(session: Session, viewer: Viewer, case_id: str) -> Case:
    """Withdraw a case; one withdrawn already is left as it is."""
    case = locked(session, case_id)
    if case.state != State.WITHDRAWN:
        case.state = State.WITHDRAWN
        touch(case)
        audit.record(session, viewer, "case.withdraw", ("case", case.id))
        settle(session, case.submission_id)
    return case


def start_reading(session: Session, submission_id: str, case_id: str | None) -> None:
    """Say of a submission, and of one or all of its cases, that work has begun."""
    session.execute(
        update(Submission)
        .where(Submission.id == submission_id, Submission.state == State.RECEIVED)
        .values(state=State.READING)
    )
    of_case = Case.id == case_id if case_id else Case.submission_id == submission_id
    session.execute(
        update(Case)
        .where(of_case, Case.state == State.RECEIVED)
        .values(state=State.READING, version=Case.version + 1, changed_at=now())
    )


def settle(session: Session, submission_id: str) -> None:
    """Let a submission follow its cases: decided or withdrawn once all of them are."""
    session.flush()
    states = {case.state for case in cases_of(session, submission_id)}
    if states & {State.RECEIVED, State.READING}:
        return
    reached = next(
        state for state in (State.PARKED, State.DECIDED, State.WITHDRAWN) if state in states
    )
    session.execute(update(Submission).where(Submission.id == submission_id).values(state=reached))


def sources_for(session: Session, case: Case) -> list[Source]:
    """Return the opened files that a case is decided on: the shared ones, then its own."""
    return list(
        session.scalars(
            select(Source)
            .where(
                Source.submission_id == case.submission_id,
                or_(Source.case_id.is_(None), Source.case_id == case.id),
            )
            .order_by(Source.id)
        )
    )


def pages_for(session: Session, case: Case) -> list[tuple[Source, Page]]:
    """Return a case's pages in the order in which its case file shows them."""
    sources = {source.id: source for source in sources_for(session, case)}
    pages = session.scalars(
        select(Page).where(Page.source_id.in_(sources)).order_by(Page.source_id, Page.number)
    )
    return [(sources[page.source_id], page) for page in pages]


def has_unopened(session: Session, case: Case) -> bool:
    """Say whether a file that the case is decided on has not been opened yet."""
    of_case = or_(File.case_id.is_(None), File.case_id == case.id)
    query = select(File.id).where(
        File.submission_id == case.submission_id, of_case, File.opened_at.is_(None)
    )
    return session.scalar(query.limit(1)) is not None
