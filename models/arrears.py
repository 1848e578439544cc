"""What goes to the arrears calculator, and the statement that comes back (case.md)."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from models.claim import Employee, Employer
from models.finding import Message
from models.quantities import Month, Rate, Yuan
from models.record import Record


def plain_amount(value: object) -> object:
    """Let a printed amount in and no other notation: no sign, exponent or third decimal."""
    if isinstance(value, str):
        value = unicodedata.normalize("NFKC", value)
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", value, re.ASCII):
            raise ValueError("an amount is written like 8500.00")
    return value


PaperAmount = Annotated[Yuan, BeforeValidator(plain_amount), Field(ge=0, decimal_places=2)]


class ClaimedMonth(Record):
    """One month to be made up."""

    month: Month
    gross: PaperAmount
    declared_base: PaperAmount | None = None
    """The base that the employer declares, where the policy asks for it."""
    paid_base: PaperAmount | None = Field(None, exclude_if=lambda value: value is None)
    """The base on which this month was already paid: only the difference is due (基数差额)."""
    evidence: dict[str, Any] = {}


class ArrearsClaim(Record):
    """The hand-over: only for a complete case with a gross wage in every month."""

    schema_: Literal[1] = Field(1, alias="schema")
    case: str
    revision: int = 1
    region: str
    declared_on: date
    employer: Employer
    employee: Employee
    reason: str | None = None
    months: tuple[ClaimedMonth, ...] = Field(min_length=1)
    prior_year_average: PaperAmount | None = None
    """The employee's own monthly average of the year before the first claimed month."""
    policy_overrides: dict[str, Any] = {}
    paid_on: date | None = Field(None, exclude_if=lambda value: value is None)
    """The day of payment, where the policy's late fee ends by it; else the day of declaration."""
    hired_on: date | None = Field(None, exclude_if=lambda value: value is None)
    enrolled_on: date | None = Field(None, exclude_if=lambda value: value is None)
    unpaid_months: tuple[Month, ...] = Field((), exclude_if=lambda value: not value)
    """All months of the gap, where this claim holds only some of them (分次补缴)."""

    other_wages: dict[Month, PaperAmount] = Field({}, exclude_if=lambda value: not value)
    """Gross wages of months that are not claimed, where the base is another month's wage."""

    @model_validator(mode="after")
    def _each_month_once(self) -> Self:
        months = [item.month for item in self.months]
        if len(months) != len(set(months)):
            raise ValueError("a month is claimed twice")
        return self


class Component(Record):
    """One part of a month's contribution, by payer."""

    name: str
    payer: Literal["employer", "employee"]
    rate: Rate | None
    """None for a fixed amount."""
    amount: Yuan


class FeeSegment(Record):
    """A run of days at one rate, on one part of a month's principal."""

    start: date
    end: date
    days: int
    rate: Rate
    principal: Yuan


class LateFee(Record):
    """The late fee (滞纳金) of one month; dates are both counted."""

    start: date | None
    end: date | None
    days: int
    rate: Rate
    """The rate of the last day."""
    amount: Yuan
    segments: tuple[FeeSegment, ...] = Field((), exclude_if=lambda value: len(value) < 2)
    """Told where there is more than one rate or part."""


class MonthDue(Record):
    """What is due for one month."""

    month: Month
    wage: Yuan
    base: Yuan
    limited_by: Literal["floor", "ceiling"] | None
    employer: Yuan
    employee: Yuan
    components: tuple[Component, ...]
    principal: Yuan
    late_fee: LateFee


class Totals(Record):
    """Sums over the months."""

    principal: Yuan
    late_fee: Yuan
    payable: Yuan
    employer_bears: Yuan
    employee_bears: Yuan
    in_words: str
    """`payable` in capital numerals (大写)."""


class AccountEffect(Record):
    """Effect on the personal account (个人账户)."""

    rule: Literal["unchanged", "lump_sum"]
    amount: Yuan
    on: date | None
    gap_months: int


class StatementPolicy(Record):
    """Which policy data was applied."""

    region: str
    version: str
    sources: tuple[str, ...]


class ArrearsStatement(Record):
    """The arrears statement (补缴核定)."""

    schema_: Literal[1] = Field(1, alias="schema")
    case: str
    revision: int
    policy: StatementPolicy
    months: tuple[MonthDue, ...]
    totals: Totals
    account: AccountEffect
    valid_until: date
    benefit_note: Message
    warnings: tuple[str, ...] = ()
