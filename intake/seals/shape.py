"""Outlines of seal candidates, in pixels of a working picture."""

from dataclasses import dataclass, replace
from math import cos, hypot, sin

import numpy as np
from numpy.typing import NDArray

from models.evidence import Box

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ring:
    """An ellipse; a circle where both half axes are equal."""

    x: float
    y: float
    a: float
    """The longer half axis."""
    b: float
    angle: float = 0.0
    """Direction of the longer axis in radians, clockwise from the x axis (y points down)."""
    coverage: float = 0.0
    """Share of the visible circumference on which an edge lies, 0-1."""
    visible: float = 1.0
    """Share of the circumference that lies on the page, 0-1."""

    @property
    def radius(self) -> float:
        """Return the radius of the circle of equal area."""
        return float(np.sqrt(self.a * self.b))

    @property
    def box(self) -> Box:
        """Return the upright box around the outline."""
        wide = hypot(self.a * cos(self.angle), self.b * sin(self.angle))
        high = hypot(self.a * sin(self.angle), self.b * cos(self.angle))
        return Box(left=self.x - wide, top=self.y - high, right=self.x + wide, bottom=self.y + high)

    def scaled(self, factor: float) -> "Ring":
        """Return the ring in a picture that is `factor` times as large."""
        return replace(
            self, x=self.x * factor, y=self.y * factor, a=self.a * factor, b=self.b * factor
        )

    def local(self, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        """Return points in the ring's own frame, where the outline is the unit circle."""
        c, s = cos(self.angle), sin(self.angle)
        dx, dy = xs - self.x, ys - self.y
        return (dx * c + dy * s) / self.a, (dy * c - dx * s) / self.b

    def outline(self, count: int, factor: float = 1.0) -> tuple[Floats, Floats]:
        """Return `count` points on the outline, enlarged by `factor`, evenly by local angle."""
        turn = np.arange(count) * (2 * np.pi / count)
        u, v = factor * self.a * np.cos(turn), factor * self.b * np.sin(turn)
        c, s = cos(self.angle), sin(self.angle)
        return self.x + u * c - v * s, self.y + u * s + v * c
