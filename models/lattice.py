"""What a line may say, not only what it most likely says."""

from pydantic import model_validator

from models.record import Record

NATS = 10
"""Costs are whole tenths of a nat: -10 ln p."""

KEPT = 10
"""Characters told per step at most: a damaged character is rarely further down."""
LEAST_TOLD = 92
"""Where fewer are told, all others cost at least this: p is below 1e-4."""


class Lattice(Record):
    """
    The likeliest characters step by step along a line, and how likely no character is there.

    Steps at which surely nothing stands are told once for many; all sequences are of one length.
    Costs are -10 ln p, rounded: 0 is certain, 7 one half, 23 a tenth.
    """

    at: tuple[int, ...] = ()
    """Middles of the steps, in thousandths of the line's width, ascending."""
    chars: tuple[str, ...] = ()
    """Likeliest first; empty where surely nothing stands."""
    costs: tuple[tuple[int, ...], ...] = ()
    """Of those characters."""
    nothing: tuple[int, ...] = ()
    """Of no character (the blank of CTC)."""

    @model_validator(mode="after")
    def _agree(self) -> "Lattice":
        sizes = {len(self.at), len(self.chars), len(self.costs), len(self.nothing)}
        if len(sizes) > 1 or any(map(_differ, self.chars, self.costs)):
            raise ValueError("the steps of a lattice do not agree")
        return self


def _differ(chars: str, costs: tuple[int, ...]) -> bool:
    return len(chars) != len(costs)
