"""Progress as it happens: page by page, then case by case, as server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse

from api.auth import CaseReader, Served
from api.problems import Problem
from api.service import Service
from api.store import pages, submissions
from api.store.ids import Identifier
from api.store.states import State
from api.store.tables import Submission
from api.v1 import shown
from api.v1.bodies import Body, CaseLine, PageCounts

router = APIRouter(prefix="/v1/submissions/{submission}", tags=["submissions"])
LOOK_SECONDS = 0.5
QUIET_SECONDS = 15.0
"""After so long without news a comment is sent, so that proxies keep the line open."""
LONGEST_SECONDS = 900.0
ENDED = (State.DECIDED, State.PARKED, State.WITHDRAWN)


class PageDone(Body):
    """A page was read, or could not be."""

    file: str
    page: int
    state: str
    problem: str | None
    done: int
    pages: PageCounts


class News(Body):
    """What has happened since one looked last."""

    pages: list[PageDone]
    cases: list[CaseLine]
    state: State


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow(
    service: Served,
    viewer: CaseReader,
    submission: Identifier,
    last: Annotated[str | None, Header(alias="Last-Event-ID", pattern=r"^\d{1,9}$")] = None,
) -> StreamingResponse:
    """
    Follow a submission: `page` for each page, `case` for each decision, `end` at the end.

    After a break go on with `Last-Event-ID`: the number of the last page heard of.
    """
    with service.database.read() as session:
        if submissions.for_viewer(session, viewer, submission) is None:
            raise Problem("not_found")
    stream = _stream(service, submission, int(last or 0))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _stream(service: Service, submission_id: str, after: int) -> AsyncIterator[str]:
    told: dict[str, int] = {}
    quiet, spent = 0.0, 0.0
    while spent < LONGEST_SECONDS:
        news = await anyio.to_thread.run_sync(_news, service, submission_id, after)
        for page in news.pages:
            after = page.done
            yield event("page", page, str(page.done))
        for case in news.cases:
            fresh = case.id not in told and case.state in ENDED
            if fresh or case.revision > told.get(case.id, 0):
                told[case.id] = case.revision
                yield event("case", case)
        if news.state in ENDED:
            yield "event: end\ndata: {}\n\n"
            return
        quiet = 0.0 if news.pages else quiet + LOOK_SECONDS
        if quiet >= QUIET_SECONDS:
            quiet = 0.0
            yield ": \n\n"
        spent += LOOK_SECONDS
        await anyio.sleep(LOOK_SECONDS)


def event(kind: str, body: Body, number: str = "") -> str:
    """Return one event as it is sent."""
    head = f"id: {number}\n" if number else ""
    return f"{head}event: {kind}\ndata: {body.model_dump_json()}\n\n"


def _news(service: Service, submission_id: str, after: int) -> News:
    with service.database.read() as session:
        found = session.get_one(Submission, submission_id)
        counts = shown.page_counts(submissions.page_counts(session, submission_id))
        done = pages.done_after(session, submission_id, after)
        return News(
            pages=[
                PageDone(
                    file=source.name,
                    page=page.number,
                    state=page.state,
                    problem=page.failure,
                    done=page.done or 0,
                    pages=counts,
                )
                for source, page in done
            ],
            cases=[shown.case_line(case) for case in submissions.cases_of(session, submission_id)],
            state=State(found.state),
        )
