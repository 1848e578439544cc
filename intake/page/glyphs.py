"""
The marks of print on a small picture of the page: where characters stand, and how they line up.

grey -> ink -> components of a character's size -> direction of the lines, boxes of lines
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page_image import Pixels

Grey = NDArray[np.uint8]
Boxes = NDArray[np.int32]
"""(n, 4): left, top, width, height in pixels."""

WINDOW_SHARE = 0.03
"""Of the long side: the neighbourhood whose mean is paper; two to three characters."""
DARKER_BY = 14
"""Grey levels that ink is darker than its neighbourhood, at least: grain and JPEG stay below."""
SMALLEST_SHARE = 0.004
LARGEST_SHARE = 0.045
"""Of the long side: a character's longer side. On A4, 1.2 mm (a digit's stroke) to 13 mm (a
title)."""
JOIN_SHARES = (0.0035, 0.005)
"""Of the long side: gaps that are closed to make runs of characters. On A4, 1.0 and 1.5 mm: more
than stands between characters, less than between lines; small print needs one, large the other."""
RUN_ASPECT = 1.7
"""A run of two characters is longer than this times its height, a lone one is not."""
FILL = 0.6
"""Share of its box that a level run fills, at least."""
THINNEST_SHARE = 0.004
THICKEST_SHARE = 0.03
"""Of the long side: a run's shorter side; rules are thinner, merged lines thicker."""
LONGEST_VOTE = 8.0
"""A run counts by its aspect, up to this: a heading is no better witness than a line of text."""
FEWEST_VOTES = 12.0
DECIDED = 1.5
"""Votes for the lines' running down over those for running across that turn the page."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Character-sized components of ink."""

    ink: Grey
    """255 where there is ink, else 0."""
    marks: Grey
    """255 in the components that have a character's size, else 0."""


def find_glyphs(grey: Grey) -> Glyphs:
    """Return the character-sized marks on a picture of 1000 to 2000 pixels' length."""
    ink = find_ink(grey)
    long = max(grey.shape)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    longer = stats[:, 2:4].max(axis=1)
    sized = (longer >= SMALLEST_SHARE * long) & (longer <= LARGEST_SHARE * long)
    sized[0] = False  # the ground
    return Glyphs(ink, (sized * np.uint8(255))[labels])


def find_ink(grey: Grey) -> Grey:
    """Return 255 where the picture is darker than its neighbourhood."""
    window = max(15, round(WINDOW_SHARE * max(grey.shape))) | 1
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, DARKER_BY
    )
    return np.asarray(ink, np.uint8)


def lines_run_down(glyphs: Glyphs) -> bool:
    """Say whether lines run top to bottom, so that the page has to be turned by a quarter."""
    across, down = direction_votes(glyphs)
    return down > DECIDED * across and down >= FEWEST_VOTES


def direction_votes(glyphs: Glyphs) -> tuple[float, float]:
    """Count runs of characters across the page, and down it, weighted by how long they are."""
    across = down = 0.0
    for share in JOIN_SHARES:
        boxes, thick = _runs(glyphs, share)
        aspect = np.minimum(boxes[:, 2:].max(axis=1) / thick, LONGEST_VOTE)
        lies = boxes[:, 2] > boxes[:, 3]
        across += float(aspect[lies & (aspect >= RUN_ASPECT)].sum())
        down += float(aspect[~lies & (aspect >= RUN_ASPECT)].sum())
    return across, down


def _runs(glyphs: Glyphs, share: float) -> tuple[Boxes, NDArray[np.float64]]:
    """
    Return boxes of characters that stand together, in whichever direction, and their thickness.

    The box of a long skewed line is far thicker than the line: its area over its length tells.
    """
    long = max(glyphs.marks.shape)
    reach = max(3, round(share * long))
    joined = cv2.morphologyEx(glyphs.marks, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    halved = np.ascontiguousarray(joined[::2, ::2])
    _, _, stats, _ = cv2.connectedComponentsWithStats(halved, connectivity=8)
    boxes, area = np.asarray(2 * stats[1:, :4], np.int32), 4 * stats[1:, 4]
    thick = boxes[:, 2:].min(axis=1).astype(np.float64)
    slanted = thick > THICKEST_SHARE * long
    thick[slanted] = area[slanted] / FILL / boxes[slanted, 2:].max(axis=1)
    fits = (thick >= THINNEST_SHARE * long) & (thick <= THICKEST_SHARE * long)
    kept: Boxes = boxes[fits]
    return kept, thick[fits]


def line_boxes(glyphs: Glyphs) -> Boxes:
    """Return the boxes of runs of characters across a level page, the longest first."""
    boxes, _ = _runs(glyphs, JOIN_SHARES[-1])
    boxes = boxes[boxes[:, 3] <= THICKEST_SHARE * max(glyphs.marks.shape)]
    boxes = boxes[boxes[:, 2] >= RUN_ASPECT * boxes[:, 3]]
    longest_first: Boxes = boxes[np.argsort(-boxes[:, 2], kind="stable")]
    return longest_first


def text_height(glyphs: Glyphs) -> float:
    """Return the usual height of a line of text in pixels; 0 where there is none."""
    boxes = line_boxes(glyphs)
    return float(np.median(boxes[:, 3])) if len(boxes) else 0.0


def grey_of(pixels: Pixels) -> Grey:
    """
    Return the picture in grey, as seen in red light.

    Red seals and red letterheads vanish, black print and blue ink stay.
    """
    return np.ascontiguousarray(pixels[:, :, 2]) if pixels.ndim == 3 else pixels
