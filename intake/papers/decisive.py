"""The places on a page that decide amounts and months: what the second reader is to read."""

from collections.abc import Iterator
from typing import Literal

from intake.papers.application import month_places_of_application
from intake.papers.classify import classify
from intake.papers.money import Money
from intake.papers.payroll_voucher import payroll_rows
from intake.papers.wage_month import month_places
from models.evidence import Box
from models.page import PageReading
from models.paper import DocumentKind

Alphabet = Literal["amount", "month"]
AMOUNT: Alphabet = "amount"
MONTH: Alphabet = "month"
"""The alphabets of `intake.ocr.engine.SecondReader`."""


def decisive_places(reading: PageReading) -> tuple[tuple[Box, Alphabet], ...]:
    """
    Return (box, alphabet) of the places to be read a second time, each once.

    Gross and net of every row, slip or receipt, and the words of the wage month; on an application
    the months applied for. From words and tables alone, so it can be asked before papers are
    assembled. The alphabet is `amount` or `month`.
    """
    kind = classify(reading).kind
    if kind in {DocumentKind.PAYROLL_VOUCHER, DocumentKind.OTHER}:
        places: list[tuple[Box, Alphabet]] = [*_amounts(reading), *_months(reading)]
    elif kind is DocumentKind.APPLICATION:
        places = [(box, MONTH) for box in month_places_of_application(reading)]
    else:
        places = []
    return tuple(dict.fromkeys(places))


def _amounts(reading: PageReading) -> Iterator[tuple[Box, Alphabet]]:
    """Yield where gross and net are printed."""
    for row in payroll_rows([reading]):
        for money in (row.gross, row.net):
            if money is not None and _is_worth_it(money):
                yield money.box, AMOUNT


def _is_worth_it(money: Money) -> bool:
    """Say whether there is anything to read."""
    return not money.blank


def _months(reading: PageReading) -> Iterator[tuple[Box, Alphabet]]:
    """Yield where the wage month is printed."""
    for place in month_places(reading):
        spot = place.flow.place(place.start, place.end)
        if spot is not None:
            yield spot[1], MONTH
