"""A PDF page as a viewer shows it; a scan's own picture pixel by pixel."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from intake.errors import PageDamaged
from intake.ingest.limits import Limits
from intake.ingest.pdf_content import PageContent, Placed, hide_text, survey, visible_box
from intake.ingest.picture import LONGEST_SIDE, credible_dpi
from intake.ingest.probe import open_pdf
from intake.ingest.text_layer import read_layer
from intake.ingest.visible import seen
from intake.page_image import LayerWord, Pixels
from models.page import Channel

POINTS = 72.0
"""Per inch (ISO 32000-1 §8.3.2.3)."""
DRAWN_DPI = 200.0
"""For born-digital pages: 10.5 pt characters come out 29 pixels high."""
FINEST_SCAN_DPI = 400.0
"""A finer scan is drawn at a whole fraction of its resolution."""
COARSEST_DPI = 36.0
"""A picture spread thinner over the page is no scan; the page is drawn no coarser."""
WHOLE_PAGE_WITHIN = 2.0
"""Pixels that a scan's picture may be short of the page and still be taken for all of it."""
HAIR = 0.02
"""Pixels by which the drawn picture is kept smaller than the raster: PDFium rounds outwards and
would resample every pixel of a scan for want of a thousandth."""
LOOKED_AT = 2
"""A page is drawn so many times smaller to see whether its text shows: 100 dpi are enough."""
WHITE = 0xFFFFFFFF

Drawn = tuple[Pixels, float | None, Channel, tuple[LayerWord, ...]]


def load_pdf_page(path: Path, number: int, limits: Limits) -> Drawn:
    """
    Draw one page, counted from 1: pixels, dpi, channel and text layer.

    Raises PageDamaged, EncryptedFile, DamagedFile, or TooManyPixels for a picture on it.
    """
    with open_pdf(path) as document:
        document.init_forms()
        page = _page(document, number)
        content = survey(page, limits)
        channel = Channel.SCAN if content.is_picture else Channel.DIGITAL
        size, dpi = _raster(page, content, limits)
        pixels = _draw(document, page, size)
        layer = read_layer(path, number, visible_box(page), limits) if content.has_text else ()
        if channel is Channel.DIGITAL and layer:
            layer = _looked_at(layer, document, page, size)
    return pixels, credible_dpi(dpi) if content.is_picture else dpi, channel, layer


def _looked_at(
    layer: tuple[LayerWord, ...],
    document: pypdfium2.PdfDocument,
    page: pypdfium2.PdfPage,
    size: tuple[int, int],
) -> tuple[LayerWord, ...]:
    """Say of each word whether the page would look otherwise without its text; changes `page`."""
    small = (max(1, size[0] // LOOKED_AT), max(1, size[1] // LOOKED_AT))
    shown = _draw(document, page, small)
    hide_text(page)
    drawn = seen(shown, _draw(document, page, small), [word.bbox_frac for word in layer])
    return tuple(
        replace(word, drawn=word.drawn and is_drawn)
        for word, is_drawn in zip(layer, drawn, strict=True)
    )


def _page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    try:
        return document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise PageDamaged(f"page {number} cannot be loaded: {error}") from error


def _raster(
    page: pypdfium2.PdfPage, content: PageContent, limits: Limits
) -> tuple[tuple[int, int], float]:
    """Return the size in pixels to draw the page at, and the dpi that this is."""
    width, height = page.get_size()
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise PageDamaged("the page has no size")
    main = content.main_picture
    dpi = _native_dpi(main) if content.is_picture and main else DRAWN_DPI
    most = POINTS * min(
        math.sqrt(limits.held_pixels / (width * height)), LONGEST_SIDE / max(width, height)
    )
    dpi = min(dpi, most)
    size = (max(1, round(width * dpi / POINTS)), max(1, round(height * dpi / POINTS)))
    if content.is_picture and main and dpi < most:
        size = _own_size(page, main, size)
    return size, dpi


def _native_dpi(picture: Placed) -> float:
    """Return the resolution of a scan's picture, or a whole fraction of it if it is too fine."""
    if picture.area <= 0:
        return DRAWN_DPI
    native = POINTS * math.sqrt(picture.pixels[0] * picture.pixels[1] / picture.area)
    native /= max(1, math.ceil(native / FINEST_SCAN_DPI - 0.02))
    return max(native, COARSEST_DPI)


def _own_size(page: pypdfium2.PdfPage, picture: Placed, size: tuple[int, int]) -> tuple[int, int]:
    """Return the picture's own size where it is the whole page: then no pixel is resampled."""
    own = picture.pixels if page.get_rotation() % 180 == 0 else picture.pixels[::-1]
    near = all(abs(a - b) <= WHOLE_PAGE_WITHIN for a, b in zip(own, size, strict=True))
    return (own[0], own[1]) if near else size


def _draw(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, size: tuple[int, int]
) -> Pixels:
    """Draw the page, its annotations and its form fields on white."""
    width, height = size
    across, down = page.get_size()
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
    scale = ((width - HAIR) / across, (height - HAIR) / down)
    matrix = pdfium.FS_MATRIX(scale[0], 0, 0, scale[1], 0, 0)
    clip = pdfium.FS_RECTF(0, 0, width, height)
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, pdfium.FPDF_ANNOT)
    if document.formenv is not None:
        pdfium.FPDF_FFLDraw(
            document.formenv, bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT
        )
    return np.array(bitmap.to_numpy()[:, :, :3], np.uint8, order="C")
