"""
How a spreadsheet shows a number: its format code decides (ECMA-376 part 1 §18.8.31).

Only what changes the meaning is followed: decimals, percent, parts of a date, and codes that show
nothing at all. Thousands separators, colours, currency signs and padding are left out.
"""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

Value = str | float | int | bool | date | datetime | time | None

GENERAL_DIGITS = 11
"""Significant digits that General shows in a cell wide enough."""
EXACT_WHOLE = 10**15
"""Whole numbers beyond this have lost digits in the file itself."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE = re.compile(r"(?<![a-z])(?:y{2,4}|m{1,5}|d{1,4}|e{1,4}|h{1,2}|s{1,2})", re.IGNORECASE)


def shown(value: Value, code: str) -> str:
    """Return what a cell shows for a value; empty where the code hides it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):  # a datetime is one
        return _date(value, code)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, str):
        parts = code.split(";")
        return "" if len(parts) == 4 and not parts[3].strip() else value
    return _number(value, code)


def is_number(value: Value) -> bool:
    """Say whether a value is a number, not a date or a text."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_date_code(code: str) -> bool:
    """Say whether a format code shows numbers as days."""
    plain = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).replace("General", "")
    return bool(_DATE.search(plain)) and not re.search(r"[0#?]", plain)


def _number(value: float, code: str) -> str:
    """Write a number with the decimals that its code asks for."""
    if not code or code == "General":
        return general(value)
    section = _section(code, value)
    if section is None:
        return ""
    plain = _LITERAL.sub("", section)
    if not re.search(r"[0#?]", plain) or "general" in plain.lower():
        literal = "".join(match[1] or match[2] or "" for match in _LITERAL.finditer(section))
        return literal if literal and not plain.strip() else general(value)
    scaled = Decimal(repr(value)) * (100 if "%" in plain else 1)
    if "E" in plain.upper() or "/" in plain or re.search(r",(?![0#?,])", plain):
        return general(value)
    decimals = re.search(r"\.([0#?]*)", plain)
    forced = decimals[1] if decimals else ""
    text = format(scaled.quantize(Decimal(1).scaleb(-len(forced)), ROUND_HALF_UP), "f")
    spare = len(forced) - len(forced.rstrip("#"))
    for _ in range(spare):
        text = text.removesuffix("0")
    return text.rstrip(".") + ("%" if "%" in plain else "")


def _section(code: str, value: float) -> str | None:
    """Return the part of a code that is for numbers of this sign; None if it shows nothing."""
    parts = code.split(";")
    if len(parts) == 1:
        return code
    index = 1 if value < 0 else 2 if value == 0 and len(parts) > 2 else 0
    return parts[index] if parts[index].strip() else None


def general(value: float) -> str:
    """Write a number as General does: no more digits than are worth showing, no exponent."""
    if not float(value).is_integer():
        exact = Decimal(repr(value))
        places = max(0, GENERAL_DIGITS - max(exact.adjusted() + 1, 1))
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return format(rounded.normalize(), "f")
    if abs(value) < EXACT_WHOLE:
        return str(int(value))
    return f"{value:.5E}"


def _date(value: date, code: str) -> str:
    """Write a day as far as its code shows it: a month's cell shows no day."""
    plain = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
    has_year = bool(re.search(r"y|e", plain.replace("general", "")))
    has_day = "d" in plain
    if has_year and not has_day and "m" in plain:
        return f"{value.year}年{value.month}月"
    if not has_year and "m" in plain:
        return f"{value.month}月{value.day}日" if has_day else f"{value.month}月"
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
