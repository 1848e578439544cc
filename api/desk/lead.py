"""The page of the head of the office: how much there is, how old, how much by the machine alone."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.auth import Served
from api.desk.guard import PageRoute, page_for
from api.desk.screen import show
from api.store import overview
from api.store.viewer import Role, Viewer

router = APIRouter(prefix="/desk/lead", route_class=PageRoute, include_in_schema=False)
Overseer = Annotated[Viewer, Depends(page_for(Role.LEAD, Role.AUDITOR))]


@router.get("")
def show_overview(request: Request, service: Served, viewer: Overseer) -> Response:
    """Show cases by state and age, the straight-through rate, corrections by field."""
    moment = datetime.now(UTC)
    with service.database.read() as session:
        lines = overview.by_age(session, viewer, moment)
        straight = overview.straight_through(session, viewer, moment)
        corrections = overview.corrections_by_field(session, viewer, moment)
    return show(request, "lead.html", lines=lines, straight=straight, corrections=corrections)
