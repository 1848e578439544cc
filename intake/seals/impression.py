"""The ink of one impression, lifted off the page at reading resolution."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from intake.ink.masks import InkMasks, Strength, masks_of
from intake.ink.paper import resized
from intake.page_image import PageImage, Pixels
from intake.seals.shape import Floats, Ring
from models.evidence import Box
from models.marks import InkColour

READING_DPI = 240.0
"""Finer pictures are shrunk: a 5 mm character is then as high as the reader's own input."""
FULL = 95.0
"""Percentile of a strip's strength that counts as full ink; letters fill a fifth of a strip."""
LINE_WIDTH = 0.07
"""Width of a ring's line as a share of its radius: 1.0-1.2 mm of 19-21 mm, and its blur."""
FAINTEST = 14.0
"""Full ink is never taken to be weaker than this (of 255): below it is the paper's own noise."""

Plane = Literal["redness", "blueness", "darkness"]
PLANES: dict[InkColour, Plane] = {
    InkColour.RED: "redness",
    InkColour.BLUE: "blueness",
    InkColour.BLACK: "darkness",
}


@dataclass(frozen=True, slots=True)
class Impression:
    """A cut-out of the page that holds one ink only."""

    ink: Strength
    """(height, width): 0 where none of the ink is, 255 were it pure on white."""
    left: float
    """Page pixels of the cut-out's origin."""
    top: float
    scale: float
    """Pixels of the cut-out per page pixel."""
    dpi: float
    dark: Strength
    """The same for all dark ink: print and pen, and the seal's own where it is black."""

    def px(self, millimetres: float) -> float:
        """Convert millimetres to pixels of the cut-out."""
        return millimetres * self.dpi / 25.4

    def without(self, rings: Iterable[Ring]) -> "Impression":
        """Return the impression without the lines of other rings that run through it."""
        ys, xs = np.mgrid[0 : self.ink.shape[0], 0 : self.ink.shape[1]].astype(np.float64)
        xs, ys = xs / self.scale + self.left, ys / self.scale + self.top
        ink = self.ink.copy()
        for ring in rings:
            u, v = ring.local(xs, ys)
            away = np.hypot(u, v)
            ink[(away > 1 - LINE_WIDTH) & (away < 1 + LINE_WIDTH / 2)] = 0
        return replace(self, ink=ink)

    def sampled(self, xs: Floats, ys: Floats) -> Strength:
        """Sample the ink at page coordinates; none outside."""
        return self._at(self.ink, xs, ys)

    def sampled_dark(self, xs: Floats, ys: Floats) -> Strength:
        """Sample all dark ink at page coordinates; none outside."""
        return self._at(self.dark, xs, ys)

    def _at(self, plane: Strength, xs: Floats, ys: Floats) -> Strength:
        u = ((xs - self.left + 0.5) * self.scale - 0.5).astype(np.float32)
        v = ((ys - self.top + 0.5) * self.scale - 0.5).astype(np.float32)
        return np.asarray(cv2.remap(plane, u, v, cv2.INTER_LINEAR), np.uint8)


def plane_of(masks: InkMasks, colour: InkColour) -> Strength:
    """Return the strength of one ink."""
    planes = {"redness": masks.redness, "blueness": masks.blueness, "darkness": masks.darkness}
    return planes[PLANES[colour]]


def impression(page: PageImage, box: Box, colour: InkColour) -> Impression:
    """Cut `box` (page pixels) out of the page and keep only the ink of one colour."""
    height, width = page.pixels.shape[:2]
    left, top = max(0, int(box.left)), max(0, int(box.top))
    right, bottom = min(width, int(box.right) + 1), min(height, int(box.bottom) + 1)
    cut = page.pixels[top:bottom, left:right]
    scale = min(1.0, READING_DPI / page.frame.dpi)
    small = resized(cut, scale)
    dpi = page.frame.dpi * scale
    masks = masks_of(small, dpi)
    return Impression(plane_of(masks, colour), left, top, scale, dpi, masks.darkness)


def full_strength(strength: Strength) -> float:
    """Return the strength of full ink in a strip."""
    return max(FAINTEST, float(np.percentile(strength, FULL)))


def drawn(strength: Strength, full: float | None = None) -> Pixels:
    """Draw ink as a reader expects it: dark on white, faint ink as dark as strong ink."""
    full = full_strength(strength) if full is None else full
    floor = 0.12 * full
    grey = 255.0 - (strength.astype(np.float32) - floor) * (255.0 / (full - floor))
    return np.asarray(np.clip(grey, 0, 255), np.uint8)
