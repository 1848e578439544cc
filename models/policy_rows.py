"""
Rows of policy data: one dated, sourced and graded statement each. Here: the base and the rates.

The names of the values (`DAY1_OF_M+2`, `PERIOD_MONTH_WAGE`, ...) are those of the rules'
catalogue of open points; the figures themselves lie in `intake/arrears/policy/*.toml`.
"""

import datetime as dt
from collections.abc import Hashable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from models.quantities import Rate, Yuan, refuse_float
from models.record import Record

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Amount = Annotated[Yuan, Field(ge=0)]
Ratio = Annotated[Rate, Field(ge=0, le=1)]
"""0.098 for 9.8 %."""
Unit = Annotated[Decimal, BeforeValidator(refuse_float), Field(gt=0)]
Count = Annotated[int, Field(ge=0)]


class Grade(StrEnum):
    """How good the evidence for a row is."""

    LAW = "A"
    """The law itself or an official page."""
    NOTICE = "B"
    """An official notice as reproduced by a newspaper, agency or law database."""
    SUMMARY = "C"
    """A third party's summary: useful for structure, not for numbers."""
    UNVERIFIED = "G"
    """General knowledge, not verified."""


class Row(Record):
    """
    One statement, in force from `since` to `until`, both days included.

    A row that is superseded stays and gets an `until`; past months are still computed with it.
    `enabled = false` keeps a row on file without applying it (a local list, switched off).
    """

    many: ClassVar[bool] = False
    """Whether several such rows say different things at the same time, like a list's lines."""

    since: dt.date | None = None
    """None: from ever on."""
    until: dt.date | None = None
    source: Text
    grade: Grade
    note: str = ""
    enabled: bool = True

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"ends ({self.until}) before it begins ({self.since})")
        return self

    def holds_on(self, day: dt.date) -> bool:
        """Say whether the row is switched on and in force on `day`."""
        begun = self.since is None or self.since <= day
        return self.enabled and begun and (self.until is None or day <= self.until)

    def overlaps(self, other: "Row") -> bool:
        """Say whether both would be in force on some day."""
        first, last = dt.date.min, dt.date.max
        begins = max(self.since or first, other.since or first)
        return begins <= min(self.until or last, other.until or last)

    @property
    def about(self) -> Hashable:
        """What the row is about: two rows about the same may not overlap. None: they may."""
        return ()


class Figure(Row):
    """A published figure: it has a first day, since no figure holds from ever on."""

    since: dt.date
    stands_alone: ClassVar[frozenset[str]] = frozenset()
    """Fields that, given together, are a whole figure: enough to override a table."""


class BaseLimit(Figure):
    """Floor and ceiling of the medical base; published values, never computed (rules.md §0)."""

    stands_alone = frozenset({"floor", "ceiling"})
    floor: Amount | None = None
    """None: not found; a wage below the ceiling cannot be computed."""
    ceiling: Amount | None = None
    employer_class: str | None = None
    """Only for employers of this class, e.g. `agency` (机关事业单位); None: all others."""

    @model_validator(mode="after")
    def _floor_is_lower(self) -> Self:
        if self.floor is not None and self.ceiling is not None and self.floor > self.ceiling:
            raise ValueError(f"floor {self.floor} is above ceiling {self.ceiling}")
        return self

    @property
    def about(self) -> Hashable:
        """Limits are per class of employer."""
        return ("class", self.employer_class)


class AverageWage(Figure):
    """The city's monthly average wage of the previous year (上年度月平均工资)."""

    stands_alone = frozenset({"value"})
    value: Amount


class BaseSourceKind(StrEnum):
    """Which wage the base is made of."""

    PERIOD_MONTH_WAGE = "PERIOD_MONTH_WAGE"
    PREV_MONTH_WAGE = "PREV_MONTH_WAGE"
    PREV_YEAR_AVG = "PREV_YEAR_AVG"
    FIRST_FULL_MONTH = "FIRST_FULL_MONTH"
    DECLARED = "DECLARED"


class BaseSource(Row):
    """Which wage the base is, and when the base year begins."""

    value: BaseSourceKind
    year_start_month: Annotated[int, Field(ge=1, le=12)] = 1
    new_employee: BaseSourceKind | None = None
    """What serves PREV_YEAR_AVG where there was no previous year; None: nothing does."""
    declared_by: Literal["employer", "agency"] = "employer"
    """Who supplies a DECLARED base."""


class MakeupBaseKind(StrEnum):
    """As of which time the base of a back-payment is taken."""

    AS_OF_PERIOD = "AS_OF_PERIOD"
    CURRENT_YEAR_AVG = "CURRENT_YEAR_AVG"
    """The city's average wage, as published on the day of declaration."""
    AT_ENROLMENT = "AT_ENROLMENT"
    """Limits and rates of the month in which the employee was enrolled."""


class MakeupBase(Row):
    """Base for back-payment."""

    value: MakeupBaseKind


class RoundingMode(StrEnum):
    """How a half or a part of the unit is rounded."""

    HALF_UP = "HALF_UP"
    HALF_EVEN = "HALF_EVEN"
    UP = "UP"
    DOWN = "DOWN"


class Rounding(Row):
    """Units and modes of rounding: the base, each component, each month's late fee."""

    base_unit: Unit = Decimal("0.01")
    base_mode: RoundingMode = RoundingMode.HALF_UP
    amount_unit: Unit = Decimal("0.01")
    amount_mode: RoundingMode = RoundingMode.HALF_UP
    fee_unit: Unit = Decimal("0.01")
    fee_mode: RoundingMode = RoundingMode.HALF_UP


# 3: rates -----------------------------------------------------------------------------------

Payer = Literal["employer", "employee"]


class RateComponent(Figure):
    """One part of the contribution: a rate of the base or a fixed amount, rounded on its own."""

    many = True
    name: Text
    payer: Payer
    rate: Ratio | None = None
    amount: Amount | None = None
    tier: str | None = None
    """Only for this tier of insurance (档次); None: all."""

    @model_validator(mode="after")
    def _is_rate_or_amount(self) -> Self:
        if (self.rate is None) == (self.amount is None):
            raise ValueError("a component has either a rate or a fixed amount")
        return self

    @property
    def about(self) -> Hashable:
        """A component is one payer's, by name and tier."""
        return self.payer, self.name, self.tier


class InsuranceTier(Row):
    """The tier of insurance (档次) that applies where the claim says nothing else."""

    value: Text
