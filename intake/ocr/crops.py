"""
Cutting lines out of the page, in the page's own resolution.

A line that runs across a vertical table rule holds the text of two cells: it is cut there before
it is read, and rules at its ends are painted over, so that no `|` ever gets into an amount.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, radians, tan

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.ocr.detect import Line
from intake.page_image import Pixels

LEVEL = 0.06
"""A line whose ends differ in height by less than this share of its height is cut as level."""
RULE_WIDTH = 0.25
"""A rule is at most this wide, in line heights; the stroke of a character ends below the rim."""
INK_DEPTH = 0.35
"""A rule differs from paper by at least this share of what the darkest ink does."""
PRINT_DEPTH = 50
"""Ink is at least this much darker than paper (of 255); where nothing is, nothing stands there."""
LONG_LINE = 8.0
RIM = 0.2
"""
The detector leaves less margin around lines this many times longer than high; rims of paper make
their characters as large as those of short ones, which costs a quarter less and no accuracy.
"""
SHORTEST = 0.25
"""A piece between two rules narrower than this, in line heights, holds no character."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a line: its picture, and the stretch of the line that it shows."""

    pixels: Pixels
    line: Line
    start: float = 0.0
    end: float = 1.0

    @property
    def length(self) -> float:
        """Return how long the stretch is, in pixels of the page."""
        return (self.end - self.start) * self.line.width

    def along(self, fraction: float) -> float:
        """Convert a fraction of the crop's width to one of the line's width."""
        return self.start + fraction * (self.end - self.start)


def cut(pixels: Pixels, line: Line) -> tuple[Crop, ...]:
    """Return the pieces of a line between vertical rules; none where there is no ink."""
    return tuple(_between_rules(Crop(_straight(pixels, line), line)))


def _straight(pixels: Pixels, line: Line) -> Pixels:
    """Cut a line out: by slicing where it is level, else turned to stand level."""
    rise = abs(tan(radians(line.slope))) * line.width
    if rise < LEVEL * line.height:
        return _slice(pixels, line)
    size = max(round(line.width), 1), max(round(line.height), 1)
    source = np.array([line.at(0, 0), line.at(1, 0), line.at(0, 1)], np.float32)
    target = np.array([(0, 0), (size[0], 0), (0, size[1])], np.float32)
    turn = cv2.getAffineTransform(source, target)
    turned = cv2.warpAffine(
        pixels, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, np.uint8)


def _slice(pixels: Pixels, line: Line) -> Pixels:
    """Cut a level line out; what lies outside the page is white."""
    height, width = pixels.shape[:2]
    left, right = int(line.x - line.width / 2), ceil(line.x + line.width / 2)
    top, bottom = int(line.y - line.height / 2), ceil(line.y + line.height / 2)
    inside = pixels[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    rims = max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0)
    if not any(rims):
        return inside
    whole = cv2.copyMakeBorder(inside, *rims, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    return np.asarray(whole, np.uint8)


def _between_rules(crop: Crop) -> Iterator[Crop]:
    """Cut a crop at its rules."""
    height, width = crop.pixels.shape[:2]
    grey = np.asarray(cv2.cvtColor(crop.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    sample = np.sort(grey[::2, ::3], axis=None).astype(float)
    paper, ink = sample[int(0.8 * len(sample))], sample[int(0.01 * len(sample))]
    if paper - ink < PRINT_DEPTH:
        return
    rules = _rules(grey, paper - INK_DEPTH * (paper - ink))
    edges = [0, *(x for rule in rules for x in rule), width]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if right - left >= SHORTEST * height:
            pixels = _with_rims(crop.pixels[:, left:right], paper)
            yield Crop(pixels, crop.line, left / width, right / width)


def _with_rims(pixels: Pixels, paper: float) -> Pixels:
    """Give long lines the margin above and below that short ones have."""
    height, width = pixels.shape[:2]
    if width < LONG_LINE * height:
        return pixels
    rim = round(RIM * height)
    whole = cv2.copyMakeBorder(pixels, rim, rim, 0, 0, cv2.BORDER_CONSTANT, value=(paper,) * 3)
    return np.asarray(whole, np.uint8)


def _rules(grey: Pixels, dark: float) -> list[tuple[int, int]]:
    """Return the stretches [left, right) of columns that are dark from rim to rim."""
    height = grey.shape[0]
    full: NDArray[np.bool_] = (grey < dark).mean(axis=0) > 0.97
    changes = np.flatnonzero(np.diff(full, prepend=False, append=False))
    margin = max(1, round(height / 24))  # the soft flanks of the rule go with it
    return [
        (max(int(left) - margin, 0), min(int(right) + margin, len(full)))
        for left, right in zip(changes[::2], changes[1::2], strict=True)
        if right - left <= RULE_WIDTH * height
    ]
