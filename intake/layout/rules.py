"""Table rules on a page: thin straight ink, found on the red channel so that red seals drop out."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page_image import PageImage, Pixels

WORKING_DPI = 200.0
"""Finer pages are halved: a rule is 0.2 mm, 1.6 pixels here; coarser ones are taken as they are."""
ACROSS_MM, DOWN_MM = 4.5, 3.2
"""Shortest straight run taken for a rule: longer than the strokes of body text (3.7 mm)."""
GAP_MM = 1.6
"""A gap in a rule up to this is closed: dropouts of copies, erased dots."""
SHORTEST_MM = 8.0
"""Shorter horizontal pieces are dashes and strokes."""
THICKEST_MM = 2.0
"""Thicker ones are bars and shadows."""
PARENT = 3
"""Where OpenCV's tree of outlines names the outline around one."""
SAMPLE_MM = 1.5
"""Distance of the points that a rule's course is followed by."""

Mask = NDArray[np.uint8]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the points of its middle line, in working pixels."""

    along: Floats
    """x of the points of a horizontal rule, y of a vertical one; ascending."""
    across: Floats
    """The other coordinate."""

    @property
    def start(self) -> float:
        """Return where it begins."""
        return float(self.along[0])

    @property
    def end(self) -> float:
        """Return where it ends."""
        return float(self.along[-1])

    @property
    def length(self) -> float:
        """Return its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class RuleMap:
    """All rules of a page, and the masks that they were found in."""

    scale: float
    """Working pixels per page pixel."""
    per_mm: float
    """Working pixels per millimetre."""
    horizontal: Mask
    vertical: Mask
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]


def find_rules(page: PageImage) -> RuleMap:
    """Return the horizontal and vertical rules of an upright page."""
    scale = min(1.0, WORKING_DPI / page.frame.dpi)
    grey = _red_channel(page.pixels)
    if scale < 1.0:
        size = (round(grey.shape[1] * scale), round(grey.shape[0] * scale))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    per_mm = page.px(1.0) * scale
    ink = _ink(grey, per_mm)
    horizontal = _runs(ink, per_mm, ACROSS_MM)
    vertical = _runs(np.ascontiguousarray(ink.T), per_mm, DOWN_MM)
    return RuleMap(
        scale=scale,
        per_mm=per_mm,
        horizontal=horizontal,
        vertical=np.ascontiguousarray(vertical.T),
        across=_rules(horizontal, per_mm, SHORTEST_MM),
        down=_rules(vertical, per_mm, DOWN_MM),
    )


def _red_channel(pixels: Pixels) -> Mask:
    """Return the channel in which red ink is as light as paper."""
    return np.ascontiguousarray(pixels[..., 2]) if pixels.ndim == 3 else pixels


def _ink(grey: Mask, per_mm: float) -> Mask:
    """Return what is darker than its surroundings, as 255."""
    block = max(3, round(5 * per_mm) | 1)
    return np.asarray(
        cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 14
        ),
        np.uint8,
    )


def _runs(ink: Mask, per_mm: float, shortest_mm: float) -> Mask:
    """Keep runs of ink along x; steps of one pixel do not end a run, short gaps are closed."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    run = np.ones((1, max(3, round(shortest_mm * per_mm))), np.uint8)
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, run)
    gap = np.ones((1, max(3, round(GAP_MM * per_mm))), np.uint8)
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, gap), np.uint8)


def _rules(mask: Mask, per_mm: float, shortest_mm: float) -> tuple[Rule, ...]:
    """Follow each connected piece of a mask of runs along x."""
    outlines, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    rules = []
    for index, outline in enumerate(outlines):
        left, top, width, height = cv2.boundingRect(outline)
        is_hole = tree[0, index, PARENT] >= 0
        if is_hole or width < shortest_mm * per_mm:
            continue
        filled = np.zeros((height, width), np.uint8)
        cv2.drawContours(
            filled, outlines, index, 1, cv2.FILLED,
            hierarchy=tree, maxLevel=1, offset=(-left, -top),
        )  # fmt: skip
        # Filling covers the rims of holes, which the mask has not.
        piece = (filled & mask[top : top + height, left : left + width]) > 0
        if np.count_nonzero(piece) <= THICKEST_MM * per_mm * width:
            rules.append(_followed(piece, (left, top), SAMPLE_MM * per_mm))
    return tuple(rules)


def _followed(piece: NDArray[np.bool_], corner: tuple[int, int], step: float) -> Rule:
    """Return the middle line of a piece, sampled every `step` pixels and at both ends."""
    height, width = piece.shape
    count = min(max(2, round(width / step) + 1), width)
    columns = np.rint(np.arange(count) * ((width - 1) / max(count - 1, 1))).astype(np.int64)
    sampled = piece[:, columns]
    filled = sampled.sum(axis=0)
    rows = np.arange(height)[:, None]
    middles = (sampled * rows).sum(axis=0) / np.maximum(filled, 1)
    good = filled > 0
    return Rule(
        along=(columns[good] + corner[0]).astype(np.float64),
        across=(middles[good] + corner[1]).astype(np.float64),
    )
