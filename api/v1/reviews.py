"""Review: what the engine left open, a person settles point by point, and decides."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.auth import Served, allow
from api.problems import Problem
from api.store import corrections, reviews
from api.store.ids import Identifier
from api.store.reviews import Urgency
from api.store.tables_decided import Correction as Row
from api.store.viewer import Role, Viewer
from api.v1 import shown
from api.v1.answers import Cursor, Limit, tagged_body
from api.v1.bodies import Body, CaseLine, Moment, RevisionLine
from api.v1.cases import case_of, etag_of_case, note_full_look
from api.work import review
from api.work.review import Judgement, Look, Statement
from models.case import CaseFile, Decision
from models.correction import Act, Correction, Said
from models.finding import Flag, Requirement, Severity, Verdict

router = APIRouter(prefix="/v1/reviews", tags=["reviews"])
Decider = Annotated[Viewer, Depends(allow(Role.REVIEWER, Role.LEAD, Role.COUNTER))]
"""Reviewers; and clerks, for what came over the counter."""
Onlooker = Annotated[Viewer, Depends(allow(Role.REVIEWER, Role.LEAD, Role.COUNTER, Role.AUDITOR))]
IfMatch = Annotated[
    str | None, Header(description="The ETag of the case as it was looked at; mandatory")
]
TAG = re.compile(r'(?:W/)?"(?P<case>[^".]+)\.(?P<version>\d{1,9})"', re.ASCII)
WHY = Field(default="", max_length=500, examples=["原件已核对"])


class QueueLine(Body):
    """A case that waits for a person."""

    case: CaseLine
    urgency: Urgency
    reasons: list[str] = Field(examples=[["WAGE_NOT_PRINTED"]])
    since: Moment
    taken_by: str | None
    taken_until: Moment | None


class QueueList(Body):
    """The queue, the most urgent first."""

    items: list[QueueLine]
    next: str | None


class Words(BaseModel):
    """One thing that is said, and why."""

    model_config = ConfigDict(extra="forbid")

    said: Said
    why: str = WHY


class Sayings(BaseModel):
    """Several at once."""

    model_config = ConfigDict(extra="forbid")

    corrections: list[Words] = Field(min_length=1, max_length=200)


class Verdicts(BaseModel):
    """A decision, with what is said together with it."""

    model_config = ConfigDict(extra="forbid")

    decision: Decision
    corrections: list[Words] = Field(default=[], max_length=200)
    rest: Literal["met", "unmet"] | None = Field(
        default=None, description="Settle all that is still in doubt so; `why` is needed then"
    )
    why: str = WHY


class ReviewBody(Body):
    """A case in review: what stands, what would follow from what was said, what is open."""

    case: CaseLine
    standing: CaseFile
    preview: CaseFile
    open_requirements: list[Requirement]
    open_flags: list[Flag]
    said: list[Correction]
    taken_by: str | None
    taken_until: Moment | None


class Entry(Body):
    """One line of a case's history: what the machine read and what a person said."""

    id: str
    revision: int
    said: Said
    act: Act
    machine: dict[str, object]
    why: str
    by: str
    at: Moment
    decided_in: int | None
    undone_at: Moment | None


class History(Body):
    """Everything that people said of a case, oldest first."""

    items: list[Entry]


@contextmanager
def told() -> Iterator[None]:
    """Answer what deciding refuses."""
    try:
        yield
    except review.NotFound:
        raise Problem("not_found") from None
    except review.NotDecided:
        raise Problem("not_decided", headers={"Retry-After": "2"}) from None
    except review.NotForViewer:
        raise Problem("forbidden") from None
    except review.Unsettled as error:
        raise Problem("unsettled", errors=left_open(error.case)) from None


def left_open(case: CaseFile) -> list[dict[str, object]]:
    """Say what keeps a case from the decision that was wanted, without a word from its papers."""
    lines: list[dict[str, object]] = [{"decision": case.decision}]
    lines += [
        {
            "requirement": r.code,
            "item": r.item,
            "month": str(r.month) if r.month else None,
            "verdict": r.verdict,
        }
        for r in open_requirements(case)
    ]
    return lines + [{"flag": flag.code} for flag in open_flags(case)]


def open_requirements(case: CaseFile) -> list[Requirement]:
    """Return what is not met."""
    return [r for r in case.requirements if r.verdict is not Verdict.MET]


def open_flags(case: CaseFile) -> list[Flag]:
    """Return what blocks."""
    return [flag for flag in case.flags if flag.severity is Severity.BLOCKING]


def version_of(case_id: str, if_match: str | None) -> int:
    """Return the version that a change was made on; a Problem if it is missing or another's."""
    if if_match is None:
        raise Problem("if_match_missing")
    match = TAG.fullmatch(if_match.strip())
    if match is None or match["case"] != case_id:
        raise Problem("changed")
    return int(match["version"])


@router.get("")
def list_queue(
    service: Served,
    viewer: Onlooker,
    cursor: Cursor = None,
    limit: Limit = 50,
    free: Annotated[bool, Query(description="Without what others have")] = False,  # noqa: FBT002
) -> QueueList:
    """List what waits for a person: who stands at the window first, then the longest waiting."""
    with service.database.read() as session:
        rows = reviews.waiting(session, viewer, limit + 1, free_only=free, after=cursor or "")
    following = rows[limit - 1].id if len(rows) > limit else None
    return QueueList(items=[_line(row) for row in rows[:limit]], next=following)


