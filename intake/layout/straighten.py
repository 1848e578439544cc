"""
The slight warp that deskewing leaves in a table, fitted to its own rules.

Straight coordinates (u, v) are those in which every rule is level or upright:
u = x - lean(x, y), v = y - sag(x, y), both low polynomials.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intake.layout.rules import Floats, Rule

FEW_POINTS = 24
"""With fewer points along the rules only a tilt is fitted."""


@dataclass(frozen=True, slots=True)
class Warp:
    """How far a table's rules stray, as polynomials over its box scaled to -1..1."""

    centre: tuple[float, float]
    half: tuple[float, float]
    sag: Floats
    lean: Floats

    def straight(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Map page points to straight coordinates."""
        a, b = self._scaled(x, y)
        return x - _terms(b, a) @ self.lean, y - _terms(a, b) @ self.sag

    def on_page(self, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        """Map straight coordinates to page points: the strays are small, so two steps do."""
        x, y = u, v
        for _ in range(2):
            a, b = self._scaled(x, y)
            x, y = u + _terms(b, a) @ self.lean, v + _terms(a, b) @ self.sag
        return x, y

    def _scaled(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return (x - self.centre[0]) / self.half[0], (y - self.centre[1]) / self.half[1]


def fit_warp(
    across: Sequence[Rule], down: Sequence[Rule], box: tuple[float, float, float, float]
) -> Warp:
    """Fit the warp of the rules inside `box` (left, top, right, bottom)."""
    left, top, right, bottom = box
    centre = ((left + right) / 2, (top + bottom) / 2)
    half = (max((right - left) / 2, 1.0), max((bottom - top) / 2, 1.0))
    return Warp(
        centre=centre,
        half=half,
        sag=_fit(across, centre, half),
        lean=_fit(down, centre[::-1], half[::-1]),
    )


def _terms(along: Floats, across: Floats) -> Floats:
    """Return the polynomial's terms at points: all vanish on the middle line."""
    return np.stack([along, along**2, along**3, along * across, along**2 * across], axis=-1).astype(
        np.float64
    )


def _fit(rules: Sequence[Rule], centre: tuple[float, float], half: tuple[float, float]) -> Floats:
    """Fit the strays of rules, each free to lie where it lies."""
    rows, strays = [], []
    for rule in rules:
        if len(rule.along) < 3:
            continue
        a = (rule.along - centre[0]) / half[0]
        b = (rule.across - centre[1]) / half[1]
        terms = _terms(a, b)
        rows.append(terms - terms.mean(axis=0))
        strays.append(rule.across - rule.across.mean())
    if not rows:
        return np.zeros(5)
    matrix, target = np.concatenate(rows), np.concatenate(strays)
    used = 5 if len(target) >= FEW_POINTS else 1
    # a faint pull towards straight keeps unsupported terms at nought
    pull = np.eye(used) * 0.05 * np.sqrt(len(target))
    solved, *_ = np.linalg.lstsq(
        np.concatenate([matrix[:, :used], pull]),
        np.concatenate([target, np.zeros(used)]),
        rcond=None,
    )
    return np.concatenate([solved, np.zeros(5 - used)])
