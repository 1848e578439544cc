"""Which wage is the base, which limits hold, which components and reliefs."""

import datetime as dt
from decimal import Decimal

import pytest

from intake.arrears.calculator import compute_statement
from intake.errors import ParameterUnpublished, PolicyError
from tests.intake.arrears.claims import FREE, claim, policy, rows_claim, span, statement


def bases(made):
    return [str(item.base) for item in made.months]


MONTHS = {"2024-08": "8000.00", "2024-09": "9000.00", "2024-10": "10000.00"}
DAY = {"declared_on": "2024-12-10"}


@pytest.mark.parametrize(
    ("months", "base", "limited_by"),
    [
        ({"2024-07": "6820.99"}, "6821.00", "floor"),
        ({"2024-07": "6821.00"}, "6821.00", None),
        ({"2024-07": "35283.00"}, "35283.00", None),
        ({"2024-07": "35283.01"}, "35283.00", "ceiling"),
        ({"2024-06": "6500.00"}, "6500.00", None),
        ({"2024-07": "6500.00"}, "6821.00", "floor"),
        ({"2024-07": "0.00"}, "6821.00", "floor"),
    ],
)
def test_the_base_is_the_wage_within_the_limits_of_its_own_month(months, base, limited_by):
    item = statement(months, **DAY).months[0]
    assert (f"{item.base:.2f}", item.limited_by) == (base, limited_by)
    assert str(item.wage) == next(iter(months.values()))


def test_agencies_have_limits_of_their_own():
    employer = {"name": "某某局", "employer_class": "agency"}
    item = statement({"2024-07": "6000.00"}, employer=employer, **DAY).months[0]
    assert item.base == Decimal(7057)
    general = {"name": "某某公司", "employer_class": "sme"}
    item = statement({"2024-07": "6000.00"}, employer=general, **DAY).months[0]
    assert item.base == Decimal(6821)


def test_the_base_may_be_the_month_befores_wage():
    overrides = {"base_source": "PREV_MONTH_WAGE"}
    other = {"2024-07": "7000.00"}
    made = statement(MONTHS, other_wages=other, policy_overrides=overrides, **DAY)
    assert bases(made) == ["7000.00", "8000.00", "9000.00"]
    with pytest.raises(ParameterUnpublished, match="PREV_MONTH_WAGE is on file for 2024-08"):
        statement(MONTHS, policy_overrides=overrides, **DAY)


def test_the_base_may_be_declared():
    rows = [
        {"month": "2024-08", "gross": "8000.00", "declared_base": "7500.00"},
        {"month": "2024-09", "gross": "8000.00", "declared_base": "90000.00"},
    ]
    made = rows_claim(rows, policy_overrides={"base_source": "DECLARED"}, **DAY)
    result = compute_statement(made, policy("beijing"))
    assert [(f"{item.base:.2f}", item.limited_by) for item in result.months] == [
        ("7500.00", None),
        ("35283.00", "ceiling"),
    ]


def test_a_declared_base_that_is_missing_is_not_replaced_by_the_wage():
    with pytest.raises(ParameterUnpublished, match="DECLARED"):
        statement(MONTHS, policy_overrides={"base_source": "DECLARED"}, **DAY)


AVERAGE = {"policy_overrides": {"base_source": "PREV_YEAR_AVG"}}


def test_the_base_may_be_the_average_of_the_year_before():
    made = statement(MONTHS, prior_year_average="8765.43", **AVERAGE, **DAY)
    assert bases(made) == ["8765.43"] * 3


def test_one_average_serves_one_base_year():
    """Beijing's base year begins in July: June and July need two averages."""
    with pytest.raises(ParameterUnpublished, match="PREV_YEAR_AVG is on file for 2024-07"):
        statement(
            span("2024-06", "2024-07", "8000.00"), prior_year_average="8765.43", **AVERAGE, **DAY
        )


