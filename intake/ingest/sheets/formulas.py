"""
Recomputes the simple formulas that wages are made of, to see whether their kept results are stale.

Sums, differences, products, ROUND and their like. What is not understood is left alone: the result
that is kept for it is neither confirmed nor doubted.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, Overflow

from intake.ingest.sheets.grid import Place

NEAR = Decimal("0.006")
"""Kept results are binary floats, and half a fen is the least that rounding may differ by."""
MOST_CELLS = 20_000
"""In one range; whole columns are summed in some sheets."""
LONGEST = 2000
DEEPEST = 60

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<range>\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+)"
    r"|(?P<cell>\$?[A-Z]{1,3}\$?\d+(?![\w(!.]))"
    r"|(?P<name>[A-Z][A-Z0-9.]*)(?=\()"
    r"|(?P<sign>[-+*/(),%]))"
)
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
_SHIFTED = re.compile(r"(?<![\w!'])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(!])")


class NotUnderstoodError(Exception):
    """The formula, or a value that it needs, is beyond this."""


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers in a range; cells with text or nothing are left out, as in SUM."""

    numbers: tuple[Decimal, ...]


def is_stale(formula: str, kept: float, numbers: Mapping[Place, object]) -> bool:
    """
    Say whether a formula surely yields something else than what is kept as its result.

    `numbers` holds the values of the sheet's cells; what is no number is text or a date.
    """
    try:
        return abs(evaluate(formula, numbers) - Decimal(repr(float(kept)))) > NEAR
    except (NotUnderstoodError, InvalidOperation, DivisionByZero, Overflow):
        return False


def evaluate(formula: str, numbers: Mapping[Place, object]) -> Decimal:
    """Compute a formula without its `=`. Raises NotUnderstoodError and decimal's own errors."""
    if len(formula) > LONGEST:
        raise NotUnderstoodError("too long")
    parser = _Parser(list(_tokens(formula)), numbers)
    value = parser.sum(0)
    if parser.rest():
        raise NotUnderstoodError("more than one expression")
    return value


