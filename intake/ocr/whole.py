"""
Lines that the detector found too low are made as high as their characters.

It sees the page small, and of a large bold title sometimes only the middle. Such a line cuts
off heads and feet, and its upright strokes reach from rim to rim as table rules do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.ocr.detect import Line
from intake.ocr.neighbours import MOST_SLOPE
from intake.page_image import Pixels

REACH = 0.4
"""Heads and feet are sought this far beyond a line, in line heights."""
CUT = 0.05
"""More ink than this on a line's rim is that of characters cut off ..."""
RULE = 0.6
"""... and more than this is a level rule."""
EMPTY = 0.01
"""Characters end where there is less ink than this."""
MARGIN = 0.08
"""What is left free above and below them, in line heights: without it, too, a stroke is a rule."""
THROUGH = 0.95
"""An upright rule is dark over this part of the rows."""
DARK = 0.5
"""Ink is nearer to the darkest tone than to paper."""
PRINT_DEPTH = 30
"""Ink differs from paper by at least this much (of 255)."""


def whole(pixels: Pixels, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, each as high as the characters that it cuts through."""
    return tuple(_heightened(pixels, line) for line in lines)


def _heightened(pixels: Pixels, line: Line) -> Line:
    """Return a line with its heads and feet; as it is where none are cut off."""
    if abs(line.slope) > MOST_SLOPE or line.height > line.width:
        return line
    reach = max(round(REACH * line.height), 2)
    top, bottom = round(line.y - line.height / 2), round(line.y + line.height / 2)
    left, right = int(line.x - line.width / 2), int(line.x + line.width / 2)
    if top - reach < 0 or bottom + reach > pixels.shape[0] or bottom - top < 4:
        return line
    cut = pixels[top - reach : bottom + reach, max(left, 0) : max(right, 0)]
    share = _ink_of_rows(cut)
    if share is None:
        return line
    margin = round(MARGIN * line.height)
    above, below = _more(share[::-1], reach, margin), _more(share, reach, margin)
    if above + below == 0:
        return line
    return replace(line, y=line.y + (below - above) / 2, height=line.height + above + below)


def _ink_of_rows(cut: Pixels) -> NDArray[np.float64] | None:
    """Return how much of each row is ink, upright rules left out; None without dark print."""
    if cut.shape[1] < 2:
        return None
    grey = np.asarray(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY), np.uint8)
    darkest, usual = (float(tone) for tone in np.percentile(grey[::2, ::3], (1, 60)))
    if usual - darkest < PRINT_DEPTH:
        return None
    ink = grey < usual - DARK * (usual - darkest)
    characters = ink[:, ink.mean(axis=0) < THROUGH]
    return np.asarray(characters.mean(axis=1)) if characters.shape[1] else None


def _more(share: NDArray[np.float64], reach: int, margin: int) -> int:
    """Return how many rows a line needs at its lower rim: what it cuts off, and some paper."""
    rim = len(share) - reach - 1
    missing = _missing(share[rim:])
    if missing:
        return missing + margin
    inked = np.flatnonzero(share[rim - margin : rim + 1] > EMPTY)
    if not len(inked) or share[rim] >= RULE:
        return 0
    free = margin - int(inked[-1])
    wanted = margin - free
    return wanted if (share[rim + 1 : rim + 1 + wanted] <= EMPTY).all() else 0


def _missing(outwards: NDArray[np.float64]) -> int:
    """Count the rows beyond a rim that belong to characters, from its row outwards."""
    if not CUT < outwards[0] < RULE:
        return 0
    return next(_ends(outwards), 0)


def _ends(outwards: NDArray[np.float64]) -> Iterator[int]:
    """Yield the rows where characters may end; none where ink goes on and on, as in a picture."""
    for row, share in enumerate(outwards):
        if share <= EMPTY or share >= RULE:
            yield row
