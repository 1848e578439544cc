"""What had to go out: hand-overs to the calculator, with the dead letters among them."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from api.auth import Served, allow
from api.problems import Problem
from api.store import deliveries, outbox
from api.store.deliveries import Wanted
from api.store.ids import Identifier
from api.store.tables_decided import Delivery, Outbox
from api.store.viewer import Role, Viewer
from api.v1.answers import Cursor, Limit, part
from api.v1.bodies import Body, Moment
from api.work.deliver import replay

router = APIRouter(prefix="/v1/hand-overs", tags=["hand-over"])
Overseer = Annotated[Viewer, Depends(allow(Role.LEAD))]
Onlooker = Annotated[Viewer, Depends(allow(Role.LEAD, Role.AUDITOR))]
ItemState = Literal["waiting", "done", "dead", "void"]


class Attempt(Body):
    """One attempt; its outcome is `ok` or a code."""

    attempt: int
    at: Moment
    outcome: str
    milliseconds: int


class DeliveryLine(Body):
    """Something that had to go out, and what came of it."""

    id: str
    kind: str
    case: str
    revision: int
    state: ItemState
    problem: str | None
    created_at: Moment
    next_at: Moment | None
    done_at: Moment | None
    attempts: list[Attempt]


class DeliveryList(Body):
    """Deliveries, newest first."""

    items: list[DeliveryLine]
    next: str | None


def lines_of(session: Session, items: Sequence[Outbox]) -> list[DeliveryLine]:
    """Show items with their attempts."""
    made = deliveries.attempts(session, items)
    return [_line(item, made[item.id]) for item in items]


def _line(item: Outbox, made: Sequence[Delivery]) -> DeliveryLine:
    return DeliveryLine.model_validate(
        {
            "id": item.id,
            "kind": item.kind,
            "case": item.case_id,
            "revision": item.revision,
            "state": item.state,
            "problem": item.problem,
            "created_at": item.created_at,
            "next_at": item.next_at,
            "done_at": item.done_at,
            "attempts": [
                Attempt(
                    attempt=row.attempt,
                    at=row.at,
                    outcome=row.outcome,
                    milliseconds=row.milliseconds,
                )
                for row in made
            ],
        }
    )


@router.get("")
def list_hand_overs(
    service: Served,
    viewer: Onlooker,
    cursor: Cursor = None,
    limit: Limit = 50,
    state: Annotated[ItemState | None, Query()] = None,
) -> DeliveryList:
    """List hand-overs, newest first; `state=dead` are those that a person has to look into."""
    wanted = Wanted(kind=outbox.HAND_OVER, state=state)
    with service.database.read() as session:
        rows = deliveries.listed(session, viewer, wanted, limit + 1, cursor)
        shown, following = part(rows, limit)
        return DeliveryList(items=lines_of(session, shown), next=following)


@router.post("/{delivery}/replay", status_code=202)
def send_again(service: Served, viewer: Overseer, delivery: Identifier) -> None:
    """Hand over again what was given up; the key stays the same, so it is one claim."""
    with service.database.write() as session:
        item = deliveries.for_viewer(session, viewer, delivery, outbox.HAND_OVER)
        if item is None:
            raise Problem("not_found")
        replay(session, service.queue, viewer, item)
