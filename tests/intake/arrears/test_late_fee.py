import datetime as dt
from decimal import Decimal

import pytest

from intake.errors import ParameterUnpublished
from tests.intake.arrears.claims import span, statement, whole_wage


def fee_of(month, *, declared_on, gross="1000.00", claim=None, **overrides):
    made = statement(
        {month: gross},
        declared_on=declared_on,
        policy_overrides=whole_wage(**overrides),
        **(claim or {}),
    )
    return made.months[0].late_fee


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        pytest.param("DAY1_OF_M+2", dt.date(2024, 7, 1), id="Beijing"),
        pytest.param("DAY1_OF_M+1", dt.date(2024, 6, 1), id="Liuzhou, Shandong"),
        pytest.param({"value": "DUE_DAY+1", "due_day": 24}, dt.date(2024, 5, 25), id="Qingdao"),
        pytest.param(
            {"value": "DUE_DAY+1", "due_day": 15, "due_month": 1},
            dt.date(2024, 6, 16),
            id="due in the month after",
        ),
        pytest.param(
            {"value": "DUE_DAY+1", "due_day": 31, "due_month": 1},
            dt.date(2024, 7, 1),
            id="no 31st of June",
        ),
    ],
)
def test_the_fee_starts_by_the_regions_rule(rule, start):
    assert fee_of("2024-05", declared_on="2024-12-10", accrual_start=rule).start == start


CALENDAR_2024 = {
    "since": "2024-01-01",
    "until": "2024-12-31",
    "days_off": ["2024-10-01", "2024-10-02", "2024-10-03", "2024-10-04", "2024-10-07"],
    "working_weekends": ["2024-09-29", "2024-10-12"],
}


@pytest.mark.parametrize(
    ("due_day", "roll", "start"),
    [
        pytest.param(29, "NONE", dt.date(2024, 9, 30), id="a Sunday stays"),
        pytest.param(29, "NEXT_WEEKDAY", dt.date(2024, 10, 1), id="a Sunday moves to Monday"),
        pytest.param(29, "NEXT_WORKDAY", dt.date(2024, 9, 30), id="but that Sunday is worked"),
        pytest.param(28, "NEXT_WORKDAY", dt.date(2024, 9, 30), id="Saturday to worked Sunday"),
    ],
)
def test_a_last_day_for_payment_rolls_past_days_off(due_day, roll, start):
    rule = {"value": "DUE_DAY+1", "due_day": due_day, "holiday_roll": roll}
    fee = fee_of(
        "2024-09", declared_on="2025-01-10", accrual_start=rule, working_calendar=[CALENDAR_2024]
    )
    assert fee.start == start


def test_a_last_day_rolls_over_a_whole_holiday():
    """2024-10-01 to 04 and 07 are off, 05 and 06 a weekend: due on the 1st is due on the 8th."""
    rule = {"value": "DUE_DAY+1", "due_day": 1, "holiday_roll": "NEXT_WORKDAY"}
    fee = fee_of(
        "2024-10", declared_on="2025-01-10", accrual_start=rule, working_calendar=[CALENDAR_2024]
    )
    assert fee.start == dt.date(2024, 10, 9)


def test_without_the_years_calendar_no_working_day_is_guessed():
    rule = {"value": "DUE_DAY+1", "due_day": 24, "holiday_roll": "NEXT_WORKDAY"}
    with pytest.raises(ParameterUnpublished, match=r"beijing: no working_calendar .* 2025-05"):
        fee_of(
            "2025-05",
            declared_on="2025-12-10",
            accrual_start=rule,
            working_calendar=[CALENDAR_2024],
        )


@pytest.mark.parametrize(
    ("rule", "end", "days"),
    [
        ("DAY_BEFORE_DECLARATION", dt.date(2024, 12, 9), 162),
        ("PAYMENT_DAY_EXCLUSIVE", dt.date(2024, 12, 19), 172),
        ("PAYMENT_DAY_INCLUSIVE", dt.date(2024, 12, 20), 173),
    ],
)
def test_the_fee_ends_by_the_regions_rule(rule, end, days):
    claim = {"paid_on": "2024-12-20"}
    fee = fee_of("2024-05", declared_on="2024-12-10", claim=claim, accrual_end=rule)
    assert (fee.end, fee.days) == (end, days)


