"""Coloured marks that are no seals: fingerprints, date stamps, slices of straddling seals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from intake.ink.fingers import is_finger, ridges_joined
from intake.ink.masks import InkMasks, Mask
from intake.page_image import LineReader, LineText, PageImage
from intake.seals.impression import drawn, impression, plane_of
from intake.seals.legend import DATE, SETTLED
from models.evidence import Box
from models.marks import InkColour, InkMark, MarkKind

STAMP_HIGH_MM = (4.0, 13.0)
STAMP_LONG_MM = (14.0, 65.0)
SLICE_HIGH_MM = (8.0, 50.0)
SLICE_WIDE_MM = (1.5, 24.0)
"""A straddling seal (骑缝章) leaves at most half of itself on a page."""
FRAMED = 0.6
"""Share of the enclosing rectangle's outline that is inked on a framed stamp."""
EDGE_MM = 2.0


@dataclass(frozen=True, slots=True)
class Blob:
    """Connected ink, in pixels of the masks."""

    left: int
    top: int
    width: int
    height: int
    mask: Mask

    def box(self, scale: float) -> Box:
        """Return the place on the page."""
        return Box(
            left=self.left / scale,
            top=self.top / scale,
            right=(self.left + self.width) / scale,
            bottom=(self.top + self.height) / scale,
        )


def other_marks(
    page: PageImage, masks: InkMasks, taken: Sequence[Box], *, engine: LineReader
) -> Iterator[InkMark]:
    """Yield the coloured marks outside the boxes `taken` by seals (page pixels)."""
    for colour in (InkColour.RED, InkColour.BLUE):
        for blob in _blobs(masks, colour, taken):
            mark = _judged(page, masks, blob, colour, engine)
            if mark is not None:
                yield mark


def _judged(
    page: PageImage, masks: InkMasks, blob: Blob, colour: InkColour, engine: LineReader
) -> InkMark | None:
    """Say what a blob is; None for letters, pen strokes and the like."""
    box = blob.box(masks.scale)
    if colour is InkColour.RED and is_finger(blob.mask, masks.dpi):
        return InkMark(box=box, kind=MarkKind.FINGERPRINT, score=0.8)
    if colour is InkColour.RED and _is_slice(masks, blob):
        return InkMark(box=box, kind=MarkKind.STRADDLE_SLICE, score=0.6)
    if _stamp_sized(masks, blob):
        lifted = impression(page, box.grown(page.px(0.5)), colour)
        line = engine.read_lines([drawn(lifted.ink)])[0]
        return _dated(box, line, framed=_is_framed(blob))
    return None


def _dated(box: Box, line: LineText, *, framed: bool) -> InkMark | None:
    """Tell a stamped date, in its frame or with 收讫, from one written in coloured ink."""
    if SETTLED.search(line.text) or (framed and DATE.search(line.text)):
        return InkMark(box=box, kind=MarkKind.DATE_STAMP, score=max(0.5, line.score))
    if DATE.search(line.text):
        return InkMark(box=box, kind=MarkKind.HANDWRITTEN_DATE, score=0.5 * line.score)
    return None


def _is_framed(blob: Blob) -> bool:
    """Say whether two long straight sides run along a blob; it may be tilted by some degrees."""
    points = cv2.findNonZero(blob.mask)
    if points is None:
        return False
    rectangle = cv2.minAreaRect(points)
    wide, high = (float(side) for side in rectangle[1])
    hull = float(cv2.contourArea(cv2.convexHull(points)))
    outline = np.zeros_like(blob.mask)
    corners = cv2.boxPoints(rectangle).astype(np.int32)
    cv2.polylines(outline, [corners], isClosed=True, color=255, thickness=3)
    along = int(np.count_nonzero(outline & blob.mask)) / max(1, int(np.count_nonzero(outline)))
    return hull > 0.85 * wide * high and along > FRAMED


def _blobs(masks: InkMasks, colour: InkColour, taken: Iterable[Box]) -> Iterator[Blob]:
    """Yield connected ink outside the seals, ridges and letters joined."""
    ink = (plane_of(masks, colour) > 24).astype(np.uint8) * np.uint8(255)
    for box in taken:
        left, top, right, bottom = (
            round(side * masks.scale) for side in (box.left, box.top, box.right, box.bottom)
        )
        ink[max(0, top) : bottom + 1, max(0, left) : right + 1] = 0
    joined = ridges_joined(ink, masks.dpi)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    least = masks.px(SLICE_WIDE_MM[0])
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if min(width, height) >= least and max(width, height) >= 4 * least:
            cut = labels[top : top + height, left : left + width] == label
            yield Blob(left, top, width, height, cut.astype(np.uint8) * np.uint8(255))


def _within(length: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= length <= limits[1]


def _mm(masks: InkMasks, pixels: float) -> float:
    return pixels / masks.dpi * 25.4


def _is_slice(masks: InkMasks, blob: Blob) -> bool:
    """Say whether a blob touches the left or right edge, higher than wide."""
    edge = masks.px(EDGE_MM)
    at_edge = blob.left <= edge or blob.left + blob.width >= masks.red.shape[1] - edge
    sized = _within(_mm(masks, blob.height), SLICE_HIGH_MM) and _within(
        _mm(masks, blob.width), SLICE_WIDE_MM
    )
    return at_edge and sized and blob.height > 1.3 * blob.width


def _stamp_sized(masks: InkMasks, blob: Blob) -> bool:
    """Say whether a blob is a line of stamped text, with or without a frame."""
    return (
        _within(_mm(masks, blob.height), STAMP_HIGH_MM)
        and _within(_mm(masks, blob.width), STAMP_LONG_MM)
        and blob.width > 2.0 * blob.height
    )
