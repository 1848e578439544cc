"""Money, months, ratios."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from models.arrears import ArrearsClaim, ClaimedMonth, PaperAmount
from models.quantities import Month, Rate, Yuan, yuan

YUAN, RATE, MONTH = TypeAdapter(Yuan), TypeAdapter(Rate), TypeAdapter(Month)
PAPER = TypeAdapter(PaperAmount)
months = st.builds(Month, st.integers(1950, 2150), st.integers(1, 12))


@given(months, st.integers(-500, 500))
def test_months_can_be_counted(month, step):
    there = month.plus(step)
    assert there.ordinal - month.ordinal == step
    assert there.plus(-step) == month
    assert (month < there) is (step > 0)


@given(months)
def test_a_month_is_written_and_read(month):
    assert Month.parse(str(month)) == month
    assert json.loads(MONTH.dump_json(month)) == str(month)
    assert MONTH.validate_json(MONTH.dump_json(month)) == month


@given(st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1)))
def test_a_day_lies_between_the_ends_of_its_month(day):
    month = Month.of(day)
    assert month.first_day <= day <= month.last_day
    assert month.last_day + dt.timedelta(days=1) == month.plus(1).first_day


@given(months, st.integers(0, 40))
def test_through_counts_both_ends(month, step):
    run = list(month.through(month.plus(step)))
    assert (len(run), run[0], run[-1]) == (step + 1, month, month.plus(step))
    assert list(month.through(month.plus(-1))) == []


@pytest.mark.parametrize(
    "text",
    [
        "2024-5",
        "2024-13",
        "2024-00",
        "202405",
        "2024/05",
        "1899-12",
        "２０２４-０５",
        "",
        " 2024-05",
    ],
)
def test_a_month_in_another_spelling_is_refused(text):
    with pytest.raises(ValidationError):
        MONTH.validate_python(text)


@pytest.mark.parametrize("value", [202405, 2024.05, None, dt.date(2024, 5, 1)])
def test_a_month_is_a_string(value):
    with pytest.raises(ValidationError):
        MONTH.validate_python(value)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("169.945", "169.95"),
        ("169.9449999", "169.94"),
        ("0.005", "0.01"),
        ("701.876", "701.88"),
        ("22.26", "22.26"),
    ],
)
def test_yuan_are_rounded_half_up(exact, rounded):
    assert str(yuan(Decimal(exact))) == rounded


@given(st.integers(-(10**9), 10**9))
def test_money_goes_through_json_as_a_string_with_two_decimals(fen):
    amount = Decimal(fen).scaleb(-2)
    text = json.loads(YUAN.dump_json(amount))
    assert isinstance(text, str)
    assert text.partition(".")[2].isdigit()
    assert len(text.partition(".")[2]) == 2
    assert YUAN.validate_python(text) == amount


@pytest.mark.parametrize("adapter", [YUAN, RATE], ids=["yuan", "rate"])
@pytest.mark.parametrize("value", [8500.0, 0.1, True, False, float("nan")])
def test_money_and_rates_are_never_floats(adapter, value):
    with pytest.raises(ValidationError):
        adapter.validate_python(value)


def test_a_rate_is_written_plainly():
    assert json.loads(RATE.dump_json(Decimal("0.0005"))) == "0.0005"
    assert json.loads(RATE.dump_json(Decimal("5E-7"))) == "0.0000005"


@pytest.mark.parametrize(
    "text", ["8500.00", "8500", "8500.5", "0", "０８５００．００", "999999999.99"]
)
def test_a_printed_amount_is_let_in(text):
    assert PAPER.validate_python(text) >= 0


@pytest.mark.parametrize(
    "text",
    [
        *("NaN", "Infinity", "1e9", "8_500.00", "-0", "-1", "+1", "8,500.00", "8500.", ".5", ""),
        *("1.005", "1000000000", " 8500", "8500元", "８_５", "٨٥٠٠"),
    ],
)
def test_any_other_notation_is_kept_out(text):
    with pytest.raises(ValidationError):
        PAPER.validate_python(text)


@pytest.mark.parametrize("value", [8500.0, True, Decimal("1.005"), Decimal(-1), Decimal("NaN")])
def test_no_other_value_passes_for_a_printed_amount(value):
    with pytest.raises(ValidationError):
        ClaimedMonth(month="2024-05", gross=value)


def test_a_month_is_claimed_once():
    month = {"month": "2024-05", "gross": "8500.00"}
    claim = {
        "case": "c",
        "region": "beijing",
        "declared_on": "2024-12-10",
        "employer": {},
        "employee": {},
        "months": [month, month],
    }
    with pytest.raises(ValidationError, match="claimed twice"):
        ArrearsClaim.model_validate(claim)
    with pytest.raises(ValidationError, match="at least 1"):
        ArrearsClaim.model_validate({**claim, "months": []})
