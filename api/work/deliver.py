"""What was written to the outbox reaches its addressee."""

from api.store.columns import now
from api.store.tables_decided import Outbox
from api.work.shop import Shop


def deliver(shop: Shop, outbox_id: str) -> None:
    """Deliver one item; one that is done is left alone."""
    with shop.database.write() as session:
        item = session.get_one(Outbox, outbox_id)
        if item.state == "waiting":
            item.state, item.done_at = "done", now()
