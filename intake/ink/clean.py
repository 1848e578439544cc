"""The page without the ink of its seals: what they cover can be read again."""

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.ink.paper import Relative, paper_white
from intake.page_image import PageImage, Pixels
from models.evidence import Box
from models.marks import InkColour, Seal

CHANNEL = {InkColour.RED: 2, InkColour.BLUE: 0}
"""The channel in which an ink is nearly as bright as paper, print as dark as ever (BGR)."""
TINGE = 0.035
"""Chroma from which a pixel inside a seal's box has some of its ink."""
STRONG = 0.20
"""Chroma of ink that nothing dark lies under: how bright it is in its channel is measured there."""
CLIP_RANGE = (0.62, 0.96)
"""Bounds of the white clip; a harder stretch turns commas into points (ocr.md §4)."""
MARGIN_MM = 1.0
"""Ink seeps a little out of the outline that was fitted."""


def without_seal_ink(page: PageImage, seals: Iterable[Seal]) -> PageImage:
    """
    Return the page with the red and blue ink of `seals` taken off, nothing else touched.

    Only pixels in the seals' boxes that bear the ink change: they are replaced by what their
    brightest channel shows, gently clipped to white. Black seals stay: their ink is that of print.
    """
    cleaned = page.pixels.copy()
    for seal in seals:
        if seal.colour in CHANNEL:
            _clean(cleaned, _clipped(seal.box.grown(page.px(MARGIN_MM)), page), seal.colour, page)
    return replace(page, pixels=cleaned)


def _clipped(box: Box, page: PageImage) -> tuple[slice, slice]:
    """Return a box as rows and columns of the page."""
    height, width = page.pixels.shape[:2]
    rows = slice(max(0, int(box.top)), min(height, int(box.bottom) + 1))
    return rows, slice(max(0, int(box.left)), min(width, int(box.right) + 1))


def _clean(cleaned: Pixels, place: tuple[slice, slice], colour: InkColour, page: PageImage) -> None:
    """Take one ink off one place of the picture."""
    cut = cleaned[place]
    if cut.size == 0:
        return
    white = paper_white(cut, page.frame.dpi)
    relative = np.asarray(cut.astype(np.float32) / white, np.float32)
    bright = relative[..., CHANNEL[colour]]
    chroma = _chroma(relative, colour)
    clip = _clip_level(bright, chroma)
    shown = np.minimum(bright / clip, 1.0)[..., None] * white
    inked = chroma > TINGE
    spread = cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    cut[spread] = np.clip(shown, 0, 255).astype(np.uint8)[spread]


def _chroma(relative: Relative, colour: InkColour) -> NDArray[np.float32]:
    """Return how much brighter an ink's own channel is than the brighter of the others."""
    own = CHANNEL[colour]
    others = [channel for channel in range(3) if channel != own]
    return np.asarray(relative[..., own] - relative[..., others].max(axis=2), np.float32)


def _clip_level(bright: NDArray[np.float32], chroma: NDArray[np.float32]) -> float:
    """Return the brightness that becomes white: that of the bare ink in its own channel."""
    bare = bright[chroma > STRONG]
    if bare.size < 30:
        return CLIP_RANGE[1]
    return float(np.clip(np.percentile(bare, 35), *CLIP_RANGE))
