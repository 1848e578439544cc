import datetime as dt

import pytest

from intake.arrears.overrides import apply_overrides
from intake.eligibility import Situation, check_eligibility
from models.quantities import Month
from tests.intake.arrears.claims import policy, span, statement

DAY = dt.date(2024, 12, 10)


def codes(overrides=None, **situation):
    applied = apply_overrides(policy("beijing"), overrides or {})
    found = check_eligibility(Situation(**{"declared_on": DAY, **situation}), applied)
    assert all(item.message.zh and item.message.en for item in found)
    return [(str(item.code), item.month and str(item.month)) for item in found]


def test_an_active_employee_with_any_reason_may_make_up_any_month():
    assert codes(months=(Month(1995, 1),), reason="anything") == []
    assert codes() == []


@pytest.mark.parametrize(
    ("insured_as", "found"),
    [
        ("flexible", [("NOT_AN_EMPLOYEE", None)]),
        ("灵活就业人员", [("NOT_AN_EMPLOYEE", None)]),
        ("employee", []),
        (None, []),
    ],
)
def test_a_flexible_worker_is_not_an_employee(insured_as, found):
    assert codes(insured_as=insured_as) == found


@pytest.mark.parametrize(
    ("ended", "found"),
    [
        (dt.date(2024, 12, 9), [("EMPLOYEE_NOT_ACTIVE", None)]),
        (DAY, []),
        (dt.date(2025, 1, 1), []),
        (None, []),
    ],
)
def test_employment_that_ended_before_the_declaration_is_not_active(ended, found):
    assert codes(employment_ended=ended) == found


def test_without_a_day_of_declaration_an_ended_employment_counts_as_ended():
    assert codes(declared_on=None, employment_ended=DAY) == [("EMPLOYEE_NOT_ACTIVE", None)]


def test_a_month_beyond_the_look_back_is_named_once_the_limit_is_on():
    months = (Month(2022, 12), Month(2022, 11), Month(2022, 10))
    assert codes(months=months) == []
    assert codes({"look_back": {"enabled": True}}, months=months) == [
        ("PAST_TIME_LIMIT", "2022-10"),
        ("PAST_TIME_LIMIT", "2022-11"),
    ]


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("employer_arrears", []),
        ("personal", [("REASON_NOT_ACCEPTED", None)]),
        (None, [("REASON_NOT_ACCEPTED", None)]),
    ],
)
def test_a_reason_is_held_against_the_list_once_the_list_is_on(reason, found):
    assert codes({"accepted_reasons": ["employer_arrears", "wrong_base"]}, reason=reason) == found
    assert codes(reason=reason) == []


def test_a_rule_that_is_off_is_not_applied():
    off = {"eligibility": [{"rule": "NOT_AN_EMPLOYEE"}]}
    assert codes(off, employment_ended=dt.date(2020, 1, 1)) == []
    assert codes(off, insured_as="flexible") == [("NOT_AN_EMPLOYEE", None)]


def test_a_statement_warns_of_what_the_claim_itself_breaks():
    made = statement(
        span("2022-10", "2022-12", "8000.00"),
        declared_on=str(DAY),
        employee={"name": "某某", "insured_as": "flexible", "employment_ended": "2023-01-01"},
        policy_overrides={"look_back": 24},
    )
    assert [text.split(":")[0] for text in made.warnings] == [
        "NOT_AN_EMPLOYEE",
        "EMPLOYEE_NOT_ACTIVE",
        "PAST_TIME_LIMIT",
        "PAST_TIME_LIMIT",
    ]


def test_months_left_out_before_the_last_claimed_one_are_warned_of_in_beijing():
    claim = {"declared_on": str(DAY), "unpaid_months": ["2024-03", "2024-05", "2024-06", "2024-08"]}
    made = statement(span("2024-05", "2024-07", "8000.00"), **claim)
    assert [text.split(":")[0] for text in made.warnings] == ["EARLIER_MONTHS_UNPAID"]
    assert "2024-03" in made.warnings[0]
    assert "2024-08" not in made.warnings[0]


def test_a_month_after_the_declaration_is_warned_of():
    made = statement(span("2024-12", "2025-01", "8000.00"), declared_on=str(DAY))
    assert [text.split(":")[0] for text in made.warnings] == ["MONTH_NOT_YET_DUE"]
    assert made.totals.late_fee == 0
