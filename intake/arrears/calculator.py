"""
The arrears calculator: claim and policy in, statement out. Decimal and exact fractions only.

Rows of named results: terms of the case → per month terms, base, charges, late fee → totals,
account effect. Every rule and figure comes from the policy; a month that has no published parameter
raises ParameterUnpublished and nothing is computed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from intake.arrears.account import Credited, account_effect, medical_year_end
from intake.arrears.contributions import Charge, charges, month_base
from intake.arrears.late_fee import month_late_fee
from intake.arrears.overrides import apply_overrides
from intake.arrears.statement_warnings import warnings_of
from intake.arrears.terms import CaseTerms, MonthTerms, case_terms, month_terms, rows_used
from intake.errors import ParameterUnpublished, PolicyError
from intake.text.capital_numerals import capital_words
from models.arrears import (
    ArrearsClaim,
    ArrearsStatement,
    ClaimedMonth,
    MonthDue,
    StatementPolicy,
    Totals,
)
from models.finding import Message
from models.policy import Policy, in_force
from models.policy_papers import TreatmentText


@dataclass(frozen=True)
class MonthWork:
    """One month with everything that was found out about it on the way."""

    item: ClaimedMonth
    terms: MonthTerms
    charges: tuple[Charge, ...]
    due: MonthDue


def compute_statement(claim: ArrearsClaim, policy: Policy) -> ArrearsStatement:
    """
    Return the arrears statement of a claim under its region's policy.

    Raises ParameterUnpublished naming region, parameter and month; WrongOverride naming the
    override; PolicyError if the policy is another region's.
    """
    if claim.region != policy.region:
        raise PolicyError(f"the claim is for {claim.region}, the policy is {policy.region}'s")
    case = case_terms(claim, apply_overrides(policy, claim.policy_overrides))
    work = [month_work(item, case) for item in sorted(claim.months, key=lambda item: item.month)]
    account = account_effect([credited(item) for item in work], case)
    treatment = treatment_text(case.policy, claim.declared_on, account.gap_months)
    months = tuple(item.due for item in work)
    return ArrearsStatement(
        case=claim.case,
        revision=claim.revision,
        policy=policy_applied(case, work, treatment),
        months=months,
        totals=totals(months),
        account=account,
        valid_until=valid_until(work, case),
        benefit_note=benefit_note(treatment),
        warnings=warnings_of(months, case),
    )


def month_work(item: ClaimedMonth, case: CaseTerms) -> MonthWork:
    """Return what is due for one month."""
    terms = month_terms(case, item.month)
    base, limited_by = month_base(item, terms, case)
    due = charges(item, base, terms)
    employer = payer_sum(due, "employer")
    employee = payer_sum(due, "employee")
    return MonthWork(
        item=item,
        terms=terms,
        charges=due,
        due=MonthDue(
            month=item.month,
            wage=item.gross,
            base=base,
            limited_by=limited_by,
            employer=employer,
            employee=employee,
            components=tuple(charge.component for charge in due),
            principal=employer + employee,
            late_fee=month_late_fee(due, terms, case),
        ),
    )


def payer_sum(due: Sequence[Charge], payer: str) -> Decimal:
    """Return what one payer owes."""
    amounts = (item.component.amount for item in due if item.component.payer == payer)
    return sum(amounts, Decimal(0))


def totals(months: Sequence[MonthDue]) -> Totals:
    """Return the sums; the late fee is the employer's alone (Decree 13 art. 20)."""
    employer = sum((item.employer for item in months), Decimal(0))
    employee = sum((item.employee for item in months), Decimal(0))
    late_fee = sum((item.late_fee.amount for item in months), Decimal(0))
    payable = employer + employee + late_fee
    return Totals(
        principal=employer + employee,
        late_fee=late_fee,
        payable=payable,
        employer_bears=employer + late_fee,
        employee_bears=employee,
        in_words=capital_words(payable),
    )


def credited(work: MonthWork) -> Credited:
    """Return what the account effect needs to know of a month."""
    return Credited(work.item.month, work.due.base, work.item.paid_base, work.terms.rounding)


def valid_until(work: Sequence[MonthWork], case: CaseTerms) -> dt.date:
    """
    Return the last day on which settling would cost the same.

    While a late fee runs, that is the day of declaration (or payment) itself. Before it begins to
    run, or while a relief holds, it is the last such day; never later than the end of the medical
    year, which changes the account effect. Fees only grow, so the day is found by halving.
    """
    first, last = case.settled_on, medical_year_end(case.settled_on, case.account)
    today = late_fees(work, case)
    while first < last:
        middle = first + (last - first + dt.timedelta(days=1)) // 2
        if costs_the_same(work, replace(case, settled_on=middle), today):
            first = middle
        else:
            last = middle - dt.timedelta(days=1)
    return first


def costs_the_same(work: Sequence[MonthWork], case: CaseTerms, today: Decimal) -> bool:
    """Say whether a later day has the late fees of today; past what is published it has not."""
    try:
        return late_fees(work, case) == today
    except ParameterUnpublished:
        return False


def late_fees(work: Sequence[MonthWork], case: CaseTerms) -> Decimal:
    """Return the sum of the late fees if the case is settled on its `settled_on`."""
    fees = (month_late_fee(item.charges, item.terms, case).amount for item in work)
    return sum(fees, Decimal(0))


def treatment_text(policy: Policy, day: dt.date, gap_months: int) -> TreatmentText | None:
    """Return the text about benefits for a gap of so many months."""
    for row in in_force(policy.tables.treatment_text, day):
        if row.gap_from <= gap_months and (row.gap_to is None or gap_months <= row.gap_to):
            return row
    return None


def benefit_note(treatment: TreatmentText | None) -> Message:
    """Return the note on benefits; that nothing is on file is said too."""
    if treatment is None:
        return Message(
            zh="待遇影响以经办机构答复为准。", en="Ask the agency about the effect on benefits."
        )
    return Message(zh=treatment.zh, en=treatment.en)


def policy_applied(
    case: CaseTerms, work: Sequence[MonthWork], treatment: TreatmentText | None
) -> StatementPolicy:
    """Return region, version and the sources of all rows that were applied, each once."""
    rows = [*rows_used(case, tuple(item.terms for item in work))]
    days = [day for item in work for day in (item.due.late_fee.start, item.due.late_fee.end) if day]
    tables = case.policy.tables
    if days:
        span = tables.late_fee_rates
        rows += [row for row in span if row.enabled and any(row.holds_on(day) for day in days)]
    sources = dict.fromkeys(row.source for row in [*rows, *([treatment] if treatment else [])])
    return StatementPolicy(
        region=case.policy.region, version=case.policy.version, sources=tuple(sources)
    )
