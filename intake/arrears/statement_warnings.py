"""What a clerk should know about a statement that is arithmetically right."""

import datetime as dt
from collections.abc import Iterator, Sequence

from intake.arrears.contributions import kind_for
from intake.arrears.terms import CaseTerms
from intake.eligibility import check_eligibility, situation_of
from models.arrears import MonthDue
from models.policy import in_force, one_in_force
from models.policy_late_fee import CapRule, EndRule
from models.policy_rows import BaseSourceKind
from models.quantities import Month


def warnings_of(months: Sequence[MonthDue], case: CaseTerms) -> tuple[str, ...]:
    """Return one sentence in two languages per matter, each behind a stable code."""
    return (
        *eligibility(case),
        *fees_over_principal(months, case),
        *assumed_payment_day(case),
        *assumed_first_month(case),
        *unknown_class(case),
        *whole_amount_of_a_difference(case),
        *left_out_months(case),
        *months_not_due(case),
    )


def warning(code: str, zh: str, en: str) -> str:
    """Return a warning as it stands in the statement."""
    return f"{code}: {zh} / {en}"


def eligibility(case: CaseTerms) -> Iterator[str]:
    """Yield eligibility rules that the claim itself breaks."""
    for item in check_eligibility(situation_of(case.claim), case.policy):
        yield warning(item.code, item.message.zh, item.message.en)


def fees_over_principal(months: Sequence[MonthDue], case: CaseTerms) -> Iterator[str]:
    """Yield the months whose fee is larger than the amount it is for, where nothing caps it."""
    over = [item.month for item in months if item.late_fee.amount > item.principal]
    if over and case.cap.value is CapRule.NONE:
        yield warning(
            "FEE_EXCEEDS_PRINCIPAL",
            f"{listed(over)}滞纳金超过本金，是否适用行政强制法第四十五条由经办机构确定",
            f"late fee exceeds principal for {listed(over)}; whether it is capped is disputed",
        )


def assumed_payment_day(case: CaseTerms) -> Iterator[str]:
    """Yield that payment on the day of declaration was assumed."""
    by_payment = case.end.value is not EndRule.DAY_BEFORE_DECLARATION
    if by_payment and case.claim.paid_on is None:
        yield warning(
            "PAYMENT_DAY_ASSUMED",
            f"按{case.settled_on}缴款计算滞纳金",
            f"late fee computed for payment on {case.settled_on}",
        )


def assumed_first_month(case: CaseTerms) -> Iterator[str]:
    """Yield that the first claimed month was taken as the first full month of employment."""
    claim = case.claim
    first = min(item.month for item in claim.months)
    source = one_in_force(case.policy.tables.base_source, first.first_day)
    if source is None or claim.hired_on is not None:
        return
    if kind_for(claim, source) is BaseSourceKind.FIRST_FULL_MONTH:
        yield warning(
            "FIRST_FULL_MONTH_ASSUMED",
            f"未注明入职日期，以{first}为首个足月",
            f"no day of hire given; {first} taken as the first full month",
        )


def unknown_class(case: CaseTerms) -> Iterator[str]:
    """Yield reliefs that depend on a class of employer that the claim does not tell."""
    if case.employer_class is not None:
        return
    claimed = [item.month for item in case.claim.months]
    for row in in_force(case.policy.tables.waiver_windows, case.claim.declared_on):
        if row.employer_classes and any(row.period_from <= m <= row.period_to for m in claimed):
            yield warning(
                "EMPLOYER_CLASS_UNKNOWN",
                f"未注明单位类型，未适用“{row.name}”",
                f"class of employer not given; relief not applied: {row.name}",
            )


def whole_amount_of_a_difference(case: CaseTerms) -> Iterator[str]:
    """Yield that a base difference was claimed without the base already paid on."""
    without = [item.month for item in case.claim.months if item.paid_base is None]
    if case.claim.reason == "base_difference" and without:
        yield warning(
            "PAID_BASE_UNKNOWN",
            f"{listed(without)}未注明已缴基数，按全额计算",
            f"base already paid on not given for {listed(without)}; whole amounts computed",
        )


def left_out_months(case: CaseTerms) -> Iterator[str]:
    """Yield unpaid months before the last claimed one, where months go from the earliest onward."""
    order = one_in_force(case.policy.tables.declaration_order, case.claim.declared_on)
    claimed = {item.month for item in case.claim.months}
    left = sorted(m for m in case.claim.unpaid_months if m < max(claimed) and m not in claimed)
    if order is not None and order.value == "FROM_EARLIEST" and left:
        yield warning(
            "EARLIER_MONTHS_UNPAID",
            f"应从最早欠费月起申报，尚有{listed(left)}未申报",
            f"months are declared from the earliest unpaid one onward; left out: {listed(left)}",
        )


def months_not_due(case: CaseTerms) -> Iterator[str]:
    """Yield claimed months that lie after the month of declaration."""
    now = Month.of(case.claim.declared_on)
    later = sorted(item.month for item in case.claim.months if item.month > now)
    if later:
        yield warning(
            "MONTH_NOT_YET_DUE",
            f"{listed(later)}晚于申报月份，尚未到期",
            f"not yet due on the day of declaration: {listed(later)}",
        )


def listed(months: Sequence[Month] | Sequence[dt.date]) -> str:
    """Return months in a row, for people."""
    return ", ".join(str(month) for month in months)
