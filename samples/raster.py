"""From a sheet to pixels: print first, then the inks that soak into it."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples import fonts
from samples.sheet import Fill, Line, Sheet, Stain, Text

Picture = NDArray[np.uint8]
"""(height, width, 3), RGB."""


def render(sheet: Sheet, dpi: float) -> Picture:
    """Draw everything: (height, width, 3) RGB."""
    return stained(printed(sheet, dpi), sheet.stains, dpi)


def printed(sheet: Sheet, dpi: float) -> Picture:
    """Draw the print alone, as it came from the printer."""
    scale = dpi / 25.4
    image = Image.new("RGB", (round(sheet.width * scale), round(sheet.height * scale)), sheet.paper)
    pen = ImageDraw.Draw(image)
    for item in sheet.prints:
        _draw(pen, item, scale)
    return np.asarray(image).copy()


def _draw(pen: ImageDraw.ImageDraw, item: Text | Line | Fill, scale: float) -> None:
    if isinstance(item, Text):
        size = item.type.size * scale
        face = fonts.FACES[item.type.face]
        pen.text(
            (item.x * scale, item.y * scale),
            item.text,
            item.type.colour,
            fonts.font(item.type.face, size),
            anchor="ls",
            stroke_width=face.fatten * size,
        )
    elif isinstance(item, Line):
        width = max(1, round(item.width * scale))
        pen.line(
            (item.x0 * scale, item.y0 * scale, item.x1 * scale, item.y1 * scale), item.colour, width
        )
    else:
        pen.rectangle(tuple(v * scale for v in item.box), item.colour)


def stained(picture: Picture, stains: list[Stain], dpi: float) -> Picture:
    """Let inks soak in: each multiplies what is under it. Works in place."""
    for stain in stains:
        soak(picture, stain, dpi)
    return picture


def soak(picture: Picture, stain: Stain, dpi: float) -> None:
    """Multiply one ink into the picture, cut at the paper's edge."""
    scale = dpi / 25.4
    left, top = round(stain.box[0] * scale), round(stain.box[1] * scale)
    width = max(1, round((stain.box[2] - stain.box[0]) * scale))
    height = max(1, round((stain.box[3] - stain.box[1]) * scale))
    mask = cv2.resize(stain.mask, (width, height), interpolation=cv2.INTER_AREA)
    rows = slice(max(top, 0), min(top + height, picture.shape[0]))
    columns = slice(max(left, 0), min(left + width, picture.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    part = mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    cover = part.astype(np.float32)[..., None] / 255
    tint = 1 - cover * (1 - np.array(stain.colour, np.float32) / 255)
    picture[rows, columns] = (picture[rows, columns] * tint).astype(np.uint8)
