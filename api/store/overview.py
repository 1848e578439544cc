"""What the head of the office looks at: counts over all cases, never a single person."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case as sql_case
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.store.states import State
from api.store.tables import Case
from api.store.tables_decided import Correction
from api.store.viewer import Viewer, visible
from models.case import DecidedBy, Decision

AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""Bounds of the columns of the table of ages; the last column is open."""
PERIOD = timedelta(days=30)
MOST_CORRECTIONS = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """How many cases stand so, by age: one number per column of AGES and one more."""

    standing: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return the sum."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class StraightThrough:
    """Cases decided within the period, and how many of them without a person."""

    decided: int
    untouched: int

    @property
    def rate(self) -> float | None:
        """Return the share, None without cases."""
        return self.untouched / self.decided if self.decided else None


def by_age(session: Session, viewer: Viewer, moment: datetime) -> list[Line]:
    """Count the cases by how they stand and how old they are."""
    column = sql_case(
        *((Case.created_at > moment - age, index) for index, age in enumerate(AGES)),
        else_=len(AGES),
    )
    rows = session.execute(
        select(Case.state, Case.decision, column, func.count())
        .where(visible(Case.tenant_id, viewer))
        .group_by(Case.state, Case.decision, column)
    )
    counts: Counter[tuple[str, int]] = Counter()
    for state, decision, age, count in rows:
        counts[decision if state == State.DECIDED else state, age] += count
    order = (State.RECEIVED, State.READING, Decision.REVIEW, State.PARKED)
    closed = (Decision.INCOMPLETE, Decision.COMPLETE, State.WITHDRAWN)
    return [
        Line(name, tuple(counts[name, age] for age in range(len(AGES) + 1)))
        for name in (*order, *closed)
    ]


def straight_through(session: Session, viewer: Viewer, moment: datetime) -> StraightThrough:
    """Count the cases of the last thirty days that no person had to decide."""
    rows = session.execute(
        select(Case.decision, Case.decided_by, func.count())
        .where(
            visible(Case.tenant_id, viewer),
            Case.state == State.DECIDED,
            Case.created_at > moment - PERIOD,
        )
        .group_by(Case.decision, Case.decided_by)
    )
    decided = untouched = 0
    for decision, by, count in rows:
        decided += count
        if by == DecidedBy.ENGINE and decision != Decision.REVIEW:
            untouched += count
    return StraightThrough(decided, untouched)


def corrections_by_field(
    session: Session, viewer: Viewer, moment: datetime
) -> list[tuple[str, dict[str, int]]]:
    """Count what people said of the machine's readings, by what it was about, most first."""
    rows = session.execute(
        select(Correction.said)
        .where(
            visible(Correction.tenant_id, viewer),
            Correction.created_at > moment - PERIOD,
            Correction.undone_at.is_(None),
        )
        .order_by(Correction.id.desc())
        .limit(MOST_CORRECTIONS)
    )
    found: dict[str, Counter[str]] = {}
    for (said,) in rows:
        name = str(said.get("name") or said.get("item") or said.get("kind") or "other")
        found.setdefault(name, Counter())[str(said.get("act", "correct"))] += 1
    return sorted(
        ((name, dict(acts)) for name, acts in found.items()),
        key=lambda entry: -sum(entry[1].values()),
    )
