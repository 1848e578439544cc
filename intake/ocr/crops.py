"""
Cutting lines out of the page, in the page's own resolution.

A line that runs across a vertical table rule holds the text of two cells: it is cut there before
it is read, and rules at its ends are painted over, so that no `|` ever gets into an amount.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
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
PRINT_DEPTH = 30
"""Ink differs from its ground by at least this much (of 255); else nothing stands there."""
RIM_TO_RIM = 0.92
"""A rule is dark over this share of the line's height; no character of a line reaches so far."""
SLANT = 24
"""A rule may wander by the line's height divided by this, to either side."""
STACKED = 1.6
"""A line this many times higher than wide holds characters below each other."""
PITCH = 1.1
"""From one stacked character to the next, in character widths."""
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
    stacked: bool = False
    """The characters stand below each other on the page, side by side on this picture."""

    @property
    def length(self) -> float:
        """Return how long the stretch is, in pixels of the page."""
        return (self.end - self.start) * self.line.width

    def along(self, fraction: float) -> float:
        """Convert a fraction of the crop's width to one of the line's width."""
        return self.start + fraction * (self.end - self.start)


def cut(pixels: Pixels, line: Line) -> tuple[Crop, ...]:
    """Return the pieces of a line between vertical rules; none where there is no ink."""
    straight = _straight(pixels, line)
    if line.height > STACKED * line.width:
        return _side_by_side(straight, line)
    return tuple(_between_rules(Crop(straight, line)))


def _side_by_side(column: Pixels, line: Line) -> tuple[Crop, ...]:
    """Set the characters of a column (竖排) side by side: they stand at an even pitch."""
    grey = np.asarray(cv2.cvtColor(column, cv2.COLOR_BGR2GRAY), np.uint8)
    darkest, ground, _, lightest = _tones(grey)
    if lightest - darkest < PRINT_DEPTH:
        return ()
    inked = np.abs(grey.astype(float) - ground) > (lightest - darkest) / 3
    edges = _character_edges(inked)
    tallest = max(int(np.diff(edges).max()), 1)
    parts = [
        cv2.copyMakeBorder(
            column[upper:lower], 0, tallest - (lower - upper), 0, 0, cv2.BORDER_REPLICATE
        )
        for upper, lower in pairwise(edges)
        if lower > upper
    ]
    return (Crop(np.hstack(parts), line, stacked=True),)


def _character_edges(inked: NDArray[np.bool_]) -> list[int]:
    """Return the rows between stacked characters: an even pitch, moved to where ink is least."""
    profile = inked.sum(axis=1)
    rows, columns = np.flatnonzero(profile), np.flatnonzero(inked.any(axis=0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    usual = (bottom - top) / (PITCH * max(int(columns[-1]) + 1 - int(columns[0]), 2))
    guesses = {max(round(usual) + step, 1) for step in (-1, 0, 1)}
    tried = [_settled(profile, np.linspace(top, bottom, count + 1)) for count in guesses]
    return min(tried, key=lambda edges: _cost(profile, edges, usual))


def _settled(profile: NDArray[np.int64], edges: NDArray[np.float64]) -> list[int]:
    """Move inner edges by up to a fifth of the pitch to the row with least ink."""
    slack = max(int((edges[1] - edges[0]) / 5), 1)
    inner = [
        int(edge) - slack + int(profile[int(edge) - slack : int(edge) + slack + 1].argmin())
        for edge in edges[1:-1]
    ]
    return [int(edges[0]), *inner, int(edges[-1])]


def _cost(profile: NDArray[np.int64], edges: list[int], usual: float) -> float:
    """Return the ink that the edges cut, with a price on an unusual number of characters."""
    cut = sum(int(profile[edge]) for edge in edges[1:-1])
    return cut + 0.05 * float(profile.max()) * abs(len(edges) - 1 - usual)


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
    darkest, ground, paper, lightest = _tones(grey)
    if lightest - darkest < PRINT_DEPTH:
        return
    inverse = ground < (darkest + lightest) / 2
    rules = [] if inverse else _rules(grey, paper - INK_DEPTH * (paper - darkest))
    edges = [0, *(x for rule in rules for x in rule), width]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if right - left >= SHORTEST * height:
            pixels = _with_rims(crop.pixels[:, left:right], ground if inverse else paper)
            yield Crop(pixels, crop.line, left / width, right / width)


def _with_rims(pixels: Pixels, paper: float) -> Pixels:
    """Give long lines the margin above and below that short ones have."""
    height, width = pixels.shape[:2]
    if width < LONG_LINE * height:
        return pixels
    rim = round(RIM * height)
    whole = cv2.copyMakeBorder(pixels, rim, rim, 0, 0, cv2.BORDER_CONSTANT, value=(paper,) * 3)
    return np.asarray(whole, np.uint8)


def _tones(grey: Pixels) -> tuple[float, float, float, float]:
    """Return the darkest ink, the most usual tone, paper and the lightest: of a sample."""
    sample = np.sort(grey[::2, ::3], axis=None)
    darkest, ground, paper, lightest = (
        float(sample[int(share * (len(sample) - 1))]) for share in (0.01, 0.5, 0.8, 0.99)
    )
    return darkest, ground, paper, lightest


def _rules(grey: Pixels, dark: float) -> list[tuple[int, int]]:
    """Return the stretches [left, right) of columns that are dark from rim to rim."""
    height = grey.shape[0]
    reach = max(1, round(height / SLANT))
    darkened = cv2.erode(grey, np.ones((1, 2 * reach + 1), np.uint8))
    full: NDArray[np.bool_] = (darkened < dark).mean(axis=0) > RIM_TO_RIM
    changes = np.flatnonzero(np.diff(full, prepend=False, append=False)).tolist()
    return [
        (left, right)
        for left, right in zip(changes[::2], changes[1::2], strict=True)
        if right - left <= RULE_WIDTH * height + 2 * reach
    ]
