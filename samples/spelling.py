"""How months, dates and amounts stand on Chinese papers."""

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Literal

from models.quantities import Month

MonthStyle = Literal[
    "年月", "年月份", "0年月", "dash", "dot", "dot0", "slash", "compact", "hanzi", "period", "只月"
]
AmountStyle = Literal["plain", "grouped", "short"]
WHOLE: tuple[MonthStyle, ...] = ("年月", "年月份", "0年月", "dash", "dot", "compact", "hanzi")
HAN = "〇一二三四五六七八九"
CAPITAL = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")


def month(value: Month, style: MonthStyle) -> str:
    """Spell a month; `只月` leaves the year to be said elsewhere."""
    year, number = value.year, value.month
    last = value.last_day
    spelled: dict[MonthStyle, str] = {
        "年月": f"{year}年{number}月",
        "年月份": f"{year}年{number}月份",
        "0年月": f"{year}年{number:02d}月",
        "dash": f"{year}-{number:02d}",
        "dot": f"{year}.{number}",
        "dot0": f"{year}.{number:02d}",
        "slash": f"{year}/{number:02d}",
        "compact": f"{year}{number:02d}",
        "hanzi": han_year(year) + "年" + han_small(number) + "月",
        "period": f"{year}.{number:02d}.01-{year}.{number:02d}.{last.day}",
        "只月": f"{number}月份",
    }
    return spelled[style]


def han_year(year: int) -> str:
    """Spell 2024 as 二〇二四."""
    return "".join(HAN[int(digit)] for digit in str(year))


def han_small(number: int) -> str:
    """Spell 1 to 31: 一, 十二, 三十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else HAN[tens] + "十")
    return head + (HAN[ones] if ones else "")


def date(value: dt.date, style: str = "年月日") -> str:
    """Spell a date: `年月日`, `dash`, `dot` or `hanzi`."""
    spelled = {
        "年月日": f"{value.year}年{value.month}月{value.day}日",
        "dash": f"{value:%Y-%m-%d}",
        "dot": f"{value.year}.{value.month}.{value.day}",
        "hanzi": (f"{han_year(value.year)}年{han_small(value.month)}月{han_small(value.day)}日"),
    }
    return spelled[style]


def amount(value: Decimal, style: AmountStyle = "plain") -> str:
    """Write 8500.00, 8,500.00, or 8500 where there are no fen."""
    if style == "grouped":
        return f"{value:,.2f}"
    if style == "short" and value == value.to_integral():
        return f"{value:.0f}"
    return f"{value:.2f}"


def in_words(value: Decimal) -> str:
    """Write an amount in capital numerals (支付结算办法 annex 1): 壹万陆仟肆佰零玖元零贰分."""
    fen = int((value * 100).to_integral_value())
    whole, cents = divmod(fen, 100)
    jiao, rest = divmod(cents, 10)
    text = _whole_in_words(whole) + "元" if whole else ""
    if not cents:
        return text + "整"
    if jiao:
        text += CAPITAL[jiao] + "角"
    elif whole:
        text += "零"
    return text + (CAPITAL[rest] + "分" if rest else "整")


def _whole_in_words(whole: int) -> str:
    """Spell by groups of four digits; a group with a leading zero is led in by 零."""
    text = ""
    for place in range(len(str(whole)) // 4, -1, -1):
        group = whole // 10 ** (4 * place) % 10000
        if not group:
            continue
        lead = "零" if text and group < 1000 else ""
        text += lead + _group_in_words(group) + GROUPS[place]
    return text


def _group_in_words(group: int) -> str:
    text = ""
    for place, digit in enumerate(reversed(str(group))):
        if digit != "0":
            text = CAPITAL[int(digit)] + UNITS[place] + text
        elif text and not text.startswith("零"):
            text = "零" + text
    return text


def whole_month_style(rng: Random) -> MonthStyle:
    """Draw a spelling that says year and month."""
    return rng.choices(WHOLE, weights=(8, 4, 4, 3, 2, 2, 2))[0]
