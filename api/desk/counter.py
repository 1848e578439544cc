"""The counter: a new case, its papers as they are read, what is missing, what is due."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from api.auth import Served
from api.desk.claims import REASONS, Entered, check, claim_of, regions_of
from api.desk.evidence import crops_of, wage_field
from api.desk.guard import Clerk, OwnForm, PageRoute, Reader
from api.desk.ledger import ledger_of
from api.desk.notices import offered
from api.desk.points import Point, points_of
from api.desk.review import SayBody, Version
from api.desk.screen import show
from api.desk.sign_in import home_of
from api.desk.standing import Standing, look, stand, with_file
from api.store.ids import Identifier, new_id
from api.store.search import Search, found
from api.store.viewer import Role
from api.v1 import intake
from api.work import review
from api.work.review import Judgement, Statement
from models.case import Decision
from models.finding import Item, Material, Requirement
from models.quantities import Month

router = APIRouter(prefix="/desk", route_class=PageRoute, include_in_schema=False)
RECENT = 12
Files = Annotated[list[UploadFile], File()]
Key = Annotated[str, Form(max_length=40)]


@router.get("")
def home(request: Request, service: Served, viewer: Reader) -> Response:
    """Show the form for a new case and the newest ones; others go where they work."""
    if not viewer.may(Role.COUNTER):
        return RedirectResponse(home_of(viewer), 303)
    with service.database.read() as session:
        recent = found(session, viewer, Search(), RECENT)
    return show(
        request,
        "counter.html",
        recent=recent,
        regions=regions_of(service.settings.policies),
        region=service.settings.region,
        reasons=REASONS,
        key=new_id("k"),
    )


@router.post("/check", dependencies=[OwnForm])
def check_entries(request: Request, entered: Annotated[Entered, Form()], _: Clerk) -> Response:
    """Say of what has been typed so far whether it can be right."""
    return show(request, "checks.html", checks=check(entered))


@router.post("/cases", dependencies=[OwnForm])
def open_case(
    service: Served, viewer: Clerk, entered: Annotated[Entered, Form()], files: Files, key: Key
) -> Response:
    """Take papers in; the page that is answered shows them being read."""
    claim = claim_of(entered)
    intake.check_regions(service, [claim])
    answer = intake.receive(service, viewer, intake.checked_key(key), [claim], files)
    return RedirectResponse(f"/desk/cases/{answer.body['cases'][0]}", 303)


@router.get("/cases/{case}")
def show_case(request: Request, service: Served, viewer: Reader, case: Identifier) -> Response:
    """Show a case: papers, ledger, what is open, what is due."""
    standing = stand(service, viewer, case)
    return show(
        request,
        "case.html",
        s=standing,
        ledger=ledger_of(standing),
        notices=offered(standing),
        key=new_id("k"),
    )


@router.get("/cases/{case}/live")
def show_news(
    request: Request, service: Served, viewer: Reader, case: Identifier, seen: str = ""
) -> Response:
    """Show what is new on a case since one looked; nothing if there is nothing."""
    standing = look(service, viewer, case)
    if standing.tag == seen:
        return Response(status_code=204)
    standing = with_file(service, viewer, standing)
    return show(
        request,
        "work.html",
        s=standing,
        ledger=ledger_of(standing),
        notices=offered(standing),
        key=new_id("k"),
    )


@router.get("/cases/{case}/cell")
def show_cell(  # noqa: PLR0913, PLR0917 — each is a parameter of the query
    request: Request,
    service: Served,
    viewer: Reader,
    case: Identifier,
    item: Item | None = None,
    material: Material | None = None,
    month: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$")] = None,
) -> Response:
    """Show what stands behind one cell of the ledger, or one paper."""
    standing = stand(service, viewer, case)
    ledger = ledger_of(standing)
    if month is not None:
        wanted = Month.parse(month)
        cells = [cell for row in ledger.rows if row.month == wanted for cell in row.cells]
        about = next((cell.requirements for cell in cells if cell.item is item), ())
    else:
        requirements = standing.file.requirements if standing.file else ()
        about = tuple(r for r in requirements if r.material is material)
    places = [place for requirement in about for place in requirement.evidence]
    return show(
        request,
        "cell.html",
        s=standing,
        item=item or material,
        month=month,
        about=about,
        crops=crops_of(standing, places),
        field=wage_field(standing, about),
        points=_settleable(standing, about),
    )


def _settleable(standing: Standing, about: Sequence[Requirement]) -> list[Point]:
    """Return the points of a cell on which a person at the window can say something."""
    closed = standing.reading or standing.case.decision == Decision.COMPLETE
    if closed or not standing.may_settle:
        return []
    wanted = [point for point in points_of(standing) if point.about in about]
    return [point for point in wanted if point.is_open or point.person]


@router.post("/cases/{case}/settle", dependencies=[OwnForm])
def settle(
    service: Served, viewer: Clerk, case: Identifier, body: SayBody, version: Version
) -> dict[str, str]:
    """
    Settle a point with the original in hand (原件已核对).

    Once nothing is in doubt any more the case is decided, by the clerk.
    """
    looked = review.say(service, viewer, case, [Statement(body.said, body.why)], version)
    decision = looked.preview.decision
    if decision is not Decision.REVIEW:
        review.decide(service, viewer, case, Judgement(decision), looked.version)
    return {"decision": decision}


@router.post("/cases/{case}/papers", dependencies=[OwnForm])
def add_papers(
    service: Served, viewer: Clerk, case: Identifier, files: Files, key: Key
) -> Response:
    """Add papers to a case that is not complete; the same case goes on."""
    intake.add_papers(service, viewer, intake.checked_key(key), case, files)
    return RedirectResponse(f"/desk/cases/{case}", 303)
