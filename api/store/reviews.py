"""Cases that wait for a person: in which order, why, and who has one in hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.states import State, Way
from api.store.tables import Case, Submission
from api.store.tables_decided import Review
from api.store.viewer import Role, Viewer, visible
from models.case import CaseFile, Decision
from models.finding import Severity, Verdict

OVERDUE = timedelta(hours=24)
"""A case that has waited so long comes before those of today (申请材料当日审核)."""
AT_WINDOW = (Way.COUNTER, Way.PHONE, Way.FOLDER)


class Urgency(StrEnum):
    """How soon a case should be looked at."""

    WINDOW = "window"
    """Somebody stands at the counter."""
    OVERDUE = "overdue"
    NORMAL = "normal"


class Taken(Exception):
    """Somebody else has the case in hand."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in the queue."""

    case: Case
    review: Review

    @property
    def id(self) -> str:
        """Return the case's identifier."""
        return self.case.id

    @property
    def urgency(self) -> Urgency:
        """Say how soon."""
        if self.review.at_window:
            return Urgency.WINDOW
        return Urgency.OVERDUE if now() - self.review.since > OVERDUE else Urgency.NORMAL


def reasons_of(file: CaseFile) -> list[str]:
    """Return the codes of what is open, each once; `assist` where nothing is."""
    doubted = [r.code for r in file.requirements if r.verdict is Verdict.DOUBTFUL]
    blocking = [flag.code for flag in file.flags if flag.severity is Severity.BLOCKING]
    held = [file.held] if file.held else []
    return list(dict.fromkeys(str(code) for code in (*doubted, *blocking, *held) if code))


def follow(session: Session, case: Case, file: CaseFile) -> None:
    """Let a decision put a case into the queue, or take it out."""
    row = session.get(Review, case.id)
    if file.decision is not Decision.REVIEW:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        submission = session.get_one(Submission, case.submission_id)
        row = Review(
            case_id=case.id,
            tenant_id=case.tenant_id,
            since=now(),
            at_window=submission.way in AT_WINDOW,
            reasons=[],
        )
        session.add(row)
    row.reasons = reasons_of(file)


def waiting(
    session: Session, viewer: Viewer, limit: int, *, free_only: bool = False, after: str = ""
) -> list[Waiting]:
    """
    Return the queue: who stands at the window first, then the longest waiting.

    `free_only` leaves out what somebody else has in hand; `after` names the case before the first.
    """
    query = (
        select(Case, Review)
        .join(Review, Review.case_id == Case.id)
        .where(
            visible(Case.tenant_id, viewer),
            Case.state == State.DECIDED,
            Case.decision == Decision.REVIEW,
        )
        .order_by(Review.at_window.desc(), Review.since, Review.case_id)
        .limit(limit)
    )
    if free_only:
        free = or_(Review.taken_until.is_(None), Review.taken_until <= now())
        query = query.where(or_(free, Review.taken_by == viewer.id))
    if not viewer.may(Role.REVIEWER, Role.LEAD, Role.AUDITOR):
        query = query.where(Review.at_window)
    last = session.get(Review, after) if after else None
    if last is not None:
        later = or_(
            Review.since > last.since,
            and_(Review.since == last.since, Review.case_id > last.case_id),
        )
        same = Review.at_window.is_(last.at_window)
        query = query.where(or_(same & later, Review.at_window.is_(False) & ~same))
    return [Waiting(row.Case, row.Review) for row in session.execute(query)]


def take(session: Session, viewer: Viewer, case: Case, lease: timedelta) -> datetime:
    """
    Take a case in hand, or keep it longer; return until when. Raises Taken.

    A lead takes cases from others; a case that is not in the queue has no lease to hold.
    """
    row = session.get(Review, case.id, with_for_update=True, populate_existing=True)
    until = now() + lease
    if row is None:
        return until
    if holder(row) not in {None, viewer.id} and not viewer.may(Role.LEAD):
        raise Taken(case.id)
    if row.taken_by != viewer.id:
        audit.record(session, viewer, "review.take", ("case", case.id))
    row.taken_by, row.taken_until = viewer.id, until
    return until


def release(session: Session, viewer: Viewer, case: Case) -> None:
    """Give a case back; only who has it in hand, or a lead, can. Raises Taken."""
    row = session.get(Review, case.id, with_for_update=True, populate_existing=True)
    if row is None or holder(row) is None:
        return
    if row.taken_by != viewer.id and not viewer.may(Role.LEAD):
        raise Taken(case.id)
    row.taken_by = row.taken_until = None
    audit.record(session, viewer, "review.release", ("case", case.id))


def check_free(session: Session, viewer: Viewer, case: Case) -> None:
    """Raise Taken where somebody else has the case in hand."""
    row = session.get(Review, case.id)
    if row is not None and holder(row) not in {None, viewer.id}:
        raise Taken(case.id)


def is_taken(session: Session, case: Case) -> bool:
    """Say whether anybody has a case in hand."""
    row = session.get(Review, case.id)
    return row is not None and holder(row) is not None


def holder(row: Review) -> str | None:
    """Return who has a case in hand."""
    live = row.taken_until is not None and row.taken_until > now()
    return row.taken_by if live else None
