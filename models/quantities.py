"""Money, months and ratios: the few kinds of number that a case is made of."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

FEN = Decimal("0.01")


def refuse_float(value: object) -> object:
    """Let nothing in that has already lost digits: money is never a float."""
    if isinstance(value, bool | float):
        raise ValueError("money and rates are decimal strings, never floats")  # noqa: TRY004
    return value


def yuan(value: Decimal) -> Decimal:
    """Round to whole fen, half up (rules.md §1.4: published totals follow from it)."""
    return value.quantize(FEN, ROUND_HALF_UP)


Yuan = Annotated[
    Decimal,
    BeforeValidator(refuse_float),
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["8500.00"]}),
]
"""An amount in yuan: Decimal in code, a string with two decimals in JSON."""

Rate = Annotated[
    Decimal,
    BeforeValidator(refuse_float),
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?$", "examples": ["0.0005"]}),
]
"""A ratio such as 0.098: Decimal in code, a plain decimal string in JSON."""

Score = Annotated[float, Field(ge=0, le=1)]
"""The probability, 0 to 1, that a statement is right."""


@total_ordering
class Month:
    """A calendar month, written `2024-05`; months can be counted and stepped through."""

    __slots__ = ("month", "year")

    def __init__(self, year: int, month: int) -> None:
        """Raise ValueError outside 1900-01..2199-12: no wage was ever paid there."""
        if not (1900 <= year <= 2199 and 1 <= month <= 12):
            raise ValueError(f"no such month: {year}-{month}")
        self.year = year
        self.month = month

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2024-05` and nothing else; raise ValueError."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
        if match is None:
            raise ValueError(f"a month is written YYYY-MM, not {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that `day` lies in."""
        return cls(day.year, day.month)

    @property
    def ordinal(self) -> int:
        """Count months, so that differences are numbers of months."""
        return self.year * 12 + self.month - 1

    def plus(self, months: int) -> "Month":
        """Return the month so many months later (earlier if negative)."""
        year, index = divmod(self.ordinal + months, 12)
        return Month(year, index + 1)

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Return its last day."""
        return self.plus(1).first_day - timedelta(days=1)

    def through(self, last: "Month") -> Iterator["Month"]:
        """Yield this month and those after it up to and including `last`."""
        return (self.plus(step) for step in range(last.ordinal - self.ordinal + 1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __repr__(self) -> str:
        return f"Month({self.year}, {self.month})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Month) and self.ordinal == other.ordinal

    def __lt__(self, other: "Month") -> bool:
        return self.ordinal < other.ordinal

    def __hash__(self) -> int:
        return hash((Month, self.ordinal))

    @classmethod
    def _validate(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            return cls.parse(value)
        raise ValueError("a month is a string YYYY-MM")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Validate from and serialise to `YYYY-MM`."""
        return core_schema.no_info_before_validator_function(
            cls._validate,
            core_schema.is_instance_schema(cls),
            serialization=core_schema.to_string_ser_schema(when_used="always"),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: object) -> dict[str, Any]:
        """Describe the string form."""
        return {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "examples": ["2024-05"]}
