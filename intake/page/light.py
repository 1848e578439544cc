"""Evens out the light on a photographed page and makes its paper white; inks keep their hues."""

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page.shrink import shrunk
from intake.page_image import Pixels

LOOK_AT = 160
"""Long side in pixels of the picture in which the light is measured."""
INK_GONE = 13
"""Pixels of that picture, some 24 mm of A4: what is wider and dark is paper of that colour."""
PAPER = 250
"""What paper becomes."""
DARKEST_PAPER = 0.35
"""Of the lightest paper: shadows go so deep; a photo printed on the page is darker."""
EVEN_WITHIN = 26.0
"""Grey levels: a flatbed's light varies by less."""
WHITE_FROM = 215.0
"""Grey level from which paper is white enough."""
NEUTRAL_WITHIN = 16.0
"""Grey levels between the channels that paper may have by itself."""

Light = NDArray[np.uint8]


def measure_light(pixels: Pixels) -> Light:
    """Return the colour of the paper over the page, on a small picture of it."""
    height, width = pixels.shape[:2]
    factor = LOOK_AT / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = shrunk(pixels, size) if factor < 1 else cv2.resize(pixels, size)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (INK_GONE, INK_GONE))
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, disc), (0, 0), 3)
    lightest = np.percentile(paper.reshape(-1, 3), 95, axis=0)
    return np.asarray(np.maximum(paper, lightest * DARKEST_PAPER), np.uint8)


def needs_evening(light: Light) -> bool:
    """Say whether the light is uneven, dim or coloured as on a photo; a scan's is not."""
    grey = light.mean(axis=2)
    low, high = np.percentile(grey, (5, 95))
    cast = np.ptp(np.median(light.reshape(-1, 3), axis=0))
    return bool(high - low > EVEN_WITHIN or high < WHITE_FROM or cast > NEUTRAL_WITHIN)


def paper_level(light: Light) -> float:
    """Return the grey level of the paper where most of it lies."""
    return float(np.median(light.mean(axis=2)))


def even_light(pixels: Pixels, light: Light) -> Pixels:
    """Return the picture as if its paper were white all over."""
    height, width = pixels.shape[:2]
    spread = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, spread, scale=PAPER), np.uint8)
