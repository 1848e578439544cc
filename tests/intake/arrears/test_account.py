"""Effect on the personal account: judged on the whole gap, each gap by itself."""

import datetime as dt
from decimal import Decimal

import pytest

from intake.arrears.age import age_on
from intake.arrears.calculator import compute_statement
from intake.errors import ParameterUnpublished
from tests.intake.arrears.claims import policy, rows_claim, span, statement

DAY = {"declared_on": "2026-01-15"}


def effect(*spans, claim=None, **overrides):
    months = {
        month: wage for first, last in spans for month, wage in span(first, last, "8000.00").items()
    }
    return statement(months, policy_overrides=overrides, **DAY, **(claim or {})).account


def test_two_gaps_are_judged_separately():
    """7 and 7 months with a paid one between are no gap of 14."""
    account = effect(("2024-01", "2024-07"), ("2024-09", "2025-03"))
    assert (account.rule, account.gap_months, account.amount) == ("unchanged", 7, 0)


def test_only_the_gap_over_the_threshold_is_credited():
    account = effect(("2023-01", "2023-03"), ("2023-05", "2024-05"))
    assert (account.rule, account.gap_months) == ("lump_sum", 13)
    assert account.amount == 13 * Decimal("160.00")


def test_months_made_up_elsewhere_belong_to_the_gap():
    claim = {"unpaid_months": list(span("2024-01", "2025-03", "0"))}
    account = effect(("2025-01", "2025-03"), claim=claim)
    assert (account.rule, account.gap_months) == ("lump_sum", 15)
    assert account.amount == 3 * Decimal("160.00")


@pytest.mark.parametrize(
    ("first", "last", "rule"),
    [
        pytest.param("2024-01", "2024-12", "unchanged", id="a whole medical year"),
        pytest.param("2024-12", "2025-01", "lump_sum", id="two months in two medical years"),
    ],
)
def test_a_gap_may_be_measured_by_the_medical_year(first, last, rule):
    measure = {"account_rule": {"gap_measure": "SAME_MEDICAL_YEAR"}}
    assert effect((first, last), **measure).rule == rule


def test_a_medical_year_may_end_in_june():
    june = {"account_rule": {"gap_measure": "SAME_MEDICAL_YEAR", "medical_year_end_month": 6}}
    assert effect(("2024-12", "2025-01"), **june).rule == "unchanged"
    account = effect(("2025-06", "2025-07"), **june)
    assert (account.rule, account.on) == ("lump_sum", dt.date(2026, 6, 30))


@pytest.mark.parametrize(
    ("rule", "reach", "expected"),
    [
        ({"value": "UNCHANGED"}, "2025-03", ("unchanged", None)),
        ({"value": "LUMP_SUM"}, "2024-01", ("lump_sum", dt.date(2026, 12, 31))),
        ({"credited_on": "PAYMENT"}, "2025-03", ("lump_sum", dt.date(2026, 1, 15))),
        ({"threshold_months": 15}, "2025-03", ("unchanged", None)),
        ({"threshold_months": 14}, "2025-03", ("lump_sum", dt.date(2026, 12, 31))),
    ],
)
def test_the_effect_is_the_regions_to_say(rule, reach, expected):
    account = effect(("2024-01", reach), account_rule=rule)
    assert (account.rule, account.on) == expected


AGES = [
    {"name": "employee", "rate": "0.02"},
    {"name": "employer", "rate": "0.008", "age_below": 35},
    {"name": "employer", "rate": "0.01", "age_from": 35, "age_below": 45},
    {"name": "employer", "rate": "0.02", "age_from": 45},
]


@pytest.mark.parametrize(
    ("born", "rate"),
    [
        ("19910116", "0.028"),  # 34 on the day before the 35th birthday
        ("19910115", "0.030"),
        ("19810116", "0.030"),
        ("19810115", "0.040"),
    ],
)
def test_a_credit_may_go_by_age(born, rate):
    employee = {"name": "某某", "id_number": f"110105{born}002X"}
    account = effect(
        ("2024-01", "2025-01"),
        claim={"employee": employee},
        account_credit=AGES,
    )
    assert account.amount == 13 * 8000 * Decimal(rate)


def test_an_unknown_age_is_not_guessed():
    with pytest.raises(ParameterUnpublished, match="age of the employee"):
        effect(
            ("2024-01", "2025-01"),
            claim={"employee": {"name": "某某"}},
            account_credit=AGES,
        )


def test_a_month_without_a_credit_rate_is_a_named_problem_only_if_it_is_credited():
    rows = [{"since": "2024-02-01", "rate": "0.02"}]
    assert effect(("2024-01", "2024-12"), account_credit=rows).rule == "unchanged"
    with pytest.raises(ParameterUnpublished, match="no account_credit is on file for 2024-01"):
        effect(("2024-01", "2025-01"), account_credit=rows)


def test_of_a_base_difference_the_difference_is_credited():
    rows = [
        {"month": month, "gross": "9000.00", "paid_base": "8000.00"}
        for month in span("2024-01", "2025-01", "0")
    ]
    made = compute_statement(rows_claim(rows, **DAY), policy("beijing"))
    assert made.account.amount == 13 * Decimal("20.00")


@pytest.mark.parametrize(
    ("id_number", "age"),
    [
        ("11010519491231002X", 76),
        ("110105194912310021", 76),
        ("110105194902300021", None),
        ("110105491231002", None),
        ("", None),
        (None, None),
        ("１１０１０５１９４９１２３１００２Ｘ", None),
    ],
)
def test_age_is_told_by_a_citizen_id_and_nothing_else(id_number, age):
    assert age_on(dt.date(2026, 1, 15), id_number) == age
