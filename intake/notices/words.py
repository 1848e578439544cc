"""What codes are called on a notice: Chinese first, English second."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from models.finding import Material
from models.paper import DocumentKind
from models.quantities import Month

Pair = tuple[str, str]

MATERIALS: dict[Material, Pair] = {
    Material.PAYROLL_VOUCHER: ("工资凭证", "Payroll voucher"),
    Material.LABOR_CONTRACT: ("劳动合同", "Labour contract"),
    Material.APPLICATION: ("补缴申请书", "Application"),
    Material.ELIGIBILITY: ("补缴条件", "Eligibility"),
    Material.IDENTITY: ("身份证件", "Identity card"),
    Material.OTHER: ("其他材料", "Other material"),
}
DOCUMENTS: dict[DocumentKind, Pair] = {
    DocumentKind.PAYROLL_VOUCHER: ("工资凭证", "Payroll voucher"),
    DocumentKind.LABOR_CONTRACT: ("劳动合同", "Labour contract"),
    DocumentKind.APPLICATION: ("补缴申请书", "Application"),
    DocumentKind.IDENTITY: ("身份证件", "Identity card"),
    DocumentKind.OTHER: ("其他材料", "Other paper"),
    DocumentKind.BLANK: ("空白页", "Blank page"),
}
PROBLEMS: dict[str, Pair] = {
    "empty": ("空文件", "empty"),
    "encrypted": ("已加密，请去除密码后重新提交", "encrypted; send it without a password"),
    "damaged": ("已损坏", "damaged"),
    "unsupported": ("格式不受支持", "format not accepted"),
    "too_large": ("文件过大", "too large"),
    "too_many_pages": ("页数过多", "too many pages"),
    "too_many_pixels": ("图像尺寸过大", "picture too large"),
    "unsafe_archive": ("压缩包不安全", "unsafe archive"),
}
UNREAD: Pair = ("未能读取", "could not be read")
REASONS: dict[str, Pair] = {
    "employer_arrears": ("单位欠缴", "contributions owed by the employer"),
    "late_registration": ("单位未及时办理参保登记", "late registration by the employer"),
    "omitted_declaration": ("单位漏报", "declaration omitted by the employer"),
    "wrong_base": ("缴费基数申报有误", "wrong contribution base"),
    "base_difference": ("缴费基数差额", "difference in the contribution base"),
    "transfer_gap": ("关系转移接续中断", "gap on transfer"),
    "enforcement_document": ("稽核、仲裁或判决等文书要求", "ordered by an authority or a court"),
    "personal": ("个人原因", "personal reasons"),
}


def day(value: date | None) -> str:
    """Write a day in Chinese; blanks to fill in where it is not known."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "    年    月    日"


def month(value: Month) -> str:
    """Write a month in Chinese."""
    return f"{value.year}年{value.month}月"


def months(values: Iterable[Month]) -> str:
    """Write months in Chinese, runs of three and more as such: 2024年1月至6月、9月."""
    parts: list[str] = []
    year = 0
    for run in _runs(sorted(set(values))):
        first, last = run[0], run[-1]
        parts.append(_in_year(first, year))
        year = first.year
        if len(run) == 2:
            parts.append(_in_year(last, year))
        elif len(run) > 2:
            parts[-1] += f"至{_in_year(last, year)}"
        year = last.year
    return "、".join(parts)


def months_en(values: Iterable[Month]) -> str:
    """Write months in English, runs of three and more as such."""
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run))
        for run in _runs(sorted(set(values)))
    )


def _runs(values: Sequence[Month]) -> list[list[Month]]:
    """Cut ascending months into runs without a gap."""
    numbered = enumerate(values)
    return [
        [value for _, value in group]
        for _, group in groupby(numbered, lambda pair: pair[1].ordinal - pair[0])
    ]


def _in_year(value: Month, year: int) -> str:
    """Write a month, its year only where it is another than the one before."""
    return f"{value.month}月" if value.year == year else month(value)


def money(amount: Decimal) -> str:
    """Write an amount with thousands set apart."""
    return f"{amount:,.2f}"


def percent(rate: Decimal) -> str:
    """Write a rate in per cent without idle zeros."""
    return f"{(rate * 100).normalize():f}%"


def per_mille(rate: Decimal) -> str:
    """Write a daily rate in per mille without idle zeros."""
    return f"{(rate * 1000).normalize():f}‰"


def masked(number: str | None) -> str:
    """Show an ID number as its first and last character: the rest is nobody's business."""
    if not number:
        return ""
    return number if len(number) < 3 else number[0] + "*" * (len(number) - 2) + number[-1]