def _line(waiting: reviews.Waiting) -> QueueLine:
    row = waiting.review
    holder = reviews.holder(row)
    return QueueLine(
        case=shown.case_line(waiting.case),
        urgency=waiting.urgency,
        reasons=row.reasons,
        since=row.since,
        taken_by=holder,
        taken_until=row.taken_until if holder else None,
    )


@router.post("/next", response_model=ReviewBody, responses={204: {"description": "Nothing waits"}})
def take_next(request: Request, service: Served, viewer: Decider) -> Response:
    """Take the most urgent case that nobody has in hand."""
    with told():
        found = review.take_next(service, viewer)
    return Response(status_code=204) if found is None else _shown(request, found)


@router.get("/{case}", response_model=ReviewBody)
def show_review(request: Request, service: Served, viewer: Onlooker, case: Identifier) -> Response:
    """Show a case as a reviewer needs it; its ETag is what every change has to name."""
    with told():
        found = review.look(service, viewer, case)
    note_full_look(service, viewer, found.case)
    return _shown(request, found)


def _shown(request: Request, look: Look) -> Response:
    holder = reviews.holder(look.lease) if look.lease else None
    body = ReviewBody(
        case=shown.case_line(look.case),
        standing=look.standing,
        preview=look.preview,
        open_requirements=open_requirements(look.preview),
        open_flags=open_flags(look.preview),
        said=list(look.said),
        taken_by=holder,
        taken_until=look.lease.taken_until if look.lease and holder else None,
    )
    return tagged_body(request, body, etag_of_case(look.case))


@router.post("/{case}/claim", response_model=ReviewBody)
def take(
    request: Request,
    service: Served,
    viewer: Decider,
    case: Identifier,
    if_match: IfMatch = None,
) -> Response:
    """
    Take a case in hand (认领), or keep it for longer; 423 while somebody else has it.

    `If-Match` is heeded where it is sent: taking changes nothing about the case.
    """
    with told():
        if if_match is not None:
            found, _ = case_of(service, viewer, case)
            if found.version != version_of(case, if_match):
                raise Problem("changed")
        return _shown(request, review.take(service, viewer, case))


@router.delete("/{case}/claim", status_code=204)
def release(service: Served, viewer: Decider, case: Identifier) -> None:
    """Give a case back undecided; what was said of it stays as drafts."""
    with told():
        review.release(service, viewer, case)


@router.post("/{case}/corrections", response_model=ReviewBody)
def say(  # noqa: PLR0913, PLR0917 — each is a parameter of the request
    request: Request,
    service: Served,
    viewer: Decider,
    case: Identifier,
    body: Sayings,
    if_match: IfMatch = None,
) -> Response:
    """
    Confirm, correct or reject fields, seals, slots and papers; settle requirements and flags.

    What is said is a draft until the case is decided; the answer shows where it would lead.
    """
    version = version_of(case, if_match)
    with told():
        found = review.say(service, viewer, case, _statements(body.corrections), version)
        return _shown(request, found)


def _statements(words: Sequence[Words]) -> tuple[Statement, ...]:
    return tuple(Statement(word.said, word.why) for word in words)


@router.delete("/{case}/corrections/{correction}", response_model=ReviewBody)
def unsay(  # noqa: PLR0913, PLR0917 — each is a parameter of the request
    request: Request,
    service: Served,
    viewer: Decider,
    case: Identifier,
    correction: Identifier,
    if_match: IfMatch = None,
) -> Response:
    """Take back what was said; it stays in the history."""
    version = version_of(case, if_match)
    with told():
        return _shown(request, review.unsay(service, viewer, case, correction, version))


@router.get("/{case}/corrections")
def show_history(service: Served, viewer: Onlooker, case: Identifier) -> History:
    """Show what people said of a case beside what the machine had read: who, when, why."""
    found, _ = case_of(service, viewer, case)
    with service.database.read() as session:
        rows = corrections.history(session, found.id)
    return History(items=[_entry(row) for row in rows])


def _entry(row: Row) -> Entry:
    correction = corrections.correction_of(row)
    return Entry(
        id=row.id,
        revision=row.revision,
        said=correction.said,
        act=correction.said.act,
        machine=row.machine,
        why=row.why,
        by=row.actor,
        at=row.created_at,
        decided_in=row.decided_in,
        undone_at=row.undone_at,
    )


@router.post("/{case}/decision", response_model=RevisionLine)
def decide(  # noqa: PLR0913, PLR0917 — each is a parameter of the request
    request: Request,
    service: Served,
    viewer: Decider,
    case: Identifier,
    body: Verdicts,
    if_match: IfMatch = None,
) -> Response:
    """
    Decide a case; 409 `unsettled` says what keeps papers and corrections from this decision.

    The decision is a new revision; it goes on to the calculator only if it stands at complete.
    """
    version = version_of(case, if_match)
    judgement = Judgement(body.decision, _statements(body.corrections), body.rest, body.why)
    with told():
        revision = review.decide(service, viewer, case, judgement, version)
    found, _ = case_of(service, viewer, case)
    return tagged_body(request, shown.revision_line(revision), etag_of_case(found))
