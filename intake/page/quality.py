"""How well a page can be read: what its picture can tell about ink, how crisp it is."""

import cv2
import numpy as np

from intake.page.glyphs import Grey
from intake.page_image import Pixels
from models.page import ColourMode

SAMPLE = 800
"""Long side in pixels of the picture in which colour is looked for."""
TINTED = 22
"""Spread between the channels of a coloured pixel; JPEG noise on grey stays below."""
TINTED_SHARE = 3e-5
"""Of all pixels: a signature in blue, the rim of a seal."""
GREY_SPREAD = 2.0
"""Mean spread between the channels of what was taken in grey; a colour sensor is less exact."""
BETWEEN = (48, 208)
"""Grey levels that a black-and-white picture has nearly none of."""
BETWEEN_SHARE = 0.12
"""Of the dark pixels: smooth edges have several times as many."""
EDGE_RANGE = 70
"""Grey levels between print and paper around an edge that is measured."""
EDGE_WINDOW = 9
"""Pixels, some 1 mm at 200 dpi."""
CRISP = 0.5
BLURRED = 0.12
"""Share of an edge's range that lies between two neighbouring pixels. A scan at 200 dpi has half or
more; blurred over 3 pixels, 0.15."""
FEWEST_EDGES = 200

LOW_DPI = 140.0
"""Below, 10.5 pt characters have fewer than 20 pixels."""
LOW_SHARPNESS = 0.3
DARK_PAPER = 105.0
MOST_SKEW = 5.0


def colour_mode(pixels: Pixels) -> ColourMode:
    """Say whether the delivered picture has colours, greys, or black and white only."""
    height, width = pixels.shape[:2]
    step = max(1, max(height, width) // SAMPLE)
    blue, grey, red = cv2.split(np.ascontiguousarray(pixels[::step, ::step]))
    spread = cv2.subtract(cv2.max(cv2.max(blue, grey), red), cv2.min(cv2.min(blue, grey), red))
    if spread.mean() > GREY_SPREAD or (spread > TINTED).mean() > TINTED_SHARE:
        return ColourMode.COLOUR
    between = ((grey > BETWEEN[0]) & (grey < BETWEEN[1])).sum()
    dark = (grey <= BETWEEN[0]).sum()
    if between <= BETWEEN_SHARE * dark:
        return ColourMode.BINARISED
    return ColourMode.GREY


def sharpness(grey: Grey) -> float:
    """Return 1 for crisp edges of print, 0 for none; 1 also where there is no print to judge."""
    if min(grey.shape) < EDGE_WINDOW:
        return 1.0
    window = np.ones((EDGE_WINDOW, EDGE_WINDOW), np.uint8)
    span = cv2.subtract(cv2.dilate(grey, window), cv2.erode(grey, window))
    step = np.zeros_like(grey)
    step[:, :-1] = cv2.absdiff(grey[:, 1:], grey[:, :-1])
    step[:-1] = np.maximum(step[:-1], cv2.absdiff(grey[1:], grey[:-1]))
    steepest = cv2.dilate(step, np.ones((3, 3), np.uint8))
    edges = (span >= EDGE_RANGE) & (step == steepest) & (step > 8)
    if edges.sum() < FEWEST_EDGES:
        return 1.0
    share = float(np.percentile(step[edges] / span[edges].astype(np.float32), 75))
    return float(np.clip((share - BLURRED) / (CRISP - BLURRED), 0.0, 1.0))


def warnings(*, dpi: float, sharp: float, paper: float, skew: float, cut: bool) -> tuple[str, ...]:
    """Return the stable codes of what makes the page hard to read."""
    found = {
        "low_dpi": dpi < LOW_DPI,
        "blurred": sharp < LOW_SHARPNESS,
        "dark": paper < DARK_PAPER,
        "cropped": cut,
        "skewed": abs(skew) > MOST_SKEW,
    }
    return tuple(code for code, holds in found.items() if holds)
