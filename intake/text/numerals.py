"""Chinese numerals inside dates: 二〇二四年三月十五日 is 2024年3月15日."""

import re

_DIGITS = "〇一二三四五六七八九"
_VALUES = {char: value for value, char in enumerate(_DIGITS)} | dict.fromkeys("零○Oo0◯Ｏ", 0)
_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十", strict=True)) | {"两": "二"}
_YEAR = re.compile(
    r"([一二三四五六七八九〇零○Oo0◯]{4}|[二三][〇零○Oo0◯一二三四五六七八九])(?=\s*年)"
)
_SMALL = re.compile(r"([一二三四五六七八九十正元〇零]{1,4})(?=\s*(?:个)?[月日号])")
_LIST = re.compile(
    r"([一二三四五六七八九十]{1,3})(?=\s*[、,至到和及~-]\s*[一二三四五六七八九十\d]{1,3}\s*月)"
)


def arabic_dates(text: str) -> str:
    """Write the Chinese numerals before 年, 月, 日, 号 in digits; leave all others alone."""
    plain = "".join(_FORMAL.get(char, char) for char in text) if _has_formal_date(text) else text
    plain = _YEAR.sub(lambda match: _year(match[1]), plain)
    while (again := _LIST.sub(lambda match: _small(match[1]), plain)) != plain:
        plain = again
    return _SMALL.sub(lambda match: _small(match[1]), plain)


def _has_formal_date(text: str) -> bool:
    """Say whether a date is written in 大写 as on cheques: 贰零贰肆年零叁月壹拾伍日."""
    return re.search(r"[壹贰叁肆伍陆柒捌玖拾零]\s*[年月日]", text) is not None


def _year(run: str) -> str:
    """Return the digits of a year written character by character."""
    return "".join(str(_VALUES[char]) for char in run)


def _small(run: str) -> str:
    """Return a number below a hundred: 十二, 二十, 三十一, 正, 元, 零三."""
    run = run.replace("正", "一").replace("元", "一").lstrip("〇零") or run
    if "十" not in run:
        return "".join(str(_VALUES[char]) for char in run)
    tens, _, ones = run.partition("十")
    return str((_VALUES[tens] if tens else 1) * 10 + (_VALUES[ones] if ones else 0))
