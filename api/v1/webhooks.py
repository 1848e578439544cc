"""Webhooks: an employer is told that a case was decided (Standard Webhooks)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.auth import Served, allow
from api.problems import Problem
from api.store import deliveries, outbox, webhooks
from api.store.deliveries import Wanted
from api.store.ids import Identifier
from api.store.tables_decided import Webhook
from api.store.viewer import Scope, Viewer
from api.store.webhooks import TooManyWebhooks
from api.v1.answers import Cursor, Limit, part
from api.v1.bodies import Body, Moment
from api.v1.deliveries import DeliveryList, lines_of
from api.webhooks.guard import is_plausible
from api.webhooks.signing import new_secret
from api.work.deliver import replay

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])
Owner = Annotated[Viewer, Depends(allow(Scope.WEBHOOKS))]


class NewWebhook(BaseModel):
    """Where to tell."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2000, examples=["https://hr.example.cn/intake"])


class WebhookLine(Body):
    """An endpoint without its secret."""

    id: str
    url: str
    created_at: Moment
    two_secrets: bool = Field(description="The old secret signs as well until it is dropped")


class WebhookList(Body):
    """Live endpoints, newest first."""

    items: list[WebhookLine]


class MadeSecret(Body):
    """A secret, shown this once."""

    id: str
    secret: str = Field(examples=["whsec_…"])


def line(hook: Webhook) -> WebhookLine:
    """Show an endpoint."""
    return WebhookLine(
        id=hook.id,
        url=hook.url,
        created_at=hook.created_at,
        two_secrets=hook.old_secret is not None,
    )


def _owned(session: Session, viewer: Viewer, hook: str) -> Webhook:
    found = webhooks.for_viewer(session, viewer, hook)
    if found is None:
        raise Problem("not_found")
    return found


@router.post("", status_code=201)
def make(service: Served, viewer: Owner, body: NewWebhook) -> MadeSecret:
    """
    Have every decision about one's cases told to an address.

    `https` in the internet, or what the agency's list of intranet targets allows.
    """
    if not is_plausible(body.url, service.settings.webhook_allow):
        raise Problem("invalid", errors=[{"at": ["url"], "why": "forbidden_address"}])
    secret = new_secret()
    try:
        with service.database.write() as session:
            hook = webhooks.make(session, viewer, body.url, secret)
    except TooManyWebhooks:
        raise Problem("conflict", f"至多 {webhooks.MOST} 个 at most") from None
    return MadeSecret(id=hook.id, secret=secret)


@router.get("")
def list_webhooks(service: Served, viewer: Owner) -> WebhookList:
    """List one's endpoints."""
    with service.database.read() as session:
        return WebhookList(items=[line(hook) for hook in webhooks.of_viewer(session, viewer)])


@router.delete("/{webhook}", status_code=204)
def close(service: Served, viewer: Owner, webhook: Identifier) -> None:
    """Have nothing told there any more."""
    with service.database.write() as session:
        webhooks.close(session, viewer, _owned(session, viewer, webhook))


@router.post("/{webhook}/secret", status_code=201)
def change_secret(service: Served, viewer: Owner, webhook: Identifier) -> MadeSecret:
    """Get a new secret; messages are signed by both until the old one is dropped."""
    secret = new_secret()
    with service.database.write() as session:
        webhooks.change_secret(session, viewer, _owned(session, viewer, webhook), secret)
    return MadeSecret(id=webhook, secret=secret)


@router.delete("/{webhook}/secret/old", status_code=204)
def drop_old_secret(service: Served, viewer: Owner, webhook: Identifier) -> None:
    """Have messages signed by the newest secret only."""
    with service.database.write() as session:
        webhooks.drop_old_secret(session, viewer, _owned(session, viewer, webhook))


@router.get("/{webhook}/deliveries")
def list_deliveries(
    service: Served, viewer: Owner, webhook: Identifier, cursor: Cursor = None, limit: Limit = 50
) -> DeliveryList:
    """Show what was sent there and what came of it, newest first."""
    with service.database.read() as session:
        _owned(session, viewer, webhook)
        wanted = Wanted(kind=outbox.WEBHOOK, endpoint=webhook)
        rows = deliveries.listed(session, viewer, wanted, limit + 1, cursor)
        shown, following = part(rows, limit)
        return DeliveryList(items=lines_of(session, shown), next=following)


@router.post("/{webhook}/deliveries/{delivery}/replay", status_code=202)
def send_again(service: Served, viewer: Owner, webhook: Identifier, delivery: Identifier) -> None:
    """Send a message again that was given up."""
    with service.database.write() as session:
        _owned(session, viewer, webhook)
        item = deliveries.for_viewer(session, viewer, delivery, outbox.WEBHOOK)
        if item is None or item.endpoint_id != webhook:
            raise Problem("not_found")
        replay(session, service.queue, viewer, item)
