"""The exact square at a place: name chops and square company seals, by their four sides."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.seals.rings import Edges
from intake.seals.shape import Floats
from models.evidence import Box

TILTS = tuple(np.deg2rad(np.arange(-42.0, 48.0, 6.0)))
PARALLEL = 0.95
"""Cosine between an edge's normal and a side's: within 18 degrees."""
SIDE_MIN = 0.35
"""Least share of each side that has to be there."""
MEAN_MIN = 0.58
"""Least share of the four sides together: a chop half over a seal's ring shows no more."""
HALVES = (0.70, 1.15, 9)
"""Half sides tried, as shares of the box's half: turned, a square is smaller than its box."""
LEAST_ALIKE = 0.5
"""Overlap (intersection over union) that a square must have with its place."""


@dataclass(frozen=True, slots=True)
class Square:
    """A turned square in pixels of a working picture."""

    x: float
    y: float
    half: float
    """Half a side."""
    angle: float
    """Radians clockwise."""
    coverage: float

    @property
    def box(self) -> Box:
        """Return the upright box around it."""
        reach = self.half * (abs(np.cos(self.angle)) + abs(np.sin(self.angle)))
        return Box(
            left=self.x - reach, top=self.y - reach, right=self.x + reach, bottom=self.y + reach
        )

    def scaled(self, factor: float) -> "Square":
        """Return the square in a picture that is `factor` times as large."""
        return replace(self, x=self.x * factor, y=self.y * factor, half=self.half * factor)


def fit_square(edges: Edges, half: float, place: Box) -> Square | None:
    """
    Return the square with most of its four sides drawn, ink inside, that fills `place` best.

    `half` is about half a side, `place` its upright box, both in pixels of the edges.
    """
    if len(edges.x) < 8 * half * SIDE_MIN:
        return None
    halves = half * np.geomspace(*HALVES)
    alike = ((_alike(square, place), square) for square in _of_all(edges, halves))
    good = [(square.coverage * like, square) for like, square in alike if like >= LEAST_ALIKE]
    return max(good, key=lambda pair: pair[0], default=(0.0, None))[1]


def _alike(square: Square, place: Box) -> float:
    common = square.box.overlap(place)
    return common / max(1e-9, square.box.area + place.area - common)


def _of_all(edges: Edges, halves: Floats) -> Iterator[Square]:
    for tilt in TILTS:
        c, s = np.cos(tilt), np.sin(tilt)
        x, y = edges.x * c + edges.y * s, edges.y * c - edges.x * s
        nx, ny = edges.nx * c + edges.ny * s, edges.ny * c - edges.nx * s
        left, top = x.min() - 2, y.min() - 2
        size = int(y.max() - top) + 3, int(x.max() - left) + 3
        sides = [_drawn(x - left, y - top, along > PARALLEL, size) for along in (nx, -nx, ny, -ny)]
        for half in halves:
            found = _strongest(sides, float(half))
            if found is not None:
                u, v, coverage = found[0] + left, found[1] + top, found[2]
                yield Square(u * c - v * s, u * s + v * c, float(half), float(tilt), coverage)


def _drawn(
    x: Floats, y: Floats, keep: NDArray[np.bool_], size: tuple[int, int]
) -> NDArray[np.float32]:
    """Draw the edges of one direction, thickened across so that a side may lean a little."""
    image = np.zeros(size, np.float32)
    image[y[keep].astype(int), x[keep].astype(int)] = 1.0
    return image


def _strongest(sides: list[NDArray[np.float32]], half: float) -> tuple[float, float, float] | None:
    """Return the centre (x, y) and coverage of the best square of one size."""
    length, reach = int(2 * half) | 1, max(1, round(half * 0.07))
    step = round(half)
    rows, columns = sides[0].shape
    if rows < length or columns < length:
        return None
    total = np.zeros((rows, columns), np.float32)
    least = np.ones((rows, columns), np.float32)
    for image, (dy, dx) in zip(sides, ((0, step), (0, -step), (step, 0), (-step, 0)), strict=True):
        thick = (2 * reach + 1, 1) if dx else (1, 2 * reach + 1)
        wide = cv2.dilate(image, np.ones(thick[::-1], np.float32))
        run = (1, length) if dx else (length, 1)
        covered = cv2.blur(wide, run, borderType=cv2.BORDER_CONSTANT)
        moved = cv2.warpAffine(
            covered, np.array([[1, 0, dx], [0, 1, dy]], np.float32), (columns, rows)
        )
        total += moved
        least = np.minimum(least, moved)
    total[least < SIDE_MIN] = 0.0
    _, top, _, (x, y) = cv2.minMaxLoc(total)
    return (float(x), float(y), top / 4) if top / 4 >= MEAN_MIN else None
