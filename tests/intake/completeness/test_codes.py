"""Every code of the list: a case that yields it, and the near miss that does not."""

import datetime as dt

import pytest

from models.case import Decision
from models.claim import Employee, Employer
from models.finding import Code, Material, Verdict
from models.marks import Role, SealKind, SlotFound, SlotState
from models.paper import ContractType, DocumentKind, PageRef
from models.policy_papers import AcceptedReasons, Coverage, LookBack, MaterialRule
from models.policy_rows import Grade
from tests.intake.completeness.builders import (
    FINANCIAL,
    ID,
    JULY,
    JUNE,
    MAY,
    NAME,
    NOTHING,
    OFFICIAL,
    OTHER_EMPLOYER,
    OTHER_ID,
    OTHER_NAME,
    application_sheet,
    case_of,
    claim,
    complete,
    contract_sheet,
    entry,
    handwriting,
    other_sheet,
    page,
    policy,
    read,
    report,
    seal,
    slot,
    unread,
    voucher_sheet,
    word,
)

BLANK = {"words": (word("2024年  月工资表", 800, 150),)}
U, D, M = Verdict.UNMET, Verdict.DOUBTFUL, Verdict.MET
GRADE = {"source": "test", "grade": Grade.UNVERIFIED}


def found(case):
    """The points that are not in order, as {code: verdict}."""
    return {r.code: r.verdict for r in case.requirements if r.verdict is not M}


def with_voucher(**changes):
    """A complete case but for its voucher."""
    return [voucher_sheet(**changes), contract_sheet(), application_sheet()]


def with_contract(**changes):
    return [voucher_sheet(), contract_sheet(**changes), application_sheet()]


def with_application(**changes):
    return [voucher_sheet(), contract_sheet(), application_sheet(**changes)]


def row(**changes):
    """A voucher whose only row is changed."""
    return with_voucher(entries=(entry("2024-05.pdf", **changes),))


def rows(*entries):
    return with_voucher(entries=entries)


def E(person=NAME, **changes):  # noqa: N802
    return entry("2024-05.pdf", person, **changes)


