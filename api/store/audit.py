"""The audit trail: who did what to which thing, written with the change itself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.store.columns import JsonObject, now
from api.store.tables import Audit
from api.store.viewer import SYSTEM, Viewer


def record(
    session: Session,
    viewer: Viewer,
    act: str,
    subject: tuple[str, str],
    detail: JsonObject | None = None,
) -> None:
    """
    Note an act in the transaction that does it.

    Args:
        session: the transaction.
        viewer: who acts; `viewer.SYSTEM` for the program itself.
        act: what is done, e.g. `case.withdraw`.
        subject: kind and identifier, e.g. `("case", case_id)`.
        detail: codes and counts; never a name, an identity number or a wage.
    """
    session.add(
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


def trail(session: Session, subject: str) -> list[Audit]:
    """Return what was done to a thing, oldest first."""
    return list(session.scalars(select(Audit).where(Audit.subject == subject).order_by(Audit.id)))


def _kind(viewer: Viewer) -> str:
    if viewer == SYSTEM:
        return "system"
    return "staff" if viewer.is_staff else "key"
