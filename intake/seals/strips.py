"""Where the legend stands on an unrolled ring and lines inside it, and pictures of them to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page_image import Pixels
from intake.seals.planes import WRAP, Planes, Turn

LETTER = 110
"""Of 255: from here on the network takes a pixel for lettering."""
JOIN = 9
"""Columns between strokes of one name at most count as joined, whatever its spacing."""
UPRIGHT = 1.1
"""Radians: stamps are set within 60 degrees of upright."""
TURNED = 0.45
"""What a gap counts that would make a seal stand further turned."""
NARROWEST_GAP = 0.28
"""Radians: an arc without letters that is narrower is a space between two of them."""
RIM = 7
"""Rows and columns of paper around what is read, as readers expect."""
FEWEST = 0.02
"""Share of a legend's ink that a row has at least to be part of it."""
TONE = 2.6
"""Ink is drawn black from 0.77 of the ring's tone: letters are thinner and so fainter."""
LINE_LEAST, LINE_MOST = 12, 60
"""Rows of a straight line of text; the picture's are 160."""
LINE_INK = 2.5
"""Pixels of lettering in a row of a line at least."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of a seal, straightened: what is seen, and what the network lifts out of it."""

    seen: Pixels
    lifted: Pixels

    @property
    def mixed(self) -> Pixels:
        """Return the mean of both: strokes that both show stand out, strays of either fade."""
        half = (self.seen.astype(np.uint16) + self.lifted) // 2
        return half.astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Legend:
    """A ring's legend: its strip, and where it runs."""

    strip: Strip
    start: float
    end: float
    """Local angles; the end may exceed the start by nearly a full turn."""

    @property
    def tilt(self) -> float:
        """Return how far the seal is turned clockwise in its own frame: names stand centred."""
        return wrapped((self.start + self.end) / 2 + pi / 2)


def drawn_ink(planes: Planes) -> Pixels:
    """Draw a seal's own ink, dark on white."""
    return np.asarray(255 - 255 * np.minimum(planes[0] * TONE, 1.0), np.uint8)


def legends(planes: Planes, lifted: Pixels, turn: Turn) -> Iterator[Legend]:
    """
    Yield the legend as it is if the widest arc without letters is its seal's foot, then the next.

    Stamps are pressed by people who look at them: an arc at the foot of an upright seal counts
    more.
    """
    seen = drawn_ink(planes)[:, WRAP : WRAP + turn.columns]
    letters = lifted[:, WRAP : WRAP + turn.columns]
    inked = np.asarray((255 - letters) > LETTER, np.bool_)
    for middle in _gaps(np.asarray(inked.any(axis=0), np.bool_)):
        place = _extent(np.roll(inked, -middle, axis=1))
        if place is None:
            return
        rows, columns = place
        pair = (np.roll(picture, -middle, axis=1)[rows, columns] for picture in (seen, letters))
        strip = Strip(*(np.ascontiguousarray(picture) for picture in pair))
        yield Legend(strip, turn.angle(middle + columns.start), turn.angle(middle + columns.stop))


def _gaps(inked: NDArray[np.bool_]) -> list[int]:
    """Return the middles of arcs without letters, likeliest foot first; columns of a full turn."""
    size = len(inked)
    columns = np.flatnonzero(cv2.dilate(inked.astype(np.uint8)[None], np.ones((1, JOIN)))[0])
    if not len(columns):
        return []
    found = []
    for left, right in zip(columns, [*columns[1:], columns[0] + size], strict=True):
        width = 2 * pi * (right - left) / size
        if width > NARROWEST_GAP:
            middle = (left + right) / 2
            off = abs(wrapped(2 * pi * middle / size))
            found.append((width * (1.0 if off < UPRIGHT else TURNED), int(middle) % size))
    return [middle for _, middle in sorted(found, reverse=True)] or [0]


def _extent(inked: NDArray[np.bool_]) -> tuple[slice, slice] | None:
    """Return the rows and columns that hold the letters, with a rim."""
    columns = np.flatnonzero(inked.sum(axis=0) > 1)
    by_row = inked.sum(axis=1)
    rows = np.flatnonzero(by_row > FEWEST * by_row.sum() / max(1, np.count_nonzero(by_row)))
    if not len(columns) or not len(rows):
        return None
    return _with_rim(rows, inked.shape[0]), _with_rim(columns, inked.shape[1])


def _with_rim(places: NDArray[np.int64], size: int) -> slice:
    return slice(max(0, int(places[0]) - RIM), min(size, int(places[-1]) + 1 + RIM))


def lines_of(planes: Planes, lifted: Pixels) -> list[Strip]:
    """Cut the straight lines of text out of a seal's middle, top to bottom."""
    seen = drawn_ink(planes)
    inked = (255 - lifted) > LETTER
    found = []
    for top, bottom in runs(inked.sum(axis=1) > LINE_INK):
        if not LINE_LEAST <= bottom - top <= LINE_MOST:
            continue
        columns = np.flatnonzero(inked[top:bottom].any(axis=0))
        if columns[-1] - columns[0] < 1.5 * (bottom - top):
            continue
        rows = slice(max(0, top - RIM), bottom + RIM)
        place = rows, _with_rim(columns, inked.shape[1])
        found.append(Strip(seen[place], lifted[place]))
    return found


def lettered(lifted: Pixels) -> float:
    """Return the share of a picture that is lettering."""
    return float(((255 - lifted) > LETTER).mean())


def wrapped(angle: float) -> float:
    """Return the same direction between -pi and pi."""
    return float((angle + pi) % (2 * pi) - pi)


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return (start, end) of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
