"""The rules as sentences, held for any case."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.quantities import Month
from tests.intake.arrears.claims import span, statement, whole_wage

FIRST, LAST = Month(2021, 7), Month(2026, 6)
"""The months in which Beijing has limits on file without a hole."""

fen = st.integers(1, 5_000_000).map(lambda value: str(Decimal(value).scaleb(-2)))
months = st.sampled_from(list(FIRST.through(LAST)))
declared = st.dates(dt.date(2021, 7, 1), dt.date(2028, 12, 31))
wages = st.dictionaries(months.map(str), fen, min_size=1, max_size=6)


def day_by_day(principal, start, end, rates):
    """The late fee the slow way: a day at a time, in hundred-thousandths of a fen."""
    total = Decimal(0)
    while start <= end:
        total += principal * next(rate for since, rate in reversed(rates) if since <= start)
        start += dt.timedelta(days=1)
    return total.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(months, fen, declared)
def test_a_fee_is_what_counting_day_by_day_gives(month, gross, day):
    made = statement({str(month): gross}, declared_on=str(day), policy_overrides=whole_wage())
    start, end = month.plus(2).first_day, day - dt.timedelta(days=1)
    rates = [(dt.date(2011, 7, 1), Decimal("0.0005"))]
    fee = made.months[0].late_fee
    assert fee.amount == day_by_day(Decimal(gross), start, end, rates)
    assert fee.days == max(0, (end - start).days + 1)


@given(st.integers(1, 10**6), st.dates(dt.date(2010, 6, 1), dt.date(2011, 12, 31)), st.data())
def test_a_fee_over_several_rates_is_what_counting_day_by_day_gives(cents, change, data):
    gross = Decimal(cents).scaleb(-2)
    end = data.draw(st.dates(dt.date(2010, 2, 1), dt.date(2012, 12, 31)))
    table = [
        {"since": "2010-01-01", "until": str(change - dt.timedelta(days=1)), "rate": "0.0013"},
        {"since": str(change), "rate": "0.00047"},
    ]
    overrides = whole_wage(
        late_fee_rates=table,
        accrual_start="DAY1_OF_M+1",
        late_fee_transition="TWO_SEGMENT",
        accrual_end="PAYMENT_DAY_INCLUSIVE",
    )
    made = statement({"2010-01": str(gross)}, declared_on=str(end), policy_overrides=overrides)
    rates = [(dt.date(2010, 1, 1), Decimal("0.0013")), (change, Decimal("0.00047"))]
    fee = made.months[0].late_fee.amount
    assert fee == day_by_day(gross, dt.date(2010, 2, 1), end, rates)


@given(wages, declared, st.integers(1, 400))
def test_waiting_never_makes_it_cheaper(gross, day, later):
    now = statement(gross, declared_on=str(day))
    then = statement(gross, declared_on=str(day + dt.timedelta(days=later)))
    pairs = zip(now.months, then.months, strict=True)
    assert all(a.late_fee.amount <= b.late_fee.amount for a, b in pairs)
    assert now.totals.principal == then.totals.principal


@given(wages, declared)
def test_no_amount_is_negative(gross, day):
    made = statement(gross, declared_on=str(day))
    for item in made.months:
        assert min(item.employer, item.employee, item.late_fee.amount, item.late_fee.days) >= 0


@given(wages, declared)
def test_sums_equal_their_parts(gross, day):
    made = statement(gross, declared_on=str(day))
    for item in made.months:
        parts = item.components
        employer = sum(part.amount for part in parts if part.payer == "employer")
        assert item.employer == employer
        assert item.principal == item.employer + item.employee == sum(p.amount for p in parts)
    sums = made.totals
    assert sums.principal == sum(item.principal for item in made.months)
    assert sums.late_fee == sum(item.late_fee.amount for item in made.months)
    assert sums.payable == sums.principal + sums.late_fee
    assert sums.payable == sums.employer_bears + sums.employee_bears
    assert sums.employee_bears == sum(item.employee for item in made.months)


@given(wages, declared, st.data())
def test_splitting_a_case_changes_no_amount_due(gross, day, data):
    picked = data.draw(st.sets(st.sampled_from(sorted(gross))))
    parts = [
        {month: wage for month, wage in gross.items() if (month in picked) is side}
        for side in (True, False)
    ]
    whole = statement(gross, declared_on=str(day))
    split = [statement(part, declared_on=str(day)) for part in parts if part]
    assert whole.totals.payable == sum(made.totals.payable for made in split)
    assert whole.months == tuple(
        sorted((item for made in split for item in made.months), key=lambda item: item.month)
    )


@given(st.integers(1, 13))
def test_a_split_gap_is_credited_as_the_whole_one_if_its_months_are_told(cut):
    gross = span("2024-07", "2025-08", "7000.00")
    order = sorted(gross)
    credited = [
        statement(
            {month: gross[month] for month in part},
            declared_on="2026-01-15",
            unpaid_months=order,
        ).account
        for part in (order[:cut], order[cut:])
    ]
    assert sum(item.amount for item in credited) == Decimal("1966.48")
    assert {item.gap_months for item in credited} == {14}


@given(wages, declared)
def test_months_come_out_in_order_whatever_the_order_they_went_in(gross, day):
    forth = statement(gross, declared_on=str(day))
    back = statement(dict(reversed(gross.items())), declared_on=str(day))
    assert forth.model_copy(update={"case": back.case}) == back
    assert [str(item.month) for item in forth.months] == sorted(gross)


@given(fen, st.integers(1, 3000), st.integers(1, 3000))
def test_the_cap_holds_month_by_month(gross, shorter, longer):
    """A young month's room below the cap is nothing to an old one."""
    day = dt.date(2026, 1, 15)
    claimed = {str(Month.of(day - dt.timedelta(days=age))): gross for age in (shorter, longer)}
    free = statement(claimed, declared_on=str(day), policy_overrides=whole_wage())
    capped = statement(claimed, declared_on=str(day), policy_overrides=whole_wage(cap="PRINCIPAL"))
    for one, other in zip(free.months, capped.months, strict=True):
        assert other.late_fee.amount == min(one.late_fee.amount, one.principal)


@given(months, fen, declared)
def test_the_base_stays_between_floor_and_ceiling(month, gross, day):
    item = statement({str(month): gross}, declared_on=str(day)).months[0]
    wage = Decimal(gross)
    assert {None: item.base == wage, "floor": item.base > wage, "ceiling": item.base < wage}[
        item.limited_by
    ]


@given(wages, declared, st.integers(1, 40))
def test_a_statement_is_valid_for_as_long_as_it_costs_the_same(gross, day, later):
    made = statement(gross, declared_on=str(day))
    assert made.valid_until >= day
    on_last_day = statement(gross, declared_on=str(made.valid_until))
    assert on_last_day.totals == made.totals
    after = made.valid_until + dt.timedelta(days=later)
    if made.valid_until < dt.date(day.year, 12, 31):
        assert statement(gross, declared_on=str(after)).totals.payable > made.totals.payable


@pytest.mark.parametrize("reach", [11, 12, 13, 25])
def test_the_account_changes_only_beyond_twelve_months_on_end(reach):
    first = Month(2023, 1)
    gross = span(str(first), str(first.plus(reach - 1)), "9000.00")
    account = statement(gross, declared_on="2026-03-01").account
    assert account.rule == ("lump_sum" if reach > 12 else "unchanged")
    assert account.amount == (reach * Decimal("180.00") if reach > 12 else 0)
