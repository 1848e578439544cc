"""
The primary reader: our own thin pipeline over PP-OCRv6 small.

    page -> lines (detect, neighbours, whole) -> crops between rules (crops)
         -> characters (recognise) -> words

Each step can be run and drawn on its own. Weights: Apache-2.0, PaddlePaddle authors.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from intake.errors import EngineFailure
from intake.ocr.crops import cut
from intake.ocr.detect import Detector, Line
from intake.ocr.neighbours import apart
from intake.ocr.recognise import Glyph, Recogniser
from intake.ocr.weights import DETECTOR, RECOGNISER, weights_file
from intake.ocr.whole import whole
from intake.ocr.words import tidy, words_of
from intake.page_image import LineText, PageImage, Pixels
from intake.session import open_session
from models.lattice import Lattice
from models.page import ColourMode, Word

NAME = "ppocr/6s"
LEVEL = 0.4
"""Words whose middles differ by less than this, in word heights, share a line."""
SURE = 0.8
"""Score of a character that is hardly ever another one."""
WELL_READ = 0.88
"""Share of sure characters below which lines may have run together: small, close or bent lines of
a photo. Print on scans and copies has 0.93 and more."""
COPY_BLUR_MM = 0.12
"""Standard deviation of the blur that undoes binarisation best (one pixel at 200 dpi)."""


class PpOcr:
    """Reads pages and lines on one core; see `TextEngine`."""

    name = NAME

    def __init__(self, detector: Detector, recogniser: Recogniser) -> None:
        self._detector = detector
        self._recogniser = recogniser

    def read_page(self, page: PageImage) -> tuple[Word, ...]:
        """Return the words on the page, top to bottom, left to right, in upright pixels."""
        try:
            return self._read(page)
        except (RuntimeError, cv2.error) as error:
            raise EngineFailure(f"{self.name} failed on page {page.page}: {error}") from error

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[LineText, ...]:
        """Read crops of one upright line each; one answer per crop, empty text for nothing."""
        try:
            answers = self._recogniser.read_openly([_in_colour(crop) for crop in crops])
        except (RuntimeError, cv2.error) as error:
            raise EngineFailure(f"{self.name} failed on a line: {error}") from error
        return tuple(_line_text(tidy(glyphs), lattice) for glyphs, lattice in answers)

    def _read(self, page: PageImage) -> tuple[Word, ...]:
        pixels = _softened(_in_colour(page.pixels), page)
        long_mm = page.mm(max(pixels.shape[:2]))
        lines = self._detector.find(pixels, long_mm=long_mm)
        words = self._read_along(pixels, lines)
        if _is_well_read(words):
            return words
        closer = self._detector.find(pixels, long_mm=long_mm, closer=True)
        if closer == lines:
            return words
        return max((words, self._read_along(pixels, closer)), key=_sure_characters)

    def _read_along(self, pixels: Pixels, found: Sequence[Line]) -> tuple[Word, ...]:
        lines = whole(pixels, apart(pixels, found))
        crops = [crop for line in lines for crop in cut(pixels, line)]
        answers = self._recogniser.read([crop.pixels for crop in crops])
        words = [
            word
            for crop, glyphs in zip(crops, answers, strict=True)
            for word in words_of(crop, glyphs, self.name)
        ]
        return in_reading_order(words)


def open_ppocr() -> PpOcr:
    """Load both networks; raise EngineFailure where weights or a runtime are missing."""
    return PpOcr(
        Detector(open_session(weights_file(DETECTOR))),
        Recogniser(open_session(weights_file(RECOGNISER))),
    )


def _line_text(glyphs: Sequence[Glyph], lattice: Lattice) -> LineText:
    return LineText(
        text="".join(glyph.char for glyph in glyphs),
        score=min((glyph.score for glyph in glyphs), default=0.0),
        char_x=tuple(glyph.middle for glyph in glyphs),
        lattice=lattice,
    )


def _is_well_read(words: Sequence[Word]) -> bool:
    """Say whether nearly all characters were read surely."""
    return _sure_characters(words) >= WELL_READ * sum(len(word.text) for word in words)


def _sure_characters(words: Sequence[Word]) -> int:
    return sum(score >= SURE for word in words for score in word.char_scores)


def in_reading_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """Sort top to bottom, then left to right among words that share a line."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.centre[1]):
        if rows and _is_level(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(word for row in rows for word in sorted(row, key=lambda word: word.box.left))


def _is_level(row: Sequence[Word], word: Word) -> bool:
    """Say whether a word, not above a row, stands on its line."""
    middle = sum(other.box.centre[1] for other in row) / len(row)
    lowest = min(word.box.height, *(other.box.height for other in row))
    return word.box.centre[1] - middle < LEVEL * lowest


def _softened(pixels: Pixels, page: PageImage) -> Pixels:
    """Blur the jagged edges of a binarised copy; more than that costs points and commas."""
    if page.quality.colour is not ColourMode.BINARISED:
        return pixels
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), page.px(COPY_BLUR_MM)), np.uint8)


def _in_colour(pixels: Pixels) -> Pixels:
    """Return a three-channel picture."""
    if pixels.ndim == 3:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)
