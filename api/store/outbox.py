"""What has to reach somebody outside, noted in the transaction that causes it."""

from sqlalchemy.orm import Session

from api.store.columns import now
from api.store.ids import new_id
from api.store.tables import Case
from api.store.tables_decided import Outbox

HAND_OVER, WEBHOOK = "hand_over", "webhook"
WAITING, DONE, DEAD, VOID = "waiting", "done", "dead", "void"


def add(session: Session, kind: str, case: Case, revision: int, endpoint_id: str = "") -> Outbox:
    """Note that something has to go out for a case's revision; `endpoint_id` names a webhook."""
    item = Outbox(
        id=new_id("o"),
        tenant_id=case.tenant_id,
        kind=kind,
        case_id=case.id,
        revision=revision,
        endpoint_id=endpoint_id,
        state=WAITING,
        attempts=0,
        replays=0,
        created_at=now(),
    )
    session.add(item)
    return item
