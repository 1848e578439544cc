"""Which quarter turn stands a page upright: lines give the axis, characters the way up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intake.page.geometry import Matrix, identity, rotation, scaling, shift, turn, warp, warp_part
from intake.page.glyphs import Boxes, Glyphs, line_boxes, lines_run_down
from intake.page.orientation import INPUT_HEIGHT, OrientationEngine
from intake.page.skew import measure_skew
from intake.page_image import Pixels

LINES = 12
FIRST_LINES = 6
"""Asked first; they are enough on a page of print."""
LONGEST_CUT = 5.0
"""Heights of a line that a crop is wide, at most: the network sees four."""
SHORTEST_CUT = 2.5
AROUND = 0.2
"""Of a line's height, kept around it."""
CLEAR = 40.0
"""Summed log odds that need no second opinion: a dozen lines give 80 to 140, pages on their side
less than 10, small and blurred ones 30 to 60."""
FAINT = 15.0
"""Below, the lines say nothing: seals alone, a few handwritten names."""
OUTWEIGHS = 2.0
LEVEL_ENOUGH = 0.4
"""Degrees: over the width of a page, a quarter of a line."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """How a page has to be turned, and how far its lines then are from level."""

    degrees: int
    """Clockwise: 0, 90, 180 or 270."""
    skew: float | None
    """In degrees; None where it was not measured along these lines. Half a turn changes none."""


def quarter_turn(
    glyphs: Glyphs, pixels: Pixels, way: Matrix, orient: OrientationEngine | None
) -> Quarter:
    """
    Return by how much the proof has to be turned.

    `way` leads from the proof, on which the glyphs were found, to the delivered pixels.
    """
    likely = 90 if lines_run_down(glyphs) else 0
    if orient is None:
        return Quarter(likely, None)
    skew, odds = _odds(glyphs, pixels, way, likely, orient)
    if abs(odds) < CLEAR:
        other_skew, other = _odds(glyphs, pixels, way, 90 - likely, orient)
        if abs(other) > max(FAINT, OUTWEIGHS * abs(odds)):
            likely, odds, skew = 90 - likely, other, other_skew
    if abs(odds) <= FAINT:
        return Quarter(0, skew if likely == 0 else None)
    return Quarter(likely + 180 if odds > 0 else likely, skew)


def turned_glyphs(glyphs: Glyphs, degrees: int) -> Glyphs:
    """Return the glyphs of the proof turned clockwise."""
    quarters = -degrees // 90
    return Glyphs(
        np.ascontiguousarray(np.rot90(glyphs.ink, quarters)),
        np.ascontiguousarray(np.rot90(glyphs.marks, quarters)),
    )


def _odds(
    glyphs: Glyphs, pixels: Pixels, way: Matrix, degrees: int, orient: OrientationEngine
) -> tuple[float, float]:
    """Return the skew of a page turned by so much, and the log odds that it is on its head."""
    height, width = glyphs.ink.shape
    back, _ = turn((width, height), degrees)
    turned = turned_glyphs(glyphs, degrees)
    skew = measure_skew(turned)
    level, to_turned = levelled(turned, skew)
    boxes, to_pixels = _longest(level), way @ back @ to_turned
    odds = sum(orient.upside_down(line_crops(boxes[:FIRST_LINES], pixels, to_pixels)))
    if abs(odds) < CLEAR:
        odds += sum(orient.upside_down(line_crops(boxes[FIRST_LINES:], pixels, to_pixels)))
    return skew, odds


def levelled(glyphs: Glyphs, skew: float) -> tuple[Glyphs, Matrix]:
    """Return the glyphs without their skew, and the way back: boxes of skewed lines overlap."""
    if abs(skew) < LEVEL_ENOUGH:
        return glyphs, identity()
    height, width = glyphs.marks.shape
    way, grown = rotation((width, height), skew)
    size = (round(grown[0]), round(grown[1]))
    ink, marks = (
        warp(picture, way, size, border=(0,), smooth=False)
        for picture in (glyphs.ink, glyphs.marks)
    )
    return Glyphs(ink, marks), way


def _longest(glyphs: Glyphs) -> Boxes:
    """Return the boxes of the longest lines."""
    boxes = line_boxes(glyphs)
    longest: Boxes = boxes[boxes[:, 2] >= SHORTEST_CUT * boxes[:, 3]][:LINES]
    return longest


def line_crops(boxes: Boxes, pixels: Pixels, way: Matrix) -> Sequence[Pixels]:
    """Cut lines out of the delivered picture, at its own resolution."""
    crops = []
    for left, top, width, height in boxes.tolist():
        margin = AROUND * height
        tall = height + 2 * margin
        wide = min(width, LONGEST_CUT * height) + 2 * margin
        step = tall / INPUT_HEIGHT
        to_proof = shift(left - margin, top - margin) @ scaling(step, step)
        crops.append(warp_part(pixels, way @ to_proof, (round(wide / step), INPUT_HEIGHT)))
    return crops
