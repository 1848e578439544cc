"""Handwriting that stands in no place for it: a signature gone astray, a note, a filled-in word."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from intake.ink.network import InkMaps
from models.evidence import Box
from models.marks import InkMark, MarkKind

LIKELY = 140
"""Of 255: more likely than not a pen's."""
REACH_MM = (3.0, 1.2)
"""Strokes this near, across and up, are one piece of writing."""
NAME_MM2, NAME_MM = 4.0, 5.0
"""Least ink, and least length, of what may be a name."""
TALLEST_MM = 32.0
"""Higher than any writing: a picture's or a table's texture."""
HAND = 0.70
"""Mean likelihood of handwriting from which it is called so: print in large type stays below."""
OVER_PRINT = 0.10
"""How much likelier than print it has to be."""


def loose_writing(maps: InkMaps, known: Sequence[Box]) -> Iterator[InkMark]:
    """Yield pieces of handwriting outside the boxes `known` (page pixels)."""
    pen = np.where(maps.pen > LIKELY, 255, 0).astype(np.uint8)
    for box in known:
        pen[maps.window(box)] = 0
    across, up = (max(3, round(maps.px(reach)) | 1) for reach in REACH_MM)
    joined = cv2.morphologyEx(pen, cv2.MORPH_CLOSE, np.ones((up, across), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8))
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area < maps.px(1) ** 2 * NAME_MM2 or max(width, height) < maps.px(NAME_MM):
            continue
        window = slice(top, top + height), slice(left, left + width)
        ink = (labels[window] == label) & (pen[window] > 0)
        mark = _mark(maps, window, ink)
        if mark is not None:
            yield mark


def _mark(maps: InkMaps, window: tuple[slice, slice], ink: np.ndarray) -> InkMark | None:
    """Judge one piece by the network's mean over its pixels."""
    rows, columns = window
    enough = int(np.count_nonzero(ink)) >= maps.px(1) ** 2 * NAME_MM2
    if not enough or rows.stop - rows.start > maps.px(TALLEST_MM):
        return None
    hand, printed = (float(share[window][ink].mean()) / 255 for share in (maps.pen, maps.print_))
    if hand < HAND or hand - printed < OVER_PRINT:
        return None
    box = Box(
        left=columns.start / maps.scale,
        top=rows.start / maps.scale,
        right=columns.stop / maps.scale,
        bottom=rows.stop / maps.scale,
    )
    return InkMark(box=box, kind=MarkKind.HANDWRITING, score=min(1.0, hand))
