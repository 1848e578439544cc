"""Small looks across tables, for people: names behind identifiers, what was delivered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.store.tables import ApiKey, Staff, Tenant
from api.store.tables_decided import Delivery, Outbox


@dataclass(frozen=True, slots=True)
class Sending:
    """Something that had to reach somebody outside, and the attempts made."""

    item: Outbox
    attempts: Sequence[Delivery]


def names_of(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Return the names of members of staff, and of the tenants of keys, by their identifiers."""
    wanted = set(actors)
    people = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted)))
    keys = session.execute(
        select(ApiKey.id, Tenant.name)
        .join(Tenant, Tenant.id == ApiKey.tenant_id)
        .where(ApiKey.id.in_(wanted))
    )
    return {row[0]: row[1] for row in (*people, *keys)}


def deliveries_of(session: Session, case_id: str) -> list[Sending]:
    """Return what a case sent out, oldest first, with every attempt."""
    items = session.scalars(select(Outbox).where(Outbox.case_id == case_id).order_by(Outbox.id))
    return [
        Sending(
            item,
            list(
                session.scalars(
                    select(Delivery)
                    .where(Delivery.outbox_id == item.id)
                    .order_by(Delivery.attempt, Delivery.id)
                )
            ),
        )
        for item in items
    ]
