"""
The places that decide money and months, read once more by an engine that shares nothing.

Of a month the figures decide. Where the first reader says where 年 and 月 stand, they are cut out,
and the figures are read as those of amounts are, with them and in the same call: starting the
program for Chinese costs more than all of that. What was between the figures is put back; where
their number is another one, the second reader's answer stays as it is, for a person.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from intake.ocr.engine import Alphabet, SecondReader
from intake.page_image import PageImage, Pixels
from models.evidence import Box
from models.page import Word

MARGIN_HEIGHTS = 0.12
"""Paper left around a crop, in line heights: enough for a comma's tail, too little for a rule."""
LEVEL = 0.6
"""A word of a one-line place is at least this high, in the place's height."""
BETWEEN = frozenset(" .-")
"""What may stand between figures and is read with them."""
CUT_OUT = frozenset("(),:;")
"""What is cut out, besides Chinese characters."""
GAP_HEIGHTS = 0.2
"""Paper between figures that stood on both sides of what was cut out, in heights of the crop: read
as one number, each figure has others around it, and one alone is easily misread."""
SNAP = 0.35
"""Where characters begin is known to about a third of their height: a cut moves to bare paper."""
SHADE = 24
"""Paper is no more uneven than this (of 255)."""
MAIMED = re.compile(r"(?<!\d)[012](?!\d)")
"""What may be left of 10, 11 or 12 where the first reader dropped a figure, which may then lie in
what is cut out. All other months are none with a figure less, and a year has four."""
FIRST_CHINESE = "\u2e80"
NUMERALS = frozenset("〇○零一二三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾正元")
"""Characters that are figures themselves: a place that has one is read as it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be read: its box, how, and the first reader's spelling where that is needed."""

    box: Box
    alphabet: Alphabet
    crop: Pixels
    spelling: str = ""
    """The text whose figures are asked for; empty where all of the place is."""


def read_again(
    page: PageImage,
    places: Iterable[tuple[Box, Alphabet]],
    reader: SecondReader,
    *,
    words: Sequence[Word] = (),
) -> tuple[Word, ...]:
    """
    Return what the second reader sees in each place; places where it sees nothing are left out.

    `words` are the first reader's: where characters stand, not what they are. Raises EngineFailure
    if the reader does.
    """
    by_alphabet: dict[Alphabet, list[Place]] = {}
    for box, alphabet in places:
        place = _place(page, box, alphabet, words)
        by_alphabet.setdefault(place.alphabet, []).append(place)
    seen = [
        word
        for alphabet, asked in by_alphabet.items()
        for word in _read(page, asked, alphabet, reader)
    ]
    return tuple(word for word in seen if word.text)


def _read(
    page: PageImage, asked: Sequence[Place], alphabet: Alphabet, reader: SecondReader
) -> Iterator[Word]:
    """
    Yield what the second reader sees in places of one alphabet.

    A month whose figures it sees otherwise than the first reader is read once more as a whole:
    figures without their 年 and 月 around them are misread more often than with them.
    """
    lines = list(reader.read_lines([place.crop for place in asked], alphabet=alphabet))
    texts = [_spelled(place.spelling, line.text) for place, line in zip(asked, lines, strict=True)]
    disputed = [i for i, place in enumerate(asked) if place.spelling not in {"", texts[i]}]
    whole = [_crop(page, asked[index].box)[0] for index in disputed]
    again = reader.read_lines(whole, alphabet="month") if whole else ()
    for index, line in zip(disputed, again, strict=True):
        if line.text:
            lines[index], texts[index] = line, line.text
    for place, line, text in zip(asked, lines, texts, strict=True):
        yield Word(text=text, box=place.box, score=line.score, reader=reader.name)


def _place(page: PageImage, box: Box, alphabet: Alphabet, words: Sequence[Word]) -> Place:
    """Cut a place out; of a month, leave the figures only where it is known which they are."""
    crop, left = _crop(page, box)
    signs = tuple(_signs(box, left, words)) if alphabet == "month" else ()
    spelling = "".join(sign.char for sign in signs)
    if not _is_figures(spelling):
        return Place(box, alphabet, crop)
    return Place(box, "amount", _figures_only(crop, signs), spelling)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A character of the first reader's, and from where to where it stands on the crop."""

    char: str
    left: int
    right: int


