"""Days in every spelling that contracts and applications use."""

import datetime as dt
import re
from dataclasses import dataclass

from intake.text.fold import fold
from intake.text.numerals import arabic_dates

_DATE = re.compile(
    r"(?<!\d)(?P<y1>(?:19|20)\d{2})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})[日号曰]?"
    r"|(?<![\d.])(?P<y2>(?:19|20)\d{2})(?P<s>[-./])(?P<m2>\d{1,2})(?P=s)(?P<d2>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<y3>(?:19|20)\d{2})(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)"
)
_AROUND = re.compile(r"\s*([年月日号])\s*")
_AROUND_DASH = re.compile(r"(?<=\d)\s*([-./])\s*(?=\d)")
_LETTER_O = re.compile(r"(?<=\d)[OoQ]|[OoQ](?=\d)")
_LETTER_L = re.compile(r"(?<=[\d年月])[lI|]|[lI|](?=[\d月日])")
_NO_MONTH_SIGN = re.compile(r"(?<=\d年)(\d{1,2})[目用]")


@dataclass(frozen=True, slots=True)
class DateMention:
    """One day and where it begins in the folded text."""

    date: dt.date
    text: str
    start: int
    end: int


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Return every real day in `text`, in order; 2024年2月30日 is none."""
    plain = _normalise(text)
    found = []
    for match in _DATE.finditer(plain):
        day = _day(match)
        if day is not None:
            found.append(DateMention(day, match[0], match.start(), match.end()))
    return tuple(found)


def parse_date(text: str) -> dt.date | None:
    """Read a text that is one day and nothing else; None otherwise."""
    plain = _normalise(text).strip(" .。,;:")
    match = _DATE.fullmatch(plain)
    return None if match is None else _day(match)


def folded_dates(text: str) -> str:
    """Return `text` in the spelling that `find_dates` counts its places in."""
    return _normalise(text)


def _normalise(text: str) -> str:
    """Return the text in the spelling that the grammar reads."""
    plain = _AROUND.sub(r"\1", arabic_dates(fold(text)))
    plain = _AROUND_DASH.sub(r"\1", plain)
    plain = _LETTER_L.sub("1", _LETTER_O.sub("0", plain))
    return _NO_MONTH_SIGN.sub(r"\1月", plain)


def _day(match: re.Match[str]) -> dt.date | None:
    """Return the day of a match, None if the calendar has none such."""
    for n in (1, 2, 3):
        if match[f"y{n}"]:
            try:
                return dt.date(int(match[f"y{n}"]), int(match[f"m{n}"]), int(match[f"d{n}"]))
            except ValueError:
                return None
    return None
