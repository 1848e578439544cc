"""Tells blank sheets, the separators between papers, from sheets with next to nothing on them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page.quality import DARK_PAPER
from intake.page.shrink import shrunk
from intake.page_image import PageImage

LOOK_AT_DPI = 100.0
"""A full stop is two pixels then, dust is none."""
MARGIN_MM = 4.0
"""Shadows of the sheet's edges lie here; a printer reaches no closer."""
DARKER_BY = 34
"""Grey levels below the paper around: print from the other side shines through with less."""
NEIGHBOURHOOD_MM = 12.0
SPECK_MM = 0.55
"""Toner dust is smaller; a full stop is not much larger, but it does not come alone."""
MOST_MARKS_MM = 5.0
"""Length of marks larger than dust that a blank sheet may have: hairs, but not one amount."""
HOLE_MM = (4.0, 8.5)
"""Punched holes, seen black by a scanner."""
HOLE_MARGIN_MM = 20.0
HOLE_FILL = 0.65
"""Share of its box that a hole fills; a disc fills 0.79."""


def is_blank(page: PageImage) -> bool:
    """
    Say whether nothing is written, printed or stamped on an upright page.

    A page with a text layer is not blank, whatever is seen of it, nor is one too dark to see.
    """
    if page.layer:
        return False
    factor = min(1.0, LOOK_AT_DPI / page.frame.dpi)
    size = (round(page.frame.width * factor), round(page.frame.height * factor))
    blue, green, red = cv2.split(shrunk(page.pixels, size))
    small = cv2.min(cv2.min(blue, green), red)
    margin = round(page.px(MARGIN_MM) * factor)
    if min(small.shape) <= 3 * margin or margin == 0:
        return False
    small = np.ascontiguousarray(small[margin:-margin, margin:-margin])
    if np.median(small) < DARK_PAPER:
        return False
    mm = page.px(1.0) * factor
    around = round(NEIGHBOURHOOD_MM * mm) | 1
    ink = cv2.adaptiveThreshold(
        cv2.GaussianBlur(small, (3, 3), 0),
        255,
        cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY_INV,
        around,
        DARKER_BY,
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return _marks_length(np.asarray(stats[1:], np.int32), small.shape[1], mm) <= MOST_MARKS_MM


def _marks_length(stats: NDArray[np.int32], width: int, mm: float) -> float:
    """Return the summed length in mm of the components that somebody may have put there."""
    left, across, down, area = stats[:, 0], stats[:, 2], stats[:, 3], stats[:, 4]
    longest = np.maximum(across, down)
    in_margin = (left < HOLE_MARGIN_MM * mm) | (left + across > width - HOLE_MARGIN_MM * mm)
    hole = (
        in_margin
        & (longest <= HOLE_MM[1] * mm)
        & (np.minimum(across, down) >= HOLE_MM[0] * mm)
        & (area >= HOLE_FILL * across * down)
    )
    marks = longest[(longest >= SPECK_MM * mm) & ~hole]
    return float(marks.sum()) / mm