def test_a_new_employee_without_an_average_has_the_first_full_months_wage():
    made = statement(MONTHS, **AVERAGE, **DAY)
    assert bases(made) == ["8000.00"] * 3
    assert [text.split(":")[0] for text in made.warnings] == ["FIRST_FULL_MONTH_ASSUMED"]


@pytest.mark.parametrize(
    ("hired_on", "base"), [("2024-08-01", "8000.00"), ("2024-08-02", "9000.00")]
)
def test_the_first_full_month_goes_by_the_day_of_hire(hired_on, base):
    made = statement(MONTHS, hired_on=hired_on, **AVERAGE, **DAY)
    assert bases(made) == [base] * 3
    assert made.warnings == ()


def test_a_first_full_month_that_is_not_claimed_has_no_wage_here():
    with pytest.raises(ParameterUnpublished, match="FIRST_FULL_MONTH"):
        statement(MONTHS, hired_on="2023-01-01", **AVERAGE, **DAY)


def test_back_payment_may_be_on_the_citys_average_of_the_day():
    overrides = {
        "makeup_base": "CURRENT_YEAR_AVG",
        "average_wage": [
            {"since": "2024-07-01", "until": "2025-06-30", "value": "11761"},
            {"since": "2023-07-01", "until": "2024-06-30", "value": "11000"},
        ],
    }
    made = statement({"2023-09": "50000.00"}, policy_overrides=overrides, **DAY)
    assert (made.months[0].base, made.months[0].limited_by) == (Decimal(11761), None)
    with pytest.raises(ParameterUnpublished, match="no average_wage"):
        statement(MONTHS, policy_overrides={"makeup_base": "CURRENT_YEAR_AVG"}, **DAY)


def test_back_payment_may_be_by_limits_and_rates_at_enrolment():
    overrides = {"makeup_base": "AT_ENROLMENT"}
    made = statement(
        {"2022-08": "5000.00"}, enrolled_on="2024-09-15", policy_overrides=overrides, **DAY
    )
    assert made.months[0].base == Decimal(6821)
    with pytest.raises(ParameterUnpublished, match="enrolled_on"):
        statement({"2022-08": "5000.00"}, policy_overrides=overrides, **DAY)


@pytest.mark.parametrize(
    ("rounding", "base", "employer"),
    [
        ({"base_unit": "1", "base_mode": "HALF_UP"}, "8001", "784.10"),
        ({"base_unit": "1", "base_mode": "DOWN"}, "8000", "784.00"),
        ({"base_unit": "10", "base_mode": "UP"}, "8010", "784.98"),
        ({"amount_unit": "0.1"}, "8000.50", "784.0"),
        ({"amount_unit": "1", "amount_mode": "UP"}, "8000.50", "785"),
        ({"amount_mode": "DOWN"}, "8000.50", "784.04"),
    ],
)
def test_base_and_amounts_are_rounded_as_the_policy_says(rounding, base, employer):
    item = statement({"2024-08": "8000.50"}, policy_overrides={"rounding": rounding}, **DAY).months[
        0
    ]
    assert (str(item.base), str(item.components[0].amount)) == (base, employer)


# what is not published -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "month", "parameter"),
    [
        pytest.param("national", "2024-05", "base_limits", id="nothing national"),
        pytest.param("beijing", "2026-07", "base_limits", id="not yet published"),
        pytest.param("beijing", "2021-06", "base_limits", id="never found"),
        pytest.param("beijing", "2015-08", "rate_components (employer)", id="limits, no rate"),
        pytest.param("shanghai", "2022-08", "base_limits.floor", id="ceiling, no floor"),
        pytest.param("shanghai", "2024-08", "rate_components (employer)", id="10 % or 9 %"),
        pytest.param("shanghai", "2026-03", "rate_components (employer)", id="rate has ended"),
        pytest.param("shenzhen", "2024-05", "base_limits", id="Shenzhen before 2025"),
        pytest.param("guangzhou", "2025-01", "base_limits", id="an undated figure"),
        pytest.param("zhejiang", "2024-05", "rate_components (employer)", id="city by city"),
    ],
)
def test_a_month_without_a_published_parameter_is_a_named_problem(region, month, parameter):
    with pytest.raises(ParameterUnpublished) as caught:
        statement({month: "9000.00"}, region=region, declared_on="2026-11-01")
    problem = caught.value
    assert (problem.region, problem.parameter, str(problem.month)) == (region, parameter, month)
    assert all(part in str(problem) for part in (region, parameter, month))


