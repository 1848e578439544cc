"""What the policy says about a claim and its months, looked up before anything is computed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TypeVar

from intake.errors import ParameterUnpublished
from models.arrears import ArrearsClaim
from models.policy import Policy, in_force
from models.policy_late_fee import (
    AccrualEnd,
    AccrualStart,
    Cap,
    EndRule,
    FeePrincipal,
    WaiverWindow,
)
from models.policy_papers import AccountRule
from models.policy_rows import (
    AverageWage,
    BaseLimit,
    BaseSource,
    MakeupBase,
    MakeupBaseKind,
    RateComponent,
    Rounding,
    Row,
)
from models.quantities import Month

RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True)
class MonthTerms:
    """The rows that one month is computed with."""

    month: Month
    base_source: BaseSource
    limits: BaseLimit | None
    """None where the base is an average wage, which has no limits."""
    average: AverageWage | None
    rates: tuple[RateComponent, ...]
    windows: tuple[WaiverWindow, ...]
    rounding: Rounding
    start: AccrualStart
    principal: FeePrincipal


@dataclass(frozen=True)
class CaseTerms:
    """The rows that the whole claim is computed with, and the day on which it is settled."""

    claim: ArrearsClaim
    policy: Policy
    settled_on: dt.date
    """The day of declaration, or of payment where the late fee ends by that."""
    tier: str
    employer_class: str | None
    makeup: MakeupBase
    end: AccrualEnd
    cap: Cap
    account: AccountRule

    def unpublished(self, parameter: str, month: Month) -> ParameterUnpublished:
        """Return the error that names what is missing."""
        return ParameterUnpublished(self.policy.region, parameter, month)


def case_terms(claim: ArrearsClaim, policy: Policy) -> CaseTerms:
    """Look up what goes by the day of declaration; raise ParameterUnpublished."""
    tables, day = policy.tables, claim.declared_on
    region = policy.region
    tier = required(tables.insurance_tier, "insurance_tier", region, day).value
    end = required(tables.accrual_end, "accrual_end", region, day)
    by_payment = end.value is not EndRule.DAY_BEFORE_DECLARATION
    rules = [row for row in tables.account_rule if row.tier in (None, tier)]
    rules.sort(key=lambda row: row.tier is None)
    given = claim.employer.model_extra or {}
    return CaseTerms(
        claim=claim,
        policy=policy,
        settled_on=(claim.paid_on or day) if by_payment else day,
        tier=tier,
        employer_class=given.get("employer_class"),
        makeup=required(tables.makeup_base, "makeup_base", region, day),
        end=end,
        cap=required(tables.cap, "cap", region, day),
        account=required(rules, "account_rule", region, day),
    )


def month_terms(case: CaseTerms, month: Month) -> MonthTerms:
    """Look up what goes by the month; raise ParameterUnpublished."""
    tables, day, region = case.policy.tables, month.first_day, case.policy.region
    kind = case.makeup.value
    on_average = kind is MakeupBaseKind.CURRENT_YEAR_AVG
    parameters = enrolment(case, month) if kind is MakeupBaseKind.AT_ENROLMENT else month
    return MonthTerms(
        month=month,
        base_source=required(tables.base_source, "base_source", region, day),
        limits=None if on_average else limits(case, parameters),
        average=average(case) if on_average else None,
        rates=rates(case, parameters),
        windows=windows(case, month),
        rounding=required(tables.rounding, "rounding", region, day),
        start=required(tables.accrual_start, "accrual_start", region, day),
        principal=required(tables.fee_principal, "fee_principal", region, day),
    )


def required(table: list[RowT] | tuple[RowT, ...], name: str, region: str, day: dt.date) -> RowT:
    """Return the row in force on `day`; nothing is guessed in its place."""
    for row in in_force(table, day):
        return row
    raise ParameterUnpublished(region, name, Month.of(day))


def enrolment(case: CaseTerms, month: Month) -> Month:
    """Return the month whose limits and rates hold where those at enrolment do."""
    if case.claim.enrolled_on is None:
        raise case.unpublished("enrolled_on (makeup_base AT_ENROLMENT)", month)
    return Month.of(case.claim.enrolled_on)


def limits(case: CaseTerms, month: Month) -> BaseLimit:
    """Return the limits for the employer's class, or else the general ones."""
    table = case.policy.tables.base_limits
    own = [row for row in table if row.employer_class in (None, case.employer_class)]
    own.sort(key=lambda row: row.employer_class is None)
    return required(own, "base_limits", case.policy.region, month.first_day)


def average(case: CaseTerms) -> AverageWage:
    """Return the city's average wage as published on the day of declaration."""
    table, day = case.policy.tables.average_wage, case.claim.declared_on
    return required(table, "average_wage", case.policy.region, day)


def rates(case: CaseTerms, month: Month) -> tuple[RateComponent, ...]:
    """Return the components of both payers; one side without a rate is not published."""
    table = case.policy.tables.rate_components
    found = [row for row in in_force(table, month.first_day) if row.tier in (None, case.tier)]
    for payer in ("employer", "employee"):
        if not any(row.payer == payer and row.rate is not None for row in found):
            raise case.unpublished(f"rate_components ({payer})", month)
    return tuple(found)


def windows(case: CaseTerms, month: Month) -> tuple[WaiverWindow, ...]:
    """Return the reliefs that this claim has for this month."""
    return tuple(
        row
        for row in in_force(case.policy.tables.waiver_windows, case.claim.declared_on)
        if row.period_from <= month <= row.period_to
        and (not row.employer_classes or case.employer_class in row.employer_classes)
        and (not row.reasons or case.claim.reason in row.reasons)
    )


def rows_used(case: CaseTerms, months: tuple[MonthTerms, ...]) -> Iterator[Row]:
    """Yield every row that was looked up, in the order of the policy's points."""
    for terms in months:
        for field in fields(terms):
            value = getattr(terms, field.name)
            yield from (row for row in ensure_tuple(value) if isinstance(row, Row))
    yield from (case.makeup, case.end, case.cap, case.account)


def ensure_tuple(value: object) -> tuple[object, ...]:
    """Return a tuple of rows as it is, anything else as a tuple of one."""
    return value if isinstance(value, tuple) else (value,)
