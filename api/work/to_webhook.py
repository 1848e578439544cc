"""A webhook: that a case was decided, and how; no name, number or wage goes out this way."""

import json
from http import HTTPStatus

from sqlalchemy.orm import Session

from api.store.columns import now
from api.store.tables import Case, Revision
from api.store.tables_decided import Outbox, Webhook
from api.webhooks.guard import check_for
from api.webhooks.outward import Call, Unreachable, post
from api.webhooks.signing import headers_of
from api.work.outcome import Outcome, again, dead, done, void
from api.work.shop import Shop

DECIDED = "case.decided"
SECONDS = 15.0
"""For an answer, as Standard Webhooks recommends."""


def tell(shop: Shop, item: Outbox) -> Outcome:
    """Make one attempt."""
    with shop.database.read() as session:
        hook = session.get(Webhook, item.endpoint_id)
        case = session.get_one(Case, item.case_id)
        revision = session.get_one(Revision, (item.case_id, item.revision))
    if hook is None or hook.closed_at is not None:
        return void("closed")
    body = body_of(case, revision)
    keys = (hook.secret, hook.old_secret) if hook.old_secret else (hook.secret,)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "bujiao-intake",
        **headers_of(item.id, int(now().timestamp()), body, keys),
    }
    check = check_for(shop.settings.webhook_allow)
    try:
        answer = post(Call(hook.url, body, headers, SECONDS, check))
    except Unreachable as error:
        return again(error.code)
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return done()
    code = f"http_{answer.status}"
    if answer.status == HTTPStatus.GONE:
        return _closed(code, hook.id)
    return again(code)


def body_of(case: Case, revision: Revision) -> bytes:
    """Return the thin message: identifiers and codes, the rest is asked for with a key."""
    told = {
        "type": DECIDED,
        "timestamp": revision.created_at.isoformat(timespec="milliseconds"),
        "data": {
            "case": case.id,
            "submission": case.submission_id,
            "revision": revision.number,
            "decision": revision.decision,
            "decided_by": revision.decided_by,
        },
    }
    return json.dumps(told, separators=(",", ":")).encode()


def _closed(code: str, hook_id: str) -> Outcome:
    """Close an endpoint that says that it is gone for good (410)."""

    def close(session: Session) -> None:
        session.get_one(Webhook, hook_id).closed_at = now()

    outcome = dead(code)
    return Outcome(outcome.code, outcome.state, also=close)
