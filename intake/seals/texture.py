"""Whether letters stand along a ring: what a hand-drawn circle and an emblem lack."""

import numpy as np

from intake.seals.impression import FAINTEST, Impression, full_strength
from intake.seals.shape import Ring
from intake.seals.unroll import Band, ring_strip

LINE = Band(-0.02, 0.08)
"""Where the ring's own line is."""
BAND = Band(0.17, 0.40)
"""Inside the wobble of a line drawn by hand."""
WEAKEST = 0.06
"""Letters are at least this strong beside the ring; the colour fringe of black print is not."""
SOLID = 0.68
"""More ink than this is no lettering: an emblem, a sticker."""


def lettering(impression: Impression, ring: Ring) -> float:
    """
    Return how much the band inside a ring looks like letters, 0-1.

    Letters alternate with gaps: many changes around the circle, neither bare nor solid.
    """
    letters = ring_strip(impression, ring, BAND)
    line = float(np.median(ring_strip(impression, ring, LINE).max(axis=0)))
    strength = float(np.percentile(letters, 90))
    if strength < max(FAINTEST / 2, WEAKEST * line):
        return 0.0
    inked = (letters > 0.5 * full_strength(letters)).mean(axis=0)
    level = max(0.08, 0.5 * float(np.percentile(inked, 85)))
    changes = int(np.count_nonzero(np.diff((inked > level).astype(np.int8))))
    bare = np.clip(float((letters > 0.35 * full_strength(letters)).mean()) / 0.10, 0, 1)
    return float(bare * np.clip(changes / 16.0, 0, 1))


def solid(impression: Impression, ring: Ring) -> bool:
    """Say whether a ring is filled with ink, as emblems and stickers are."""
    ink = ring_strip(impression, ring, Band(0.05, 0.95))
    edge = full_strength(ring_strip(impression, ring, LINE))
    return float((ink > 0.4 * edge).mean()) > SOLID
