"""
The citizen's phone: a QR code at the window, opened once, by which pictures come into one case.

The code's token stands behind `#`, which no browser sends along: it reaches us in a form's body
alone, so neither our log nor a proxy's has it. The phone that spends it gets a secret of its own.
"""

from datetime import datetime
from typing import Annotated, Literal

import segno
from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel

from api.auth import Allow, Served, refuse_other_sites, spend, the_service
from api.desk.guard import Clerk, OwnForm, PageRoute
from api.desk.screen import HEADERS, show
from api.problems import Problem
from api.service import Service
from api.store import cases, phones
from api.store.cases import Closed
from api.store.columns import now
from api.store.ids import Identifier, new_id
from api.store.phones import Dead, Link
from api.store.tables import Case
from api.store.tables_desk import PhoneLink
from api.store.viewer import Viewer
from api.v1 import intake

router = APIRouter(prefix="/desk", route_class=PageRoute, include_in_schema=False)
PHONE = "/desk/phone"
SEND = f"{PHONE}/pages"
COOKIE = "intake_phone"
Token = Annotated[str, Form(max_length=100)]
Key = Annotated[str, Form(max_length=40)]
Files = Annotated[list[UploadFile], File()]


class Sent(BaseModel):
    """What a phone is told of pictures that are safe."""

    sent: int
    """Through this link so far."""
    key: str
    """For what it sends next."""


class HoldsLink(Allow):
    """Lets the holder of a live link in, and nobody else, whatever their role."""

    def __call__(self, request: Request) -> Viewer:
        """Return the phone as a viewer; raise a Problem for one without a live link."""
        link = link_of(request)
        if link is None:
            raise Problem("not_signed_in")
        refuse_other_sites(request)
        spend(request, request.app.state.requests, link.id)
        request.state.link = link
        return phones.viewer_of(link)


Phone = Annotated[Viewer, Depends(HoldsLink(frozenset()))]


def link_of(request: Request) -> PhoneLink | None:
    """Return the live link that a phone's cookie stands for, or None."""
    secret = request.cookies.get(COOKIE)
    if secret is None:
        return None
    with the_service(request).database.read() as session:
        return phones.held(session, secret)


@router.post("/cases/{case}/phone", dependencies=[OwnForm])
def make_link(request: Request, service: Served, viewer: Clerk, case: Identifier) -> Response:
    """Make a link and show its code; one made before is dead from here on."""
    with service.database.write() as session:
        found = _open_case(cases.for_viewer(session, viewer, case))
        token = phones.make(session, viewer, found)
        link = phones.newest(session, found)
    address = service.settings.public_address or str(request.base_url).rstrip("/")
    code = segno.make(f"{address}{PHONE}#{token}", error="m", micro=False)
    drawn = code.svg_inline(scale=4, border=3, dark="#000", light="#fff", omitsize=True)
    return show(request, "phone_window.html", case_id=case, phone=link, code=drawn, fresh=False)


def _open_case(case: Case | None) -> Case:
    """Return a case to which papers may be added; raise a Problem, or Closed."""
    if case is None:
        raise Problem("not_found")
    if case.state == "withdrawn" or case.decision == "complete":
        raise Closed(case.id)
    return case


@router.get("/cases/{case}/phone")
def show_link(
    request: Request, service: Served, viewer: Clerk, case: Identifier, seen: str = ""
) -> Response:
    """Show how the case's link stands; nothing if nothing is new."""
    link = _newest(service, viewer, case)
    if link is not None and link.tag == seen:
        return Response(status_code=204)
    return show(request, "phone_window.html", case_id=case, phone=link, code="", fresh=True)


@router.post("/cases/{case}/phone/revoke", dependencies=[OwnForm])
def revoke_link(request: Request, service: Served, viewer: Clerk, case: Identifier) -> Response:
    """End a link; what came through it stays."""
    with service.database.write() as session:
        found = cases.for_viewer(session, viewer, case)
        if found is None:
            raise Problem("not_found")
        phones.revoke(session, viewer, found)
    link = _newest(service, viewer, case)
    return show(request, "phone_window.html", case_id=case, phone=link, code="", fresh=True)


def _newest(service: Service, viewer: Viewer, case: str) -> Link | None:
    with service.database.read() as session:
        found = cases.for_viewer(session, viewer, case)
        if found is None:
            raise Problem("not_found")
        return phones.newest(session, found)


@router.get("/phone")
def show_phone(request: Request) -> Response:
    """Show a phone its page: the camera where its link lives, else how to get one."""
    link = link_of(request)
    return _page(request, link) if link else _without(request, "scan")


def _page(request: Request, link: PhoneLink) -> Response:
    with the_service(request).database.read() as session:
        sent = phones.sent_through(session, link)
    until: datetime = link.until
    return show(
        request,
        "phone.html",
        case_id=link.case_id,
        until=until,
        sent=sent,
        left=phones.MOST_FILES - sent,
        key=new_id("k"),
    )


def _without(request: Request, why: Literal["scan", "dead"]) -> Response:
    status = 410 if why == "dead" else 200
    return show(request, "phone_without.html", status=status, why=why)


@router.post("/phone/open")
def open_link(request: Request, service: Served, token: Token) -> Response:
    """Spend a token; a second phone is told that it is spent."""
    refuse_other_sites(request)
    address = request.client.host if request.client else ""
    spend(request, request.app.state.requests, f"phone {address}")
    with service.database.read() as session:
        known, mine = phones.of_token(session, token), link_of(request)
    if known is not None and mine is not None and known.id == mine.id:
        return RedirectResponse(PHONE, 303)
    try:
        with service.database.write() as session:
            secret = phones.redeem(session, token)
    except Dead:
        return _without(request, "dead")
    answer = RedirectResponse(PHONE, 303)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(phones.LIFE.total_seconds()),
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="strict",
        path=PHONE,
    )
    return answer


@router.post("/phone/pages")
def send_pages(
    request: Request, service: Served, viewer: Phone, files: Files, key: Key
) -> Response:
    """Add a phone's pictures to its case; answered once they are safe."""
    link: PhoneLink = request.state.link
    with service.database.read() as session:
        sent = phones.sent_through(session, link)
    if sent + len(files) > phones.MOST_FILES:
        raise Problem("too_large", f"≤ {phones.MOST_FILES} 页 pages")
    if link.until <= now():
        raise Problem("not_signed_in")
    intake.add_papers(service, viewer, intake.checked_key(key), link.case_id, files)
    with service.database.read() as session:
        told = Sent(sent=phones.sent_through(session, link), key=new_id("k"))
    return JSONResponse(told.model_dump(), 202, headers=HEADERS)
