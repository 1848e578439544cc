"""
The text of pages laid out from data: it is given, so nothing is read, nor can be read wrongly.

Words that the drawing does not show are hidden, as in a PDF, and count for nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from intake.ocr.engine import Alphabet
from intake.ocr.text_layer import DOUBT, LEGIBLE_MM
from intake.page_image import LayerWord, PageImage
from models.evidence import Box
from models.page import Word

READER = "file"
AGAIN = "file/kept"
"""The second reading's reader: the same cell once more, for there is no other source."""


def given_words(page: PageImage) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return the words of an exact page as they stand in the file, and its hidden words."""
    words = [(layer, _word(page, layer)) for layer in page.layer]
    seen = [pair for pair in words if _is_seen(page, *pair)]
    hidden = [pair for pair in words if not _is_seen(page, *pair)]
    return tuple(word for _, word in seen), tuple(word for _, word in hidden)


def given_again(words: Sequence[Word], places: Iterable[tuple[Box, Alphabet]]) -> tuple[Word, ...]:
    """
    Return the given words in the places that decide, as their second reading.

    Two readings guard against misreading, which there is none of here; a word that the file itself
    casts doubt on is not confirmed.
    """
    return tuple(_in_places(words, places))


def _in_places(words: Sequence[Word], places: Iterable[tuple[Box, Alphabet]]) -> Iterator[Word]:
    for box, _ in places:
        inside = [word for word in words if _is_inside(word.box, box)]
        if inside and all(word.score > DOUBT for word in inside):
            text = " ".join(word.text for word in inside)
            yield Word(text=text, box=box, score=1.0, reader=AGAIN)


def _is_inside(word: Box, place: Box) -> bool:
    x, y = word.centre
    return place.left <= x <= place.right and place.top <= y <= place.bottom


def _is_seen(page: PageImage, layer: LayerWord, word: Word) -> bool:
    return layer.drawn and page.mm(word.box.height) >= LEGIBLE_MM


def _word(page: PageImage, layer: LayerWord) -> Word:
    """Place a word on the upright page."""
    back = np.linalg.inv(np.array(page.frame.to_delivered).reshape(3, 3))
    x0, y0, x1, y1 = layer.bbox_frac
    corners = back @ np.array([(x0, x1, x1, x0), (y0, y0, y1, y1), (1, 1, 1, 1)])
    xs, ys = corners[0] / corners[2], corners[1] / corners[2]
    return Word(
        text=layer.text.strip(),
        box=Box(left=xs.min(), top=ys.min(), right=xs.max(), bottom=ys.max()),
        score=DOUBT if layer.doubted else 1.0,
        reader=READER,
    )
