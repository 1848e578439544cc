"""Fingerprints (指印): filled red ovals of a finger's size."""

import cv2
import numpy as np

from intake.ink.masks import Mask

FINGER_MM = (8.0, 26.0)
"""Sides of a fingerprint: 11-15 by 15-20 mm, a part of one or a rolled one."""
FINGER_FILL = 0.60
"""Share of its hull that a fingerprint inks once its ridges are joined; a star fills less."""
FINGER_HULL = (0.66, 0.92)
"""Share of its box that its hull fills: an oval has 0.79, turned or cut a little less."""
RIDGES_MM = 1.0
"""Gaps between ridges, or left by a pen's stroke, that are closed first."""


def ridges_joined(red: Mask, dpi: float) -> Mask:
    """Close the gaps between ridges."""
    reach = max(2, round(RIDGES_MM / 25.4 * dpi))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    return np.asarray(cv2.morphologyEx(red, cv2.MORPH_CLOSE, kernel), np.uint8)


def is_finger(blob: Mask, dpi: float) -> bool:
    """
    Say whether a joined blob is oval, of a finger's size, and as good as filled.

    `blob` is its own bounding box: nothing else is in it.
    """
    sides = [side / dpi * 25.4 for side in blob.shape]
    if not all(FINGER_MM[0] <= side <= FINGER_MM[1] for side in sides):
        return False
    if max(sides) > 2.4 * min(sides) or not cv2.countNonZero(blob):
        return False
    points = cv2.findNonZero(blob)
    hull = float(cv2.contourArea(cv2.convexHull(points)))
    filled = len(points) > FINGER_FILL * hull
    return filled and FINGER_HULL[0] < hull / blob.size < FINGER_HULL[1]


def fingers_in(red: Mask, dpi: float) -> Mask:
    """Return a mask of the fingerprints in a mask of red ink."""
    joined = ridges_joined(red, dpi)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = np.zeros_like(red)
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        cut = labels[top : top + height, left : left + width] == label
        if is_finger(cut.astype(np.uint8) * np.uint8(255), dpi):
            found[top : top + height, left : left + width][cut] = 255
    return found
