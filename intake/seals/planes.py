"""The pictures of a seal that the lettering network looks at: ring, middle, square face."""

from dataclasses import dataclass
from math import ceil, cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from intake.seals.impression import FAINTEST, Impression
from intake.seals.shape import Floats, Ring
from intake.seals.squares import Square
from intake.seals.unroll import BOTTOM, Arc, Band, band_points

Points = tuple[Floats, Floats]
"""Page coordinates (xs, ys) of a picture's pixels."""
Planes = NDArray[np.float32]
"""(3, height, width): the seal's ink, all dark ink, and which kind of picture it is; 0 to 1."""

LEGEND = Band(0.04, 0.48)
"""Where legends stand below the outline, whatever the design: 0.04 is inside the rim."""
ROWS = 64
"""Height of an unrolled ring: a usual character is then some 38 pixels high."""
SQUEEZE = 0.75
"""Width of an unrolled character against its height as engraved: readers like them narrow."""
WRAP = 32
"""Columns by which an unrolled ring goes on beyond a full turn, at either end: context."""
INNER_U = 0.82
INNER_V = (-0.36, 0.90)
"""The straight lines of a seal stand here, in shares of its half axes; the code is below."""
INNER_ROWS = 160
SQUARE_SIDE = 160
SQUARE_REACH = 1.06
"""A little more than the square, so that its frame is seen to be one."""
STEP = 32
"""Widths are multiples of this: few distinct sizes are compiled."""
LINE = Band(-0.03, 0.09)
"""Where the ring's own line lies."""
TONE_PERCENTILE = 80.0
"""Of a square face's ink: a third of it is inked, so this is the tone of its letters."""
RING, INNER, SQUARE = 0.0, 0.5, 1.0
"""Kinds of picture."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where an unrolled ring lies: a full turn from its foot, and some more at either end."""

    start: float
    """Local angle of the first column after the wrap."""
    columns: int
    """Columns of a full turn."""
    points: Points

    def angle(self, column: float) -> float:
        """Return the local angle of a column, counted after the wrap."""
        return self.start + 2 * pi * column / self.columns


def tone_of(impression: Impression, ring: Ring) -> float:
    """Return how strong the ring's own line is: the tone of this ink, print beside it is darker."""
    line = impression.sampled(*band_points(ring, (LINE, Arc(0.0, 2 * pi)), (12, 240)))
    return max(FAINTEST, float(np.median(line.max(axis=0))))


def turn_of(ring: Ring) -> Turn:
    """Unroll a whole ring from where its foot is on an upright page, letters' tops upwards."""
    depth = ring.b * (LEGEND.inner - LEGEND.outer)
    length = _circumference(ring) / depth * ROWS * SQUEEZE
    columns = STEP * max(1, round(length / STEP))
    start, wrap = BOTTOM - ring.angle, 2 * pi * WRAP / columns
    arc = Arc(start - wrap, start + 2 * pi + wrap)
    return Turn(start, columns, band_points(ring, (LEGEND, arc), (ROWS, columns + 2 * WRAP)))


def _circumference(ring: Ring) -> float:
    """Return the length of the middle of the legend's band (Ramanujan's approximation)."""
    middle = ring.b * (LEGEND.outer + LEGEND.inner) / 2
    a, b = ring.a - middle, ring.b - middle
    return float(pi * (3 * (a + b) - np.sqrt((3 * a + b) * (a + 3 * b))))


def inner_points(ring: Ring, tilt: float) -> Points:
    """Stand the middle of a seal upright: `tilt` is how far it is turned clockwise, in radians."""
    aspect = ring.a / ring.b if ring.b < 0.88 * ring.a else 1.0
    high = INNER_V[1] - INNER_V[0]
    columns = STEP * ceil(2 * INNER_U * aspect / high * INNER_ROWS / STEP)
    reach = high * columns / INNER_ROWS / aspect / 2
    us = np.linspace(-reach, reach, columns)[None, :]
    vs = np.linspace(*INNER_V, INNER_ROWS)[:, None]
    c, s = cos(tilt), sin(tilt)
    along, across = ring.a * (us * c - vs * s), ring.b * (us * s + vs * c)
    c, s = cos(ring.angle), sin(ring.angle)
    return ring.x + along * c - across * s, ring.y + along * s + across * c


def square_points(square: Square) -> Points:
    """Stand a square face upright."""
    reach = square.half * SQUARE_REACH
    us = np.linspace(-reach, reach, SQUARE_SIDE)[None, :]
    vs = np.linspace(-reach, reach, SQUARE_SIDE)[:, None]
    c, s = cos(square.angle), sin(square.angle)
    return square.x + us * c - vs * s, square.y + us * s + vs * c


def square_tone(impression: Impression, square: Square) -> float:
    """Return how strong the ink of a square face is."""
    ink = impression.sampled(*square_points(square))
    return max(FAINTEST, float(np.percentile(ink, TONE_PERCENTILE)))


def planes_of(impression: Impression, points: Points, tone: float, picture: float) -> Planes:
    """Sample what the network sees; ink is scaled so that 0.5 is as strong as the ring's line."""
    own, dark = impression.sampled(*points), impression.sampled_dark(*points)
    planes = np.empty((3, *own.shape), np.float32)
    planes[0] = np.minimum(own.astype(np.float32) / (2 * tone), 1.0)
    planes[1] = dark.astype(np.float32) / 255
    planes[2] = picture
    return planes
