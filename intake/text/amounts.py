"""
Amounts of money as they are printed: a strict reading, and candidates where it fails.

`parse_amount` accepts what the printed form can mean in one way only. `amount_candidates` lists
what a misread form may have been, each with the reason; it never chooses.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from intake.text.fold import fold

_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY|小写|[:¥Y￥])+", re.IGNORECASE)
_UNIT = re.compile(r"(?:元整|元正|元|圆整|圆|整|RMB|CNY)$", re.IGNORECASE)
_PLAIN = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?")
_DASH_ONLY = re.compile(r"[-‐–—―─一/\\]+")
_AROUND_POINT = re.compile(r"\s*([.,])\s*")

_SAFE_LETTERS = {"O": "0", "o": "0", "D": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "i": "1"}
_RISKY_LETTERS = {"S": "5", "s": "5", "B": "8", "Z": "2", "z": "2", "g": "9", "G": "6", "b": "6"}
_LETTERS = _SAFE_LETTERS | _RISKY_LETTERS
_MARKS = {
    "'": ",",
    "`": ",",
    "’": ",",
    "‘": ",",
    ";": ",",
    "、": ",",
    "。": ".",
    "·": ".",
    ":": ".",
}
_GROUP = 3


@dataclass(frozen=True, slots=True)
class AmountCandidate:
    """What a printed amount may have been."""

    value: Decimal
    why: str
    """Empty for the strict reading, else the repair, e.g. `point for comma`."""


def parse_amount(text: str) -> Decimal | None:
    """
    Read an amount that follows the printed grammar; None for anything else.

    Accepted: ¥/￥/RMB/人民币 before, 元(整) after, thousands in groups of three, one or two
    decimals, a minus sign or accounting brackets, full width.
    """
    body, negative = _unwrap(text)
    if _PLAIN.fullmatch(body) is None:
        return None
    value = Decimal(body.replace(",", ""))
    return -value if negative else value


def amount_candidates(text: str) -> tuple[AmountCandidate, ...]:
    """
    List what `text` may be as an amount: the strict reading first, then repairs.

    Repairs are `letter for digit`, `point for comma`, `comma for point`, `mark for separator`,
    `blank inside`, `mark at the edge`; a text without digits has none. Nothing is chosen here.
    """
    strict = parse_amount(text)
    if strict is not None:
        return (AmountCandidate(strict, ""),)
    body, negative = _unwrap(text)
    if not any(char.isdigit() for char in body):
        return ()
    sign = -1 if negative else 1
    found = (AmountCandidate(sign * value, why) for value, why in _repairs(body))
    return tuple(_first_of_each(found))


def is_dash(text: str) -> bool:
    """Say whether a cell holds only a dash or slash: printed for an amount of nought."""
    return _DASH_ONLY.fullmatch(fold(text).replace(" ", "")) is not None


def looks_numeric(text: str) -> bool:
    """Say whether most of the text is digits and separators, read however badly."""
    body, _ = _unwrap(text)
    if not any(char.isdigit() for char in body):
        return False
    good = sum(char.isdigit() or char in ".,-' " for char in body)
    return good >= 0.7 * len(body)


def _unwrap(text: str) -> tuple[str, bool]:
    """Take off currency, unit, sign and brackets; return the body and whether it is negative."""
    body = _AROUND_POINT.sub(r"\1", fold(text))
    body = _UNIT.sub("", _CURRENCY.sub("", body.strip()).strip()).strip()
    bracketed = len(body) > 2 and body[0] in "([" and body[-1] in ")]"
    if bracketed:
        body = _CURRENCY.sub("", body[1:-1].strip()).strip()
    signed = body[:1] in {"-", "−", "–"}
    if signed:
        body = _CURRENCY.sub("", body[1:].strip()).strip()
    return body, signed or bracketed


def _repairs(body: str) -> Iterator[tuple[Decimal, str]]:
    """Yield readings of a body that is not grammatical as it stands."""
    yield from _with_why(body, "")
    trimmed = body.strip(" .,-_|'`~*:;[]{}!")
    if trimmed != body:
        yield from _with_why(trimmed, "mark at the edge")
    marked = "".join(_MARKS.get(char, char) for char in trimmed)
    if marked != trimmed:
        yield from _with_why(marked, "mark for separator")
    lettered = "".join(_LETTERS.get(char, char) for char in marked)
    if lettered != marked:
        yield from _with_why(lettered, "letter for digit")
    if " " in lettered:
        yield from _with_why(lettered.replace(" ", ""), "blank inside")


def _with_why(body: str, why: str) -> Iterator[tuple[Decimal, str]]:
    """Yield `body` read strictly, else with its separators exchanged."""
    value = _strict(body)
    if value is not None:
        yield value, why
        return  # a grammatical body has one meaning
    for repaired, reason in _separators(body):
        value = _strict(repaired)
        if value is not None:
            yield value, f"{why}, {reason}".lstrip(", ")


def _separators(body: str) -> Iterator[tuple[str, str]]:
    """Yield what a body may be if points and commas were taken for each other."""
    parts = re.split(r"[.,]", body)
    if len(parts) < 2 or not all(part.isdigit() for part in parts):
        return
    head, middle, tail = parts[0], parts[1:-1], parts[-1]
    if any(len(part) != _GROUP for part in middle) or (not 1 <= len(head) <= _GROUP and middle):
        return
    whole = head + "".join(middle)
    if len(tail) in {1, 2}:
        yield f"{whole}.{tail}", "comma for point" if "," in body else "point for comma"
    elif len(tail) == _GROUP and len(head) <= _GROUP:
        if "," in body and body[-_GROUP - 1] == ".":
            yield f"{whole}.{tail[:2]}", "digit too many"
        yield whole + tail, "point for comma"
    elif len(tail) == _GROUP + 2 and len(head) <= _GROUP:
        yield f"{whole}{tail[:_GROUP]}.{tail[_GROUP:]}", "point lost"


def _strict(body: str) -> Decimal | None:
    """Return the value of a body in the printed grammar."""
    return Decimal(body.replace(",", "")) if _PLAIN.fullmatch(body) else None


def _first_of_each(found: Iterable[AmountCandidate]) -> Iterator[AmountCandidate]:
    """Drop later candidates of the same value."""
    seen: set[Decimal] = set()
    for candidate in found:
        if candidate.value not in seen:
            seen.add(candidate.value)
            yield candidate
