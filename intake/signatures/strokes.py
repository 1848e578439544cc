"""The ink that was put into a place: rules, seal ink and the printed label taken away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.ink.masks import InkMasks, Mask, masks_of
from intake.ink.network import InkMaps, Share
from intake.ink.paper import resized
from intake.page_image import PageImage, Pixels
from intake.signatures.foreign import chops_in, doubtful_ink, foreign_ink
from models.evidence import Box
from models.marks import InkColour, Seal

JUDGE_DPI = 200.0
"""A pen's stroke of 0.3 mm is then over two pixels wide."""
SPILL_MM = 3.5
"""How far strokes are followed out of their place."""
PEN_MIN = 46
"""Least darkness of pen strokes (0-255): pencil and worn pens are about a third black."""
COLOUR_MIN = 30
"""Least chroma of coloured pens (0-255)."""
SPECK_MM2 = 0.10
"""Ink smaller than this is dust or a remnant of a rule."""
GAP_MM = 0.45
"""Strokes this near belong together: where a rule was taken away, or a pen skipped."""
HOME_SHARE = 0.5
"""Share of a stroke that has to lie in a place for it to belong there."""
CROP_MARGIN_MM = 0.6
CHOP_MARGIN_MM = 0.8
RULE_MM = 11.0
"""A straight run this long is a rule: the longest straight stroke of a name is shorter."""
WORD_GAP_MM = (5.0, 1.6)
"""Ink across and up to this far is one line of writing; what stands apart from it is not."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The ink of one place, in pixels of a cut-out at `dpi`."""

    pen: Mask
    """Ink that belongs to the place, without rules, seals and label."""
    grey: Pixels
    """The same as dark on white, for reading: with its edges, in grey."""
    coloured: float
    """Share of the pen ink that is blue or red."""
    red: float
    """Share of the pen ink that is red: a red pen's, or a name chop's."""
    hand: float
    """How likely the pen ink is handwriting, by the network: the mean over its pixels, 0-1."""
    sealed: float
    """How likely it is a seal's."""
    covered: float
    """Share of the place that lies under seals."""
    contested: float
    """Square millimetres of ink in the place that belongs to a neighbour's strokes, or may, or to a
    seal that was not found."""
    chopped: bool
    """A name chop was pressed into the place."""
    hidden: float
    """Square millimetres of a seal's or a finger's ink that may be a pen's or print's as well."""
    finger: float
    """Square millimetres of fingerprint in the place."""
    inner: tuple[int, int, int, int]
    """The place itself in the cut-out: left, top, right, bottom."""
    left: float
    top: float
    scale: float
    dpi: float

    def mm(self, pixels: float) -> float:
        """Convert pixels of the cut-out to millimetres."""
        return pixels / self.dpi * 25.4

    def crop(self) -> Pixels:
        """Return the ink's own rectangle, dark on white, with a margin: a line to be read."""
        points = cv2.findNonZero(self.pen)
        if points is None:
            return self.grey
        x, y, width, height = cv2.boundingRect(points)
        pad = max(3, round(CROP_MARGIN_MM / 25.4 * self.dpi))
        return self.grey[max(0, y - pad) : y + height + pad, max(0, x - pad) : x + width + pad]

    def box(self) -> Box | None:
        """Return where the ink is on the page."""
        points = cv2.findNonZero(self.pen)
        if points is None:
            return None
        x, y, width, height = cv2.boundingRect(points)
        return Box(
            left=self.left + x / self.scale,
            top=self.top + y / self.scale,
            right=self.left + (x + width) / self.scale,
            bottom=self.top + (y + height) / self.scale,
        )


