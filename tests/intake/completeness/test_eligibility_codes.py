"""Who may make up, and what local lists ask for beyond the default one."""

import datetime as dt

import pytest

from models.case import Decision
from models.claim import Employee
from models.finding import Code, Material
from models.marks import Role, SealKind, SlotFound, SlotState
from models.paper import DocumentKind
from models.policy_papers import Coverage
from tests.intake.completeness.builders import (
    ID,
    JULY,
    JUNE,
    MAY,
    NAME,
    NOTHING,
    OFFICIAL,
    OTHER_ID,
    OTHER_NAME,
    application_sheet,
    case_of,
    claim,
    complete,
    contract_sheet,
    other_sheet,
    policy,
    read,
    seal,
    slot,
    voucher_sheet,
)
from tests.intake.completeness.spoiling import (
    NATIONAL_LIST,
    D,
    U,
    accepted,
    found,
    look_back,
    rule,
    with_application,
    with_contract,
)

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


def test_months_beyond_the_look_back_limit_are_past_it():
    assert found(case_of(*complete(), by=look_back(7))) == {}
    assert found(case_of(*complete(), by=look_back(6))) == {Code.PAST_TIME_LIMIT: U}


def test_without_a_day_of_declaration_the_time_limit_is_doubtful():
    case = case_of(*complete(), asked=claim(declared_on=None), by=look_back(7))
    assert found(case) == {Code.PAST_TIME_LIMIT: D}


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


def test_a_paper_about_leaving_says_that_employment_ended():
    left = {"ended_on": dt.date(2024, 8, 31), "title": "离职证明"}
    mine = other_sheet("left.pdf", employee=read(NAME), id_number=read(ID), **left)
    assert found(case_of(*complete(), mine)) == {Code.EMPLOYEE_NOT_ACTIVE: U}
    theirs = other_sheet("left.pdf", employee=read(OTHER_NAME), id_number=read(OTHER_ID), **left)
    assert found(case_of(*complete(), theirs)) == {}
    rest = [contract_sheet(file="new.pdf", start=dt.date(2024, 9, 2)), *complete()]
    assert found(case_of(*rest, mine)) == {}