def moved(formula: str, by: Place) -> str:
    """Return a shared formula as it reads in the cell so many rows and columns further."""

    def shifted(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, number = match.groups()
        column = column_index(letters) + (0 if fixed_column else by[1])
        row = int(number) + (0 if fixed_row else by[0])
        if column < 0 or row < 1:
            raise NotUnderstoodError("moved off the sheet")
        return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"

    return _SHIFTED.sub(shifted, formula)


def column_index(letters: str) -> int:
    """Return a column's number from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """Return a column's letters."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(reference: str) -> Place:
    """Return the place of a cell such as B5. Raises NotUnderstoodError."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise NotUnderstoodError(reference)
    return int(match[4]) - 1, column_index(match[2])


Token = tuple[str, str]


def _tokens(formula: str) -> Iterator[Token]:
    at = 0
    text = formula.strip().removeprefix("=").upper().replace("_XLFN.", "")
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotUnderstoodError(text[at : at + 10])
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()


class _Parser:
    """Reads sums of products of values, by recursive descent."""

    def __init__(self, tokens: list[Token], numbers: Mapping[Place, object]) -> None:
        self._tokens = tokens
        self._at = 0
        self._numbers = numbers

    def rest(self) -> bool:
        """Say whether anything is left."""
        return self._at < len(self._tokens)

    def sum(self, depth: int) -> Decimal:
        """Read a sum."""
        if depth > DEEPEST:
            raise NotUnderstoodError("too deep")
        value = self._product(depth)
        while sign := self._take("+", "-"):
            term = self._product(depth)
            value = value + term if sign == "+" else value - term
        return value

    def _product(self, depth: int) -> Decimal:
        value = self._signed(depth)
        while sign := self._take("*", "/"):
            factor = self._signed(depth)
            value = value * factor if sign == "*" else value / factor
        return value

    def _signed(self, depth: int) -> Decimal:
        if sign := self._take("-", "+"):
            value = self._signed(depth + 1) if depth <= DEEPEST else self._deep()
            return -value if sign == "-" else value
        value = self._value(depth)
        while self._take("%"):
            value /= 100
        return value

    def _deep(self) -> Decimal:
        raise NotUnderstoodError("too deep")

    def _value(self, depth: int) -> Decimal:
        kind, text = self._next()
        if kind == "number":
            return Decimal(text)
        if kind == "cell":
            return self._cell(place_of(text))
        if kind == "name":
            return self._call(text, depth)
        if text == "(":
            value = self.sum(depth + 1)
            self._expect(")")
            return value
        raise NotUnderstoodError(text)

    def _call(self, name: str, depth: int) -> Decimal:
        function = FUNCTIONS.get(name)
        if function is None:
            raise NotUnderstoodError(name)
        self._expect("(")
        arguments = [self._argument(depth + 1)]
        while self._take(","):
            arguments.append(self._argument(depth + 1))
        self._expect(")")
        return function(arguments)

    def _argument(self, depth: int) -> Decimal | Range:
        if self.rest() and self._tokens[self._at][0] == "range":
            return Range(tuple(self._range(self._next()[1])))
        return self.sum(depth)

    def _range(self, text: str) -> Iterator[Decimal]:
        first, last = (place_of(corner) for corner in text.split(":"))
        rows = range(min(first[0], last[0]), max(first[0], last[0]) + 1)
        columns = range(min(first[1], last[1]), max(first[1], last[1]) + 1)
        if len(rows) * len(columns) > MOST_CELLS:
            raise NotUnderstoodError("a large range")
        for row in rows:
            for column in columns:
                value = self._numbers.get((row, column))
                if isinstance(value, int | float) and not isinstance(value, bool):
                    yield Decimal(repr(float(value)))

    def _cell(self, place: Place) -> Decimal:
        value = self._numbers.get(place)
        if value is None or value == "":
            return Decimal(0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotUnderstoodError("no number")
        return Decimal(repr(float(value)))

    def _next(self) -> Token:
        if not self.rest():
            raise NotUnderstoodError("breaks off")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, *signs: str) -> str:
        """Take a sign if it comes next."""
        if self.rest() and self._tokens[self._at][0] == "sign":
            text = self._tokens[self._at][1]
            if text in signs:
                self._at += 1
                return text
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise NotUnderstoodError(f"no {sign}")


def _all(arguments: list[Decimal | Range]) -> list[Decimal]:
    """Return the numbers of all arguments."""
    return [
        number
        for argument in arguments
        for number in (argument.numbers if isinstance(argument, Range) else (argument,))
    ]


def _some(arguments: list[Decimal | Range]) -> list[Decimal]:
    """Return the numbers, of which there must be one."""
    found = _all(arguments)
    if not found:
        raise NotUnderstoodError("nothing to compare")
    return found


def _round(arguments: list[Decimal | Range]) -> Decimal:
    value, places = _two(arguments)
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _two(arguments: list[Decimal | Range]) -> tuple[Decimal, Decimal]:
    match arguments:
        case [Decimal() as value, Decimal() as places] if abs(places) <= 12:
            return value, places
    raise NotUnderstoodError("two numbers are wanted")


def _subtotal(arguments: list[Decimal | Range]) -> Decimal:
    match arguments:
        case [Decimal() as what, *ranges] if int(what) in (9, 109):
            return sum(_all(list(ranges)), Decimal(0))
    raise NotUnderstoodError("SUBTOTAL of another kind")


FUNCTIONS: Mapping[str, Callable[[list[Decimal | Range]], Decimal]] = {
    "SUM": lambda arguments: sum(_all(arguments), Decimal(0)),
    "MAX": lambda arguments: max(_some(arguments)),
    "MIN": lambda arguments: min(_some(arguments)),
    "AVERAGE": lambda arguments: sum(_some(arguments), Decimal(0)) / len(_some(arguments)),
    "ABS": lambda arguments: abs(_some(arguments)[0]),
    "ROUND": _round,
    "SUBTOTAL": _subtotal,
}
