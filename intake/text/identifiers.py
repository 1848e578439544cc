"""
Citizen IDs (GB 11643-1999) and unified social credit codes (GB 32100-2015).

A check digit tells a misreading; a repair is offered only as a candidate whose check digit holds.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.cn import ric, uscc

from intake.text.fold import fold, tight

_ID_FIND = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9OoIlSBZ|]{17}[0-9OoXx×*]|[0-9OoIl]{15})(?![0-9A-Za-z])"
)
_USCC_FIND = re.compile(r"(?<![0-9A-Za-z])[0-9OIl][0-9A-Za-z|]{17}(?![0-9A-Za-z])")
_TO_DIGIT = str.maketrans("OoQDIl|!iZzSsBbGgq×*", "00001111122558869" + "9XX")
_USCC_LETTERS = {"O": "0", "I": "1", "|": "1", "L": "L", "Z": "2", "S": "5", "V": "Y"}
_LOOKALIKES = {
    "0": "8695", "1": "7", "2": "7", "3": "85", "4": "19", "5": "63", "6": "850", "7": "12",
    "8": "3069", "9": "804",
    "A": "4", "B": "8", "C": "G0", "D": "0", "E": "FB", "F": "EP", "G": "6C", "H": "NM", "J": "1",
    "K": "X", "L": "1", "M": "NH", "N": "MH", "P": "FR", "Q": "0", "R": "PK", "T": "1Y7", "U": "0J",
    "W": "MN", "X": "KY", "Y": "XT",
}  # fmt: skip
_AMBIGUOUS = str.maketrans({"0": "DQ", "1": "7LTJ", "8": "B", "6": "G"})
_YOUNGEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """What a printed identifier says and what it may have been."""

    value: str
    """Folded, blanks removed, letters that cannot stand there taken for digits."""
    valid: bool
    legacy: bool = False
    """A form of older papers: 15-digit ID, 15-digit licence, organisation code."""
    candidates: tuple[str, ...] = ()
    """Valid numbers one lookalike character away; filled only where `valid` is False."""


def check_id(text: str) -> NumberCheck:
    """Check a citizen ID of 18 characters, or of 15 digits on papers before 1999."""
    value = tight(text).translate(_TO_DIGIT).upper()
    if re.fullmatch(r"\d{15}", value):
        return NumberCheck(value, valid=_is_date("19" + value[6:12]), legacy=True)
    if _valid_id(value):
        return NumberCheck(value, valid=True)
    return NumberCheck(value, valid=False, candidates=_neighbours(value, _valid_id))


def check_uscc(text: str) -> NumberCheck:
    """Check a unified social credit code; older registration numbers are `legacy`."""
    raw = tight(text).replace("-", "").upper()
    value = "".join(_USCC_LETTERS.get(char, char) for char in raw) if len(raw) == 18 else raw
    if re.fullmatch(r"\d{15}|[0-9A-Z]{8}[0-9X]", value):
        return NumberCheck(value, valid=True, legacy=True)
    if uscc.is_valid(value):
        return NumberCheck(value, valid=True)
    return NumberCheck(value, valid=False, candidates=_neighbours(value, uscc.is_valid))


def find_ids(text: str) -> tuple[str, ...]:
    """Return runs that have the shape of a citizen ID, as they stand after folding."""
    return tuple(match[0] for match in _ID_FIND.finditer(tight(text)))


def find_usccs(text: str) -> tuple[str, ...]:
    """
    Return runs that have the shape of a credit code and are no citizen ID.

    A code may be printed in groups, but then one with letters: amounts side by side are figures
    only, and now and then their check digit fits.
    """
    folded = fold(text)
    whole = [match[0] for match in _USCC_FIND.finditer(folded)]
    grouped = [match[0] for match in _USCC_FIND.finditer(tight(text)) if not match[0].isdigit()]
    runs = dict.fromkeys((*whole, *grouped))
    return tuple(run for run in runs if not _valid_id(run.upper()))


def born_on(id_number: str) -> dt.date | None:
    """Return the birth date in a citizen ID of 18 characters, None if it has none."""
    digits = id_number[6:14]
    return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if _is_date(digits) else None


def _valid_id(value: str) -> bool:
    """Check form, birth date and check digit; area codes change and prove nothing."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", value) or not _is_date(value[6:14]):
        return False
    return bool(value[-1] == ric.calc_check_digit(value))


def _is_date(digits: str) -> bool:
    """Say whether YYYYMMDD is a day that a living person may be born on."""
    if not re.fullmatch(r"\d{8}", digits):
        return False
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= _YOUNGEST_YEAR


def _neighbours(value: str, valid: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the valid numbers that differ from `value` in one lookalike."""
    return tuple(dict.fromkeys(other for other in _one_slip(value) if valid(other)))


def _one_slip(value: str) -> Iterator[str]:
    """Yield `value` with each character exchanged for each of its lookalikes."""
    if len(value) != 18:
        return
    for index, char in enumerate(value):
        others = _LOOKALIKES.get(char, "") + char.translate(_AMBIGUOUS).replace(char, "")
        for other in dict.fromkeys(others):
            yield value[:index] + other + value[index + 1 :]