def strokes_in(
    page: PageImage,
    maps: InkMaps,
    place: Box,
    *,
    print_: Sequence[Box],
    seals: Sequence[Seal],
) -> Strokes:
    """
    Cut a place out of the page and keep the ink that belongs to it.

    `print_` are boxes of printed words that are no part of it (the label, the next label).
    """
    outer = _cut_box(page, place)
    left, top, right, bottom = outer
    cut = page.pixels[top:bottom, left:right]
    scale = min(1.0, JUDGE_DPI / page.frame.dpi)
    small = resized(cut, scale)
    masks = masks_of(small, page.frame.dpi * scale)
    frame = _Frame(left, top, scale, small.shape[:2])
    seal_mask = frame.filled(seal.box for seal in seals if seal.colour is not InkColour.BLACK)
    hand, print_share, sealed, finger = (
        frame.share(one, maps) for one in (maps.pen, maps.print_, maps.seal, maps.finger)
    )
    dark, red, blue = _inks(masks)
    chops = frame.filled(box.grown(page.px(CHOP_MARGIN_MM)) for box in chops_in(maps, place))
    known = frame.filled(seal.box for seal in seals) | chops
    fingers = foreign_ink(finger, hand, masks)
    stamped = foreign_ink(sealed | chops, hand & ~chops, masks)
    all_ink = np.asarray(dark | blue | (red & ~seal_mask)) & ~frame.filled(print_)
    ink = without_rules(np.asarray(all_ink & ~(fingers | stamped)), masks.dpi)
    inner = frame.inner(place)
    home = at_home(ink, inner, masks.dpi)
    pen = main_line(home, masks.dpi)
    return Strokes(
        pen=pen,
        grey=_legible(masks, pen),
        coloured=_share(pen & (blue | red), pen),
        red=_share(pen & red, pen),
        hand=_mean(hand, pen),
        sealed=_mean(sealed | chops, pen),
        covered=_share(_only(known, inner), frame.filled((place,))),
        contested=_mm2(
            _only((ink & ~home) | (all_ink & stamped & ~known & ~fingers), inner), masks.dpi
        ),
        chopped=bool(chops.any()),
        hidden=_mm2(
            _only(doubtful_ink(stamped & ~chops, fingers, hand, print_share) & all_ink, inner),
            masks.dpi,
        ),
        finger=_mm2(_only(fingers, inner), masks.dpi),
        inner=inner,
        left=left,
        top=top,
        scale=scale,
        dpi=masks.dpi,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """A cut-out's place on the page."""

    left: int
    top: int
    scale: float
    shape: tuple[int, ...]

    def inner(self, box: Box) -> tuple[int, int, int, int]:
        """Return a box in pixels of the cut-out; without area where it lies outside."""
        height, width = self.shape[:2]

        def within(position: float, size: int) -> int:
            return min(max(0, round(position * self.scale)), size)

        return (
            within(box.left - self.left, width),
            within(box.top - self.top, height),
            within(box.right - self.left, width),
            within(box.bottom - self.top, height),
        )

    def share(self, share: Share, maps: InkMaps) -> Share:
        """Return one of the network's maps as it lies on the cut-out."""
        step = maps.scale / self.scale
        offset = (step - 1) / 2
        way = np.array(
            [
                [step, 0, self.left * maps.scale + offset],
                [0, step, self.top * maps.scale + offset],
            ]
        )
        size = (self.shape[1], self.shape[0])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(share, way, size, flags=flags), np.uint8)

    def filled(self, boxes: Iterable[Box]) -> Mask:
        """Return a mask of the boxes."""
        mask = np.zeros(self.shape[:2], np.uint8)
        for box in boxes:
            left, top, right, bottom = self.inner(box)
            mask[top:bottom, left:right] = 255
        return mask


def _cut_box(page: PageImage, place: Box) -> tuple[int, int, int, int]:
    """Return the place with room for what spills out of it, in whole page pixels."""
    height, width = page.pixels.shape[:2]
    grown = place.grown(page.px(SPILL_MM))
    left, top = max(0, int(grown.left)), max(0, int(grown.top))
    right = max(left + 1, min(width, int(grown.right) + 1))
    return left, top, right, max(top + 1, min(height, int(grown.bottom) + 1))


