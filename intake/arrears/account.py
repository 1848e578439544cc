"""
Effect of a back-payment on the personal account (个人账户), judged gap by gap.

A gap is a run of unpaid months on end. Months that are made up elsewhere belong to it too
(`unpaid_months`), so a case split in two is judged as it would be whole.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from intake.arrears.age import age_on
from intake.arrears.rounding import to_unit
from intake.arrears.terms import CaseTerms
from models.arrears import AccountEffect, ArrearsClaim
from models.policy import in_force
from models.policy_papers import AccountCredit, AccountEffectRule, AccountRule, GapMeasure
from models.policy_rows import Rounding
from models.quantities import Month


@dataclass(frozen=True)
class Credited:
    """What a month's credit is computed from."""

    month: Month
    base: Decimal
    paid_base: Decimal | None
    rounding: Rounding


def account_effect(items: Sequence[Credited], case: CaseTerms) -> AccountEffect:
    """Return what the account gets: the months of every gap over the threshold, at one go."""
    found = gaps(case.claim)
    over = [gap for gap in found if is_over(gap, case.account)]
    credited = [item for item in items if any(item.month in gap for gap in over)]
    amount = sum((month_credit(item, case) for item in credited), Decimal(0))
    return AccountEffect(
        rule="lump_sum" if credited else "unchanged",
        amount=amount,
        on=credit_day(case) if credited else None,
        gap_months=max(len(gap) for gap in found),
    )


def gaps(claim: ArrearsClaim) -> list[tuple[Month, ...]]:
    """Return the gaps that the claim makes up months of, earliest first."""
    claimed = {item.month for item in claim.months}
    runs: list[list[Month]] = []
    for month in sorted(claimed | set(claim.unpaid_months)):
        if runs and runs[-1][-1].plus(1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [tuple(run) for run in runs if claimed & set(run)]


def is_over(gap: Sequence[Month], rule: AccountRule) -> bool:
    """Say whether a gap is credited."""
    if rule.value is not AccountEffectRule.LUMP_SUM_OVER_THRESHOLD:
        return rule.value is AccountEffectRule.LUMP_SUM
    if rule.gap_measure is GapMeasure.SAME_MEDICAL_YEAR:
        return medical_year_end(gap[0].first_day, rule) != medical_year_end(gap[-1].first_day, rule)
    return len(gap) > rule.threshold_months


def medical_year_end(day: dt.date, rule: AccountRule) -> dt.date:
    """Return the last day of the medical year (医保年度) that `day` lies in."""
    last = Month(day.year, rule.medical_year_end_month)
    return (last if Month.of(day) <= last else last.plus(12)).last_day


def credit_day(case: CaseTerms) -> dt.date:
    """Return the day on which the lump sum is credited."""
    if case.account.credited_on == "PAYMENT":
        return case.settled_on
    return medical_year_end(case.settled_on, case.account)


def month_credit(item: Credited, case: CaseTerms) -> Decimal:
    """Return one month's credit, each rate rounded by itself like a component."""
    rates = credit_rates(item.month, case)
    credit = sum((credit_on(item.base, row, item.rounding) for row in rates), Decimal(0))
    if item.paid_base is None:
        return credit
    before = sum((credit_on(item.paid_base, row, item.rounding) for row in rates), Decimal(0))
    return max(credit - before, Decimal(0))


def credit_on(base: Decimal, row: AccountCredit, rounding: Rounding) -> Decimal:
    """Return base times rate, rounded."""
    exact = Fraction(base) * Fraction(row.rate)
    return to_unit(exact, rounding.amount_unit, rounding.amount_mode)


def credit_rates(month: Month, case: CaseTerms) -> Sequence[AccountCredit]:
    """Return the rates of this month for this tier and age; raise ParameterUnpublished."""
    table = case.policy.tables.account_credit
    rows = [row for row in in_force(table, month.first_day) if row.tier in (None, case.tier)]
    if any(row.by_age for row in rows):
        rows = list(for_age(rows, case, month))
    if not rows:
        raise case.unpublished("account_credit", month)
    return rows


def for_age(
    rows: Iterable[AccountCredit], case: CaseTerms, month: Month
) -> Iterable[AccountCredit]:
    """Return the rows for the employee's age on the day of settlement, which must be known."""
    age = age_on(case.settled_on, case.claim.employee.id_number)
    if age is None:
        raise case.unpublished("age of the employee (account_credit)", month)
    return (
        row
        for row in rows
        if row.age_from <= age and (row.age_below is None or age < row.age_below)
    )
