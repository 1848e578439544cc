"""What has to reach somebody outside, noted in the transaction that causes it."""

from sqlalchemy.orm import Session

from api.store.columns import now
from api.store.ids import new_id
from api.store.tables import Case, Outbox


def add(session: Session, kind: str, case: Case, revision: int) -> Outbox:
    """Note that `kind` (e.g. `hand_over`, `case.decided`) has to go out for a case's revision."""
    item = Outbox(
        id=new_id("o"),
        tenant_id=case.tenant_id,
        kind=kind,
        case_id=case.id,
        revision=revision,
        state="waiting",
        created_at=now(),
    )
    session.add(item)
    return item
