"""Cases: what was read, what was found, what was decided."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth import CaseReader, Served, Submitter
from api.problems import Problem, told
from api.service import Service
from api.store import audit, cases, deliveries
from api.store.cases import CaseFilter
from api.store.ids import Identifier
from api.store.states import State
from api.store.tables import Case, Revision
from api.store.viewer import Viewer
from api.v1 import intake, shown
from api.v1.answers import Cursor, Limit, part, tagged, tagged_body
from api.v1.bodies import CaseLine, CaseList, Findings, PageList, Receipt, RevisionList
from api.v1.submissions import Files, Key, accepted
from models.arrears import ArrearsStatement
from models.case import CaseFile, Decision, Document

router = APIRouter(prefix="/v1/cases", tags=["cases"])


def case_of(service: Service, viewer: Viewer, case_id: str) -> tuple[Case, Revision | None]:
    """Return a case with its newest decision; raise a Problem if it is not the viewer's."""
    with service.database.read() as session:
        case = cases.for_viewer(session, viewer, case_id)
        if case is None:
            raise Problem("not_found")
        return case, cases.newest(session, case)


def decided(service: Service, viewer: Viewer, case_id: str) -> tuple[Case, CaseFile]:
    """Return a case with its case file; raise a Problem before the first decision."""
    case, revision = case_of(service, viewer, case_id)
    if revision is None:
        raise Problem("not_decided")
    return case, CaseFile.model_validate_json(service.blobs.read(revision.case_file))


@router.get("")
def list_cases(  # noqa: PLR0913, PLR0917 — each is a parameter of the query
    service: Served,
    viewer: CaseReader,
    cursor: Cursor = None,
    limit: Limit = 50,
    state: Annotated[State | None, Query()] = None,
    decision: Annotated[Decision | None, Query()] = None,
) -> CaseList:
    """List cases, newest first."""
    wanted = CaseFilter(state=state, decision=decision)
    with service.database.read() as session:
        rows = cases.listed(session, viewer, wanted, limit + 1, cursor)
    lines, following = part(rows, limit)
    return CaseList(items=[shown.case_line(row) for row in lines], next=following)


@router.get("/{case}", response_model=CaseFile, openapi_extra=told("not_decided"))
def show_case(request: Request, service: Served, viewer: CaseReader, case: Identifier) -> Response:
    """Show the whole case file; 404 `not_decided` until the first decision."""
    found, revision = case_of(service, viewer, case)
    if revision is None:
        raise Problem("not_decided", headers={"Retry-After": "2"})
    content = service.blobs.read(revision.case_file)
    answer = tagged(request, content, etag=etag_of_case(found))
    if viewer.is_staff and answer.status_code == HTTPStatus.OK:
        note_full_look(service, viewer, found)
    return answer


def note_full_look(service: Service, viewer: Viewer, case: Case) -> None:
    """Note that a member of staff was shown a case with its whole identity numbers."""
    with service.database.write() as session:
        audit.record(session, viewer, "case.full_look", ("case", case.id))


def etag_of_case(case: Case) -> str:
    """Return the tag that every change of a case changes."""
    return f'"{case.id}.{case.version}"'


@router.get("/{case}/status", response_model=CaseLine)
def show_status(
    request: Request, service: Served, viewer: CaseReader, case: Identifier
) -> Response:
    """Show how far a case has come."""
    found, _ = case_of(service, viewer, case)
    return tagged_body(request, shown.case_line(found), etag_of_case(found))


@router.get("/{case}/documents", openapi_extra=told("not_decided"))
def show_documents(service: Served, viewer: CaseReader, case: Identifier) -> list[Document]:
    """Show the papers of a case with everything read on them."""
    found, file = decided(service, viewer, case)
    if viewer.is_staff:
        note_full_look(service, viewer, found)
    return list(file.documents)


@router.get("/{case}/findings", openapi_extra=told("not_decided"))
def show_findings(service: Served, viewer: CaseReader, case: Identifier) -> Findings:
    """Show every requirement with its verdict, what is missing, and flags."""
    found, file = decided(service, viewer, case)
    told: dict[str, Any] = file.model_dump(
        mode="json", include={"decision", "requirements", "missing", "flags"}
    )
    return Findings(case=found.id, revision=found.revision, **told)


@router.get("/{case}/statement", openapi_extra=told("not_decided", "no_statement"))
def show_statement(service: Served, viewer: CaseReader, case: Identifier) -> ArrearsStatement:
    """
    Show what is due; 404 `no_statement` unless the case stands at complete.

    Where the agency's own calculator took the claim, it is that one's statement.
    """
    found, file = decided(service, viewer, case)
    with service.database.read() as session:
        taken = deliveries.statement_of(session, found)
    if taken is not None:
        return ArrearsStatement.model_validate_json(service.blobs.read(taken))
    if file.statement is None:
        raise Problem("no_statement")
    return file.statement


@router.get("/{case}/revisions")
def list_revisions(service: Served, viewer: CaseReader, case: Identifier) -> RevisionList:
    """List the case's decisions, oldest first."""
    found, _ = case_of(service, viewer, case)
    with service.database.read() as session:
        rows = cases.revisions(session, found.id)
    return RevisionList(items=[shown.revision_line(row) for row in rows])


@router.get("/{case}/revisions/{number}", response_model=CaseFile)
def show_revision(
    request: Request, service: Served, viewer: CaseReader, case: Identifier, number: int
) -> Response:
    """Show the case file as it was decided then."""
    found, _ = case_of(service, viewer, case)
    with service.database.read() as session:
        rows = [row for row in cases.revisions(session, found.id) if row.number == number]
    if not rows:
        raise Problem("not_found")
    if viewer.is_staff:
        note_full_look(service, viewer, found)
    return tagged(request, service.blobs.read(rows[0].case_file))


@router.get("/{case}/pages")
def list_pages(service: Served, viewer: CaseReader, case: Identifier) -> PageList:
    """List the case's pages; they are there as soon as its files have been opened."""
    found, _ = case_of(service, viewer, case)
    with service.database.read() as session:
        pages = cases.pages_for(session, found)
    return PageList(items=shown.page_lines(found, pages))


@router.post(
    "/{case}/papers", status_code=202, response_model=Receipt, openapi_extra=told("closed")
)
def add_papers(
    service: Served, viewer: Submitter, case: Identifier, files: Files, key: Key = None
) -> Response:
    """Add papers to a case that is not complete (补正); only what is new is read."""
    checked = intake.checked_key(key)
    return accepted(intake.add_papers(service, viewer, checked, case, files))


@router.post("/{case}/withdrawal", response_model=CaseLine)
def withdraw(request: Request, service: Served, viewer: Submitter, case: Identifier) -> Response:
    """Take a case back (撤回); one that is withdrawn already stays so."""
    with service.database.write() as session:
        if cases.for_viewer(session, viewer, case) is None:
            raise Problem("not_found")
        found = cases.withdraw(session, viewer, case)
    return tagged_body(request, shown.case_line(found), etag_of_case(found))
