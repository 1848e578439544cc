"""Which of several papers answers, and what pages that nobody read mean."""

import pytest

from models.case import Decision
from models.claim import Employer
from models.evidence import Evidence, Reading
from models.finding import Code, Material
from models.marks import SlotFound, SlotState
from models.paper import PageRef
from tests.intake.completeness.builders import (
    FINANCIAL,
    JULY,
    JUNE,
    MAY,
    NOTHING,
    OFFICIAL,
    OTHER_NAME,
    application_sheet,
    case_of,
    claim,
    complete,
    contract_sheet,
    entry,
    page,
    report,
    slot,
    unread,
    voucher_sheet,
)
from tests.intake.completeness.spoiling import (
    BLANK,
    D,
    E,
    M,
    U,
    found,
    rows,
    rows_with,
    with_voucher,
)

ROWS_OWN = [
    ("rows of their own month, nothing said above", NOTHING, {}),
    (
        "rows of a month that the title contradicts",
        unread("months disagree", "2024-06"),
        {Code.MONTH_ILLEGIBLE: D},
    ),
]


def test_an_illegible_voucher_stands_against_the_month_that_is_left_without_one():
    blurred = voucher_sheet(file="blurred.pdf", months=(), bears=BLANK)
    rest = [contract_sheet(), application_sheet(months=(MAY, JUNE))]
    case = case_of(voucher_sheet(), blurred, *rest, asked=claim(MAY, JUNE))
    missing = [(m.month, m.code) for m in case.missing]
    assert missing == [(JUNE, Code.MONTH_ILLEGIBLE)]
    blank = next(d for d in case.documents if d.pages[0].file == "blurred.pdf")
    assert blank.months == ()


def test_one_illegible_voucher_excuses_one_month_only():
    blurred = voucher_sheet(file="blurred.pdf", months=(), bears=BLANK)
    rest = [contract_sheet(), application_sheet(months=(MAY, JUNE, JULY))]
    case = case_of(voucher_sheet(), blurred, *rest, asked=claim(MAY, JUNE, JULY))
    assert {m.month: m.code for m in case.missing} == {
        JUNE: Code.MONTH_ILLEGIBLE,
        JULY: Code.VOUCHER_MISSING,
    }


def test_an_illegible_voucher_stands_against_the_month_that_its_readings_hint_at():
    doubted = voucher_sheet(
        file="blurred.pdf", months=(), month_field=unread("months disagree", "2024-07", "2024-01")
    )
    rest = [contract_sheet(), application_sheet(months=(MAY, JUNE, JULY))]
    case = case_of(voucher_sheet(), doubted, *rest, asked=claim(MAY, JUNE, JULY))
    codes = {r.month: r.code for r in case.requirements if r.code}
    assert codes == {JUNE: Code.VOUCHER_MISSING, JULY: Code.MONTH_ILLEGIBLE}


def test_an_illegible_voucher_of_other_people_stands_against_nothing():
    theirs = voucher_sheet(file="theirs.pdf", months=(), entries=(entry("theirs.pdf", OTHER_NAME),))
    case = case_of(theirs, contract_sheet(), application_sheet())
    assert [m.code for m in case.missing] == [Code.VOUCHER_MISSING]


def test_the_three_voucher_codes_end_a_months_list():
    for sheets in (
        [contract_sheet(), application_sheet()],
        with_voucher(months=()),
        rows(E(OTHER_NAME)),
    ):
        case = case_of(*sheets)
        monthly = [r for r in case.requirements if r.material is Material.PAYROLL_VOUCHER]
        assert len(monthly) == 1


def test_the_best_of_several_vouchers_of_a_month_answers():
    bare = voucher_sheet(file="a.pdf", seals=(), slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY)])
    theirs = voucher_sheet(file="b.pdf", entries=(entry("b.pdf", OTHER_NAME),))
    assert case_of(bare, theirs, *complete()).decision is Decision.COMPLETE


def test_two_vouchers_do_not_lend_each_other_seals():
    sealed = voucher_sheet(file="a.pdf", slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY)])
    signed = voucher_sheet(file="b.pdf", seals=())
    case = case_of(sealed, signed, contract_sheet(), application_sheet())
    assert [m.code for m in case.missing] == [Code.EMPLOYEE_SIGNATURE_MISSING]


def test_one_set_of_seals_on_any_page_serves_every_month_of_a_paper():
    both = voucher_sheet(
        file="both.pdf",
        months=(MAY, JUNE),
        seals=(),
        entries=(entry("both.pdf", month=MAY), entry("both.pdf", month=JUNE)),
        pages=(PageRef(file="both.pdf", page=1), PageRef(file="both.pdf", page=2)),
    )
    both.more = (page("both.pdf", 2, seals=(FINANCIAL, OFFICIAL)),)
    rest = [contract_sheet(), application_sheet(months=(MAY, JUNE))]
    assert found(case_of(both, *rest, asked=claim(MAY, JUNE))) == {}


