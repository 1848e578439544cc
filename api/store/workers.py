"""Workers' signs of life."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update

from api.store.columns import now
from api.store.database import Database
from api.store.tables import Worker

STALE = timedelta(seconds=30)


def seen(database: Database, name: str) -> None:
    """Note that a worker lives; forget those that have not been seen for a day."""
    moment = now()
    with database.write() as session:
        updated = session.execute(
            update(Worker).where(Worker.id == name).values(seen_at=moment).returning(Worker.id)
        )
        if updated.scalar() is None:
            session.add(Worker(id=name, started_at=moment, seen_at=moment))
        session.execute(delete(Worker).where(Worker.seen_at < moment - timedelta(days=1)))


def alive(database: Database, machine: str = "") -> int:
    """Count the workers seen within half a minute, of one machine or of all."""
    query = select(func.count()).select_from(Worker).where(Worker.seen_at > now() - STALE)
    if machine:
        query = query.where(Worker.id.startswith(f"{machine}:", autoescape=True))
    with database.read() as session:
        return session.scalar(query) or 0