def test_one_unpublished_month_keeps_the_others_from_being_computed():
    with pytest.raises(ParameterUnpublished, match="2026-07"):
        statement(span("2026-05", "2026-07", "9000.00"), declared_on="2026-11-01")


def test_a_wage_over_the_ceiling_needs_no_floor():
    made = statement({"2022-08": "40000.00"}, region="shanghai", declared_on="2024-12-10")
    assert (made.months[0].base, made.months[0].limited_by) == (Decimal(34188), "ceiling")


@pytest.mark.parametrize(
    ("region", "month", "gross", "shares", "start"),
    [
        pytest.param("shanghai", "2025-08", "10000.00", ("900.00", "200.00"), "2025-09-01"),
        pytest.param("shanghai", "2025-08", "7000.00", ("671.40", "149.20"), "2025-09-01"),
        pytest.param("shenzhen", "2025-05", "10000.00", ("500.00", "200.00"), "2025-06-01"),
        pytest.param("shenzhen", "2026-05", "5000.00", ("403.62", "134.54"), "2026-06-01"),
        pytest.param("guangzhou", "2024-05", "10000.00", ("535.00", "200.00"), "2024-06-01"),
        pytest.param("hangzhou", "2025-05", "10000.00", ("950.00", "200.00"), "2025-06-01"),
    ],
)
def test_other_regions_compute_with_what_they_have_on_file(region, month, gross, shares, start):
    made = statement({month: gross}, region=region, declared_on="2026-10-10")
    item = made.months[0]
    assert (str(item.employer), str(item.employee)) == shares
    assert str(item.late_fee.start) == start
    assert made.policy.region == region


def test_a_second_tier_has_its_own_rates_and_no_account():
    months = span("2025-01", "2026-03", "10000.00")
    first = statement(months, region="shenzhen", declared_on="2026-10-10")
    second = statement(
        months,
        region="shenzhen",
        declared_on="2026-10-10",
        policy_overrides={"insurance_tier": "2"},
    )
    assert first.account.rule == "lump_sum"
    assert first.account.amount == 15 * Decimal("200.00")
    assert (second.account.rule, second.account.amount) == ("unchanged", 0)
    assert {(str(i.employer), str(i.employee)) for i in second.months} == {("150.00", "50.00")}


def test_a_claim_is_not_computed_with_another_regions_policy():
    with pytest.raises(PolicyError, match="shanghai's"):
        compute_statement(claim(MONTHS, **DAY), policy("shanghai"))


# reliefs -------------------------------------------------------------------------------------

LIMITS_2020 = {"policy_overrides": FREE}


def test_beijing_halves_the_employers_share_of_2020_02_to_06():
    made = statement(span("2020-01", "2020-07", "10000.00"), **LIMITS_2020, **DAY)
    assert [str(item.employer) for item in made.months] == [
        "1080.00",
        *["540.00"] * 5,
        "1080.00",
    ]
    assert {str(item.employee) for item in made.months} == {"203.00"}
    assert str(made.months[1].components[0].rate) == "0.054"


def test_halving_comes_before_rounding():
    """5.4 % of 1000.09 is 54.00486; half of a rounded 108.01 would be 54.01."""
    made = statement({"2020-02": "1000.09"}, **LIMITS_2020, **DAY)
    assert made.months[0].employer == Decimal("54.00")


