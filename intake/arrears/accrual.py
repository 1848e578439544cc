"""First and last day of the late fee."""

import datetime as dt

from intake.arrears.terms import CaseTerms, MonthTerms, required
from models.policy_late_fee import AccrualStart, EndRule, HolidayRoll, StartRule
from models.quantities import Month

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


def start_day(terms: MonthTerms, case: CaseTerms) -> dt.date:
    """Return the day after the last day for payment, which may roll past days off."""
    deadline = last_day_for_payment(terms.month, terms.start)
    while is_off(deadline, terms.start.holiday_roll, case):
        deadline += ONE_DAY
    return deadline + ONE_DAY


def last_day_for_payment(month: Month, rule: AccrualStart) -> dt.date:
    """Return the last day on which period `month` is paid in time, before any roll."""
    if rule.value is StartRule.DAY1_OF_M_PLUS_1:
        return month.last_day
    if rule.value is StartRule.DAY1_OF_M_PLUS_2:
        return month.plus(1).last_day
    due = month.plus(rule.due_month)
    return min(due.first_day + dt.timedelta(days=(rule.due_day or 1) - 1), due.last_day)


def is_off(day: dt.date, roll: HolidayRoll, case: CaseTerms) -> bool:
    """Say whether payment on `day` moves on; raise ParameterUnpublished without a calendar."""
    weekend = day.weekday() >= SATURDAY
    if roll is not HolidayRoll.NEXT_WORKDAY:
        return weekend and roll is HolidayRoll.NEXT_WEEKDAY
    tables, region = case.policy.tables, case.policy.region
    calendar = required(tables.working_calendar, "working_calendar", region, day)
    return day not in calendar.working_weekends and (weekend or day in calendar.days_off)


def last_day(case: CaseTerms) -> dt.date:
    """Return the last day that the late fee counts."""
    if case.end.value is EndRule.PAYMENT_DAY_INCLUSIVE:
        return case.settled_on
    return case.settled_on - ONE_DAY
