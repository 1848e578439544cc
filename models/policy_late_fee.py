"""Rows about the late fee (滞纳金): rate, start, end, principal, cap, reliefs."""

import datetime as dt
from collections.abc import Hashable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from models.policy_rows import Figure, Payer, Ratio, Row, Text
from models.quantities import Month


class LateFeeRate(Figure):
    """Late fee per day, as a ratio of the amount in arrears."""

    stands_alone = frozenset({"rate"})
    rate: Ratio


class TransitionRule(StrEnum):
    """What days before the first late-fee rate cost, for periods before `periods_before`."""

    NONE = "NONE"
    """Such periods bear no late fee at all, on no day."""
    TWO_SEGMENT = "TWO_SEGMENT"
    """Those days cost `old_rate`, the later ones the rate table's."""
    LOWER_OF = "LOWER_OF"
    """Those days cost the lowest of `old_rate`, the table's first rate and local interest."""
    LOCAL_INTEREST = "LOCAL_INTEREST"
    """Those days cost simple interest, never compounded."""


TRANSITION_ALIASES = {"2‰": TransitionRule.TWO_SEGMENT, "2‰/day": TransitionRule.TWO_SEGMENT}


def _by_alias(value: object) -> object:
    """Accept the rate by which practitioners name the two-segment rule."""
    return TRANSITION_ALIASES.get(value, value) if isinstance(value, str) else value


class LateFeeTransition(Row):
    """Late fee of periods before the Social Insurance Law took effect (2011-07-01)."""

    value: Annotated[TransitionRule, BeforeValidator(_by_alias)]
    periods_before: Month = Month(2011, 6)
    """Periods from this month on are computed with the rate table alone."""
    old_rate: Ratio = Decimal("0.002")


class LocalInterest(Figure):
    """Simple interest on arrears before the late-fee rates, per year."""

    stands_alone = frozenset({"annual_rate"})
    annual_rate: Ratio
    days_in_year: Literal[360, 365] = 365


class StartRule(StrEnum):
    """First day of the late fee for period M."""

    DAY1_OF_M_PLUS_2 = "DAY1_OF_M+2"
    DAY1_OF_M_PLUS_1 = "DAY1_OF_M+1"
    DUE_DAY_PLUS_1 = "DUE_DAY+1"


class HolidayRoll(StrEnum):
    """Whether a last day for payment that is no working day moves to the next one."""

    NONE = "NONE"
    NEXT_WEEKDAY = "NEXT_WEEKDAY"
    """Past Saturdays and Sundays only."""
    NEXT_WORKDAY = "NEXT_WORKDAY"
    """By the published working calendar of the year, which must be on file."""


class AccrualStart(Row):
    """When the late fee begins to run."""

    value: StartRule
    due_day: Annotated[int, Field(ge=1, le=31)] | None = None
    """For DUE_DAY+1: the last day for payment; in a shorter month its last day."""
    due_month: Annotated[int, Field(ge=0, le=12)] = 0
    """Months from the period to the month of `due_day`; 0: the period itself."""
    holiday_roll: HolidayRoll = HolidayRoll.NONE

    @model_validator(mode="after")
    def _due_day_is_known(self) -> Self:
        if self.value is StartRule.DUE_DAY_PLUS_1 and self.due_day is None:
            raise ValueError("DUE_DAY+1 needs due_day")
        return self


class WorkingCalendar(Figure):
    """Days off and working weekends as published for a span of time (节假日安排)."""

    until: dt.date
    days_off: tuple[dt.date, ...] = ()
    """Weekdays on which nobody works."""
    working_weekends: tuple[dt.date, ...] = ()


class EndRule(StrEnum):
    """Last day of the late fee."""

    DAY_BEFORE_DECLARATION = "DAY_BEFORE_DECLARATION"
    PAYMENT_DAY_INCLUSIVE = "PAYMENT_DAY_INCLUSIVE"
    PAYMENT_DAY_EXCLUSIVE = "PAYMENT_DAY_EXCLUSIVE"


class AccrualEnd(Row):
    """When the late fee stops."""

    value: EndRule


class FeePrincipal(Row):
    """Which components the late fee is computed on."""

    payers: tuple[Payer, ...] = ("employer", "employee")
    include_fixed: bool = True
    """Whether fixed amounts (Beijing's ¥3) count."""
    exclude: tuple[str, ...] = ()
    """Names of components that do not count."""


class CapRule(StrEnum):
    """Upper bound of a month's late fee."""

    NONE = "NONE"
    PRINCIPAL = "PRINCIPAL"


class Cap(Row):
    """Whether a month's late fee ends at that month's principal (行政强制法 art. 45: disputed)."""

    value: CapRule


class AfterDeadline(StrEnum):
    """From when the late fee runs if `fee_free_until` was missed."""

    FROM_DEADLINE = "FROM_DEADLINE"
    """The due day was moved (缓缴): from the day after the deadline."""
    FROM_START = "FROM_START"
    """The fee was waived on a condition: as if there had been no window."""


class WaiverWindow(Row):
    """A relief: part of a contribution reduced or free of late fee for some periods (减免缓)."""

    many = True
    name: Text
    place: str = ""
    period_from: Month
    period_to: Month
    component: Text = "employer"
    """`employer`, `employee`, `all`, or a component's name."""
    employer_classes: tuple[str, ...] = ()
    """Only employers of these classes; empty: all."""
    reasons: tuple[str, ...] = ()
    """Only claims for these reasons, e.g. `base_difference`; empty: all."""
    factor: Ratio = Decimal(1)
    """What remains of the amount: 0.5 halves it."""
    fee_free_until: dt.date | None = None
    """Settled by this day, no late fee; None: the window changes no late fee."""
    after_deadline: AfterDeadline = AfterDeadline.FROM_DEADLINE

    @model_validator(mode="after")
    def _periods_are_ordered(self) -> Self:
        if self.period_to < self.period_from:
            raise ValueError(f"period_to {self.period_to} is before period_from {self.period_from}")
        return self

    @property
    def about(self) -> Hashable:
        """Several windows may apply at once."""
        return None
