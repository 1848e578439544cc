"""What a PDF page is made of: a picture of a paper, or text and lines of its own."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from intake.ingest.limits import Limits
from intake.ingest.probe import check_size

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]
"""left, bottom, right, top in points of the page."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST_FORM = 8
MOST_OBJECTS = 200_000
"""A page with more is no paper; looking at them all would take longer than drawing them."""
FULL_PAGE = 0.8
"""Share of the page that a scan's picture covers at least; feeders leave a margin."""
PICTURE_ALONE = 0.25
"""Share that is enough where nothing but pictures stands on the page."""
STAMPED_CHARACTERS = 60
"""Scanner apps print a line of their own, with a date or a page number, over the picture."""
STAMPED_PATHS = 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on the page."""

    pixels: tuple[int, int]
    rect: Rect

    @property
    def area(self) -> float:
        """Return the covered area in square points."""
        left, bottom, right, top = self.rect
        return max(right - left, 0.0) * max(top - bottom, 0.0)


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page, as far as it can be seen."""

    area: float
    """Of the page, in square points."""
    pictures: tuple[Placed, ...] = ()
    characters: int = 0
    """Drawn, and not covered by a full-page picture later."""
    paths: int = 0
    has_text: bool = False
    """Any text at all, also text that nobody can see."""

    @property
    def covered(self) -> float:
        """Return the share of the page that pictures cover, were they side by side."""
        return min(sum(picture.area for picture in self.pictures) / max(self.area, 1.0), 1.0)

    @property
    def is_picture(self) -> bool:
        """Say whether the page is a scan or a photo rather than born digital."""
        nothing_else = self.characters == 0 and self.paths == 0
        little_else = self.characters <= STAMPED_CHARACTERS and self.paths <= STAMPED_PATHS
        return (nothing_else and self.covered >= PICTURE_ALONE) or (
            little_else and self.covered >= FULL_PAGE
        )

    @property
    def main_picture(self) -> Placed | None:
        """Return the picture that covers most."""
        return max(self.pictures, key=lambda picture: picture.area, default=None)


def survey(page: pypdfium2.PdfPage, limits: Limits) -> PageContent:
    """
    Look through a page's objects in the order of drawing.

    Raises TooManyPixels for a picture that declares more than may be decoded.
    """
    tally = _Tally(visible_box(page), limits)
    for handle, kind, matrix in islice(_objects(page.raw, IDENTITY, 0), MOST_OBJECTS):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            tally.picture(handle, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            tally.text(handle)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            tally.paths += 1
    return tally.content()


def hide_text(page: pypdfium2.PdfPage) -> None:
    """Make every text on a loaded page invisible, also in form objects; the file stays as it is."""
    invisible = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    for handle, kind, _ in islice(_objects(page.raw, IDENTITY, 0), MOST_OBJECTS):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFTextObj_SetTextRenderMode(handle, invisible)


class _Tally:
    """Counts what is drawn, in order."""

    def __init__(self, visible: Rect, limits: Limits) -> None:
        self._visible = visible
        self._limits = limits
        self._pictures: list[Placed] = []
        self._characters = 0
        self._has_text = False
        self.paths = 0

    def picture(self, handle: Any, matrix: Matrix) -> None:  # noqa: ANN401
        """Count a picture; one that fills the page hides what was drawn before it."""
        placed = _placed(handle, matrix, self._visible)
        if placed.pixels == (0, 0):
            return
        check_size(placed.pixels, self._limits)
        self._pictures.append(placed)
        if placed.area >= FULL_PAGE * _area(self._visible):
            self._characters = self.paths = 0

    def text(self, handle: Any) -> None:  # noqa: ANN401
        """Count a text object; invisible text (rendering mode 3) is there but not drawn."""
        self._has_text = True
        if pdfium.FPDFTextObj_GetTextRenderMode(handle) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            return
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
        sides = sorted((right.value - left.value, top.value - bottom.value))
        self._characters += max(1, round(sides[1] / max(sides[0], 1.0)))

    def content(self) -> PageContent:
        """Return the totals."""
        return PageContent(
            _area(self._visible),
            tuple(self._pictures),
            self._characters,
            self.paths,
            has_text=self._has_text,
        )


def visible_box(page: pypdfium2.PdfPage) -> Rect:
    """Return the part of the page that is shown, before /Rotate."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    return _common(media, crop) if _area(_common(media, crop)) > 0 else media


def _objects(container: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:  # noqa: ANN401  # a raw handle
    """Yield (object, kind, matrix of its container), also those inside form objects."""
    in_form = depth > 0
    count = (pdfium.FPDFFormObj_CountObjects if in_form else pdfium.FPDFPage_CountObjects)(
        container
    )
    get = pdfium.FPDFFormObj_GetObject if in_form else pdfium.FPDFPage_GetObject
    for index in range(count):
        handle = get(container, index)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            yield from _objects(handle, _times(_matrix(handle), matrix), depth + 1)
        else:
            yield handle, kind, matrix


def _placed(handle: Any, matrix: Matrix, visible: Rect) -> Placed:  # noqa: ANN401
    """Return a picture's size in pixels and the part of the page it covers."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(handle, width, height)
    a, b, c, d, e, f = _times(_matrix(handle), matrix)
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    rect = (min(xs), min(ys), max(xs), max(ys))
    return Placed((width.value, height.value), _common(rect, visible))


def _matrix(handle: Any) -> Matrix:  # noqa: ANN401
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, raw):
        return IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies `first`, then `then` (ISO 32000-1 §8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _common(one: Rect, other: Rect) -> Rect:
    """Return the overlap of two rectangles; its area is 0 where there is none."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, max(min(one[2], other[2]), left), max(min(one[3], other[3]), bottom)


def _area(rect: Rect) -> float:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])
