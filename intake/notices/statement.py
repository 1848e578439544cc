"""补缴明细表: the statement by months, who bears what, what it does to the account."""

from decimal import Decimal

from intake.notices.facts import Facts, common_facts
from intake.notices.occasion import NotThisNotice
from intake.notices.plain import plain
from intake.notices.words import day, money, month, per_mille, percent
from models.arrears import AccountEffect, ArrearsStatement, MonthDue
from models.case import CaseFile

LIMITED = {"floor": "按下限 floor", "ceiling": "按上限 ceiling", None: ""}
PAYERS = {"employer": ("单位", "employer"), "employee": ("个人", "employee")}


def statement_facts(case: CaseFile) -> Facts:
    """Return what the statement says. Raises NotThisNotice for a case without one."""
    statement = case.statement
    if statement is None:
        raise NotThisNotice("本件没有补缴核定，不能出具明细表 the case has no statement")
    sums = statement.totals
    return common_facts(case) | {
        "revision": statement.revision,
        "months_due": [_month(item) for item in statement.months],
        "segments": [part for item in statement.months for part in _segments(item)],
        "components": _components(statement),
        "totals": {
            "principal": money(sums.principal),
            "late_fee": money(sums.late_fee),
            "payable": money(sums.payable),
            "employer": money(sums.employer_bears),
            "employee": money(sums.employee_bears),
            "employer_part": money(sum((m.employer for m in statement.months), Decimal(0))),
            "employee_part": money(sum((m.employee for m in statement.months), Decimal(0))),
            "in_words": plain(sums.in_words),
        },
        "account": _account(statement.account),
        "valid_until": day(statement.valid_until),
        "benefit": {"zh": plain(statement.benefit_note.zh), "en": plain(statement.benefit_note.en)},
        "warnings": [plain(warning) for warning in statement.warnings],
        "policy": plain(statement.policy.version),
        "sources": [plain(source) for source in statement.policy.sources],
    }


def _month(item: MonthDue) -> Facts:
    fee = item.late_fee
    return {
        "month": month(item.month),
        "wage": money(item.wage),
        "base": money(item.base),
        "limited": LIMITED[item.limited_by],
        "employer": money(item.employer),
        "employee": money(item.employee),
        "principal": money(item.principal),
        "span": f"{fee.start} 至 {fee.end}" if fee.start and fee.end else "—",
        "days": fee.days,
        "rate": per_mille(fee.rate),
        "late_fee": money(fee.amount),
        "sum": money(item.principal + fee.amount),
    }


def _segments(item: MonthDue) -> list[Facts]:
    """Return the runs of days at one rate, for a month that has more than one."""
    return [
        {
            "month": month(item.month),
            "principal": money(part.principal),
            "start": str(part.start),
            "end": str(part.end),
            "days": part.days,
            "rate": per_mille(part.rate),
        }
        for part in item.late_fee.segments
        if len(item.late_fee.segments) > 1
    ]


def _components(statement: ArrearsStatement) -> list[Facts]:
    """Return what each part of the contributions adds up to, in the order of the policy."""
    sums: dict[tuple[str, str, str], Decimal] = {}
    for part in (part for item in statement.months for part in item.components):
        rate = "定额" if part.rate is None else percent(part.rate)
        key = part.payer, part.name, rate
        sums[key] = sums.get(key, Decimal(0)) + part.amount
    return [
        {
            "name": plain(name),
            "payer": PAYERS[payer][0],
            "payer_en": PAYERS[payer][1],
            "rate": rate,
            "amount": money(total),
        }
        for (payer, name, rate), total in sums.items()
    ]


def _account(account: AccountEffect) -> Facts:
    """Say what becomes of the personal account."""
    gap = account.gap_months
    if account.rule == "unchanged":
        return {
            "zh": f"中断{gap}个月，个人账户不作调整。",
            "en": f"Gap of {gap} months; the personal account is not adjusted.",
        }
    return {
        "zh": f"中断{gap}个月，{day(account.on)}一次性划入个人账户{money(account.amount)}元。",
        "en": f"Gap of {gap} months; {money(account.amount)} yuan credited at one go "
        f"on {account.on}.",
    }
