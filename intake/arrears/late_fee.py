"""The late fee (滞纳金) of one month: which days, at which rate, on what, up to where."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from intake.arrears.accrual import last_day, start_day
from intake.arrears.contributions import Charge
from intake.arrears.daily_rates import Run, rate_runs
from intake.arrears.rounding import as_decimal, to_unit
from intake.arrears.terms import CaseTerms, MonthTerms
from models.arrears import FeeSegment, LateFee
from models.policy_late_fee import AfterDeadline, CapRule, FeePrincipal

ONE_DAY = dt.timedelta(days=1)
NOTHING = LateFee(start=None, end=None, days=0, rate=Decimal(0), amount=Decimal(0))


def month_late_fee(charges: Iterable[Charge], terms: MonthTerms, case: CaseTerms) -> LateFee:
    """
    Return the late fee of a month: exact over all its days and parts, then rounded once.

    Both ends are counted. Where nothing accrues, the days are 0 and there is no start or end.
    """
    charges = tuple(charges)
    segments = tuple(fee_segments(charges, terms, case))
    if not segments:
        rates = rate_runs(case, terms.month, case.settled_on, case.settled_on)
        return NOTHING.model_copy(update={"rate": shown(rates[-1]) if rates else Decimal(0)})
    exact = sum((Fraction(part) * run.rate * run.days for part, run in segments), Fraction(0))
    amount = to_unit(exact, terms.rounding.fee_unit, terms.rounding.fee_mode)
    if case.cap.value is CapRule.PRINCIPAL:
        amount = min(amount, sum((item.component.amount for item in charges), Decimal(0)))
    start = min(run.first for _, run in segments)
    end = max(run.last for _, run in segments)
    last = max(segments, key=lambda segment: segment[1].last)[1]
    return LateFee(
        start=start,
        end=end,
        days=(end - start).days + 1,
        rate=shown(last),
        amount=amount,
        segments=tuple(segment(part, run) for part, run in segments),
    )


def fee_segments(
    charges: tuple[Charge, ...], terms: MonthTerms, case: CaseTerms
) -> list[tuple[Decimal, Run]]:
    """Return each part of the principal with each run of days it is late at one rate."""
    end = last_day(case)
    return [
        (principal, run)
        for start, principal in sorted(late_parts(charges, terms, case).items())
        for run in rate_runs(case, terms.month, start, end)
        if principal > 0
    ]


def late_parts(
    charges: tuple[Charge, ...], terms: MonthTerms, case: CaseTerms
) -> dict[dt.date, Decimal]:
    """Return the amounts that are late, by their first day; reliefs move days or free amounts."""
    usual = start_day(terms, case)
    parts: dict[dt.date, Decimal] = {}
    for item in charges:
        start = relieved_start(item, usual, case) if counts(item, terms.principal) else None
        if start is not None:
            parts[start] = parts.get(start, Decimal(0)) + item.component.amount
    return parts


def counts(item: Charge, principal: FeePrincipal) -> bool:
    """Say whether the late fee is computed on this component."""
    component = item.component
    wanted = component.payer in principal.payers and component.name not in principal.exclude
    return wanted and (component.rate is not None or principal.include_fixed)


def relieved_start(item: Charge, usual: dt.date, case: CaseTerms) -> dt.date | None:
    """Return the first day of the late fee on a component; None while a relief frees it."""
    start = usual
    for window in item.windows:
        deadline = window.fee_free_until
        if deadline is None:
            continue
        if case.settled_on <= deadline:
            return None
        if window.after_deadline is AfterDeadline.FROM_DEADLINE:
            start = max(start, deadline + ONE_DAY)
    return start


def segment(principal: Decimal, run: Run) -> FeeSegment:
    """Return a run of days as the statement tells it."""
    return FeeSegment(
        start=run.first, end=run.last, days=run.days, rate=shown(run), principal=principal
    )


def shown(run: Run) -> Decimal:
    """Return the daily rate for reading; an interest rate by the day may not end."""
    exact = as_decimal(run.rate)
    return exact if len(exact.as_tuple().digits) <= 12 else exact.quantize(Decimal("1e-12"))
