"""What had to go out, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.store.tables import Case
from api.store.tables_decided import Delivery, HandOver, Outbox
from api.store.viewer import Viewer, visible


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items a list shows."""

    kind: str | None = None
    state: str | None = None
    endpoint: str | None = None


def listed(
    session: Session, viewer: Viewer, wanted: Wanted, limit: int, before: str | None = None
) -> list[Outbox]:
    """Return the newest items first, older than the one named `before`."""
    query = select(Outbox).where(visible(Outbox.tenant_id, viewer))
    if wanted.kind is not None:
        query = query.where(Outbox.kind == wanted.kind)
    if wanted.state is not None:
        query = query.where(Outbox.state == wanted.state)
    if wanted.endpoint is not None:
        query = query.where(Outbox.endpoint_id == wanted.endpoint)
    if before is not None:
        query = query.where(Outbox.id < before)
    return list(session.scalars(query.order_by(Outbox.id.desc()).limit(limit)))


def for_viewer(session: Session, viewer: Viewer, item_id: str, kind: str) -> Outbox | None:
    """Return an item that the viewer may see, locked for a change; None for any other."""
    return session.scalar(
        select(Outbox)
        .where(Outbox.id == item_id, Outbox.kind == kind, visible(Outbox.tenant_id, viewer))
        .with_for_update()
    )


def attempts(session: Session, items: Sequence[Outbox]) -> dict[str, list[Delivery]]:
    """Return the attempts made for items, oldest first."""
    found: dict[str, list[Delivery]] = {item.id: [] for item in items}
    query = select(Delivery).where(Delivery.outbox_id.in_(found)).order_by(Delivery.id)
    for row in session.scalars(query):
        found[row.outbox_id].append(row)
    return found


def statement_of(session: Session, case: Case) -> str | None:
    """Return the blob of the statement that a calculator made of the decision that stands."""
    row = session.get(HandOver, (case.id, case.revision))
    return None if row is None else row.statement
