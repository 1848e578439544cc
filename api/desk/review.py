"""Review: the queue, a case in hand, what is said of it, the decision; all of it by keyboard."""

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from api.auth import Served
from api.desk.guard import OwnForm, PageRoute, page_for
from api.desk.points import Point, points_of
from api.desk.screen import Texts, language_of, show, visible_text
from api.desk.standing import Standing, of_look
from api.problems import Problem
from api.service import Service
from api.store import reviews
from api.store.ids import Identifier
from api.store.outline import names_of
from api.store.states import State as CaseState
from api.store.viewer import Role, Viewer
from api.work import review
from api.work.review import Judgement, Look, Statement
from models.case import Decision
from models.correction import Said

router = APIRouter(prefix="/desk/review", route_class=PageRoute, include_in_schema=False)
Decider = Annotated[Viewer, Depends(page_for(Role.REVIEWER, Role.LEAD))]
Settler = Annotated[Viewer, Depends(page_for(Role.COUNTER, Role.REVIEWER, Role.LEAD))]
QUEUE = 100
VERSION = re.compile(r'"[0-9a-z]+\.(\d+)"')


class SayBody(BaseModel):
    """Something said."""

    said: Said
    why: str = Field("", max_length=500)


class UnsayBody(BaseModel):
    """Something taken back."""

    correction: Identifier


class DecideBody(BaseModel):
    """The decision that the person means to make."""

    decision: Decision
    rest: Literal["met"] | None = None
    why: str = Field("", max_length=500)


class PartState(BaseModel):
    """How a part of a point stands."""

    value: str
    person: bool


class PointState(BaseModel):
    """How a point stands."""

    id: str
    light: str
    message: str
    person: bool
    parts: list[PartState]


class Draft(BaseModel):
    """Something said that can be taken back."""

    id: str
    mine: bool


class State(BaseModel):
    """How a case stands after something was said."""

    version: int
    decision: Decision
    until: str
    points: list[PointState]
    drafts: list[Draft]


def version_of(if_match: Annotated[str | None, Header()] = None) -> int:
    """Return the version that the page shows; raise a Problem where it does not say."""
    found = VERSION.fullmatch(if_match or "")
    if found is None:
        raise Problem("if_match_missing")
    return int(found[1])


Version = Annotated[int, Depends(version_of)]


@router.get("")
def show_queue(request: Request, service: Served, viewer: Decider) -> Response:
    """Show what waits, most urgent first, with reasons."""
    with service.database.read() as session:
        waiting = reviews.waiting(session, viewer, QUEUE + 1)
        holders = {entry.id: reviews.holder(entry.review) for entry in waiting}
        names = names_of(session, [name for name in holders.values() if name])
    return show(
        request,
        "queue.html",
        waiting=waiting[:QUEUE],
        more=len(waiting) > QUEUE,
        holders=holders,
        names=names,
    )


@router.post("/next", dependencies=[OwnForm])
def take_next(service: Served, viewer: Decider) -> Response:
    """Take the most urgent case; where there is none the queue says so."""
    return RedirectResponse(_next(service, viewer), 303)


def _next(service: Service, viewer: Viewer) -> str:
    taken = review.take_next(service, viewer)
    return f"/desk/review/{taken.case.id}" if taken else "/desk/review"


@router.post("/{case}/take", dependencies=[OwnForm])
def take(service: Served, viewer: Decider, case: Identifier) -> Response:
    """Take a case in hand."""
    review.take(service, viewer, case)
    return RedirectResponse(f"/desk/review/{case}", 303)


@router.post("/{case}/release", dependencies=[OwnForm])
def release(service: Served, viewer: Decider, case: Identifier) -> Response:
    """Give a case back; what was said of it stays."""
    review.release(service, viewer, case)
    return RedirectResponse("/desk/review", 303)


@router.get("/{case}")
def show_review(request: Request, service: Served, viewer: Decider, case: Identifier) -> Response:
    """Show a case for review: the page on the left, the points on the right."""
    looked = review.look(service, viewer, case)
    standing = of_look(service, looked)
    points = points_of(standing)
    holder = reviews.holder(looked.lease) if looked.lease else None
    with service.database.read() as session:
        names = names_of(session, [holder] if holder else [])
    return show(
        request,
        "review.html",
        s=standing,
        points=points,
        look=looked,
        state=state_of(request, viewer, looked, standing),
        holder=names.get(holder, holder) if holder else None,
        mine=_in_hand(looked, viewer),
    )


def _in_hand(looked: Look, viewer: Viewer) -> bool:
    """Say whether the viewer can work on a case; one outside the queue needs no lease."""
    if looked.lease is not None:
        return reviews.holder(looked.lease) == viewer.id
    return looked.case.state == CaseState.DECIDED and looked.case.decision != Decision.COMPLETE


@router.post("/{case}/say", dependencies=[OwnForm])
def say(  # noqa: PLR0913, PLR0917 — each is a part of the request
    request: Request,
    service: Served,
    viewer: Settler,
    case: Identifier,
    body: SayBody,
    version: Version,
) -> State:
    """Keep what is said of a point, as a draft."""
    looked = review.say(service, viewer, case, [Statement(body.said, body.why)], version)
    return state_of(request, viewer, looked, of_look(service, looked))


@router.post("/{case}/unsay", dependencies=[OwnForm])
def unsay(  # noqa: PLR0913, PLR0917 — each is a part of the request
    request: Request,
    service: Served,
    viewer: Settler,
    case: Identifier,
    body: UnsayBody,
    version: Version,
) -> State:
    """Take back what was said."""
    looked = review.unsay(service, viewer, case, body.correction, version)
    return state_of(request, viewer, looked, of_look(service, looked))


@router.post("/{case}/keep", dependencies=[OwnForm])
def keep(service: Served, viewer: Decider, case: Identifier) -> dict[str, str]:
    """Keep a case in hand for a while longer."""
    looked = review.take(service, viewer, case)
    return {"until": _until(looked)}


@router.post("/{case}/decide", dependencies=[OwnForm])
def decide(
    service: Served, viewer: Decider, case: Identifier, body: DecideBody, version: Version
) -> dict[str, str]:
    """Decide, and say where the next case is; 409 `unsettled` where something is still open."""
    judgement = Judgement(body.decision, rest=body.rest, why=body.why)
    review.decide(service, viewer, case, judgement, version)
    return {"to": _next(service, viewer)}


def state_of(request: Request, viewer: Viewer, looked: Look, standing: Standing) -> State:
    """Return how a case stands, for the page to show."""
    texts = Texts(language_of(request))
    return State(
        version=looked.version,
        decision=looked.preview.decision,
        until=_until(looked),
        points=[_point_state(point, texts) for point in points_of(standing)],
        drafts=[
            Draft(id=one.id, mine=one.by == viewer.id)
            for one in looked.said
            if one.id not in {a.correction.id for a in looked.standing.corrections}
        ],
    )


def _point_state(point: Point, texts: Texts) -> PointState:
    return PointState(
        id=point.id,
        light=point.light,
        message=str(visible_text(texts.said(point.about.message))),
        person=point.person,
        parts=[
            PartState(value=str(visible_text(part.value)), person=part.person)
            for part in point.parts
        ],
    )


def _until(looked: Look) -> str:
    until = looked.lease.taken_until if looked.lease else None
    return until.isoformat() if until else ""
