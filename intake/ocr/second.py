"""The places that decide money and months, read once more by an engine that shares nothing."""

from collections.abc import Iterable

from intake.ocr.engine import Alphabet, SecondReader
from intake.page_image import PageImage, Pixels
from models.evidence import Box
from models.page import Word

MARGIN_HEIGHTS = 0.12
"""Paper left around a crop, in line heights: enough for a comma's tail, too little for a rule."""


def read_again(
    page: PageImage, places: Iterable[tuple[Box, Alphabet]], reader: SecondReader
) -> tuple[Word, ...]:
    """
    Return what the second reader sees in each place; places where it sees nothing are left out.

    Raises EngineFailure if the reader does.
    """
    by_alphabet: dict[Alphabet, list[Box]] = {}
    for box, alphabet in places:
        by_alphabet.setdefault(alphabet, []).append(box)
    words: list[Word] = []
    for alphabet, boxes in by_alphabet.items():
        lines = reader.read_lines([_crop(page, box) for box in boxes], alphabet=alphabet)
        words += [
            Word(text=line.text, box=box, score=line.score, reader=reader.name)
            for box, line in zip(boxes, lines, strict=True)
            if line.text
        ]
    return tuple(words)


def _crop(page: PageImage, box: Box) -> Pixels:
    margin = MARGIN_HEIGHTS * box.height
    height, width = page.pixels.shape[:2]
    top, bottom = max(int(box.top - margin), 0), min(int(box.bottom + margin) + 1, height)
    left, right = max(int(box.left - margin), 0), min(int(box.right + margin) + 1, width)
    return page.pixels[top:bottom, left:right]
