"""
How far lines of print are from level, to a few hundredths of a degree.

The lower edges of ink are projected along every angle: where lines are level with the angle, they
fall onto few rows and many onto each, so the sum of squares is greatest.
"""

import numpy as np
from numpy.typing import NDArray

from intake.page.glyphs import Glyphs

FARTHEST = 10.0
"""Degrees. Feeders skew by up to 5; a photo of which no edge was found, by more."""
COARSE_STEP = 0.25
COARSE_ROWS = 1.0
"""Pixels to a row: a rule of the page's width, 1/8 degree off, stays within one."""
COARSE_POINTS = 8_000
FINE_STEP = 0.02
FINE_REACH = 0.3
FINE_ROWS = 0.7
FINE_POINTS = 30_000
GOLDEN = 0.618034
"""Spreads edges evenly over the height of their pixel: whole rows would favour angle 0."""
SOFT = np.array([1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0])
"""Rows are blurred before they are squared: glyphs' feet are not on one level."""
FEWEST_POINTS = 400
"""Edge pixels: less than a line of text."""
STANDS_OUT = 1.15
"""How much better than the usual angle the best one is, at least, on a page with lines."""

Values = NDArray[np.float64]


def measure_skew(glyphs: Glyphs) -> float:
    """Return the skew in degrees, clockwise positive; 0 where no lines stand out."""
    xs, ys = lower_edges(glyphs)
    if len(xs) < FEWEST_POINTS:
        return 0.0
    angles = np.arange(-FARTHEST, FARTHEST + COARSE_STEP / 2, COARSE_STEP)
    some = slice(None, None, max(1, len(xs) // COARSE_POINTS))
    scores = _alignment(xs[some], ys[some], angles, COARSE_ROWS)
    if scores.max() < STANDS_OUT * np.median(scores):
        return 0.0
    near = angles[scores.argmax()] + np.arange(-FINE_REACH, FINE_REACH + FINE_STEP / 2, FINE_STEP)
    some = slice(None, None, max(1, len(xs) // FINE_POINTS))
    return _peak(near, _alignment(xs[some], ys[some], near, FINE_ROWS))


def lower_edges(glyphs: Glyphs) -> tuple[Values, Values]:
    """Return x and y, about the picture's middle, of ink with paper below it."""
    ink = glyphs.ink > 0
    ys, xs = np.nonzero(ink[:-1] & ~ink[1:])
    height, width = ink.shape
    between_rows = (xs * GOLDEN) % 1 - 0.5
    return xs - width / 2, ys + between_rows - height / 2


def _alignment(xs: Values, ys: Values, angles: Values, rows: float) -> Values:
    """Return, for each angle, how much the points gather on few rows."""
    scores = []
    for angle in np.deg2rad(angles):
        places = (ys * np.cos(angle) - xs * np.sin(angle)) / rows
        counts = np.bincount((places - places.min()).astype(np.int64))
        smooth = np.convolve(counts, SOFT)
        scores.append(float((smooth**2).sum()))
    return np.array(scores)


def _peak(angles: Values, scores: Values) -> float:
    """Return the best angle, between the steps by the parabola through its neighbours."""
    best = int(np.clip(scores.argmax(), 1, len(scores) - 2))
    before, at, after = scores[best - 1 : best + 2]
    bend = before - 2 * at + after
    shift = 0.0 if bend >= 0 else float(np.clip(0.5 * (before - after) / bend, -1, 1))
    return float(angles[best]) + shift * FINE_STEP
