"""The page as the paper makes it look: every pixel relative to the white around it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page_image import Pixels

Relative = NDArray[np.float32]
"""(height, width, 3), BGR: reflectance against the local paper, 1 = bare paper."""

PAPER_DPI = 25.0
"""Where the paper is looked for: one pixel is a millimetre, print has melted into its ground."""
LARGEST_INK_MM = 12.0
"""Ink wider than this in every direction is taken for paper; no stroke or ring band is."""
BLACKEST_PAPER = 40.0
"""Grey value below which nothing is paper: desks and shadows must not be stretched to white."""


def resized(picture: Pixels, scale: float) -> Pixels:
    """Shrink a picture so that each new pixel is the mean of what it covers; never enlarge it."""
    if scale >= 1.0:
        return picture
    height, width = picture.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def paper_white(bgr: Pixels, dpi: float) -> Relative:
    """
    Return the colour of the paper under each pixel, as if nothing stood on it.

    The brightest colour within `LARGEST_INK_MM`, per channel, smoothed: it follows shadows and the
    cast of the light, which no single white point does.
    """
    small = resized(bgr, PAPER_DPI / dpi)
    reach = max(3, round(LARGEST_INK_MM / 25.4 * min(PAPER_DPI, dpi)) | 1)
    small = np.asarray(cv2.medianBlur(small, 3), np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REFLECT)
    smooth = cv2.GaussianBlur(closed.astype(np.float32), (0, 0), reach / 3)
    white = cv2.resize(smooth, (bgr.shape[1], bgr.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.maximum(np.asarray(white, np.float32), BLACKEST_PAPER)


def relative_to_paper(bgr: Pixels, dpi: float) -> Relative:
    """Divide each channel by the paper's: white balance and uneven light fall away together."""
    relative = bgr.astype(np.float32) / paper_white(bgr, dpi)
    return np.asarray(np.minimum(relative, np.float32(1.2)), np.float32)
