"""What follows a decision: written with it, in one transaction."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.store import outbox
from api.store.tables import Case, Revision
from api.store.tables_decided import Outbox, Webhook
from api.work.jobs import DELIVER, Job, JobQueue
from models.case import Decision


def after_decision(session: Session, queue: JobQueue, case: Case, revision: Revision) -> None:
    """Queue whatever has to reach somebody because of this revision."""
    items = []
    if revision.decision == Decision.COMPLETE:
        items.append(outbox.add(session, outbox.HAND_OVER, case, revision.number))
    live = select(Webhook.id).where(
        Webhook.tenant_id == case.tenant_id, Webhook.closed_at.is_(None)
    )
    items += [
        outbox.add(session, outbox.WEBHOOK, case, revision.number, endpoint)
        for endpoint in session.scalars(live)
    ]
    session.flush()
    for item in items:
        queue.enqueue(session, delivery_job(item))


def delivery_job(item: Outbox, pause: float = 0.0) -> Job:
    """Return the job of an item's next attempt, after a pause in seconds."""
    number = f"{item.replays}.{item.attempts}"
    return Job(DELIVER, f"{DELIVER}:{item.id}:{number}", {"outbox": item.id}, delay=pause)
