"""A statement as text for people: Chinese first, English second, columns aligned."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from models.arrears import AccountEffect, ArrearsStatement, MonthDue
from models.policy_rows import Payer

Row = Sequence[str]

HEADINGS: tuple[Row, Row] = (
    ("月份", "工资", "基数", "单位", "个人", "本金", "滞纳金起", "滞纳金止", "天数", "滞纳金"),
    ("month", "wage", "base", "employer", "employee", "principal", "from", "to", "days", "fee"),
)
LIMITED = {"floor": "↑", "ceiling": "↓", None: ""}
GAP = "  "


def statement_text(statement: ArrearsStatement) -> str:
    """Return the whole statement, ready to be printed in a fixed-width face."""
    parts = (
        heading(statement),
        aligned([*HEADINGS, *(month_row(item) for item in statement.months)], left=1),
        limit_note(statement.months),
        component_table(statement.months),
        segment_table(statement.months),
        total_table(statement),
        account_text(statement.account),
        closing(statement),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def heading(statement: ArrearsStatement) -> str:
    """Return title, case and policy."""
    policy = statement.policy
    return (
        "医疗保险补缴核定 / Arrears statement\n"
        f"案号 case: {statement.case} ({statement.revision})   "
        f"政策 policy: {policy.region} {policy.version}   "
        f"有效至 valid until: {statement.valid_until}"
    )


def month_row(item: MonthDue) -> Row:
    """Return a month's line."""
    fee = item.late_fee
    return (
        str(item.month),
        money(item.wage),
        LIMITED[item.limited_by] + money(item.base),
        money(item.employer),
        money(item.employee),
        money(item.principal),
        str(fee.start or "-"),
        str(fee.end or "-"),
        str(fee.days),
        money(fee.amount),
    )


def limit_note(months: Sequence[MonthDue]) -> str:
    """Return what the arrows mean, where there are any."""
    if not any(item.limited_by for item in months):
        return ""
    return "↑ 按下限 base raised to the floor   ↓ 按上限 base cut to the ceiling"


def component_table(months: Sequence[MonthDue]) -> str:
    """Return what the components add up to over the months."""
    sums: dict[tuple[Payer, str, str], Decimal] = {}
    for component in (part for item in months for part in item.components):
        rate = "定额 fixed" if component.rate is None else percent(component.rate)
        key = component.payer, component.name, rate
        sums[key] = sums.get(key, Decimal(0)) + component.amount
    payers = {"employer": "单位 employer", "employee": "个人 employee"}
    rows = [
        (name, payers[payer], rate, money(total)) for (payer, name, rate), total in sums.items()
    ]
    titles: list[Row] = [
        ("缴费项目", "承担", "费率", "合计"),
        ("component", "payer", "rate", "sum"),
    ]
    return aligned([*titles, *rows], left=2)


def segment_table(months: Sequence[MonthDue]) -> str:
    """Return the late fee's runs of days, for months that have more than one."""
    rows: list[Row] = [
        (
            str(item.month),
            money(part.principal),
            str(part.start),
            str(part.end),
            str(part.days),
            f"{part.rate * 1000:f}".rstrip("0").rstrip(".") + "‰",
        )
        for item in months
        if len(item.late_fee.segments) > 1
        for part in item.late_fee.segments
    ]
    titles: list[Row] = [
        ("滞纳金分段", "计费金额", "起", "止", "天数", "日费率"),
        ("fee segment", "on", "from", "to", "days", "per day"),
    ]
    return aligned([*titles, *rows], left=1) if rows else ""


def total_table(statement: ArrearsStatement) -> str:
    """Return the sums and the words for the last of them."""
    sums = statement.totals
    table = aligned(
        [
            ("本金合计 principal", money(sums.principal)),
            ("滞纳金合计 late fee", money(sums.late_fee)),
            ("单位承担 borne by the employer", money(sums.employer_bears)),
            ("个人承担 borne by the employee", money(sums.employee_bears)),
            ("应缴总额 payable", money(sums.payable)),
        ],
        left=1,
    )
    return f"{table}\n大写 in words: {sums.in_words}"


def account_text(account: AccountEffect) -> str:
    """Return the effect on the personal account in two languages."""
    if account.rule == "unchanged":
        return (
            f"个人账户：中断{account.gap_months}个月，不作调整。\n"
            f"Personal account: gap of {account.gap_months} months, not adjusted."
        )
    return (
        f"个人账户：中断{account.gap_months}个月，{account.on}一次性划入{money(account.amount)}元。\n"
        f"Personal account: gap of {account.gap_months} months, "
        f"{money(account.amount)} credited at one go on {account.on}."
    )


def closing(statement: ArrearsStatement) -> str:
    """Return benefit note, warnings and sources."""
    note = statement.benefit_note
    lines = [f"待遇：{note.zh}", f"Benefits: {note.en}"]
    lines += [f"注意 warning: {warning}" for warning in statement.warnings]
    lines += ["依据 sources:", *(f"- {source}" for source in statement.policy.sources)]
    return "\n".join(lines)


def money(amount: Decimal) -> str:
    """Return an amount with thousands set apart."""
    return f"{amount:,.2f}"


def percent(rate: Decimal) -> str:
    """Return a rate in per cent without idle zeros."""
    return f"{(rate * 100).normalize():f}%"


def aligned(rows: Sequence[Row], *, left: int) -> str:
    """Return rows as columns: the first `left` flush left, the others flush right."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        GAP.join(
            padded(cell, widths[column], flush_left=column < left)
            for column, cell in enumerate(row)
        ).rstrip()
        for row in rows
    )


def padded(cell: str, to: int, *, flush_left: bool) -> str:
    """Return the cell filled up with blanks to a width in columns."""
    blanks = " " * (to - width(cell))
    return cell + blanks if flush_left else blanks + cell


def width(text: str) -> int:
    """Return how many columns a terminal gives the text: two to a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