def test_without_a_day_of_payment_that_of_declaration_is_taken_and_said():
    made = statement(
        {"2024-05": "1000.00"},
        declared_on="2024-12-10",
        policy_overrides=whole_wage(accrual_end="PAYMENT_DAY_INCLUSIVE"),
    )
    assert made.months[0].late_fee.end == dt.date(2024, 12, 10)
    assert [text.split(":")[0] for text in made.warnings] == ["PAYMENT_DAY_ASSUMED"]
    assert made.valid_until == dt.date(2024, 12, 10)


@pytest.mark.parametrize("declared_on", ["2024-05-20", "2024-06-30", "2024-07-01"])
def test_before_the_first_day_nothing_accrues_and_the_statement_lasts_until_then(declared_on):
    made = statement({"2024-05": "8500.00"}, declared_on=declared_on)
    fee = made.months[0].late_fee
    assert (fee.start, fee.end, fee.days, fee.amount) == (None, None, 0, 0)
    assert made.valid_until == dt.date(2024, 7, 1)


# periods before the Social Insurance Law -----------------------------------------------------

OLD = {"accrual_start": "DAY1_OF_M+1"}


@pytest.mark.parametrize("name", ["TWO_SEGMENT", "2‰"])
def test_two_segments_meet_on_the_day_the_law_took_effect(name):
    fee = fee_of("2011-05", declared_on="2011-08-01", late_fee_transition=name, **OLD)
    parts = [(str(part.start), str(part.end), str(part.rate)) for part in fee.segments]
    assert parts == [
        ("2011-06-01", "2011-06-30", "0.002"),
        ("2011-07-01", "2011-07-31", "0.0005"),
    ]
    assert fee.amount == Decimal("75.50")  # 30 × 2.00 + 31 × 0.50
    assert (fee.days, str(fee.rate)) == (61, "0.0005")


def test_period_2011_06_is_already_at_the_new_rate():
    fee = fee_of(
        "2011-06",
        declared_on="2011-08-01",
        late_fee_transition="TWO_SEGMENT",
        accrual_start={"value": "DUE_DAY+1", "due_day": 24},
    )
    assert (fee.days, fee.amount) == (37, Decimal("18.50"))


INTEREST = [{"since": "2010-01-01", "until": "2011-06-30", "annual_rate": "0.0365"}]


@pytest.mark.parametrize(
    ("rule", "interest", "amount"),
    [
        pytest.param("LOWER_OF", [], "30.50", id="lower of 2‰ and 0.5‰"),
        pytest.param("LOWER_OF", INTEREST, "18.50", id="interest is lower still"),
        pytest.param("LOCAL_INTEREST", INTEREST, "18.50", id="interest: 30 × 0.10 + 31 × 0.50"),
        pytest.param("NONE", INTEREST, "0.00", id="no fee for such periods"),
    ],
)
def test_days_before_the_law_cost_what_the_region_says(rule, interest, amount):
    fee = fee_of(
        "2011-05",
        declared_on="2011-08-01",
        late_fee_transition=rule,
        local_interest=interest,
        **OLD,
    )
    assert fee.amount == Decimal(amount)


def test_interest_is_not_compounded_and_its_tie_is_seen():
    """100.00 at 3.33 % for a whole year of 365 days is 3.33, whatever a day of it is."""
    interest = [{"since": "2009-01-01", "until": "2011-06-30", "annual_rate": "0.03335"}]
    fee = fee_of(
        "2009-12",
        gross="100.00",
        declared_on="2011-01-01",
        late_fee_transition="LOCAL_INTEREST",
        local_interest=interest,
        **OLD,
    )
    assert (fee.days, fee.amount) == (365, Decimal("3.34"))  # 3.335, half up


