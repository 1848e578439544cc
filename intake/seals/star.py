"""The star in the middle of a seal: it says which way is up, and it outshines the letters."""

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import NDArray

from intake.ink.masks import Strength
from intake.seals.impression import FAINTEST, Impression
from intake.seals.shape import Floats, Ring

FIFTH = 2 * pi / 5
FIELD = 0.5
"""Share of the radius within which a star lies."""
CORE = 0.3
"""Share of the radius around the centre that is weighed to find the star's own middle: a line of
purpose beneath a star lies further off."""
SEARCHES = 3
"""Times the middle is sought again from where it was found last."""
SECTORS = 120
STEPS = 25
"""Steps from the middle outwards at which ink is looked at."""
ARMS = (0.5, 0.9)
"""Shares of a star's reach between which its five arms stand apart."""
FIVEFOLD = 0.35
"""Share of the variation around a star's middle that its five arms make; letters spread it over all
periods."""
LEAST_REACH = 0.14
"""A smaller star, as a share of the radius, is a blot."""
HOLLOW_CORE = 0.5
"""Ink in the very middle of a star that is not hollow."""
HOLLOW_FIVEFOLD = 0.5
"""The same as `FIVEFOLD` where the middle is not inked: a local threshold leaves only the edge."""
HOLLOW_REACH = 0.36
"""Tips of the largest stars, as a share of the seal's radius."""
EMPTY = 0.04
"""Share of a circle around the middle that is inked beyond a star's tips."""


@dataclass(frozen=True, slots=True)
class Star:
    """Where a star is, in shares of the ring's axes, and how it stands."""

    u: float
    v: float
    reach: float
    """From its middle to its tips."""
    turn: float
    """Radians clockwise in the ring's own frame, within a fifth of a turn."""

    def turned(self, tilt: float) -> tuple[float, float]:
        """Return its middle on a face that was stood upright by `tilt`."""
        c, s = np.cos(tilt), np.sin(tilt)
        return float(self.u * c + self.v * s), float(self.v * c - self.u * s)


def find_star(impression: Impression, ring: Ring) -> Star | None:
    """Find the star of a seal by its five arms around its own middle; None without one."""
    inked, full = _field(impression, ring)
    middle = _middle(inked)
    star = None if middle is None else _around(impression, ring, middle, full)
    return star or _hollow(impression, ring, full)


def _around(
    impression: Impression, ring: Ring, middle: tuple[float, float], full: float
) -> Star | None:
    """Look for a star around a place."""
    rays = _rays(impression, ring, middle) > 0.5 * full
    reach = _reach(rays)
    if reach < LEAST_REACH:
        return None
    turn, share = _fivefold(rays, reach)
    return Star(*middle, reach, turn) if share >= FIVEFOLD else None


def _hollow(impression: Impression, ring: Ring, full: float) -> Star | None:
    """Look for a star's mere outline around the seal's centre."""
    rays = _rays(impression, ring, (0.0, 0.0)) > 0.5 * full
    turn, share = _fivefold(rays, HOLLOW_REACH)
    least = FIVEFOLD if float(rays[1:4].mean()) > HOLLOW_CORE else HOLLOW_FIVEFOLD
    return Star(0.0, 0.0, HOLLOW_REACH, turn) if share >= least else None


def _fivefold(rays: NDArray[np.bool_], reach: float) -> tuple[float, float]:
    """Return how far the arms of a star are turned, and how much of the variation they make."""
    steps = np.linspace(0, FIELD, STEPS)
    arms = rays[(steps > ARMS[0] * reach) & (steps < ARMS[1] * reach)].mean(axis=0)
    wave = np.fft.rfft(arms - arms.mean())
    power = np.abs(wave) ** 2
    turn = -np.angle(wave[5]) / 5 + pi / SECTORS + pi / 2
    share = float(power[5] / max(float(power[1:20].sum()), 1e-9))
    return float((turn + FIFTH / 2) % FIFTH - FIFTH / 2), share


def _field(impression: Impression, ring: Ring) -> tuple[Strength, float]:
    """Return the ink within `FIELD` on an even grid, as flags, and what full ink is there."""
    at = np.linspace(-FIELD, FIELD, 65)
    ink = _sampled(impression, ring, at[None, :], at[:, None])
    full = max(FAINTEST, float(np.percentile(ink, 97)))
    return np.asarray(ink > 0.5 * full, np.uint8), full


def _sampled(impression: Impression, ring: Ring, us: Floats, vs: Floats) -> Strength:
    """Sample the ink at places in shares of the ring's axes."""
    c, s = np.cos(ring.angle), np.sin(ring.angle)
    x, y = ring.a * us + 0 * vs, ring.b * vs + 0 * us
    return impression.sampled(ring.x + x * c - y * s, ring.y + x * s + y * c)


def _middle(inked: Strength) -> tuple[float, float] | None:
    """Return the middle of the ink near the centre, (u, v); None where there is hardly any."""
    at = np.linspace(-FIELD, FIELD, len(inked))
    u = v = 0.0
    for _ in range(SEARCHES):
        near = inked * (np.hypot(at[None, :] - u, at[:, None] - v) < CORE)
        total = float(near.sum())
        if total < 0.02 * inked.size:
            return None
        u = float((near * at[None, :]).sum() / total)
        v = float((near * at[:, None]).sum() / total)
    return u, v


def _rays(impression: Impression, ring: Ring, middle: tuple[float, float]) -> Strength:
    """Return the ink along rays from a place, (steps, sectors), innermost first."""
    turn = (np.arange(SECTORS) + 0.5) * (2 * pi / SECTORS)
    steps = np.linspace(0, FIELD, STEPS)[:, None]
    us, vs = middle[0] + steps * np.cos(turn), middle[1] + steps * np.sin(turn)
    return _sampled(impression, ring, us, vs)


def _reach(rays: NDArray[np.bool_]) -> float:
    """Return how far ink reaches around a middle without a break."""
    empty = np.flatnonzero(rays.mean(axis=1) < EMPTY)
    return float(FIELD * (empty[0] if len(empty) else STEPS) / (STEPS - 1))