def _signs(box: Box, left: int, words: Sequence[Word]) -> Iterator[_Sign]:
    """Yield the characters in a place of one line, left to right; none where it is not clear."""
    inside = [word for word in words if word.box.overlap(box) > 0]
    own = [word for word in inside if box.top < word.box.centre[1] < box.bottom]
    if any(
        len(word.char_lefts) != len(word.text) or word.box.height < LEVEL * box.height
        for word in own
    ):
        return
    for word in sorted(own, key=lambda word: word.box.left):
        ends = (*word.char_lefts[1:], word.box.right)
        for char, start, end in zip(word.text, word.char_lefts, ends, strict=True):
            if box.left <= (start + end) / 2 <= box.right:
                first, last = (max(round(x) - left, 0) for x in (start, end))
                yield _Sign(char, first, last)


def _is_figures(spelling: str) -> bool:
    """Say whether a text has figures, all there are, and nothing that could be taken for some."""
    if MAIMED.search(spelling):
        return False
    return any(map(_is_figure, spelling)) and all(
        _is_figure(char) or char in BETWEEN or _is_cut_out(char) for char in spelling
    )


def _is_figure(char: str) -> bool:
    return char.isascii() and char.isdigit()


def _is_cut_out(char: str) -> bool:
    """Say whether a character is to be cut out."""
    other_figure = char in NUMERALS or char.isdigit()
    return char in CUT_OUT or (char >= FIRST_CHINESE and not other_figure)


def _figures_only(crop: Pixels, signs: Sequence[_Sign]) -> Pixels:
    """Set the figures of a crop side by side, a little paper between them, the rest cut out."""
    height = crop.shape[0]
    ink = _ink_of_columns(crop)
    paper = np.percentile(crop, 80, axis=(0, 1)).astype(np.uint8)
    gap = np.broadcast_to(paper, (height, max(round(GAP_HEIGHTS * height), 1), *crop.shape[2:]))
    pieces = [gap]
    for cut_out, run in groupby(signs, key=lambda sign: _is_cut_out(sign.char)):
        if not cut_out:
            own = tuple(run)
            left, right = (_between(ink, x, height) for x in (own[0].left, own[-1].right))
            pieces += [crop[:, left : max(right, left + 1)], gap]
    return np.hstack(pieces)


def _ink_of_columns(crop: Pixels) -> NDArray[np.float64]:
    """Return how dark each column of a crop is, 0 for paper."""
    grey = crop if crop.ndim == 2 else crop.min(axis=2)
    shade = np.maximum(np.percentile(grey, 80) - SHADE - grey.astype(np.float64), 0.0)
    return np.asarray(shade.sum(axis=0))


def _between(ink: NDArray[np.float64], x: int, height: int) -> int:
    """Return the column nearest to `x` that lies between characters, where least ink is."""
    reach = max(round(SNAP * height), 1)
    first = max(x - reach, 0)
    near = ink[first : x + reach + 1]
    if not len(near):
        return x
    empty = np.flatnonzero(near <= near.min()) + first
    return int(empty[np.abs(empty - x).argmin()])


def _spelled(spelling: str, seen: str) -> str:
    """Put the figures that were seen into the spelling; where they are not as many, leave both."""
    figures = [char for char in seen if _is_figure(char)]
    if not spelling or len(figures) != sum(map(_is_figure, spelling)):
        return seen
    rest = iter(figures)
    return "".join(next(rest) if _is_figure(char) else char for char in spelling)


def _crop(page: PageImage, box: Box) -> tuple[Pixels, int]:
    """Return the picture of a box, some paper around it, and where on the page it begins."""
    margin = MARGIN_HEIGHTS * box.height
    height, width = page.pixels.shape[:2]
    top, bottom = max(int(box.top - margin), 0), min(int(box.bottom + margin) + 1, height)
    left, right = max(int(box.left - margin), 0), min(int(box.right + margin) + 1, width)
    return page.pixels[top:bottom, left:right], left
