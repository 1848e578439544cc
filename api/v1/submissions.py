"""Submissions: bring papers, follow them, take them back."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Header, Request, UploadFile
from fastapi.responses import JSONResponse, Response

from api.auth import CaseReader, Served, Submitter
from api.problems import Problem, told
from api.service import Service
from api.store import cases, submissions
from api.store.idempotency import Answer
from api.store.ids import Identifier
from api.store.viewer import Viewer
from api.v1 import intake, shown
from api.v1.answers import Cursor, Limit, part, tagged_body
from api.v1.bodies import Receipt, SubmissionBody, SubmissionList

router = APIRouter(prefix="/v1/submissions", tags=["submissions"])

Key = Annotated[str | None, Header(alias="Idempotency-Key", examples=["2024-12-10-0031"])]
Files = Annotated[list[UploadFile], File(description="PDF, JPEG, PNG, TIFF, or ZIPs of these")]


@router.post("", status_code=202, response_model=Receipt, openapi_extra=told("policy"))
def submit(  # noqa: PLR0913, PLR0917 — each is a part of the form
    service: Served,
    viewer: Submitter,
    files: Files,
    claim: Annotated[str | None, Form(description="One claim, as JSON")] = None,
    claims: Annotated[str | None, Form(description="Claims on the same papers, as JSON")] = None,
    key: Key = None,
) -> Response:
    """
    Bring papers (收件): one set of files, one claim or many.

    The answer comes once everything is stored safely; reading begins after it. Send the same
    request with the same `Idempotency-Key` again whenever no answer came: it is done once.
    """
    checked = intake.checked_key(key)
    parsed = intake.parse_claims(claim, claims)
    intake.check_regions(service, parsed)
    return accepted(intake.receive(service, viewer, checked, parsed, files))


def accepted(answer: Answer) -> JSONResponse:
    """Return the answer to something that was taken in."""
    return JSONResponse(answer.body, answer.status, headers={"Location": answer.location})


@router.get("")
def list_submissions(
    service: Served, viewer: CaseReader, cursor: Cursor = None, limit: Limit = 50
) -> SubmissionList:
    """List submissions, newest first."""
    with service.database.read() as session:
        rows = submissions.listed(session, viewer, limit + 1, cursor)
    lines, following = part(rows, limit)
    return SubmissionList(items=[shown.submission_line(row) for row in lines], next=following)


@router.get("/{submission}", response_model=SubmissionBody)
def show_submission(
    request: Request, service: Served, viewer: CaseReader, submission: Identifier
) -> Response:
    """Show a submission, its files, how far reading has come, and its cases."""
    return tagged_body(request, status_of(service, viewer, submission))


def status_of(service: Service, viewer: Viewer, submission_id: str) -> SubmissionBody:
    """Return how far a submission has come; raise a Problem if it is not the viewer's."""
    with service.database.read() as session:
        found = submissions.for_viewer(session, viewer, submission_id)
        if found is None:
            raise Problem("not_found")
        line = shown.submission_line(found)
        return SubmissionBody(
            **line.model_dump(),
            sent=[shown.sent_file(file) for file in submissions.files_of(session, found.id)],
            files=[shown.opened_file(file) for file in submissions.sources_of(session, found.id)],
            pages=shown.page_counts(submissions.page_counts(session, found.id)),
            cases=[shown.case_line(case) for case in submissions.cases_of(session, found.id)],
        )


@router.post("/{submission}/withdrawal", response_model=SubmissionBody)
def withdraw(
    request: Request, service: Served, viewer: Submitter, submission: Identifier
) -> Response:
    """Take a submission back (撤回): all its cases; what is withdrawn already stays so."""
    with service.database.write() as session:
        found = submissions.for_viewer(session, viewer, submission)
        if found is None:
            raise Problem("not_found")
        for case in submissions.cases_of(session, found.id):
            cases.withdraw(session, viewer, case.id)
    return tagged_body(request, status_of(service, viewer, submission))
