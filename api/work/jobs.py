"""What is queued, and the promise of whoever queues it."""

from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from api.store.columns import JsonObject
from api.store.reviews import AT_WINDOW
from api.store.submissions import outstanding
from api.store.tables import Case, Submission

READ, DELIVER = "read", "deliver"
"""The two queues, and the workflows that run on them."""
COUNTER_PRIORITY = 1
"""Somebody stands at the window."""
BULK_PRIORITY = 100
LEAST_URGENT = 1_000_000
"""Priorities grow with a tenant's own backlog, up to this."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; the same identifier twice is the same work."""

    kind: str
    id: str
    arguments: JsonObject = field(default_factory=dict)
    priority: int = BULK_PRIORITY
    delay: float = 0.0
    """Seconds before it may begin."""


class JobQueue(Protocol):
    """Whoever takes jobs in."""

    def enqueue(self, session: Session, job: Job) -> None:
        """Queue a job in the caller's transaction: both are kept, or neither."""


def read_job(session: Session, submission: Submission, case: Case | None = None) -> Job:
    """
    Return the job of reading and deciding a submission, or one case's newest round.

    The counter goes first. A tenant's second waiting submission comes after everybody's first, its
    third after everybody's second: whoever sends a thousand keeps nobody else waiting.
    """
    round_ = case.round if case else 1
    if submission.way in AT_WINDOW:
        priority = COUNTER_PRIORITY
    else:
        backlog = outstanding(session, submission.tenant_id)
        priority = min(BULK_PRIORITY + backlog, LEAST_URGENT)
    return Job(
        kind=READ,
        id=f"{READ}:{case.id if case else submission.id}:{round_}",
        arguments={"submission": submission.id, "case": case.id if case else None},
        priority=priority,
    )
