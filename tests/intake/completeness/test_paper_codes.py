"""Every code of contract and application: a case that yields it, and the near miss."""

import datetime as dt

import pytest

from models.case import Decision
from models.finding import Code
from models.paper import ContractType
from tests.intake.completeness.builders import (
    JUNE,
    MAY,
    NOTHING,
    OTHER_EMPLOYER,
    OTHER_ID,
    OTHER_NAME,
    application_sheet,
    case_of,
    claim,
    complete,
    contract_sheet,
    read,
    unread,
    voucher_sheet,
)
from tests.intake.completeness.spoiling import (
    D,
    U,
    found,
    with_application,
    with_contract,
)

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
