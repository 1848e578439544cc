"""Marks that are no seals: fingerprints, slices of straddling seals, date stamps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from intake.ink.masks import InkMasks, Mask
from intake.ink.network import InkMaps, Share
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
SLICE_GAP_MM = 2.5
"""Gaps between the letters and the rim of a slice."""
LETTERS_MM = 1.0
"""Gaps between the letters of a stamp."""
RIDGES_MM = 1.0
"""Gaps between a finger's ridges, or left by a pen's stroke."""
FINGER_MM = (7.0, 28.0)
"""Sides of a fingerprint: 11-15 by 15-20 mm, a part of one or a rolled one."""
FINGER_SHARE = 0.35
"""Mean likelihood in its box from which a patch is a fingerprint: an oval fills 0.79 of its box."""
LIKELY = 127
"""Of 255: more likely than not."""


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
    page: PageImage,
    masks: InkMasks,
    maps: InkMaps,
    taken: Sequence[Box],
    *,
    engine: LineReader,
) -> Iterator[InkMark]:
    """Yield the marks outside the boxes `taken` by seals (page pixels)."""
    others = [*_slices(maps, taken), *_fingers(maps, taken)]
    yield from others
    known = [*taken, *(mark.box for mark in others)]
    for colour in (InkColour.RED, InkColour.BLUE):
        for blob in _blobs(masks, colour, known):
            if _stamp_sized(masks, blob):
                mark = _stamped(page, masks, blob, colour, engine)
                if mark is not None:
                    yield mark


def _slices(maps: InkMaps, taken: Sequence[Box]) -> Iterator[InkMark]:
    """Yield what of a seal lies at the page's left or right edge, of whatever colour."""
    for box in _patches(np.maximum(maps.seal, maps.region), maps, taken, SLICE_GAP_MM):
        width, height = (_mm_of(side * maps.scale, maps) for side in (box.width, box.height))
        right = maps.seal.shape[1] / maps.scale
        at_edge = min(box.left, right - box.right) <= maps.px(EDGE_MM) / maps.scale
        sized = _within(height, SLICE_HIGH_MM) and _within(width, SLICE_WIDE_MM)
        if at_edge and sized and height > 1.3 * width:
            yield InkMark(box=box, kind=MarkKind.STRADDLE_SLICE, score=0.6)


def _fingers(maps: InkMaps, taken: Sequence[Box]) -> Iterator[InkMark]:
    """Yield fingerprints, of whatever colour."""
    for box in _patches(maps.finger, maps, taken, RIDGES_MM):
        sides = sorted(_mm_of(side * maps.scale, maps) for side in (box.width, box.height))
        if FINGER_MM[0] <= sides[0] and sides[1] <= FINGER_MM[1]:
            share = float(maps.finger[maps.window(box)].mean()) / 255
            if share > FINGER_SHARE:
                yield InkMark(box=box, kind=MarkKind.FINGERPRINT, score=0.8)


def _patches(share: Share, maps: InkMaps, taken: Sequence[Box], gap: float) -> Iterator[Box]:
    """Yield the boxes (page pixels) of connected ink of one kind that lie outside `taken`."""
    ink = np.where(share > LIKELY, 255, 0).astype(np.uint8)
    for box in taken:
        ink[maps.window(box)] = 0
    reach = max(3, round(maps.px(gap)) | 1)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8))
    for left, top, width, height, _ in stats[1:count].tolist():
        yield Box(
            left=left / maps.scale,
            top=top / maps.scale,
            right=(left + width) / maps.scale,
            bottom=(top + height) / maps.scale,
        )


def _mm_of(pixels: float, maps: InkMaps) -> float:
    return pixels / maps.dpi * 25.4


def _stamped(
    page: PageImage, masks: InkMasks, blob: Blob, colour: InkColour, engine: LineReader
) -> InkMark | None:
    """Read a line of stamped text; None for letters, pen strokes and the like."""
    box = blob.box(masks.scale)
    lifted = impression(page, box.grown(page.px(0.5)), colour)
    line = engine.read_lines([drawn(lifted.ink)])[0]
    return _dated(box, line, framed=_is_framed(blob))


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
    """Yield connected ink outside the boxes taken, letters joined."""
    ink = (plane_of(masks, colour) > 24).astype(np.uint8) * np.uint8(255)
    for box in taken:
        left, top, right, bottom = (
            round(side * masks.scale) for side in (box.left, box.top, box.right, box.bottom)
        )
        ink[max(0, top) : bottom + 1, max(0, left) : right + 1] = 0
    reach = max(2, round(masks.px(LETTERS_MM)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    joined = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    least = masks.px(STAMP_HIGH_MM[0] / 2)
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if min(width, height) >= least and max(width, height) >= 4 * least:
            cut = labels[top : top + height, left : left + width] == label
            yield Blob(left, top, width, height, cut.astype(np.uint8) * np.uint8(255))


def _within(length: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= length <= limits[1]


def _mm(masks: InkMasks, pixels: float) -> float:
    return pixels / masks.dpi * 25.4


def _stamp_sized(masks: InkMasks, blob: Blob) -> bool:
    """Say whether a blob is a line of stamped text, with or without a frame."""
    return (
        _within(_mm(masks, blob.height), STAMP_HIGH_MM)
        and _within(_mm(masks, blob.width), STAMP_LONG_MM)
        and blob.width > 2.0 * blob.height
    )
