"""One result list for a whole submission: one sheet, thirty employees, one answer."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth import CaseReader, Served
from api.problems import Problem
from api.service import Service
from api.store import cases, submissions
from api.store.ids import Identifier
from api.store.states import State
from api.store.tables import Case
from api.store.viewer import Viewer
from api.v1.answers import tagged_body
from api.v1.bodies import Amount, Body
from intake.report.render import mask_id
from models.case import CaseFile, Decision
from models.finding import Flag, Message, Requirement, Severity, Verdict
from models.quantities import Month

router = APIRouter(prefix="/v1/submissions/{submission}", tags=["submissions"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
}
HEAD = (
    ("序号 no.", 6),
    ("办件 case", 26),
    ("姓名 name", 12),
    ("公民身份号码 ID", 22),
    ("月份 months", 30),
    ("状态 state", 14),
    ("结论 decision", 14),
    ("还缺或待定 missing or open", 60),
    ("应付合计（元） payable", 16),
)
STATES = {
    State.RECEIVED: "已收 received",
    State.READING: "读取中 reading",
    State.DECIDED: "已办 decided",
    State.PARKED: "需人工 parked",
    State.WITHDRAWN: "已撤回 withdrawn",
}
DECISIONS = {
    Decision.COMPLETE: "齐全 complete",
    Decision.INCOMPLETE: "不齐 incomplete",
    Decision.REVIEW: "待审 review",
}


class OpenPoint(Body):
    """Something that is missing, or that a person has to settle."""

    code: str
    month: Month | None
    verdict: Verdict
    message: Message


class ResultLine(Body):
    """One employee's result."""

    no: int
    case: str
    name: str | None
    id_number: str | None
    """Its first and last character."""
    months: list[Month]
    state: State
    decision: Decision | None
    open: list[OpenPoint]
    payable: Amount | None


class Results(Body):
    """Everybody's result, in the order of the claims."""

    submission: str
    state: State
    items: list[ResultLine]


def results_of(service: Service, viewer: Viewer, submission_id: str) -> Results:
    """Return the list; raise a Problem if the submission is not the viewer's."""
    with service.database.read() as session:
        found = submissions.for_viewer(session, viewer, submission_id)
        if found is None:
            raise Problem("not_found")
        rows = submissions.cases_of(session, found.id)
        revisions = [cases.newest(session, case) for case in rows]
    items = [
        _line(case, _file(service, revision.case_file) if revision else None)
        for case, revision in zip(rows, revisions, strict=True)
    ]
    return Results(submission=found.id, state=State(found.state), items=items)


def _file(service: Service, blob: str) -> CaseFile:
    return CaseFile.model_validate_json(service.blobs.read(blob))


def _line(case: Case, file: CaseFile | None) -> ResultLine:
    return ResultLine(
        no=case.position + 1,
        case=case.id,
        name=case.employee_name,
        id_number=mask_id(case.employee_number) if case.employee_number else None,
        months=[Month.parse(month) for month in case.months],
        state=State(case.state),
        decision=Decision(case.decision) if case.decision else None,
        open=list(_open(file)) if file else [],
        payable=case.payable,
    )


def _open(file: CaseFile) -> Iterator[OpenPoint]:
    """Yield what is unmet; where nothing is, what is in doubt or blocks."""
    unmet = [_of_requirement(item) for item in file.requirements if item.verdict == Verdict.UNMET]
    if unmet:
        yield from unmet
        return
    yield from (
        _of_requirement(item) for item in file.requirements if item.verdict == Verdict.DOUBTFUL
    )
    yield from (_of_flag(flag) for flag in file.flags if flag.severity == Severity.BLOCKING)


def _of_requirement(item: Requirement) -> OpenPoint:
    code = str(item.code or item.material)
    return OpenPoint(code=code, month=item.month, verdict=item.verdict, message=item.message)


def _of_flag(flag: Flag) -> OpenPoint:
    month = flag.months[0] if len(flag.months) == 1 else None
    doubt = Verdict.DOUBTFUL
    return OpenPoint(code=str(flag.code), month=month, verdict=doubt, message=flag.message)


@router.get("/results", response_model=Results)
def show_results(
    request: Request, service: Served, viewer: CaseReader, submission: Identifier
) -> Response:
    """Show every claim's result: decision, what is missing, what is due."""
    return tagged_body(request, results_of(service, viewer, submission))


@router.get("/results.xlsx", response_class=Response, responses=XLSX_ANSWER)
def download_results(service: Served, viewer: CaseReader, submission: Identifier) -> Response:
    """Download the same list for a spreadsheet."""
    found = results_of(service, viewer, submission)
    headers = {
        "Content-Disposition": f"attachment; filename=results-{found.submission}.xlsx",
        "Cache-Control": "no-store",
    }
    return Response(workbook(found.items), media_type=XLSX, headers=headers)


def workbook(lines: Sequence[ResultLine]) -> bytes:
    """Write the list as XLSX; whatever a paper says stays text and is never a formula."""
    out = BytesIO()
    told = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, told) as book:
        sheet = book.add_worksheet("结果 results")
        bold = book.add_format({"bold": True, "text_wrap": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        for column, (title, width) in enumerate(HEAD):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        for row, line in enumerate(lines, 1):
            sheet.write_number(row, 0, line.no, wrapped)
            for column, text in enumerate(_cells(line), 1):
                sheet.write_string(row, column, text, wrapped)
            if line.payable is not None:  # a number, so that people can add the column up
                sheet.write_number(row, len(HEAD) - 1, float(line.payable), money)
        sheet.freeze_panes(1, 3)
    return out.getvalue()


def _cells(line: ResultLine) -> tuple[str, ...]:
    told = (f"{point.month or ''} {point.message.zh}".strip() for point in line.open)
    return (
        line.case,
        line.name or "",
        line.id_number or "",
        "、".join(str(month) for month in line.months),
        STATES[line.state],
        DECISIONS[line.decision] if line.decision else "",
        "\n".join(told),
    )
