"""
Where the lines of text stand: PP-OCR's detector and its differentiable-binarisation output.

The network tells for each pixel how likely it lies in the *core* of a line (a shrunk outline);
cores never touch, so each connected core is one line and is grown back to the full line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import copysign, cos, radians, sin
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page.shrink import shrunk
from intake.page_image import Pixels
from intake.session import Session, Tensor
from models.evidence import Box

Contour = NDArray[Any]
"""As OpenCV gives it: (points, 1, 2), whole numbers."""
SIDE = 896
"""Long side of an A4 page for the detector, 77 dpi: usual print is found as well as at 110 dpi, for
half the time. Where it is fine, the detector looks closer."""
LARGEST_SIDE = 2048
A4_LONG_MM = 297.0
LARGEST_ENLARGEMENT = 2.0
SHAPE_STEP = 64
"""Sides are padded to multiples of this (the network asks for 32), so that few shapes occur."""
CORE = 0.3
"""Pixels at least this likely belong to a core (the network's own training threshold)."""
LINE = 0.5
"""A core of lower mean likelihood is no text."""
GROWTH = 1.6
"""How far a core is grown: area times this, divided by perimeter (as it was shrunk in training)."""
FINE_PRINT = 13.5
"""Where a quarter of the lines is lower than this in the detector's picture (6 points and less at
77 dpi), some run together: it looks again ..."""
CLOSER = 1.6
"""... so much closer, if the picture is so much larger at all."""
LEAST_GAIN = 1.2
LONG = 3.0
"""A core this many times longer than high shows its slope; a shorter one is taken as level."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: a rectangle that may be tilted, in pixels of the page."""

    x: float
    y: float
    """Its centre."""
    width: float
    height: float
    slope: float
    """Degrees, positive where the text runs downhill."""
    score: float

    def at(self, along: float, across: float) -> tuple[float, float]:
        """Return the page point at these fractions of width and height (0, 0 = top left)."""
        dx, dy = (along - 0.5) * self.width, (across - 0.5) * self.height
        c, s = cos(radians(self.slope)), sin(radians(self.slope))
        return self.x + dx * c - dy * s, self.y + dx * s + dy * c

    def box(self, start: float = 0.0, end: float = 1.0) -> Box:
        """Return the upright hull of the stretch between two fractions of the width."""
        corners = [self.at(along, across) for along in (start, end) for across in (0.0, 1.0)]
        xs, ys = zip(*corners, strict=True)
        return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


class Detector:
    """Finds lines on a page."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(
        self, pixels: Pixels, *, long_mm: float = A4_LONG_MM, closer: bool = False
    ) -> tuple[Line, ...]:
        """
        Return the lines on a (height, width, 3) picture whose long side is `long_mm` long.

        It looks closer where print is fine, or when told to, if the picture has more to show.
        """
        side = _side(pixels, long_mm)
        near = min(side * CLOSER, LARGEST_SIDE, float(max(pixels.shape[:2])))
        gain = near > side * LEAST_GAIN
        if closer and gain:
            return self._find_at(pixels, near)
        lines = self._find_at(pixels, side)
        if gain and _is_fine(lines, side / max(pixels.shape[:2])):
            return self._find_at(pixels, near)
        return lines

    def _find_at(self, pixels: Pixels, side: float) -> tuple[Line, ...]:
        scale = side / max(pixels.shape[:2])
        likelihood = self._session.run(_tensor(pixels, scale))[0, 0]
        return tuple(_lines(likelihood, scale))


def _side(pixels: Pixels, long_mm: float) -> float:
    """Choose the detector's long side: A4 at 77 dpi, larger sheets alike, never much enlarged."""
    wanted = SIDE * max(1.0, long_mm / A4_LONG_MM)
    return min(wanted, LARGEST_SIDE, LARGEST_ENLARGEMENT * float(max(pixels.shape[:2])))


def _is_fine(lines: tuple[Line, ...], scale: float) -> bool:
    """Say whether many lines are too low for the detector."""
    heights = [line.height * scale for line in lines]
    return bool(lines) and float(np.percentile(heights, 25)) < FINE_PRINT


def _tensor(pixels: Pixels, scale: float) -> Tensor:
    """Scale the page, pad it with white at the right and below, and normalise to -1..1."""
    width, height = (max(round(side * scale), 1) for side in (pixels.shape[1], pixels.shape[0]))
    small = (
        shrunk(pixels, (width, height))
        if scale < 1
        else cv2.resize(pixels, (width, height), interpolation=cv2.INTER_LINEAR)
    )
    padded = cv2.copyMakeBorder(
        small, 0, -height % SHAPE_STEP, 0, -width % SHAPE_STEP, cv2.BORDER_CONSTANT,
        value=(255, 255, 255),
    )  # fmt: skip
    blob = cv2.dnn.blobFromImage(padded, 1 / 127.5, mean=(127.5, 127.5, 127.5))
    return np.asarray(blob, np.float32)


def _lines(likelihood: NDArray[np.float32], scale: float) -> Iterator[Line]:
    """Turn the likelihood map into lines in page pixels."""
    mask = (likelihood > CORE).astype(np.uint8)
    cores, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for core in cores:
        (x, y), (width, height), slope = _rectangle(core)
        if min(width, height) < 2:
            continue
        score = _likelihood_inside(likelihood, core)
        if score < LINE:
            continue
        grow = width * height * GROWTH / (width + height)
        yield Line(
            x / scale, y / scale, (width + grow) / scale, (height + grow) / scale, slope, score
        )


def _rectangle(
    core: Contour,
) -> tuple[tuple[float, float], tuple[float, float], float]:
    """Return centre, size and slope of a core; the slope is within 45 degrees of level."""
    (x, y), (width, height), slope = cv2.minAreaRect(core)
    if abs(slope) > 45:  # the sign of a right angle differs between versions of OpenCV
        width, height, slope = height, width, slope - copysign(90, slope)
    if max(width, height) < LONG * min(width, height):
        left, top, width, height = cv2.boundingRect(core)
        return (left + (width - 1) / 2, top + (height - 1) / 2), (width, height), 0.0
    return (x, y), (width + 1, height + 1), slope


def _likelihood_inside(likelihood: NDArray[np.float32], core: Contour) -> float:
    """Return the mean likelihood inside a core."""
    left, top, width, height = cv2.boundingRect(core)
    mask = np.zeros((height, width), np.uint8)
    cv2.drawContours(mask, [core], -1, 1, cv2.FILLED, offset=(-left, -top))
    return float(cv2.mean(likelihood[top : top + height, left : left + width], mask)[0])
