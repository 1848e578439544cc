"""
Amounts in capital numerals (大写金额), written and read after 支付结算办法 annex 1.

`capital_words(Decimal("16409.02"))` is 人民币壹万陆仟肆佰零玖元零贰分; `parse_capital` reads what
that rule allows and nothing else. Ordinary numerals (一二三, 廿, 百) and colloquial units (毛, 另)
are refused: an amount that may be misread is left to a person.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL_UNITS = ("", "拾", "佰", "仟")
LARGE_UNITS = ("元", "万", "亿")
LIMIT = Decimal(10) ** (4 * len(LARGE_UNITS))
PREFIX = "人民币"

_VARIANTS = str.maketrans("貳貮參叄陸億萬圓圆正", "贰贰叁叁陆亿万元元整")
_NUMERAL = re.compile(rf"[{DIGITS}{''.join(SMALL_UNITS)}{''.join(LARGE_UNITS)}角分整]+")
_BEFORE = "币写计额"  # 人民币, 大写, 合计, 金额
_LEAD = re.compile(rf"(?:{PREFIX})?(?:[(]?大写[)]?)?[::]?(?:{PREFIX})?")


def capital_words(amount: Decimal) -> str:
    """
    Return an amount in yuan in capital numerals, beginning with 人民币.

    Raises ValueError for a negative amount, a part of a fen, or 1,000,000,000,000 and more.
    """
    fen = amount * 100
    if not 0 <= amount < LIMIT or fen != int(fen):
        raise ValueError(f"no amount for a paper: {amount}")
    yuan, cents = divmod(int(fen), 100)
    return PREFIX + _integer(yuan, "零") + _fraction(yuan, cents)


def parse_capital(text: str) -> Decimal | None:
    """
    Return the amount that `text` writes, or None where it is not well formed.

    Traditional forms (貳陸億萬圓), 正 for 整, 人民币 or 大写 in front and blanks are allowed; so is
    an omitted 零 that the rule makes optional. 元 at the end needs 整, and 分 may not have it.
    """
    numeral = _LEAD.sub("", _plain(text), count=1)
    fen = _value(numeral)
    if fen is None or not re.fullmatch(_allowed(fen), numeral):
        return None
    return Decimal(fen).scaleb(-2)


def find_capitals(text: str) -> tuple[tuple[str, Decimal], ...]:
    """
    Return the well-formed capital amounts inside a longer text, each with its value.

    A run that touches an unknown character is passed over: 捌什伍佰元整 is not 500.
    """
    plain = _plain(text)
    runs = (match[0] for match in _NUMERAL.finditer(plain) if _stands_free(match, plain))
    read = ((run, parse_capital(run)) for run in runs)
    return tuple((run, value) for run, value in read if value is not None)


def _stands_free(match: re.Match[str], text: str) -> bool:
    """Say whether nothing beside the run may be a misread part of it."""
    before, after = text[: match.start()][-1:], text[match.end() :][:2]
    begins = not before.isalnum() or before in _BEFORE
    ends = match[0][-1] in "整分" or not (after[:1].isalnum() or "分" in after)
    return begins and ends


def _plain(text: str) -> str:
    """Fold widths and variant characters, drop blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_VARIANTS)


def _integer(yuan: int, optional_zero: str) -> str:
    """Return the yuan up to 元; what may stand for a 零 that can be left out is the caller's."""
    if yuan == 0:
        return ""
    words = ""
    for place, digit, zero in _digits(yuan):
        words += {"required": "零", "optional": optional_zero, "none": ""}[zero]
        words += DIGITS[digit] + SMALL_UNITS[place % 4]
        if not yuan // 10 ** (place - place % 4) % 10 ** (place % 4) and place >= 4:
            words += LARGE_UNITS[place // 4]
    return words + "元"


def _digits(yuan: int) -> Iterator[tuple[int, int, str]]:
    """Yield (place, digit, 零 before it) of the digits that are not zero, highest first."""
    digits = str(yuan)
    last = len(digits)
    for place, char in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if char == "0":
            continue
        yield place, int(char), _zero_before(place, last) if last < len(digits) else "none"
        last = place


def _zero_before(place: int, last: int) -> str:
    """
    Say whether 零 stands between the digits at places `last` and `place`.

    It has to before a digit without a unit of its own (壹佰伍元 might be 150). Where the next group
    begins with its thousands (壹拾万柒仟元) usage differs, and elsewhere the value is plain.
    """
    if last - place == 1:
        return "none"
    return "required" if place % 4 == 0 else "optional"


def _fraction(yuan: int, cents: int) -> str:
    """Return what follows 元 as we write it."""
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整" if yuan else "零元整"
    zero = "零" if yuan and not jiao else ""
    return (f"{DIGITS[jiao]}角" if jiao else zero) + (f"{DIGITS[fen]}分" if fen else "")


def _value(numeral: str) -> int | None:
    """Return the fen that the characters add up to, in whatever order; None for a foreign one."""
    fen = group = digit = 0
    for char in numeral:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in "拾佰仟":
            group, digit = group + digit * 10 ** SMALL_UNITS.index(char), 0
        elif char in "万亿":
            fen, group, digit = fen + (group + digit) * _weight(char), 0, 0
        elif char == "元":
            fen, group, digit = fen + (group + digit) * 100, 0, 0
        elif char in "角分":
            fen, digit = fen + digit * (10 if char == "角" else 1), 0
        elif char != "整":
            return None
    return fen


def _weight(unit: str) -> int:
    """Return what a unit of four places is worth in fen."""
    return int(100 * 10 ** (4 * LARGE_UNITS.index(unit)))


def _allowed(fen: int) -> str:
    """Return the pattern of every allowed writing of an amount."""
    yuan, cents = divmod(fen, 100)
    jiao, rest = divmod(cents, 10)
    whole = _integer(yuan, "零?") or "(?:零元)?"
    if not cents:
        return (whole if yuan else "零元") + "(?:整|零角零分整?)"
    tens = f"{DIGITS[jiao]}角" if jiao else "(?:零角)?零?"
    ones = f"{DIGITS[rest]}分" if rest else "(?:零分)?整?"
    return whole + ("零?" if jiao and yuan % 10 == 0 else "") + tens + ones