@pytest.mark.parametrize(
    ("field", "expected"), [pytest.param(*case[1:], id=case[0]) for case in ROWS_OWN]
)
def test_a_rows_own_month_counts_unless_the_paper_contradicts_it(field, expected):
    sheets = with_voucher(months=(), month_field=field, entries=(E(month=MAY),))
    assert found(case_of(*sheets)) == expected


def test_a_strangers_signature_never_stands_in_for_a_row_without_a_slot():
    signed = slot(row=2)
    unread_row = E(None, slots=(0,))
    assert found(case_of(*rows_with([signed], E(slots=()), unread_row))) == {
        Code.EMPLOYEE_SIGNATURE_MISSING: D
    }


def test_one_months_signature_does_not_serve_another_row():
    sheet = voucher_sheet(
        file="q.pdf",
        months=(MAY, JUNE),
        entries=(
            entry("q.pdf", month=MAY, slots=(0,)),
            entry("q.pdf", month=JUNE, slots=()),
        ),
    )
    rest = [contract_sheet(), application_sheet(months=(MAY, JUNE))]
    case = case_of(sheet, *rest, asked=claim(MAY, JUNE))
    doubted = [(r.month, r.code) for r in case.requirements if r.verdict is not M]
    assert doubted == [(JUNE, Code.EMPLOYEE_SIGNATURE_MISSING)]


def test_a_slip_of_one_person_may_be_signed_anywhere_below():
    assert found(case_of(*rows_with([slot(label="领款人")], E(slots=())))) == {}


def test_one_amount_on_a_paper_for_two_months_is_no_months_wage():
    both = voucher_sheet(months=(MAY, JUNE))
    rest = [contract_sheet(), application_sheet(months=(MAY, JUNE))]
    case = case_of(both, *rest, asked=claim(MAY, JUNE))
    assert found(case) == {Code.WAGE_UNREADABLE: D}
    assert [wage.gross for wage in case.wages.values()] == [None, None]


def test_a_page_that_we_failed_to_read_makes_a_missing_paper_doubtful():
    lost = report("lost.pdf", pages=1, notes=("page_timeout:1",))
    sheets = [voucher_sheet(), contract_sheet()]
    assert found(case_of(*sheets, files=[lost])) == {Code.APPLICATION_MISSING: D}


def test_a_page_that_we_failed_to_read_does_not_hold_up_a_complete_case():
    lost = report("lost.pdf", pages=1, notes=("page_timeout:1",))
    assert case_of(*complete(), files=[lost]).decision is Decision.COMPLETE


@pytest.mark.parametrize("problem", ["encrypted", "damaged", "empty", "unsupported", "too_large"])
def test_a_file_that_must_be_sent_again_leaves_its_paper_missing(problem):
    bad = report("bad.pdf", pages=0, problem=problem)
    case = case_of(voucher_sheet(), contract_sheet(), files=[bad])
    assert found(case) == {Code.APPLICATION_MISSING: U}
    assert bad in case.files


def test_an_engine_failure_makes_a_missing_paper_doubtful():
    failed = report("bad.pdf", pages=1, problem="engine_failed")
    assert found(case_of(voucher_sheet(), contract_sheet(), files=[failed])) == {
        Code.APPLICATION_MISSING: D
    }


def test_where_nothing_is_known_of_the_employer_nothing_is_sure_about_it():
    asked = claim(employer=Employer())
    sheets = [
        voucher_sheet(employer=NOTHING),
        contract_sheet(employer=NOTHING),
        application_sheet(employer=NOTHING),
    ]
    case = case_of(*sheets, asked=asked)
    assert case.decision is Decision.REVIEW
    assert Code.CONTRACT_EMPLOYER_MISMATCH in found(case)
    assert case.employer.name is None


def test_a_month_without_its_year_is_a_hint_too():
    spot = Evidence(file="x.pdf", page=1, bbox_frac=(0.1, 0.1, 0.2, 0.12), text="7月份")
    reading = Reading(value=None, reader="test", score=0.9, evidence=spot)
    field = unread("month illegible: year missing").model_copy(update={"readings": (reading,)})
    doubted = voucher_sheet(file="blurred.pdf", months=(), month_field=field)
    rest = [contract_sheet(), application_sheet(months=(MAY, JUNE, JULY))]
    case = case_of(voucher_sheet(), doubted, *rest, asked=claim(MAY, JUNE, JULY))
    codes = {r.month: r.code for r in case.requirements if r.code}
    assert codes == {JUNE: Code.VOUCHER_MISSING, JULY: Code.MONTH_ILLEGIBLE}
