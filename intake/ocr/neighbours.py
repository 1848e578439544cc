"""
Lines that reach into each other are cut apart.

The detector grows every line by a margin. Where columns stand close, the margin of one holds the
last figure of the other, and 3,143.81 next to 10,052.52 would be read as 110,052.52 by any reader.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from intake.ocr.detect import Line
from intake.page_image import Pixels

LEVEL = 0.5
"""Lines whose middles differ by less than this, in line heights, stand beside each other."""
MOST_SLOPE = 2.0
"""Degrees: steeper lines are left alone; pages stand upright to a fraction of that."""
SEARCH = 0.3
"""The gap is sought this far, in line heights, on both sides of the middle of the overlap."""
SHORTEST = 0.5
"""No line becomes shorter than this, in line heights."""


def apart(pixels: Pixels, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, those that overlap their right neighbour ending where ink is least."""
    settled = list(lines)
    order = sorted(range(len(settled)), key=lambda index: settled[index].x)
    for place, index in enumerate(order):
        for other in order[place + 1 :]:
            if _reach_into_each_other(settled[index], settled[other]):
                parted = _parted(pixels, settled[index], settled[other])
                settled[index], settled[other] = parted
    return tuple(settled)


def _ends(line: Line) -> tuple[float, float]:
    """Return left and right of a line that is nearly level."""
    return line.x - line.width / 2, line.x + line.width / 2


def _reach_into_each_other(left: Line, right: Line) -> bool:
    """Say whether two lines stand side by side and share some ground, neither inside the other."""
    height = min(left.height, right.height)
    if abs(left.y - right.y) > LEVEL * height:
        return False
    if max(abs(left.slope), abs(right.slope)) > MOST_SLOPE:
        return False
    (start, end), (other_start, other_end) = _ends(left), _ends(right)
    return start < other_start < end < other_end


def _parted(pixels: Pixels, left: Line, right: Line) -> tuple[Line, Line]:
    """End the left line and begin the right one in the gap between their characters."""
    (start, latest), (earliest, end) = _ends(left), _ends(right)
    border = min(max(_gap(pixels, left, right), earliest), latest)
    least = SHORTEST * min(left.height, right.height)
    if border - start < least or end - border < least:
        return left, right
    return (
        replace(left, x=(start + border) / 2, width=border - start),
        replace(right, x=(border + end) / 2, width=end - border),
    )


def _gap(pixels: Pixels, left: Line, right: Line) -> float:
    """Return the x between two lines where a column of the page has least ink."""
    middle = (_ends(left)[1] + _ends(right)[0]) / 2
    half = min(left.height, right.height) / 2
    y, reach = (left.y + right.y) / 2, SEARCH * min(left.height, right.height)
    top, bottom = max(int(y - half), 0), min(int(y + half) + 1, pixels.shape[0])
    first, last = max(int(middle - reach), 0), min(int(middle + reach) + 1, pixels.shape[1])
    if bottom - top < 2 or last - first < 2:
        return middle
    cut = np.asarray(cv2.cvtColor(pixels[top:bottom, first:last], cv2.COLOR_BGR2GRAY), np.float64)
    ink = cut.max() - cut.mean(axis=0)
    slack = 0.1 * (ink.max() - ink.min())
    empty = np.flatnonzero(ink <= ink.min() + slack)
    nearest = empty[np.abs(empty + first - middle).argmin()]
    return float(first + nearest) + 0.5
