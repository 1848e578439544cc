"""Drawn cases read without fault: the deciding must give the clerk's answer."""

import pytest

from intake.completeness import Judges, decide
from intake.papers import assemble_papers
from intake.seals.owner import verify_owner
from models.case import Decision
from models.finding import FlagCode, Severity, Verdict
from models.paper import FileReport, Papers
from models.quantities import Month
from samples.cases import compose_case
from samples.spec import CaseSpec, Defect, Wrong
from tests.intake.completeness.builders import NATIONAL
from tests.intake.completeness.perfect import Perfect

JUNE = Month(2024, 6)
CASES = [
    ("table/ledger", None, None),
    ("slip/lying", Defect.MONTH_ILLEGIBLE, JUNE),
    ("table/lines", Defect.EMPLOYEE_ABSENT, JUNE),
    ("slip/standing", Defect.INVOICE_SEAL_FOR_FINANCIAL, JUNE),
    ("year/months-across", Defect.CONTRACT_EXPIRED, None),
]


@pytest.mark.parametrize(("layout", "defect", "month"), CASES)
def test_a_case_read_without_fault_is_decided_as_a_clerk_would(layout, defect, month):
    wrong = () if defect is None else (Wrong(defect=defect, month=month),)
    drawn = compose_case(
        "tuning", 5, CaseSpec(channel="digital", voucher=layout, people=3, wrong=wrong)
    )
    pages = tuple(Perfect(page).reading() for page in drawn.pages)
    files = tuple(
        FileReport(name=file.name, sha256="", type="application/pdf", pages=file.pages)
        for file in drawn.truth.files
    )
    papers = Papers(files=files, pages=pages, documents=assemble_papers(pages))
    judges = Judges(verify_owner=verify_owner)
    case = decide(papers, drawn.truth.claim, NATIONAL, case_id="drawn", judges=judges)

    truth = drawn.truth
    flags = set(truth.flags) - {FlagCode.SEAL_PICTURE_ONLY}
    assert set(case.missing) == set(truth.missing)
    assert not [r for r in case.requirements if r.verdict is Verdict.DOUBTFUL]
    assert {f.code for f in case.flags if f.severity is Severity.BLOCKING} == flags
    assert case.decision is (Decision.INCOMPLETE if truth.missing else Decision.COMPLETE)
    assert case.months == truth.months
    assert {m: (w.gross, w.net) for m, w in case.wages.items()} == {
        m: (w.gross, w.net) for m, w in truth.wages.items()
    }
    assert case.employee == truth.employee
    assert (case.employer.name, case.contract.employee) == (
        truth.employer.name,
        truth.contract.employee,
    )
