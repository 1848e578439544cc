"""Where employers want to be told."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.ids import new_id
from api.store.tables_decided import Webhook
from api.store.viewer import Viewer, visible

MOST = 5
"""Live endpoints of one employer."""


class TooManyWebhooks(Exception):
    """The employer has as many endpoints as one may have."""


def make(session: Session, viewer: Viewer, url: str, secret: str) -> Webhook:
    """Make an endpoint of the viewer's own; raise TooManyWebhooks."""
    query = select(func.count()).where(Webhook.tenant_id == viewer.tenant_id, _live())
    if (session.scalar(query) or 0) >= MOST:
        raise TooManyWebhooks(viewer.tenant_id)
    hook = Webhook(
        id=new_id("w"),
        tenant_id=viewer.tenant_id or "",
        url=url,
        secret=secret,
        created_at=now(),
    )
    session.add(hook)
    audit.record(session, viewer, "webhook.make", ("webhook", hook.id))
    return hook


def of_viewer(session: Session, viewer: Viewer) -> list[Webhook]:
    """Return the live endpoints that the viewer may see, newest first."""
    query = select(Webhook).where(visible(Webhook.tenant_id, viewer), _live())
    return list(session.scalars(query.order_by(Webhook.id.desc())))


def for_viewer(session: Session, viewer: Viewer, hook_id: str) -> Webhook | None:
    """Return a live endpoint that the viewer may see, or None."""
    return session.scalar(
        select(Webhook).where(Webhook.id == hook_id, visible(Webhook.tenant_id, viewer), _live())
    )


def change_secret(session: Session, viewer: Viewer, hook: Webhook, secret: str) -> None:
    """Sign by a new secret as well; the one before the last no longer counts."""
    hook.secret, hook.old_secret = secret, hook.secret
    audit.record(session, viewer, "webhook.secret", ("webhook", hook.id))


def drop_old_secret(session: Session, viewer: Viewer, hook: Webhook) -> None:
    """Sign by the newest secret only."""
    hook.old_secret = None
    audit.record(session, viewer, "webhook.old_secret", ("webhook", hook.id))


def close(session: Session, viewer: Viewer, hook: Webhook) -> None:
    """Send nothing there any more."""
    hook.closed_at, hook.secret, hook.old_secret = now(), "", None
    audit.record(session, viewer, "webhook.close", ("webhook", hook.id))


def _live() -> ColumnElement[bool]:
    return Webhook.closed_at.is_(None)