@pytest.mark.parametrize(
    ("overrides", "parameter"),
    [
        pytest.param({"late_fee_transition": None}, "late_fee_transition", id="no local rule"),
        pytest.param({"late_fee_transition": "LOCAL_INTEREST"}, "local_interest", id="no interest"),
        pytest.param({"late_fee_rates": []}, "late_fee_rates", id="no rate at all"),
    ],
)
def test_what_no_rule_covers_is_not_guessed(overrides, parameter):
    with pytest.raises(ParameterUnpublished) as caught:
        fee_of(
            "2011-04",
            declared_on="2011-12-01",
            **{"late_fee_transition": "TWO_SEGMENT", **OLD, **overrides},
        )
    assert (caught.value.region, caught.value.parameter) == ("beijing", parameter)


def test_a_hole_in_the_rate_table_is_not_bridged():
    table = [
        {"since": "2011-07-01", "until": "2024-08-31", "rate": "0.0005"},
        {"since": "2024-10-01", "rate": "0.0004"},
    ]
    with pytest.raises(ParameterUnpublished, match=r"no late_fee_rates .* 2024-09"):
        fee_of("2024-05", declared_on="2024-12-10", late_fee_rates=table)


def test_the_first_day_of_a_hole_is_already_in_it():
    """The fee of 2024-05 counts up to the day before declaration."""
    table = [{"since": "2011-07-01", "until": "2024-08-31", "rate": "0.0005"}]
    covered = fee_of("2024-05", declared_on="2024-09-01", late_fee_rates=table)
    assert covered.days == 62
    with pytest.raises(ParameterUnpublished, match=r"no late_fee_rates .* 2024-09"):
        fee_of("2024-05", declared_on="2024-09-02", late_fee_rates=table)


# principal, cap, rounding --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("principal", "amount"),
    [
        pytest.param({}, "81.49", id="both shares and the fixed amount"),
        pytest.param({"include_fixed": False}, "81.24", id="without the fixed amount"),
        pytest.param({"payers": ["employer"]}, "67.47", id="the employer's share"),
        pytest.param({"exclude": ["基本医疗保险"]}, "67.72", id="without one component"),
    ],
)
def test_the_fee_is_on_the_components_that_count(principal, amount):
    overrides = {"fee_principal": principal} if principal else {}
    made = statement({"2024-05": "8500.00"}, declared_on="2024-12-10", policy_overrides=overrides)
    assert made.months[0].late_fee.amount == Decimal(amount)
    assert made.months[0].principal == Decimal("1006.00")


@pytest.mark.parametrize(
    ("cap", "amount", "warned"), [("NONE", "1000.50", True), ("PRINCIPAL", "1000.00", False)]
)
def test_a_fee_over_the_principal_is_capped_or_warned_of(cap, amount, warned):
    """2001 days at 0.05 % are 100.05 %."""
    day = dt.date(2018, 7, 1) + dt.timedelta(days=2001)
    made = statement(
        {"2018-05": "1000.00"}, declared_on=str(day), policy_overrides=whole_wage(cap=cap)
    )
    assert made.months[0].late_fee.amount == Decimal(amount)
    assert [w.split(":")[0] for w in made.warnings] == ["FEE_EXCEEDS_PRINCIPAL"] * warned


def test_fees_are_rounded_by_the_month_and_not_on_the_sum():
    """2.916, 2.358 and 1.80 are 7.08 by the month, but 7.074 together."""
    overrides = whole_wage()
    made = statement(
        span("2024-05", "2024-07", "36.00"), declared_on="2024-12-10", policy_overrides=overrides
    )
    fees = [str(item.late_fee.amount) for item in made.months]
    assert (fees, made.totals.late_fee) == (["2.92", "2.36", "1.80"], Decimal("7.08"))


def test_the_employer_bears_the_whole_fee():
    made = statement(span("2024-05", "2024-07", "8500.00"), declared_on="2024-12-10")
    employer = sum(item.employer for item in made.months)
    assert made.totals.employer_bears == employer + made.totals.late_fee
    assert made.totals.employee_bears == Decimal("519.00")
