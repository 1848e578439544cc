"""Rounding of exact amounts; sums are kept as fractions until here."""

from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    localcontext,
)
from fractions import Fraction

from models.policy_rows import RoundingMode

MODES = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.UP: ROUND_UP,
    RoundingMode.DOWN: ROUND_DOWN,
}
PRECISE = 60
"""Digits: more than amounts, rates and days can bring; a tie is seen as one."""


def as_decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal of `PRECISE` digits, exactly where it has so few."""
    with localcontext(prec=PRECISE):
        return Decimal(value.numerator) / Decimal(value.denominator)


def to_unit(value: Fraction | Decimal, unit: Decimal, mode: RoundingMode) -> Decimal:
    """Return `value` rounded to a multiple of `unit`."""
    parts = as_decimal(Fraction(value) / Fraction(unit))
    with localcontext(prec=PRECISE):
        return parts.quantize(Decimal(1), MODES[mode]) * unit
