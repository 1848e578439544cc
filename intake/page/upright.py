"""
Stands a delivered page upright: the whole way on one screen.

sheet -> flat -> proof (small, grey) -> quarter turn -> skew -> dpi -> one warp -> light -> quality
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from intake.errors import PageDamaged
from intake.page import quality
from intake.page.geometry import (
    Matrix,
    apply,
    between,
    corners,
    identity,
    rotation,
    scaling,
    shift,
    turn,
    warp,
)
from intake.page.glyphs import Glyphs, Grey, find_glyphs, grey_of, text_height
from intake.page.light import even_light, measure_light, needs_evening, paper_level
from intake.page.orientation import OrientationEngine
from intake.page.quarter import Quarter, levelled, quarter_turn, turned_glyphs
from intake.page.scale import page_dpi, sheet_dpi, sheet_size, working_dpi
from intake.page.sheet import Sheet, find_sheet, whole_picture
from intake.page.skew import measure_skew
from intake.page_image import DeliveredPage, PageImage, Pixels
from models.page import Channel, ColourMode, Frame, Quality

PROOF_LONG = 1400
"""Long side of the proof in pixels: 120 dpi on A4, where characters are 17 pixels high."""
FINE_DPI = 240.0
"""From here on strokes are wide enough for linear interpolation, at a third of the time."""
LEAST_DPI = 20.0
"""Pages are drawn at less only if they are tens of metres long: a character has three pixels."""
LEVEL_WITHIN = 0.04
"""Degrees of skew that are left alone: half a millimetre over the width of A4 is 0.14."""


@dataclass(frozen=True, slots=True)
class Flat:
    """The sheet without perspective, not yet drawn: its size and the way to the delivered page."""

    size: tuple[float, float]
    way: Matrix
    """Flat pixels -> delivered pixels."""


def stand_upright(delivered: DeliveredPage, *, orient: OrientationEngine | None) -> PageImage:
    """
    Return the page upright, level and flat, with the way back to the delivered page.

    Without an engine a page on its head stays so. Raises EngineFailure, and PageDamaged where the
    page claims a size at which nothing on it could be made out.
    """
    _check_size(delivered)
    pixels = delivered.pixels
    sheet = _sheet(delivered)
    flat = flatten(sheet, (pixels.shape[1], pixels.shape[0]))
    proof, to_proof = draw_proof(pixels, flat)
    glyphs = find_glyphs(proof)
    quarter = (
        Quarter(0, 0.0)
        if delivered.exact
        else quarter_turn(glyphs, pixels, flat.way @ to_proof, orient)
    )
    degrees = quarter.degrees
    glyphs = turned_glyphs(glyphs, degrees)
    skew = _skew(delivered, glyphs, quarter)
    level = partial(levelled, glyphs, skew)
    dpi = _dpi(delivered, sheet, flat, lambda: text_height(level()[0]) * to_proof[1, 1])
    working = working_dpi(dpi, flat.size)
    size, way = _upright(flat, degrees, skew, working / dpi)
    facts = _Facts(cut=sheet.cut, dpi=dpi, working=working, degrees=degrees, skew=skew)
    drawn = warp(pixels, way, size, smooth=working < FINE_DPI)
    return _finished(delivered, drawn, way, facts)


def _check_size(delivered: DeliveredPage) -> None:
    """Refuse a page that its file makes kilometres long: a millimetre of it would be no pixel."""
    if delivered.channel is Channel.DIGITAL and delivered.dpi and delivered.dpi < LEAST_DPI:
        metres = max(delivered.pixels.shape[:2]) / delivered.dpi * 0.0254
        raise PageDamaged(f"the page claims to be {metres:.0f} m long")


def _skew(delivered: DeliveredPage, glyphs: Glyphs, quarter: Quarter) -> float:
    """Return the skew of a page that was scanned; one drawn from a file has none."""
    if delivered.channel is not Channel.SCAN:
        return 0.0
    return measure_skew(glyphs) if quarter.skew is None else quarter.skew


def _sheet(delivered: DeliveredPage) -> Sheet:
    """Find the sheet on a scan or photo; a page drawn from a file is its own sheet."""
    if delivered.channel is Channel.SCAN:
        return find_sheet(delivered.pixels)
    return whole_picture((delivered.pixels.shape[1], delivered.pixels.shape[0]))


def flatten(sheet: Sheet, picture: tuple[int, int]) -> Flat:
    """Undo the sheet's perspective; what bulges beyond its sides is kept."""
    if not sheet.found:
        return Flat((float(picture[0]), float(picture[1])), identity())
    width, height = sheet_size(sheet.corners, picture)
    left, top, right, bottom = sheet.bulges
    way = between(corners((width, height)), sheet.corners) @ shift(-left * width, -top * height)
    return Flat((width * (1 + left + right), height * (1 + top + bottom)), way)


