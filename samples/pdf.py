"""A sheet as a page of a born-digital PDF: real text, embedded fonts, seals as pictures."""

from io import BytesIO

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples import fonts
from samples.sheet import Fill, Line, Sheet, Stain, Text

POINTS = 72 / 25.4
STAIN_STEP = 2
"""Stains are thinned to 1/2 of their grain: 203 dpi, as pasted pictures are."""


def digital_pdf(sheets: list[Sheet], *, password: str | None = None) -> bytes:
    """Write sheets as one PDF; the same sheets give the same bytes."""
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1, pageCompression=1, encrypt=password)
    for sheet in sheets:
        canvas.setPageSize((sheet.width * POINTS, sheet.height * POINTS))
        for item in sheet.prints:
            _draw(canvas, item, sheet.height)
        for stain in sheet.stains:
            _stain(canvas, stain, sheet.height)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw(canvas: Canvas, item: Text | Line | Fill, height: float) -> None:
    if isinstance(item, Text):
        _text(canvas, item, height)
    elif isinstance(item, Line):
        canvas.setStrokeColorRGB(*(v / 255 for v in item.colour))
        canvas.setLineWidth(item.width * POINTS)
        x0, x1 = item.x0 * POINTS, item.x1 * POINTS
        canvas.line(x0, (height - item.y0) * POINTS, x1, (height - item.y1) * POINTS)
    else:
        left, top, right, bottom = item.box
        canvas.setFillColorRGB(*(v / 255 for v in item.colour))
        corner = (left * POINTS, (height - bottom) * POINTS)
        canvas.rect(*corner, (right - left) * POINTS, (bottom - top) * POINTS, 0, 1)


def _text(canvas: Canvas, item: Text, height: float) -> None:
    face = fonts.FACES[item.type.face]
    name = _registered(item.type.face)
    size = item.type.size * POINTS
    canvas.saveState()
    line = canvas.beginText(item.x * POINTS, (height - item.y) * POINTS)
    line.setFont(name, size)
    colour = tuple(v / 255 for v in item.type.colour)
    line.setFillColorRGB(*colour)
    if face.fatten:
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(2 * face.fatten * size)
    line.setTextRenderMode(2 if face.fatten else 0)
    line.textOut(item.text)
    canvas.drawText(line)
    canvas.restoreState()


def _registered(face: str) -> str:
    """Make a face known to the writer, once per font file."""
    name = face.removesuffix("-bold")
    if name not in pdfmetrics.getRegisteredFontNames():
        path, index = str(fonts.font_path(face)), fonts.FACES[face].index
        pdfmetrics.registerFont(TTFont(name, path, subfontIndex=index))
    return name


def _stain(canvas: Canvas, stain: Stain, height: float) -> None:
    mask = stain.mask[::STAIN_STEP, ::STAIN_STEP]
    rgba = np.dstack([np.full((*mask.shape, 3), stain.colour, np.uint8), mask])
    left, top, right, bottom = stain.box
    canvas.drawImage(
        ImageReader(Image.fromarray(rgba)),
        left * POINTS,
        (height - bottom) * POINTS,
        (right - left) * POINTS,
        (bottom - top) * POINTS,
        mask="auto",
    )
