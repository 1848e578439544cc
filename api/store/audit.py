"""The audit trail: who did what to which thing, written with the change itself, in a chain."""

from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.store import chain
from api.store.chain import Found, Link
from api.store.columns import JsonObject, now
from api.store.tables import Audit
from api.store.viewer import SYSTEM, Viewer

NOTED = "audit"
"""Where a session keeps what is to be written at its end."""
LOCK = 4_207_312
"""PostgreSQL advisory lock: rows come into the chain one transaction after the other."""
PORTION = 1000


def record(
    session: Session,
    viewer: Viewer,
    act: str,
    subject: tuple[str, str],
    detail: JsonObject | None = None,
) -> None:
    """
    Note an act in the transaction that does it; it joins the chain as that commits.

    Args:
        session: the transaction.
        viewer: who acts; `viewer.SYSTEM` for the program itself.
        act: what is done, e.g. `case.withdraw`.
        subject: kind and identifier, e.g. `("case", case_id)`.
        detail: codes and counts; never a name, an identity number or a wage.
    """
    session.info.setdefault(NOTED, []).append(
        Audit(
            at=now(),
            actor_kind=_kind(viewer),
            actor=viewer.id,
            act=act,
            subject_kind=subject[0],
            subject=subject[1],
            tenant_id=viewer.tenant_id,
            detail=detail or {},
        )
    )


def seal(session: Session) -> None:
    """
    Write what was noted, as the last thing before the commit.

    So the chain's lock is the last one taken: who holds it waits for nobody.
    """
    noted: list[Audit] = session.info.pop(NOTED, [])
    if not noted:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = session.scalar(select(Audit.hash).order_by(Audit.id.desc()).limit(1)) or chain.START
    for row in noted:
        row.previous, row.hash = last, None
        row.hash = last = chain.hash_of(last, _link(row))
        session.add(row)
        session.flush()


def _link(row: Audit) -> Link:
    return Link(**{field.name: getattr(row, field.name) for field in fields(Link)})


def verify(session: Session, head: bytes | None = None) -> Found:
    """Follow the chain; `head` is a hash noted earlier that still has to be in it."""
    return chain.verify(_links(session), head)


def _links(session: Session) -> Iterator[Link]:
    """Yield the rows in the order of their ids, a portion at a time."""
    last = -1
    while True:
        query = select(Audit).where(Audit.id > last).order_by(Audit.id).limit(PORTION)
        rows = session.scalars(query).all()
        yield from map(_link, rows)
        if len(rows) < PORTION:
            return
        last = rows[-1].id
        session.expunge_all()


def trail(session: Session, subject: str) -> list[Audit]:
    """Return what was done to a thing, oldest first."""
    return list(session.scalars(select(Audit).where(Audit.subject == subject).order_by(Audit.id)))


def _kind(viewer: Viewer) -> str:
    if viewer == SYSTEM:
        return "system"
    if viewer.phone:
        return "phone"
    if viewer.folder:
        return "folder"
    return "staff" if viewer.is_staff else "key"