def _inks(masks: InkMasks) -> tuple[Mask, Mask, Mask]:
    """Return dark, red and blue ink."""
    dark = _mask(masks.darkness > PEN_MIN)
    return dark, _mask(masks.redness > COLOUR_MIN), _mask(masks.blueness > COLOUR_MIN)


def without_rules(ink: Mask, dpi: float) -> Mask:
    """
    Take away long straight runs, thin or thick, and close the strokes they cut.

    A run may lean a little, so that what is left of a rule beside it goes too.
    """
    length = max(8, round(RULE_MM / 25.4 * dpi))
    reach = max(1, round(0.18 / 25.4 * dpi))
    rules = np.zeros_like(ink)
    for size, spread in (((1, length), (2 * reach + 1, 1)), ((length, 1), (1, 2 * reach + 1))):
        runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8))
        rules |= np.asarray(cv2.dilate(runs, np.ones(spread, np.uint8)), np.uint8)
    rest = ink & ~rules
    gap = max(2, round(GAP_MM / 25.4 * dpi))
    bridges = np.asarray(
        cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8)), np.uint8
    )
    return rest | (bridges & rules & ink)


def at_home(ink: Mask, inner: tuple[int, int, int, int], dpi: float) -> Mask:
    """
    Keep the strokes that lie mostly inside a place, whole; drop its neighbours' and dust.

    Strokes that nearly touch count as one, so that a name's outer strokes stay with it.
    """
    gap = max(2, round(GAP_MM / 25.4 * dpi))
    joined = cv2.dilate(ink, np.ones((gap, gap), np.uint8))
    count, labels = cv2.connectedComponents(joined)
    inked = ink > 0
    total = np.bincount(labels[inked], minlength=count)
    inside = np.bincount(labels[_only(ink, inner) > 0], minlength=count)
    least = SPECK_MM2 * (dpi / 25.4) ** 2
    keep = (inside >= HOME_SHARE * np.maximum(total, 1)) & (total >= least)
    keep[0] = False
    return _mask(keep[labels] & inked)


def main_line(pen: Mask, dpi: float) -> Mask:
    """Keep the line of writing with the most ink: what stands apart is a scrap of other things."""
    across, up = (max(3, round(gap / 25.4 * dpi)) for gap in WORD_GAP_MM)
    lines = cv2.dilate(pen, np.ones((up, across), np.uint8))
    count, labels = cv2.connectedComponents(lines)
    if count <= 2:
        return pen
    inked = np.bincount(labels[pen > 0], minlength=count)
    return _mask((labels == int(inked.argmax())) & (pen > 0))


def _only(mask: Mask, inner: tuple[int, int, int, int]) -> Mask:
    """Return a mask cut to a box."""
    left, top, right, bottom = inner
    cut = np.zeros_like(mask)
    cut[top:bottom, left:right] = mask[top:bottom, left:right]
    return cut


def _legible(masks: InkMasks, pen: Mask) -> Pixels:
    """Draw the pen's ink as grey on white with a soft edge, everything else white."""
    near = cv2.dilate(pen, np.ones((3, 3), np.uint8)) > 0
    strength = np.maximum(np.maximum(masks.darkness, masks.blueness), masks.redness)
    grey = 255 - np.clip(strength.astype(np.float32) * 1.5, 0, 255)
    return np.where(near, grey, 255).astype(np.uint8)


def _mm2(mask: Mask, dpi: float) -> float:
    return float(np.count_nonzero(mask)) * (25.4 / dpi) ** 2


def _mean(share: Share, where: Mask) -> float:
    """Return the mean share (0-1) over a mask; 0 where it is empty."""
    return float(cv2.mean(share, where)[0]) / 255


def _share(part: NDArray[np.uint8], whole: NDArray[np.uint8]) -> float:
    return float(np.count_nonzero(part)) / max(1, int(np.count_nonzero(whole)))


def _mask(where: NDArray[np.bool_]) -> Mask:
    return where.astype(np.uint8) * np.uint8(255)
