"""What follows a decision: written with it, in one transaction."""

from sqlalchemy.orm import Session

from api.store import outbox
from api.store.tables import Case, Revision
from api.work.jobs import DELIVER, Job, JobQueue

DECIDED = "case.decided"


def after_decision(session: Session, queue: JobQueue, case: Case, revision: Revision) -> None:
    """Queue whatever has to reach somebody because of this revision."""
    item = outbox.add(session, DECIDED, case, revision.number)
    session.flush()
    queue.enqueue(session, Job(DELIVER, f"{DELIVER}:{item.id}", {"outbox": item.id}))
