"""What goes to the arrears calculator, and the statement that comes back (case.md)."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from models.claim import Employee, Employer
from models.finding import Message
from models.quantities import Month, Rate, Yuan
from models.record import Record


class ClaimedMonth(Record):
    """One month to be made up."""

    month: Month
    gross: Yuan
    declared_base: Yuan | None = None
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
    prior_year_average: Yuan | None = None
    policy_overrides: dict[str, Any] = {}


class Component(Record):
    """One part of a month's contribution, by payer."""

    name: str
    payer: Literal["employer", "employee"]
    rate: Rate | None
    """None for a fixed amount."""
    amount: Yuan


class LateFee(Record):
    """The late fee (滞纳金) of one month; dates are both counted."""

    start: date | None
    end: date | None
    days: int
    rate: Rate
    amount: Yuan


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
