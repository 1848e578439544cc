"""Cleaning line crops and stitching them into one picture: plain OpenCV, no engine."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page_image import Pixels

PRINT_DEPTH = 50
"""Ink is at least this much darker than paper (of 255)."""
RULE = 0.85
"""A row or column that is dark over this share of the crop is a rule."""
COPY_BLUR = 0.06
"""Blur of a binarised crop, in ink heights: it rounds the jags that look like commas."""
MID_TONES = 0.02
"""A crop with fewer pixels than this between black and white is a binarised copy."""
SMALLEST_INK = 4
GAP = 24
"""White between lines, about a line's height: nearer ones are taken for one paragraph."""
MARGIN = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines below each other, and the height at which each stands."""

    pixels: Pixels
    middles: tuple[float, ...]


def clean(crop: Pixels, ink_height: int) -> Pixels | None:
    """Return the line in grey on white, its ink `ink_height` pixels high; None without ink."""
    grey = _stretched(_without_seal(crop))
    if grey is None:
        return None
    _blank_rules(grey)
    top, bottom = _band(grey < 128)
    if bottom - top < SMALLEST_INK:
        return None
    if ((grey > 40) & (grey < 215)).mean() < MID_TONES:
        grey = _grey(cv2.GaussianBlur(grey, (0, 0), COPY_BLUR * (bottom - top)))
    margin = max(2, (bottom - top) // 8)
    line = grey[max(top - margin, 0) : bottom + margin]
    scale = ink_height / (bottom - top)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return _grey(cv2.resize(line, None, fx=scale, fy=scale, interpolation=method))


def stitch(lines: Sequence[Pixels]) -> Sheet:
    """Set grey lines below each other on white."""
    width = max(line.shape[1] for line in lines) + 2 * MARGIN
    height = sum(line.shape[0] + GAP for line in lines) + GAP
    pixels: Pixels = np.full((height, width), 255, np.uint8)
    top, middles = GAP, []
    for line in lines:
        pixels[top : top + line.shape[0], MARGIN : MARGIN + line.shape[1]] = line
        middles.append(top + line.shape[0] / 2)
        top += line.shape[0] + GAP
    return Sheet(pixels, tuple(middles))


def _grey(pixels: object) -> Pixels:
    return np.asarray(pixels, np.uint8)


def _without_seal(crop: Pixels) -> Pixels:
    """Return the red channel, in which red seal ink is nearly white; grey if all ink is red."""
    if crop.ndim == 2:
        return crop
    red = crop[:, :, 2]
    if np.percentile(red, 80) - np.percentile(red, 1) >= PRINT_DEPTH:
        return red
    return _grey(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY))


def _stretched(grey: Pixels) -> Pixels | None:
    """Stretch ink to black and paper to white; None where there is no ink."""
    if min(grey.shape) < SMALLEST_INK:
        return None
    paper, ink = (float(value) for value in np.percentile(grey, (80, 1)))
    if paper - ink < PRINT_DEPTH:
        return None
    stretched = (grey.astype(np.float32) - ink) * (255 / (paper - ink))
    return _grey(np.clip(stretched, 0, 255))


def _blank_rules(grey: Pixels) -> None:
    """Paint table rules white, with their soft flanks."""
    dark = grey < 140
    rows, columns = dark.mean(axis=1) > RULE, dark.mean(axis=0) > RULE
    grey[_spread(rows)] = 255
    grey[:, _spread(columns)] = 255


def _spread(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the neighbours, too."""
    wider = marked.copy()
    wider[1:] |= marked[:-1]
    wider[:-1] |= marked[1:]
    return wider


def _band(dark: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the rows [top, bottom) of the line: the stretch with most ink, small gaps bridged."""
    height, width = dark.shape
    profile = dark.sum(axis=1)
    inked = (profile > max(1, width // 200)).astype(np.uint8)
    bridge = np.ones((2 * (height // 12) + 1, 1), np.uint8)
    joined = cv2.morphologyEx(inked.reshape(-1, 1), cv2.MORPH_CLOSE, bridge)[:, 0]
    changes = np.flatnonzero(np.diff(joined, prepend=0, append=0))
    bands = list(zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True))
    return max(bands, key=lambda band: int(profile[band[0] : band[1]].sum()), default=(0, 0))
