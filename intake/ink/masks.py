"""Masks of red ink, blue ink, dark print and table rules on an upright page."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.ink.paper import Relative, relative_to_paper, resized
from intake.page_image import PageImage, Pixels

Mask = NDArray[np.uint8]
"""(height, width): 255 where the ink is, 0 elsewhere."""
Strength = NDArray[np.uint8]
"""(height, width): how strongly a pixel shows an ink, 0-255; 255 is pure ink on white paper."""

RED_MIN = 0.075
"""Least chroma of red ink. Grey print with JPEG fringes stays below 0.06 on real scans."""
BLUE_MIN = 0.09
"""Least chroma of blue ink: paper in shadow is bluish, so blue needs a little more."""
DARK_MAX = 0.62
"""Print reflects less than this share of the paper in its brightest channel."""
RULE_MM = 9.0
"""A straight run of ink at least this long is a rule: no stroke of a character is."""
RULE_THICKNESS_MM = 0.9
"""Thicker straight ink is a bar or a picture's edge."""


@dataclass(frozen=True, slots=True)
class InkMasks:
    """The inks of one page at one working size."""

    scale: float
    """Working pixels per page pixel, at most 1."""
    dpi: float
    """Dots per inch of the masks."""
    red: Mask
    blue: Mask
    dark: Mask
    """Black or grey print and pen; also what lies under coloured ink."""
    rules: Mask
    """Long straight ink of any colour."""
    redness: Strength
    blueness: Strength
    darkness: Strength

    def px(self, millimetres: float) -> float:
        """Convert millimetres to pixels of the masks."""
        return millimetres * self.dpi / 25.4


def ink_masks(page: PageImage, dpi: float) -> InkMasks:
    """Separate the inks of a page at `dpi`, or at the page's own resolution if that is less."""
    scale = min(1.0, dpi / page.frame.dpi)
    return masks_of(resized(page.pixels, scale), page.frame.dpi * scale, scale)


def masks_of(bgr: Pixels, dpi: float, scale: float = 1.0) -> InkMasks:
    """Separate the inks of a picture of `dpi`."""
    relative = relative_to_paper(bgr, dpi)
    red, blue = _chroma(relative)
    # numpy's own maximum over three channels is ten times slower
    b, g, r = (np.ascontiguousarray(relative[..., channel]) for channel in range(3))
    darkness = np.float32(1.0) - np.maximum(np.maximum(b, g), r)
    dark = _mask(darkness > 1.0 - DARK_MAX)
    red_mask, blue_mask = _mask(red > RED_MIN), _mask(blue > BLUE_MIN)
    return InkMasks(
        scale=scale,
        dpi=dpi,
        red=red_mask,
        blue=blue_mask,
        dark=dark,
        rules=long_straight(dark | red_mask | blue_mask, dpi),
        redness=_strength(red),
        blueness=_strength(blue),
        darkness=_strength(darkness),
    )


def _chroma(relative: Relative) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """
    Return how red and how blue each pixel is, 0 where its hue is another one.

    Seal red may lean to orange or to crimson, but not so far as gold seals, wood and skin do.
    """
    b, g, r = relative[..., 0], relative[..., 1], relative[..., 2]
    red = r - np.maximum(g, b)
    red[(g - b) > 0.55 * (r - b)] = 0.0
    red[(b - g) > 0.60 * (r - g)] = 0.0
    blue = b - np.maximum(r, g * np.float32(0.5) + r * np.float32(0.5))
    return np.maximum(red, 0.0), np.maximum(blue, 0.0)


def long_straight(mask: Mask, dpi: float, length_mm: float = RULE_MM) -> Mask:
    """Return the pixels of `mask` in thin horizontal or vertical runs of at least `length_mm`."""
    length = max(8, round(length_mm / 25.4 * dpi))
    thick = max(2, round(RULE_THICKNESS_MM / 25.4 * dpi))
    found = np.zeros_like(mask)
    for size, across in (((length, 1), (1, thick + 1)), ((1, length), (thick + 1, 1))):
        runs = np.asarray(
            cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8)), np.uint8
        )
        bars = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones(across[::-1], np.uint8))
        found |= runs & ~np.asarray(bars, np.uint8)
    return found


def _mask(where: NDArray[np.bool_]) -> Mask:
    return where.astype(np.uint8) * np.uint8(255)


def _strength(share: NDArray[np.float32]) -> Strength:
    return np.asarray(np.clip(share * 255.0, 0, 255), np.uint8)
