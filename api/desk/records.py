"""The pages behind a case: one page in the viewer, the whole record, the list of all cases."""

import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.auth import Served
from api.desk.guard import PageRoute, Reader
from api.desk.marks import marks_on
from api.desk.screen import Texts, language_of, show
from api.desk.standing import stand
from api.problems import Problem
from api.service import Service
from api.store import audit, cases, submissions
from api.store.ids import Identifier
from api.store.outline import Sending, deliveries_of, names_of
from api.store.search import Search, found
from api.store.states import State
from api.store.tables import Audit, Case, File, Revision
from models.case import Decision

router = APIRouter(prefix="/desk/cases", route_class=PageRoute, include_in_schema=False)
PER_PAGE = 40
Number = Annotated[int, Path(ge=1, le=100_000)]
Box = Annotated[str, Query(pattern=r"^[0-9.]+(,[0-9.]+){3}$")]


@router.get("")
def list_cases(  # noqa: PLR0913, PLR0917 — each is a parameter of the query
    request: Request,
    service: Served,
    viewer: Reader,
    q: Annotated[str, Query(max_length=100)] = "",
    state: State | None = None,
    decision: Decision | None = None,
    before: Identifier | None = None,
) -> Response:
    """List cases, newest first, or those that fit what is looked for."""
    wanted = Search(q, state, decision, before)
    with service.database.read() as session:
        rows = found(session, viewer, wanted, PER_PAGE + 1)
    more = rows[PER_PAGE - 1].id if len(rows) > PER_PAGE else None
    return show(
        request, "cases_list.html", recent=rows[:PER_PAGE], wanted=wanted, more=more, states=State
    )


@router.get("/{case}/pages/{n}")
def show_page(  # noqa: PLR0913, PLR0917 — each is a parameter of the request
    request: Request,
    service: Served,
    viewer: Reader,
    case: Identifier,
    n: Number,
    box: Box = "",
) -> Response:
    """Show one page with everything that was found on it."""
    standing = stand(service, viewer, case)
    if n > len(standing.pages):
        raise Problem("not_found")
    marks = marks_on(standing, n, Texts(language_of(request)))
    drawn = [mark.drawn() for mark in marks]
    if box:
        asked = [float(part) for part in box.split(",")]
        drawn.insert(0, {"id": "asked", "box": asked, "label": "", "light": "asked"})
    return show(
        request,
        "page.html",
        s=standing,
        page=standing.rows()[n - 1],
        marks=marks,
        boxes=json.dumps(drawn),
        focus="asked" if box else "",
    )


@router.get("/{case}/record")
def show_record(request: Request, service: Served, viewer: Reader, case: Identifier) -> Response:
    """Show everything that is known of a case: what an auditor needs."""
    standing = stand(service, viewer, case)
    behind = _behind(service, standing.case)
    return show(request, "record.html", s=standing, behind=behind)


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a case: everything that happened to it, with people's names."""

    trail: list[Audit]
    revisions: list[Revision]
    sent: list[File]
    deliveries: list[Sending]
    names: dict[str, str]


def _behind(service: Service, case: Case) -> Behind:
    with service.database.read() as session:
        trail = [
            *audit.trail(session, case.submission_id),
            *audit.trail(session, case.id),
        ]
        decisions = cases.revisions(session, case.id)
        sent = [
            file
            for file in submissions.files_of(session, case.submission_id)
            if file.case_id in (None, case.id)
        ]
        return Behind(
            trail=sorted(trail, key=lambda row: row.id),
            revisions=decisions,
            sent=sent,
            deliveries=deliveries_of(session, case.id),
            names=names_of(session, [row.actor for row in trail]),
        )