VOUCHERS = [
    ("no voucher", [contract_sheet(), application_sheet()], {Code.VOUCHER_MISSING: U}),
    ("a voucher of another month", with_voucher(months=(JUNE,)), {Code.VOUCHER_MISSING: U}),
    ("what may be no voucher", with_voucher(score=0.4), {Code.VOUCHER_MISSING: D}),
    ("month blank", with_voucher(months=(), bears=BLANK), {Code.MONTH_ILLEGIBLE: U}),
    ("month not found", with_voucher(months=()), {Code.MONTH_ILLEGIBLE: D}),
    (
        "month not found, a date to be filled in",
        with_voucher(months=(), bears={"words": (word("年  月  日", 900, 2100),)}),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    (
        "month in doubted readings",
        with_voucher(
            months=(), month_field=unread("months disagree", "2024-05", "2024-06"), bears=BLANK
        ),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    (
        "month without a year",
        with_voucher(months=(), month_field=unread("month illegible: year missing", "")),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    (
        "month of a weak reading",
        with_voucher(month_field=read("2024-05", 0.7)),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    (
        "another month of a weak reading",
        with_voucher(months=(JUNE,), month_field=read("2024-06", 0.7)),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    ("other people's rows", rows(E(OTHER_NAME)), {Code.EMPLOYEE_NOT_IN_VOUCHER: U}),
    ("no row read", rows(), {Code.EMPLOYEE_NOT_IN_VOUCHER: D}),
    ("a row without a name read", rows(E(None)), {Code.EMPLOYEE_NOT_IN_VOUCHER: D}),
    ("two rows of one name", rows(E(), E()), {Code.EMPLOYEE_NOT_IN_VOUCHER: D}),
    ("two rows, one ID", rows(E(), E(id_number=read(ID))), {}),
    ("a namesake by ID", rows(E(id_number=read(OTHER_ID))), {Code.EMPLOYEE_NOT_IN_VOUCHER: U}),
    ("a colleague beside", rows(E(OTHER_NAME), E()), {}),
    (
        "another name badly read",
        rows(E(name=read("赵明芳", 0.6))),
        {Code.EMPLOYEE_NOT_IN_VOUCHER: D},
    ),
    (
        "another employer's voucher",
        with_voucher(employer=read(OTHER_EMPLOYER)),
        {Code.VOUCHER_EMPLOYER_MISMATCH: U},
    ),
    (
        "an employer badly read",
        with_voucher(employer=read("海云杉公司", 0.6)),
        {Code.VOUCHER_EMPLOYER_MISMATCH: D},
    ),
    ("no employer printed, but the seals say", with_voucher(employer=NOTHING), {}),
    (
        "no employer printed and no seal that says",
        with_voucher(employer=NOTHING, seals=()),
        {
            Code.VOUCHER_EMPLOYER_MISMATCH: D,
            Code.FINANCIAL_SEAL_MISSING: U,
            Code.OFFICIAL_SEAL_MISSING: U,
        },
    ),
    ("gross covered", row(gross=unread("covered by seal")), {Code.WAGE_UNREADABLE: D}),
    ("gross in no reading", row(gross=unread("illegible")), {Code.WAGE_UNREADABLE: U}),
    ("gross of a weak reading", row(gross=read("8500.00", 0.7)), {Code.WAGE_UNREADABLE: D}),
    ("gross nought", row(gross=read("0.00")), {Code.WAGE_UNREADABLE: D}),
    ("gross no number", row(gross=read("NaN")), {Code.WAGE_UNREADABLE: D}),
    ("net only", row(gross=NOTHING), {Code.WAGE_NOT_PRINTED: D}),
    ("gross only", row(net=NOTHING), {}),
    ("neither", row(gross=NOTHING, net=NOTHING), {Code.WAGE_UNREADABLE: D}),
    ("no financial seal", with_voucher(seals=[OFFICIAL]), {Code.FINANCIAL_SEAL_MISSING: U}),
    ("no official seal", with_voucher(seals=[FINANCIAL]), {Code.OFFICIAL_SEAL_MISSING: U}),
    *(
        (
            f"a {kind} seal for the financial one",
            with_voucher(seals=[OFFICIAL, seal(kind)]),
            {Code.FINANCIAL_SEAL_MISSING: U},
        )
        for kind in (SealKind.CONTRACT, SealKind.INVOICE, SealKind.HR, SealKind.LEGAL_REP)
    ),
    *(
        (
            f"a {kind} seal for the official one",
            with_voucher(seals=[FINANCIAL, seal(kind)]),
            {Code.OFFICIAL_SEAL_MISSING: U},
        )
        for kind in (SealKind.CONTRACT, SealKind.INVOICE, SealKind.HR, SealKind.OTHER)
    ),
    (
        "an unread seal in place of one",
        with_voucher(seals=[OFFICIAL, seal(SealKind.UNREAD, None)]),
        {Code.FINANCIAL_SEAL_MISSING: D},
    ),
    (
        "a blob that is hardly a seal",
        with_voucher(seals=[OFFICIAL, seal(SealKind.UNREAD, None, score=0.1)]),
        {Code.FINANCIAL_SEAL_MISSING: U},
    ),
    (
        "a seal of unsure kind",
        with_voucher(seals=[OFFICIAL, seal(SealKind.INVOICE, kind_score=0.5)]),
        {Code.FINANCIAL_SEAL_MISSING: D},
    ),
    (
        "half a seal",
        with_voucher(seals=[OFFICIAL, seal(SealKind.FINANCIAL, whole=False)]),
        {Code.FINANCIAL_SEAL_MISSING: D},
    ),
    (
        "a faint seal",
        with_voucher(seals=[OFFICIAL, seal(SealKind.FINANCIAL, score=0.6)]),
        {Code.FINANCIAL_SEAL_MISSING: D},
    ),
    (
        "a legend badly read",
        with_voucher(seals=[OFFICIAL, seal(SealKind.FINANCIAL, "海?云?")]),
        {Code.SEAL_OWNER_MISMATCH: D},
    ),
    (
        "both seals another's",
        with_voucher(
            seals=[
                seal(SealKind.FINANCIAL, OTHER_EMPLOYER),
                seal(SealKind.OFFICIAL, OTHER_EMPLOYER),
            ]
        ),
        {Code.SEAL_OWNER_MISMATCH: U},
    ),
    (
        "one seal another's",
        with_voucher(seals=[FINANCIAL, seal(SealKind.OFFICIAL, OTHER_EMPLOYER)]),
        {Code.SEAL_OWNER_MISMATCH: U},
    ),
    (
        "another's and an unread one",
        with_voucher(
            seals=[
                FINANCIAL,
                seal(SealKind.OFFICIAL, OTHER_EMPLOYER),
                seal(SealKind.UNREAD, None),
            ]
        ),
        {Code.SEAL_OWNER_MISMATCH: D},
    ),
    (
        "an invoice seal of another's beside",
        with_voucher(seals=[FINANCIAL, OFFICIAL, seal(SealKind.INVOICE, OTHER_EMPLOYER)]),
        {},
    ),
    *(
        (
            f"{what} in the slot",
            with_voucher(slots=[slot(SlotState.UNSIGNED, what)]),
            {Code.EMPLOYEE_SIGNATURE_MISSING: U},
        )
        for what in (
            SlotFound.EMPTY,
            SlotFound.SLASH,
            SlotFound.TICK,
            SlotFound.PRINTED,
            SlotFound.FINGERPRINT,
            SlotFound.DATE_ONLY,
            SlotFound.SEAL_ONLY,
        )
    ),
    (
        "another person in the slot",
        with_voucher(slots=[slot(SlotState.UNSIGNED, SlotFound.OTHER_PERSON)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "who knows what in the slot",
        with_voucher(slots=[slot(SlotState.UNSURE, SlotFound.UNKNOWN)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "a doubted signature",
        with_voucher(slots=[slot(score=0.6)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "a doubted empty slot",
        with_voucher(slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY, score=0.6)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "somebody else's slot",
        with_voucher(slots=[slot(role=Role.PREPARER)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    ("pen and fingerprint", with_voucher(slots=[slot(found=SlotFound.PEN_FINGERPRINT)]), {}),
    (
        "an empty slot, pen strokes in the row",
        with_voucher(
            slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY)],
            bears={"ink_marks": (handwriting(800, 530),)},
        ),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "an empty slot, pen strokes in another row",
        with_voucher(
            slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY)],
            bears={"ink_marks": (handwriting(800, 900),)},
        ),
        {Code.EMPLOYEE_SIGNATURE_MISSING: U},
    ),
    (
        "no slot and no handwriting at all",
        with_voucher(slots=[], entries=(E(slots=()),)),
        {Code.EMPLOYEE_SIGNATURE_MISSING: U},
    ),
    (
        "no slot, handwriting somewhere",
        with_voucher(
            slots=[], entries=(E(slots=()),), bears={"ink_marks": (handwriting(300, 2000),)}
        ),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
]

CONTRACTS = [
    ("no contract", [voucher_sheet(), application_sheet()], {Code.CONTRACT_MISSING: U}),
    ("what may be no contract", with_contract(score=0.3), {Code.CONTRACT_MISSING: D}),
    (
        "another person's contract",
        with_contract(employee=read(OTHER_NAME), id_number=read(OTHER_ID)),
        {Code.CONTRACT_EMPLOYEE_MISMATCH: U},
    ),
    (
        "a namesake's contract",
        with_contract(id_number=read(OTHER_ID)),
        {Code.CONTRACT_EMPLOYEE_MISMATCH: U},
    ),
    (
        "a confusable name without ID",
        with_contract(employee=read("赵朋轩"), id_number=NOTHING),
        {Code.CONTRACT_EMPLOYEE_MISMATCH: D},
    ),
    ("the name alone", with_contract(id_number=NOTHING), {}),
    (
        "no name read",
        with_contract(employee=unread(), id_number=NOTHING),
        {Code.CONTRACT_EMPLOYEE_MISMATCH: D},
    ),
    (
        "another employer",
        with_contract(employer=read(OTHER_EMPLOYER)),
        {Code.CONTRACT_EMPLOYER_MISMATCH: U},
    ),
    (
        "an abbreviated employer",
        with_contract(employer=read("云杉机械")),
        {Code.CONTRACT_EMPLOYER_MISMATCH: D},
    ),
    (
        "no employer read",
        with_contract(employer=unread()),
        {Code.CONTRACT_EMPLOYER_MISMATCH: D},
    ),
    ("expired", with_contract(end=dt.date(2024, 4, 30)), {Code.CONTRACT_NOT_COVERING: U}),
    ("begun later", with_contract(start=dt.date(2024, 6, 1)), {Code.CONTRACT_NOT_COVERING: U}),
    ("begun inside", with_contract(start=dt.date(2024, 5, 15)), {Code.CONTRACT_NOT_COVERING: D}),
    ("ended inside", with_contract(end=dt.date(2024, 5, 15)), {Code.CONTRACT_NOT_COVERING: D}),
    ("just covering", with_contract(start=dt.date(2024, 5, 1), end=dt.date(2024, 5, 31)), {}),
    (
        "an end badly read",
        with_contract(end_field=read("2025-12-31", 0.5)),
        {Code.CONTRACT_NOT_COVERING: D},
    ),
    (
        "no end read",
        with_contract(end=None, end_field=unread()),
        {Code.CONTRACT_NOT_COVERING: D},
    ),
    (
        "open-ended",
        with_contract(contract_type=ContractType.OPEN_ENDED, end=None, end_field=NOTHING),
        {},
    ),
    (
        "perhaps open-ended",
        with_contract(
            contract_type=ContractType.OPEN_ENDED,
            type_field=read("open_ended", 0.6),
            end=None,
            end_field=NOTHING,
        ),
        {Code.CONTRACT_NOT_COVERING: D},
    ),
    (
        "for a task",
        with_contract(contract_type=ContractType.TASK, end=None, end_field=NOTHING),
        {Code.CONTRACT_NOT_COVERING: D},
    ),
]

APPLICATIONS = [
    ("no application", [voucher_sheet(), contract_sheet()], {Code.APPLICATION_MISSING: U}),
    ("what may be no application", with_application(score=0.3), {Code.APPLICATION_MISSING: D}),
    (
        "another employer's application",
        with_application(employer=read(OTHER_EMPLOYER)),
        {Code.APPLICATION_MISSING: D},
    ),
    ("no employer on it", with_application(employer=NOTHING), {}),
    (
        "another person's",
        with_application(employee=read(OTHER_NAME), id_number=read(OTHER_ID)),
        {Code.APPLICATION_EMPLOYEE_MISMATCH: U},
    ),
    (
        "a misread ID that nobody has",
        with_application(id_number=read("110105194912310021", 0.6)),
        {},
    ),
    (
        "an ID that differs in two digits and holds",
        with_application(id_number=read("11010519491231010X")),
        {Code.APPLICATION_EMPLOYEE_MISMATCH: D},
    ),
    ("fewer months", with_application(months=(JUNE,)), {Code.APPLICATION_MONTHS_MISMATCH: U}),
    ("more months", with_application(months=(MAY, JUNE)), {Code.APPLICATION_MONTHS_MISMATCH: U}),
    (
        "other months badly read",
        with_application(months=(JUNE,), months_field=read("2024-06", 0.6)),
        {Code.APPLICATION_MONTHS_MISMATCH: D},
    ),
    ("the same months badly read", with_application(months_field=read("2024-05", 0.6)), {}),
    ("no months read", with_application(months=()), {Code.APPLICATION_MONTHS_MISMATCH: D}),
]

ELIGIBILITY = [
    ("flexible worker", {"insured_as": "flexible"}, {Code.NOT_AN_EMPLOYEE: U}),
    ("insured as who knows what", {"insured_as": "resident"}, {Code.NOT_AN_EMPLOYEE: D}),
    ("insured as employee", {"insured_as": "employee"}, {}),
    (
        "employment ended",
        {"employee": Employee(name=NAME, id_number=ID, employment_ended=dt.date(2024, 9, 1))},
        {Code.EMPLOYEE_NOT_ACTIVE: U},
    ),
    (
        "employment to end later",
        {"employee": Employee(name=NAME, id_number=ID, employment_ended=dt.date(2024, 12, 31))},
        {},
    ),
]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [pytest.param(sheets, codes, id=name) for name, sheets, codes in VOUCHERS],
)
def test_a_voucher_yields_exactly_the_codes_of_what_is_wrong_with_it(sheets, expected):
    assert found(case_of(*sheets)) == expected


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [pytest.param(sheets, codes, id=name) for name, sheets, codes in CONTRACTS],
)
def test_a_contract_yields_exactly_the_codes_of_what_is_wrong_with_it(sheets, expected):
    assert found(case_of(*sheets)) == expected


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [pytest.param(sheets, codes, id=name) for name, sheets, codes in APPLICATIONS],
)
def test_an_application_yields_exactly_the_codes_of_what_is_wrong_with_it(sheets, expected):
    assert found(case_of(*sheets)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [pytest.param(changes, codes, id=name) for name, changes, codes in ELIGIBILITY],
)
def test_eligibility_yields_exactly_the_codes_of_what_is_wrong(changes, expected):
    assert found(case_of(*complete(), asked=claim(**changes))) == expected


def test_papers_can_say_that_employment_ended_or_that_the_person_is_flexible():
    ended = with_application(employment_ended=dt.date(2024, 8, 1))
    assert found(case_of(*ended)) == {Code.EMPLOYEE_NOT_ACTIVE: U}
    assert found(case_of(*with_application(flexible_worker=True))) == {Code.NOT_AN_EMPLOYEE: U}


def test_a_contract_that_was_ended_counts_only_if_no_other_followed():
    ended = contract_sheet(ended_on=dt.date(2024, 10, 1))
    later = contract_sheet(
        file="second.pdf",
        start=dt.date(2024, 10, 2),
        start_field=read("2024-10-02"),
        end=dt.date(2026, 1, 1),
        end_field=read("2026-01-01"),
    )
    rest = [voucher_sheet(), application_sheet()]
    assert found(case_of(ended, *rest)) == {Code.EMPLOYEE_NOT_ACTIVE: U}
    assert found(case_of(ended, later, *rest)) == {}


def test_an_expired_contract_alone_does_not_make_the_employee_inactive():
    case = case_of(*with_contract(end=dt.date(2024, 11, 30)))
    assert case.decision is Decision.COMPLETE


def look_back(months):
    return policy(look_back=(LookBack(months=months, **GRADE),))


def test_months_beyond_the_look_back_limit_are_past_it():
    assert found(case_of(*complete(), by=look_back(7))) == {}
    assert found(case_of(*complete(), by=look_back(6))) == {Code.PAST_TIME_LIMIT: U}


def test_without_a_day_of_declaration_the_time_limit_is_doubtful():
    case = case_of(*complete(), asked=claim(declared_on=None), by=look_back(7))
    assert found(case) == {Code.PAST_TIME_LIMIT: D}


def accepted(*reasons):
    return policy(accepted_reasons=(AcceptedReasons(reasons=reasons, **GRADE),))


@pytest.mark.parametrize(
    ("reason", "by", "expected"),
    [
        ("employer_arrears", accepted("employer_arrears"), {}),
        ("employer_arrears", accepted("wrong_base"), {Code.REASON_NOT_ACCEPTED: U}),
        ("单位忘了", accepted("employer_arrears"), {Code.REASON_NOT_ACCEPTED: D}),
        ("单位忘了", policy(accepted_reasons=()), {}),
        (None, policy(accepted_reasons=()), {Code.REASON_NOT_ACCEPTED: D}),
        (None, accepted("employer_arrears"), {Code.REASON_NOT_ACCEPTED: D}),
    ],
)
def test_any_stated_reason_is_accepted_unless_the_region_lists_them(reason, by, expected):
    sheets = with_application(reason=None, reason_field=NOTHING)
    assert found(case_of(*sheets, asked=claim(reason=reason), by=by)) == expected


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


def test_one_amount_on_a_paper_for_two_months_is_no_months_wage():
    both = voucher_sheet(months=(MAY, JUNE))
    rest = [contract_sheet(), application_sheet(months=(MAY, JUNE))]
    case = case_of(both, *rest, asked=claim(MAY, JUNE))
    assert found(case) == {Code.WAGE_UNREADABLE: D}
    assert [wage.gross for wage in case.wages.values()] == [None, None]


def test_renewed_contracts_cover_what_they_cover_together():
    first = contract_sheet(end=dt.date(2024, 5, 15), end_field=read("2024-05-15"))
    renewed = contract_sheet(
        file="renewed.pdf", start=dt.date(2024, 5, 16), start_field=read("2024-05-16")
    )
    late = contract_sheet(
        file="late.pdf", start=dt.date(2024, 5, 20), start_field=read("2024-05-20")
    )
    rest = [voucher_sheet(), application_sheet()]
    assert found(case_of(first, renewed, *rest)) == {}
    assert found(case_of(first, late, *rest)) == {Code.CONTRACT_NOT_COVERING: D}


def test_an_earlier_contract_with_another_employer_does_no_harm():
    earlier = contract_sheet(file="earlier.pdf", employer=read(OTHER_EMPLOYER))
    assert case_of(earlier, *complete()).decision is Decision.COMPLETE


def test_a_month_that_only_a_doubted_contract_covers_is_doubtful():
    short = contract_sheet(end=dt.date(2024, 4, 30), end_field=read("2024-04-30"))
    doubted = contract_sheet(file="b.pdf", employee=read("赵朋轩"), id_number=NOTHING)
    case = case_of(short, doubted, voucher_sheet(), application_sheet())
    assert found(case) == {Code.CONTRACT_NOT_COVERING: D}


def test_colleagues_contracts_in_a_batch_leave_the_persons_own_missing():
    theirs = [
        contract_sheet(file=f"{name}.pdf", employee=read(name), id_number=NOTHING)
        for name in (OTHER_NAME, "王建国")
    ]
    case = case_of(voucher_sheet(), application_sheet(), *theirs)
    assert found(case) == {Code.CONTRACT_MISSING: U}


def test_two_applications_name_the_months_together():
    parts = [application_sheet(), application_sheet(file="b.pdf", months=(JUNE,))]
    sheets = [voucher_sheet(), voucher_sheet(JUNE), contract_sheet(), *parts]
    assert case_of(*sheets, asked=claim(MAY, JUNE)).decision is Decision.COMPLETE


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


def rule(document, **more):
    fields = {"title": {"zh": "材料", "en": "paper"}, "coverage": Coverage.ONCE, **GRADE}
    return MaterialRule(document=document, **{**fields, **more})


NATIONAL_LIST = policy().tables.materials


def test_a_local_list_may_ask_for_seal_and_signature_on_the_application():
    local = policy(
        materials=(
            *(m for m in NATIONAL_LIST if m.document is not DocumentKind.APPLICATION),
            rule(DocumentKind.APPLICATION, seals=(SealKind.OFFICIAL,), signers=(Role.EMPLOYEE,)),
        )
    )
    unsigned = {"slots": (slot(SlotState.UNSIGNED, SlotFound.EMPTY),)}
    case = case_of(*with_application(bears=unsigned), by=local)
    assert found(case) == {Code.OFFICIAL_SEAL_MISSING: U, Code.EMPLOYEE_SIGNATURE_MISSING: U}
    assert {m.material for m in case.missing} == {Material.APPLICATION}
    good = {"slots": (slot(),), "seals": (OFFICIAL,)}
    assert case_of(*with_application(bears=good), by=local).decision is Decision.COMPLETE


def test_a_local_list_may_take_a_contract_seal_on_the_contract():
    local = policy(
        materials=(
            *(m for m in NATIONAL_LIST if m.document is not DocumentKind.LABOR_CONTRACT),
            rule(DocumentKind.LABOR_CONTRACT, seals=(SealKind.OFFICIAL,)),
        )
    )
    sealed = {"seals": (seal(SealKind.CONTRACT),)}
    assert found(case_of(*with_contract(bears=sealed), by=local)) == {}
    assert found(case_of(*with_contract(), by=local)) == {Code.OFFICIAL_SEAL_MISSING: U}


def test_a_local_list_may_ask_for_the_identity_card():
    local = policy(materials=(*NATIONAL_LIST, rule(DocumentKind.IDENTITY)))
    card = other_sheet("card.jpg", kind=DocumentKind.IDENTITY, employee=read(NAME))
    assert found(case_of(*complete(), by=local)) == {Code.IDENTITY_MISSING: U}
    assert case_of(*complete(), card, by=local).decision is Decision.COMPLETE


def test_an_identity_card_with_another_number_is_doubtful_even_if_nobody_asked_for_it():
    fields = {"kind": DocumentKind.IDENTITY, "employee": read(NAME), "id_number": read(OTHER_ID)}
    case = case_of(*complete(), other_sheet("card.jpg", **fields))
    assert found(case) == {Code.IDENTITY_MISSING: D}


def test_a_form_that_no_reader_knows_is_left_to_a_person():
    local = policy(materials=(*NATIONAL_LIST, rule(DocumentKind.OTHER)))
    assert found(case_of(*complete(), by=local)) == {Code.MATERIAL_UNCHECKED: D}


def test_where_three_vouchers_a_year_are_enough_the_other_months_are_not_asked_for():
    lines = (
        rule(
            DocumentKind.PAYROLL_VOUCHER,
            coverage=Coverage.ANY_N_PER_YEAR,
            months_per_year=2,
            seals=(SealKind.FINANCIAL, SealKind.OFFICIAL),
            signers=(Role.EMPLOYEE,),
        ),
    )
    local = policy(materials=lines)
    asked = claim(MAY, JUNE, JULY)
    assert found(case_of(voucher_sheet(), voucher_sheet(JUNE), asked=asked, by=local)) == {}
    assert found(case_of(voucher_sheet(), asked=asked, by=local)) == {Code.VOUCHER_MISSING: U}


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
