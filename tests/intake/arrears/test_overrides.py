import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.arrears.overrides import apply_overrides
from intake.errors import WrongOverride
from models.policy import PolicyTables
from tests.intake.arrears.claims import policy, statement

JULY = {"2024-07": "8500.00"}


def overridden(**points):
    return apply_overrides(policy("beijing"), points).tables


def test_no_override_changes_nothing():
    assert apply_overrides(policy("beijing"), {}) == policy("beijing")


@pytest.mark.parametrize(
    ("point", "value", "field", "expected"),
    [
        ("cap", "PRINCIPAL", "value", "PRINCIPAL"),
        ("accrual_start", "DAY1_OF_M+1", "value", "DAY1_OF_M+1"),
        ("accrual_end", "PAYMENT_DAY_INCLUSIVE", "value", "PAYMENT_DAY_INCLUSIVE"),
        ("base_source", "DECLARED", "value", "DECLARED"),
        ("look_back", 24, "months", 24),
        ("accepted_reasons", ["employer_arrears"], "reasons", ("employer_arrears",)),
        ("seal_picture", "accept", "value", "accept"),
        ("insurance_tier", "2", "value", "2"),
        ("late_fee_rates", "0.001", "rate", 1),
    ],
)
def test_a_plain_value_is_the_points_one_value(point, value, field, expected):
    (row,) = (row for row in getattr(overridden(**{point: value}), point) if row.enabled)
    found = getattr(row, field)
    assert found == expected or str(found) == value
    assert "policy_overrides" in row.source


def test_a_row_that_is_not_whole_changes_what_it_names_and_keeps_the_rest():
    (row,) = overridden(account_rule={"threshold_months": 6}).account_rule
    assert (row.threshold_months, row.value) == (6, "LUMP_SUM_OVER_THRESHOLD")
    assert overridden(**{"account_rule.threshold_months": 6}).account_rule == (row,)
    (row,) = overridden(base_source="PREV_YEAR_AVG").base_source
    assert (row.year_start_month, row.new_employee) == (7, "FIRST_FULL_MONTH")


def test_both_limits_together_hold_for_every_month():
    (row,) = overridden(base_limits={"floor": "1", "ceiling": "2"}).base_limits
    assert (row.since, row.until) == (dt.date(1900, 1, 1), None)


def test_one_limit_alone_leaves_the_other_as_it_is_on_file():
    rows = overridden(base_limits={"floor": "5000"}).base_limits
    assert {str(row.floor) for row in rows} == {"5000"}
    assert [row.ceiling for row in rows] == [
        row.ceiling for row in policy("beijing").tables.base_limits
    ]


def test_a_list_takes_the_tables_place():
    rows = [
        {"since": "2024-01-01", "until": "2024-06-30", "floor": "1", "ceiling": "2"},
        {"since": "2024-07-01", "floor": "3", "ceiling": "4", "source": "裁决", "grade": "A"},
    ]
    found = overridden(base_limits=rows).base_limits
    assert [(str(row.floor), row.source, row.grade) for row in found] == [
        ("1", "policy_overrides", "G"),
        ("3", "裁决", "A"),
    ]


def test_a_row_that_is_switched_off_may_be_switched_on():
    rows = overridden(look_back={"enabled": True}).look_back
    assert [(row.months, row.enabled) for row in rows] == [(24, True)]


def test_of_a_list_one_row_is_the_only_line_left():
    row = {"name": "x", "period_from": "2024-01", "period_to": "2024-12", "factor": "0.5"}
    (found,) = overridden(waiver_windows=row).waiver_windows
    assert (found.name, found.source) == ("x", "policy_overrides")


def test_a_whole_list_may_be_switched_on():
    assert all(line.enabled for line in overridden(materials={"enabled": True}).materials)


def test_null_empties_a_point():
    assert overridden(waiver_windows=None).waiver_windows == ()


def test_the_statement_says_that_something_was_overridden():
    made = statement(JULY, declared_on="2024-12-10", policy_overrides={"cap": "PRINCIPAL"})
    assert any("policy_overrides" in source for source in made.policy.sources)
    plain = statement(JULY, declared_on="2024-12-10")
    assert not any("policy_overrides" in source for source in plain.policy.sources)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("late_fee_cap", "PRINCIPAL", "no such point of the policy; there are: base_limits,"),
        ("cap", "SOME", "value: input should be 'NONE' or 'PRINCIPAL' (it says SOME)"),
        ("cap", {"colour": "red"}, "colour: unknown name"),
        ("cap", {}, "says nothing"),
        ("cap.colour", "red", "colour: unknown name"),
        ("rate_components", "0.1", "needs a row or a list of rows"),
        ("rate_components", {"rate": "0.1"}, "name: is missing; payer: is missing"),
        ("base_limits", {"floor": "-1", "ceiling": "2"}, "floor: input should be greater"),
        ("base_limits", {"floor": "3", "ceiling": "2"}, "floor 3 is above ceiling 2"),
        ("late_fee_rates", 0.0005, "rate: money and rates are decimal strings, never floats"),
        ("late_fee_rates", "half", "rate: input should be a valid decimal"),
        ("accrual_start", "DUE_DAY+1", "DUE_DAY+1 needs due_day"),
        ("look_back", -1, "months: input should be greater than or equal to 0"),
        ("cap", [{"value": "NONE"}, {"value": "PRINCIPAL"}], "in force at the same time"),
        ("waiver_windows", [{"name": "x"}], "period_from: is missing; period_to: is missing"),
    ],
)
def test_a_wrong_override_is_refused_with_its_name_and_reason(name, value, reason):
    with pytest.raises(WrongOverride) as caught:
        statement(JULY, declared_on="2024-12-10", policy_overrides={name: value})
    assert caught.value.name == name
    assert reason in caught.value.reason
    assert f"policy_overrides.{name}: " in str(caught.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "since", "rate", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(PolicyTables.model_fields)), anything)
def test_whatever_an_override_says_it_is_applied_or_refused(point, value):
    with suppress(WrongOverride):
        assert isinstance(overridden(**{point: value}), PolicyTables)
