"""A month's base and the contribution on it, component by component."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from intake.arrears.rounding import to_unit
from intake.arrears.terms import CaseTerms, MonthTerms
from models.arrears import ArrearsClaim, ClaimedMonth, Component
from models.policy_late_fee import WaiverWindow
from models.policy_rows import BaseSource, BaseSourceKind, RateComponent, Rounding
from models.quantities import Month

LimitedBy = Literal["floor", "ceiling"] | None


@dataclass(frozen=True)
class Charge:
    """A component that is due, and the reliefs that hold for it."""

    component: Component
    windows: tuple[WaiverWindow, ...]


def month_base(item: ClaimedMonth, terms: MonthTerms, case: CaseTerms) -> tuple[Decimal, LimitedBy]:
    """Return the base and which limit made it, from its source or the average wage."""
    rounding = terms.rounding
    if terms.average is not None:
        return to_unit(terms.average.value, rounding.base_unit, rounding.base_mode), None
    wage = wage_basis(item, terms, case)
    return limited(to_unit(wage, rounding.base_unit, rounding.base_mode), terms, case)


def limited(wage: Decimal, terms: MonthTerms, case: CaseTerms) -> tuple[Decimal, LimitedBy]:
    """Return the wage within floor and ceiling; a limit that matters has to be published."""
    limits = terms.limits
    floor, ceiling = (limits.floor, limits.ceiling) if limits else (None, None)
    if ceiling is not None and wage > ceiling:
        return ceiling, "ceiling"
    if floor is None:
        raise case.unpublished("base_limits.floor", terms.month)
    if wage < floor:
        return floor, "floor"
    if ceiling is None:
        raise case.unpublished("base_limits.ceiling", terms.month)
    return wage, None


def wage_basis(item: ClaimedMonth, terms: MonthTerms, case: CaseTerms) -> Decimal:
    """Return the wage that the policy makes the base of, before limits."""
    claim = case.claim
    kind = kind_for(claim, terms.base_source)
    wage = wage_of_kind(kind, item, terms, claim)
    if wage is None:
        raise case.unpublished(f"wage for base_source {kind}", item.month)
    return wage


def kind_for(claim: ArrearsClaim, source: BaseSource) -> BaseSourceKind:
    """Return which wage serves: a new employee has no average of the year before."""
    if source.value is BaseSourceKind.PREV_YEAR_AVG and claim.prior_year_average is None:
        return source.new_employee or source.value
    return source.value


def wage_of_kind(
    kind: BaseSourceKind, item: ClaimedMonth, terms: MonthTerms, claim: ArrearsClaim
) -> Decimal | None:
    """Return the wage of a kind, if the claim has it."""
    match kind:
        case BaseSourceKind.PERIOD_MONTH_WAGE:
            return item.gross
        case BaseSourceKind.PREV_MONTH_WAGE:
            return wage_of(claim, item.month.plus(-1))
        case BaseSourceKind.PREV_YEAR_AVG:
            return own_average(claim, item.month, terms.base_source.year_start_month)
        case BaseSourceKind.FIRST_FULL_MONTH:
            return wage_of(claim, first_full_month(claim))
        case BaseSourceKind.DECLARED:
            return item.declared_base


def wage_of(claim: ArrearsClaim, month: Month) -> Decimal | None:
    """Return the gross wage of a month, if the claim has it."""
    claimed = {item.month: item.gross for item in claim.months}
    return claimed.get(month, claim.other_wages.get(month))


def first_full_month(claim: ArrearsClaim) -> Month:
    """Return the first whole month of employment; without a day of hire, the first claimed one."""
    if claim.hired_on is None:
        return min(item.month for item in claim.months)
    hired = Month.of(claim.hired_on)
    return hired if claim.hired_on.day == 1 else hired.plus(1)


def own_average(claim: ArrearsClaim, month: Month, year_start: int) -> Decimal | None:
    """Return the employee's average of the year before; one figure serves one base year."""
    first = min(item.month for item in claim.months)
    same = base_year(first, year_start) == base_year(month, year_start)
    return claim.prior_year_average if same else None


def base_year(month: Month, year_start: int) -> int:
    """Return the base year that a month lies in, counted by where it begins."""
    return (month.ordinal - (year_start - 1)) // 12


def charges(item: ClaimedMonth, base: Decimal, terms: MonthTerms) -> tuple[Charge, ...]:
    """Return every component that is due on the base, each rounded by itself."""
    return tuple(charge(item, base, row, terms) for row in terms.rates)


def charge(item: ClaimedMonth, base: Decimal, row: RateComponent, terms: MonthTerms) -> Charge:
    """Return one component, less what was already paid on another base."""
    windows = tuple(window for window in terms.windows if concerns(window, row))
    factor = Decimal(1)
    for window in windows:
        factor *= window.factor
    amount = component_amount(row, base, factor, terms.rounding)
    if item.paid_base is not None:
        amount -= component_amount(row, item.paid_base, factor, terms.rounding)
    component = Component(
        name=row.name,
        payer=row.payer,
        rate=None if row.rate is None else plain(row.rate * factor),
        amount=max(amount, Decimal(0)),
    )
    return Charge(component, windows)


def component_amount(
    row: RateComponent, base: Decimal, factor: Decimal, rounding: Rounding
) -> Decimal:
    """Return base times rate, or the fixed amount, rounded."""
    whole = (
        Fraction(base) * Fraction(row.rate) if row.rate is not None else Fraction(row.amount or 0)
    )
    return to_unit(whole * Fraction(factor), rounding.amount_unit, rounding.amount_mode)


def plain(rate: Decimal) -> Decimal:
    """Return a rate without the zeros that multiplication leaves behind."""
    return rate if rate == 0 else Decimal(format(rate.normalize(), "f"))


def concerns(window: WaiverWindow, row: RateComponent) -> bool:
    """Say whether a relief is about this component."""
    return window.component in ("all", row.payer, row.name)
