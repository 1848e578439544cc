"""What was written to the outbox reaches its addressee, is tried again, or is given up by name."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.ids import new_id
from api.store.outbox import DEAD, DONE, HAND_OVER, WAITING
from api.store.tables_decided import Delivery, Outbox
from api.store.viewer import Viewer
from api.work.after import delivery_job
from api.work.jobs import JobQueue
from api.work.outcome import Outcome
from api.work.shop import Shop
from api.work.to_calculator import hand_over
from api.work.to_webhook import tell

HAND_OVER_PAUSES = (1, 5, 15, 60, 300, 900, 3600, 2 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)
"""Seconds: a calculator that restarts is back in a minute; a weekend without it is bridged."""
WEBHOOK_PAUSES = (5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
"""Seconds, as Standard Webhooks recommends."""


def deliver(shop: Shop, outbox_id: str) -> None:
    """
    Make one attempt to deliver an item; one that is not waiting is left alone.

    A failure that may pass queues the next attempt; one that will not leaves a dead letter.
    """
    with shop.database.read() as session:
        item = session.get_one(Outbox, outbox_id)
    if item.state != WAITING:
        return
    begun = now()
    outcome = hand_over(shop, item) if item.kind == HAND_OVER else tell(shop, item)
    took = round((now() - begun) / timedelta(milliseconds=1))
    with shop.database.write() as session:
        _settle(session, shop.queue, item.id, replace(outcome, milliseconds=took))


def _settle(session: Session, queue: JobQueue, item_id: str, outcome: Outcome) -> None:
    """Write down what came of an attempt."""
    item = session.get_one(Outbox, item_id, with_for_update=True)
    if item.state != WAITING:
        return  # a worker that was believed dead was quicker: the key made it one delivery
    item.attempts += 1
    session.add(
        Delivery(
            id=new_id("d"),
            outbox_id=item.id,
            attempt=item.attempts,
            at=now(),
            outcome=outcome.code,
            milliseconds=outcome.milliseconds,
        )
    )
    item.problem = None if outcome.state == DONE else outcome.code
    pauses = HAND_OVER_PAUSES if item.kind == HAND_OVER else WEBHOOK_PAUSES
    if outcome.state == WAITING and item.attempts <= len(pauses):
        pause = max(pauses[item.attempts - 1], outcome.wait_seconds)
        item.next_at = now() + timedelta(seconds=pause)
        queue.enqueue(session, delivery_job(item, pause))
        return
    item.state = DEAD if outcome.state == WAITING else outcome.state
    item.next_at, item.done_at = None, now()
    if outcome.also is not None:
        outcome.also(session)


def replay(session: Session, queue: JobQueue, viewer: Viewer, item: Outbox) -> None:
    """Send a dead letter again, from the first attempt on; one that is not dead is left alone."""
    if item.state != DEAD:
        return
    item.state, item.attempts, item.replays = WAITING, 0, item.replays + 1
    item.problem = item.done_at = None
    queue.enqueue(session, delivery_job(item))
    detail = {"outbox": item.id, "kind": item.kind, "revision": item.revision}
    audit.record(session, viewer, "delivery.replay", ("case", item.case_id), detail)
