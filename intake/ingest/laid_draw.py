"""Draws a laid-out page, and says which of its texts can be seen on the drawing."""

import math
from collections.abc import Iterator
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageDraw

from intake.errors import IntakeError
from intake.ingest.laid import WHITE, Area, Fill, LaidPage, Picture, Stroke, Text
from intake.ingest.limits import Limits
from intake.ingest.picture import DECODE_ERRORS, LONGEST_SIDE
from intake.ingest.probe import check_size, open_picture
from intake.ingest.sniff import HEAD_BYTES, PICTURES, sniff_head
from intake.ingest.type import BASELINE, font, width
from intake.ingest.visible import seen
from intake.page_image import LayerWord, Pixels
from models.evidence import BoxFrac

DRAWN_PER_MM = 200 / 25.4
"""200 dpi, as for PDF pages that are born digital."""
LEAST_PIXELS = 0.1
"""Type smaller than this has no font."""


def draw(page: LaidPage, limits: Limits) -> tuple[Pixels, float, tuple[LayerWord, ...]]:
    """Return the page's pixels (BGR), their dpi, and its words, in the order of drawing."""
    scale = _scale(page, limits)
    shown = _painted(page, scale, limits, with_text=True)
    bare = _painted(page, scale, limits, with_text=False)
    return shown, scale * 25.4, tuple(_words(page, shown, bare))


def _scale(page: LaidPage, limits: Limits) -> float:
    """Return pixels per millimetre."""
    most = math.sqrt(limits.held_pixels / (page.width * page.height))
    return min(DRAWN_PER_MM, most, LONGEST_SIDE / max(page.width, page.height))


def _painted(page: LaidPage, scale: float, limits: Limits, *, with_text: bool) -> Pixels:
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    sheet = Image.new("RGB", size, WHITE)
    pen = ImageDraw.Draw(sheet)
    for item in page.items:
        if isinstance(item, Picture):
            _paste(sheet, item, scale, limits)
        elif isinstance(item, Text):
            if with_text:
                _write(pen, item, scale)
        else:
            _paint(pen, item, scale)
    return np.asarray(cv2.cvtColor(np.asarray(sheet), cv2.COLOR_RGB2BGR), np.uint8)


def _write(pen: ImageDraw.ImageDraw, item: Text, scale: float) -> None:
    """Write a run of text, as high as its area and as long as the font makes it."""
    height = (item.area.bottom - item.area.top) * scale
    if height < LEAST_PIXELS:
        return
    at = (item.area.left * scale, item.area.top * scale + BASELINE * height)
    pen.text(at, item.text, item.colour, font(round(height)), anchor="ls")


def _paint(pen: ImageDraw.ImageDraw, item: Fill | Stroke, scale: float) -> None:
    if isinstance(item, Fill):
        left, top, right, bottom = _pixels(item.area, scale)
        pen.rectangle((left, top, max(right - 1, left), max(bottom - 1, top)), item.colour)
        return
    points = [(x * scale, y * scale) for x, y in item.points]
    pen.line(points, item.colour, max(1, round(item.width * scale)))


def _paste(sheet: Image.Image, item: Picture, scale: float, limits: Limits) -> None:
    """Lay a picture on the sheet; one that cannot be decoded leaves its place empty."""
    left, top, right, bottom = _pixels(item.area, scale)
    size = (right - left, bottom - top)
    if min(size) < 1 or left >= sheet.width or top >= sheet.height or right <= 0 or bottom <= 0:
        return
    try:
        clear = _decoded(item.content, limits)
    except (IntakeError, *DECODE_ERRORS):
        return
    # Cut before stretching: a place of ten metres is no reason to make ten metres of pixels.
    window = (max(left, 0), max(top, 0), min(right, sheet.width), min(bottom, sheet.height))
    across, down = clear.width / size[0], clear.height / size[1]
    part = (
        (window[0] - left) * across,
        (window[1] - top) * down,
        (window[2] - left) * across,
        (window[3] - top) * down,
    )
    fitted = clear.resize(
        (window[2] - window[0], window[3] - window[1]), Image.Resampling.BOX, box=part
    )
    sheet.paste(fitted, window[:2], fitted)


def _decoded(content: bytes, limits: Limits) -> Image.Image:
    """Decode a small picture with its transparency."""
    kind = sniff_head(content[:HEAD_BYTES])
    if kind not in PICTURES:
        raise OSError("no picture of a known kind")
    with open_picture(BytesIO(content), kind) as picture:
        check_size(picture.size, limits)
        return picture.convert("RGBA")


def _pixels(area: Area, scale: float) -> tuple[int, int, int, int]:
    sides = (area.left, area.top, area.right, area.bottom)
    left, top, right, bottom = (round(side * scale) for side in sides)
    return left, top, right, bottom


def _words(page: LaidPage, shown: Pixels, bare: Pixels) -> Iterator[LayerWord]:
    """Yield the texts with where they stand and whether they are seen, then what is not shown."""
    texts = [item for item in page.items if isinstance(item, Text) and item.text.strip()]
    boxes = [_box(page, item) for item in texts]
    for item, box, drawn in zip(texts, boxes, seen(shown, bare, boxes), strict=True):
        yield LayerWord(item.text, box, drawn=drawn, doubted=item.doubted)
    for hidden in page.unseen:
        if hidden.text.strip():
            yield LayerWord(hidden.text, _fractions(page, hidden.area), drawn=False)


def _box(page: LaidPage, item: Text) -> BoxFrac:
    """Return where a text is drawn, as fractions of the page."""
    area = item.area
    right = area.left + width(item.text) * (area.bottom - area.top)
    return _fractions(page, Area(area.left, area.top, right, area.bottom))


def _fractions(page: LaidPage, area: Area) -> BoxFrac:
    xs = (area.left / page.width, area.right / page.width)
    ys = (area.top / page.height, area.bottom / page.height)
    x0, x1 = sorted(min(max(x, 0.0), 1.0) for x in xs)
    y0, y1 = sorted(min(max(y, 0.0), 1.0) for y in ys)
    return x0, y0, x1, y1
