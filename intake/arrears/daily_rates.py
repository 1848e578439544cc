"""
The late fee's rate on each day, with the passage into the Social Insurance Law.

Periods from 2011-06 on are computed with the rate table alone; for earlier ones a region says what
the days before the table's first row cost (rules.md §2.1: local practice differs).
"""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from intake.arrears.terms import CaseTerms
from models.policy import in_force, one_in_force
from models.policy_late_fee import LateFeeTransition, TransitionRule
from models.policy_rows import Row
from models.quantities import Month

ONE_DAY = dt.timedelta(days=1)
FIRST_PERIOD_UNDER_LAW = Month(2011, 6)


@dataclass(frozen=True)
class Run:
    """Days on end, both counted, at one rate per day."""

    first: dt.date
    last: dt.date
    rate: Fraction

    @property
    def days(self) -> int:
        """Return how many days."""
        return (self.last - self.first).days + 1


def rate_runs(case: CaseTerms, month: Month, start: dt.date, end: dt.date) -> tuple[Run, ...]:
    """Return the days from `start` to `end` as runs; none where the period bears no late fee."""
    passage = transition(case, month)
    if passage is not None and passage.value is TransitionRule.NONE:
        return ()
    runs: list[Run] = []
    for first, last in stretches(case, start, end):
        rate = rate_on(first, case, passage)
        same = runs and runs[-1].rate == rate
        runs.append(Run(runs.pop().first if same else first, last, rate))
    return tuple(runs)


def transition(case: CaseTerms, month: Month) -> LateFeeTransition | None:
    """Return the rule for a period before the law, None for a later one."""
    table, day = case.policy.tables.late_fee_transition, case.claim.declared_on
    rule = one_in_force(table, day)
    if month >= (rule.periods_before if rule else FIRST_PERIOD_UNDER_LAW):
        return None
    if rule is None:
        raise case.unpublished("late_fee_transition", month)
    return rule


def stretches(case: CaseTerms, start: dt.date, end: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return the days cut wherever a row of the rates or of the interest begins or ends."""
    tables = case.policy.tables
    rows: tuple[Row, ...] = (*tables.late_fee_rates, *tables.local_interest)
    edges = {row.since for row in rows if row.since is not None}
    edges |= {row.until + ONE_DAY for row in rows if row.until is not None}
    firsts = [start, *sorted(edge for edge in edges if start < edge <= end)]
    lasts = [*(first - ONE_DAY for first in firsts[1:]), end]
    return list(zip(firsts, lasts, strict=True)) if start <= end else []


def rate_on(day: dt.date, case: CaseTerms, passage: LateFeeTransition | None) -> Fraction:
    """Return the rate of one day; raise ParameterUnpublished where none is on file."""
    rows = sorted(
        (row for row in case.policy.tables.late_fee_rates if row.enabled),
        key=lambda row: row.since,
    )
    for row in in_force(rows, day):
        return Fraction(row.rate)
    if not rows or day > rows[0].since:
        raise case.unpublished("late_fee_rates", Month.of(day))
    return rate_before(day, case, passage, Fraction(rows[0].rate))


def rate_before(
    day: dt.date, case: CaseTerms, passage: LateFeeTransition | None, table_rate: Fraction
) -> Fraction:
    """Return the rate of a day before the rate table begins at `table_rate`."""
    if passage is None:
        return table_rate
    old = Fraction(passage.old_rate)
    if passage.value is TransitionRule.TWO_SEGMENT:
        return old
    interest = one_in_force(case.policy.tables.local_interest, day)
    daily = Fraction(interest.annual_rate) / interest.days_in_year if interest else None
    if passage.value is TransitionRule.LOWER_OF:
        return min(old, table_rate, *([] if daily is None else [daily]))
    if daily is None:
        raise case.unpublished("local_interest", Month.of(day))
    return daily