def draw_proof(pixels: Pixels, flat: Flat) -> tuple[Grey, Matrix]:
    """Draw the flat page small and grey; return it and the way from it to the flat page."""
    factor = PROOF_LONG / max(flat.size)
    size = (max(1, round(flat.size[0] * factor)), max(1, round(flat.size[1] * factor)))
    way = scaling(flat.size[0] / size[0], flat.size[1] / size[1])
    return warp(grey_of(pixels), flat.way @ way, size, smooth=False), way


def _dpi(delivered: DeliveredPage, sheet: Sheet, flat: Flat, text: Callable[[], float]) -> float:
    """Return the flat page's dpi; `text` measures the height of its lines in flat pixels."""
    if delivered.channel is Channel.DIGITAL and delivered.dpi:
        return delivered.dpi
    if sheet.found and not _is_scan_on_its_bed(delivered, flat):
        return sheet_dpi(flat.size, text, cut=sheet.cut)
    return page_dpi(flat.size, delivered.dpi, text)


def _is_scan_on_its_bed(delivered: DeliveredPage, flat: Flat) -> bool:
    """Say whether a sheet was found on a scanner's lid rather than a desk: it lies square."""
    quad = apply(flat.way, corners(flat.size))
    sides = np.diff(np.vstack([quad, quad[:1]]), axis=0)
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    square = abs(lengths[0] / lengths[2] - 1) < 0.01 and abs(lengths[1] / lengths[3] - 1) < 0.01
    return delivered.dpi is not None and bool(square)


def _upright(
    flat: Flat, degrees: int, skew: float, factor: float
) -> tuple[tuple[int, int], Matrix]:
    """Return the upright page's size, and the way from it to the delivered page."""
    whole = (round(flat.size[0]), round(flat.size[1]))
    to_flat = scaling(flat.size[0] / whole[0], flat.size[1] / whole[1])
    turned_way, turned_size = turn(whole, degrees)
    way = flat.way @ to_flat @ turned_way
    grown: tuple[float, float] = turned_size
    if abs(skew) > LEVEL_WITHIN:
        level_way, grown = rotation(turned_size, skew)
        way = way @ level_way
    size = (max(1, round(grown[0] * factor)), max(1, round(grown[1] * factor)))
    return size, way @ scaling(grown[0] / size[0], grown[1] / size[1])


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was found out about the page on the way."""

    cut: bool
    dpi: float
    """Of the delivered page."""
    working: float
    """Of the upright page."""
    degrees: int
    skew: float


def _finished(delivered: DeliveredPage, drawn: Pixels, way: Matrix, facts: _Facts) -> PageImage:
    """Even the light where it needs it, judge the picture, and put everything together."""
    colour = quality.colour_mode(delivered.pixels)
    light = measure_light(drawn)
    photo_like = delivered.channel is Channel.SCAN and colour is not ColourMode.BINARISED
    pixels = even_light(drawn, light) if photo_like and needs_evening(light) else drawn
    sharp = quality.sharpness(np.ascontiguousarray(pixels[:, :, 1]))
    return PageImage(
        file=delivered.file,
        page=delivered.page,
        pixels=pixels,
        frame=_frame(delivered, drawn, way, facts.working),
        rotation=facts.degrees,
        channel=delivered.channel,
        quality=Quality(
            dpi=round(facts.dpi, 1),
            colour=colour,
            sharpness=round(sharp, 3),
            skew_degrees=round(facts.skew, 3),
            warnings=quality.warnings(
                dpi=facts.dpi,
                sharp=sharp,
                paper=paper_level(light),
                skew=facts.skew,
                cut=facts.cut,
            ),
        ),
        delivered_size=(delivered.pixels.shape[1], delivered.pixels.shape[0]),
        layer=delivered.layer,
        fingerprint=delivered.fingerprint,
        exact=delivered.exact,
    )


def _frame(delivered: DeliveredPage, drawn: Pixels, way: Matrix, dpi: float) -> Frame:
    """Describe the upright page and the way from its pixels to fractions of the delivered page."""
    height, width = delivered.pixels.shape[:2]
    fractions = (scaling(1 / width, 1 / height) @ way).ravel()
    a, b, c, d, e, f, g, h, i = (fractions / fractions[-1]).tolist()
    return Frame(
        width=drawn.shape[1],
        height=drawn.shape[0],
        dpi=round(dpi, 3),
        to_delivered=(a, b, c, d, e, f, g, h, i),
    )