def deferred(declared_on, month="2022-08", **employer):
    return statement(
        {month: "10000.00"},
        region="beijing",
        declared_on=declared_on,
        employer={"name": "某某有限公司", **employer},
        policy_overrides={
            "waiver_windows": [
                row.model_dump() | {"enabled": True}
                for row in policy("national").tables.waiver_windows
            ]
        },
    )


def test_a_deferred_share_bears_no_fee_until_the_deadline():
    """Only the employee's 203.00 is late, from 2022-10-01 to 2022-12-30."""
    made = deferred("2022-12-31", employer_class="sme")
    fee = made.months[0].late_fee
    assert (str(fee.start), fee.days) == ("2022-10-01", 91)
    assert fee.amount == Decimal("9.24")


def test_a_deferred_share_is_late_from_the_day_after_the_deadline():
    made = deferred("2023-01-11", employer_class="sme")
    fee = made.months[0].late_fee
    parts = [(str(p.principal), str(p.start), str(p.end), p.days) for p in fee.segments]
    assert parts == [
        ("203.00", "2022-10-01", "2023-01-10", 102),
        ("980.00", "2023-01-01", "2023-01-10", 10),
    ]
    assert fee.amount == Decimal("15.25")  # 10.353 + 4.90


def test_a_relief_for_a_class_is_not_given_where_the_class_is_unknown():
    unknown = deferred("2022-12-31")
    assert unknown.months[0].late_fee.amount == Decimal("53.83")  # 1183.00 × 91 days
    assert [text.split(":")[0] for text in unknown.warnings] == ["EMPLOYER_CLASS_UNKNOWN"]
    large = deferred("2022-12-31", employer_class="large")
    assert large.months[0].late_fee.amount == Decimal("53.83")
    assert large.warnings == ()


@pytest.mark.parametrize(
    ("month", "relieved"),
    [("2022-06", False), ("2022-07", True), ("2022-09", True), ("2022-10", False)],
)
def test_a_relief_holds_for_its_periods_from_first_to_last(month, relieved):
    given = deferred("2022-12-31", month, employer_class="sme").months[0].late_fee
    usual = deferred("2022-12-31", month, employer_class="large").months[0].late_fee
    assert (given.amount < usual.amount) is relieved
    warned = deferred("2022-12-31", month).warnings
    assert bool(warned) is relieved


def test_the_deferral_of_2022_ships_switched_off():
    for region in ("national", "zhejiang"):
        row = next(r for r in policy(region).tables.waiver_windows if "2022" in r.name)
        assert not row.enabled


def difference(declared_on, **more):
    row = {"month": "2025-07", "gross": "7162.00", **more}
    made = rows_claim([row], declared_on=declared_on, reason="base_difference")
    return compute_statement(made, policy("beijing"))


def test_of_a_base_difference_only_the_difference_is_due():
    """7162 instead of 6821: 701.88 − 668.46, 143.24 − 136.42, and the 3.00 was paid."""
    made = difference("2025-12-31", paid_base="6821.00")
    item = made.months[0]
    amounts = [f"{part.amount:.2f}" for part in item.components]
    assert amounts == ["33.42", "6.82", "0.00"]
    assert item.late_fee.amount == 0
    assert made.warnings == ()
    assert made.valid_until == dt.date(2025, 12, 31)


def test_a_base_difference_paid_too_late_bears_the_ordinary_fee():
    made = difference("2026-01-01", paid_base="6821.00")
    fee = made.months[0].late_fee
    assert (str(fee.start), fee.days, fee.amount) == ("2025-09-01", 122, Decimal("2.45"))


def test_a_base_difference_without_the_base_paid_on_is_warned_of():
    made = difference("2025-12-31")
    assert made.totals.principal == Decimal("848.12")
    assert [text.split(":")[0] for text in made.warnings] == ["PAID_BASE_UNKNOWN"]


def test_other_reasons_have_no_part_in_the_relief():
    made = statement({"2025-07": "7162.00"}, declared_on="2025-12-31")
    assert made.months[0].late_fee.days == 121
