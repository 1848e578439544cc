"""How the print of a page looks: what is printed in a place for a signature looks alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from intake.ink.network import LIKELY, InkMaps
from models.evidence import Box
from models.page import Word

FEWEST_WORDS = 5
FIRST_PART = 3.0
"""Length, in heights, of the part of a word that is measured: lines lean."""
GAP_ROWS = 2
"""Rows without ink that characters have: 二 has more, but seldom a whole line of print."""


@dataclass(frozen=True, slots=True)
class Body:
    """The Chinese print of a page, at the median of its words."""

    height: float = 3.2
    """Of its ink, in millimetres: boxes of words are a third to four fifths higher."""
    hand: float = 0.2
    """How likely the network takes it for handwriting: type that is large, or like brushwork, is
    taken for it more often."""


def body_of(maps: InkMaps, words: Sequence[Word]) -> Body:
    """Measure the print of a page; where there is hardly any, suppose 10 points."""
    spoken = [word.box for word in words if sum("一" <= char <= "鿿" for char in word.text) >= 2]
    measured = [found for box in spoken if (found := _measured(maps, box)) is not None]
    if len(measured) < FEWEST_WORDS:
        return Body()
    return Body(
        height=median(height for height, _ in measured) / maps.dpi * 25.4,
        hand=median(hand for _, hand in measured),
    )


def _measured(maps: InkMaps, box: Box) -> tuple[int, float] | None:
    """
    Return the height of the print in a box, in pixels of the maps, and its likeness to a hand.

    Of its highest run of rows, as a box may reach into the lines above and below.
    """
    first = box.model_copy(update={"right": min(box.right, box.left + FIRST_PART * box.height)})
    window = maps.window(first)
    pen, printed = maps.pen[window], maps.print_[window]
    inked = np.maximum(pen, printed) > LIKELY
    rows = np.flatnonzero((printed > LIKELY).any(axis=1))
    if rows.size == 0:
        return None
    lines = np.split(rows, np.flatnonzero(np.diff(rows) > GAP_ROWS) + 1)
    return max(int(line[-1] - line[0]) + 1 for line in lines), float(pen[inked].mean()) / 255
