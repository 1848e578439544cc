"""What in a place is a seal's or a finger's ink, and what was written over or under it."""

import numpy as np
from numpy.typing import NDArray

from intake.ink.masks import InkMasks, Mask
from intake.ink.network import InkMaps, Share
from models.evidence import Box
from models.marks import SealShape

LIKELY = 127
"""Of 255: more likely than not."""
FAR_LESS = 0.75
"""Share of a seal's likelihood below which a pen's does not count against it."""
DOUBTFUL = 80
"""Of 255: likelihood of print or pen from which a seal's ink may have some under it."""
BARE_CHROMA = 50
"""Redness (0-255) of a seal's ink that nothing dark lies under."""
STILL_RED, BLACK = 40, 150.0
"""Redness from which ink is a seal's, however much of it there is, unless it is as dark as a pen's:
colours are blurred more than darkness is."""
BARE_LEAST = 0.15
"""Share of bare ink from which it is known how dark the seal is by itself."""
BARE_PERCENTILE, DARKEST_PERCENTILE = 40.0, 98.0
"""Of the darkness of all foreign ink: that of the ink by itself, and of what lies over it."""
DARKER, DARKER_GREY = 50.0, 65.0
"""How much darker (0-255) than a seal's ink a pen's strokes over it are at least."""
BETWEEN = 0.6
"""On grey pages they are darker than this way from the seal's ink to the darkest there."""
OPAQUE = 235.0
"""Nothing is darker than this: on a page of black and white all ink is alike."""
CHOP = 0.32
"""Heat of a square seal from which it is a name chop: written names stay below 0.25."""
CHOP_HAND = 0.45
"""Mean likelihood of handwriting from which ink in a square may be a hand's after all."""
CHOP_INSIDE = 0.6
"""Share of a chop that has to lie in a place to stand in for a signature there."""


def chops_in(maps: InkMaps, place: Box) -> tuple[Box, ...]:
    """Return where name chops were pressed into a place of the page."""
    return tuple(
        spot.box
        for spot in maps.spots
        if spot.shape is SealShape.SQUARE
        and spot.score >= CHOP
        and spot.box.overlap(place) >= CHOP_INSIDE * spot.box.area
        and not _by_hand(maps, spot.box)
    )


def _by_hand(maps: InkMaps, box: Box) -> bool:
    """Say whether most of the ink in a box looks like handwriting."""
    window = maps.window(box)
    hand = maps.pen[window]
    inked = np.maximum(np.maximum(hand, maps.print_[window]), maps.seal[window]) > LIKELY
    return bool(inked.any()) and float(hand[inked].mean()) / 255 > CHOP_HAND


def foreign_ink(likely: Share, hand: Share, masks: InkMasks) -> Mask:
    """
    Return the ink that the network takes for a seal's (or a finger's), rather than a pen's.

    Strokes that cross it are darker than it is by itself, in red and in grey alike: they are no
    part of it. On a page of black and white nothing tells them apart.
    """
    where = (likely > LIKELY) & ((hand <= LIKELY) | (hand < likely * FAR_LESS))
    darkness = masks.darkness.astype(np.float32)
    inked = where & ((masks.darkness > 0) | (masks.redness > 0))
    if not inked.any():
        return _mask(where)
    bare = inked & (masks.redness > BARE_CHROMA)
    red = (masks.redness > STILL_RED) & (darkness < BLACK)
    limit = (
        float(np.median(darkness[bare])) + DARKER
        if np.count_nonzero(bare) > BARE_LEAST * np.count_nonzero(inked)
        else _limit_in_grey(darkness[inked])
    )
    return _mask(where & ((darkness <= limit) | red)) if limit < OPAQUE else _mask(where)


def _limit_in_grey(darkness: NDArray[np.float32]) -> float:
    """Return how dark a seal's ink is at most, where only its darkness tells it from a pen's."""
    level, darkest = np.percentile(darkness, (BARE_PERCENTILE, DARKEST_PERCENTILE)).tolist()
    return float(level + max(DARKER_GREY, BETWEEN * (darkest - level)))


def doubtful_ink(stamped: Mask, fingers: Mask, hand: Share, printed: Share) -> Mask:
    """
    Return the foreign ink that may be a pen's as well.

    What is written under a black seal is often taken for print; but so are ridges of fingers.
    """
    under_seal = (stamped > 0) & (fingers == 0) & (np.maximum(hand, printed) > DOUBTFUL)
    return _mask(under_seal | ((fingers > 0) & (hand > DOUBTFUL)))


def _mask(where: NDArray[np.bool_]) -> Mask:
    return where.astype(np.uint8) * np.uint8(255)
