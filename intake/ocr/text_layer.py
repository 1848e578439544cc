"""
What a PDF's text layer is worth: the picture decides, the layer may only spell.

On a born-digital page the layer's spelling replaces the reader's where both agree on every digit
and nearly every other character. Layer words without visible ink, or which say something else
than what stands there, are *hidden*: text that nobody sees is a known way to put an amount under
the eyes of a machine alone. On a scan the layer is some other program's reading: it corrects
nothing, and only words over bare paper are hidden.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from intake.ocr.words import fold
from intake.page_image import LayerWord, PageImage
from models.evidence import Box
from models.page import Channel, Word

READER = "layer"
VISIBLE_DEPTH = {Channel.DIGITAL: 24, Channel.SCAN: 48}
"""Ink stands out from its ground by at least so much (of 255); a scan's paper has noise."""
INKED_SHARE = 0.4
"""A word is visible if this share of its characters has ink: a rule through it inks fewer."""
LEGIBLE_MM = 0.5
"""Lower text (about 1.4 points) is not meant to be seen."""
NEAR = 0.25
"""Spellings that differ in more than this share of their characters say different things."""
SURE = 0.6
"""A reader less sure than this contradicts nobody."""
BROKEN = 0.5
"""A layer that differs from the picture in more words than this is broken, not hidden."""
SHORTEST = 2
AGREED = 0.1
"""What is left of a reader's doubt where the layer says the same."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A layer word, where it lies upright, and which characters were read there."""

    text: str
    box: Box
    owners: tuple[int, ...]
    """Indices of the words that the characters belong to, ascending."""
    start: int
    end: int
    """The stretch of the characters within the first owner."""
    read: str
    score: float


def agree(page: PageImage, words: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """
    Hold the text layer against what was read on the picture.

    Returns the words, with the layer's spelling where it is borne out (`seen_as` keeps the
    reader's), and the layer's hidden words. Without a layer the words come back as they are.
    """
    seen = tuple(_look(page, words))
    broken = _is_broken(seen)
    hidden = tuple(
        Word(text=look.text, box=look.box, score=1.0, reader=READER)
        for look in seen
        if _is_hidden(page, look, trusted=not broken)
    )
    if broken or page.channel is not Channel.DIGITAL:
        return tuple(words), hidden
    return _spelled(words, seen), hidden


def _look(page: PageImage, words: Sequence[Word]) -> Iterator[_Seen]:
    """Find for each layer word the characters that were read at its place."""
    characters = _Characters(words)
    for layer_word, box in zip(page.layer, _upright(page, page.layer), strict=True):
        text = "".join(fold(layer_word.text).split())
        if text and "(cid:" not in text:
            yield characters.at(text, box)


class _Characters:
    """Every character that was read, by its middle."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        places = [
            (x, word.box.centre[1], owner, index)
            for owner, word in enumerate(words)
            for index, x in enumerate(_middles(word))
        ]
        table = np.array(places, np.float64).reshape(-1, 4)
        self._x, self._y = table[:, 0], table[:, 1]
        self._owner, self._index = table[:, 2].astype(int), table[:, 3].astype(int)

    def at(self, text: str, box: Box) -> _Seen:
        """Return what was read inside a box."""
        slack = 0.25 * box.height
        inside = (self._x > box.left - slack) & (self._x < box.right + slack)
        inside &= (self._y > box.top) & (self._y < box.bottom)
        chosen = np.flatnonzero(inside)
        chosen = chosen[np.argsort(self._x[chosen], kind="stable")]
        owners = tuple(sorted(set(self._owner[chosen].tolist())))
        read = "".join(self._words[self._owner[i]].text[self._index[i]] for i in chosen)
        within = self._index[chosen] if len(owners) == 1 else np.zeros(1, int)
        return _Seen(
            text=text,
            box=box,
            owners=owners,
            start=int(within.min()),
            end=int(within.max()) + 1,
            read="".join(read.split()),
            score=min((self._words[owner].score for owner in owners), default=0.0),
        )


def _middles(word: Word) -> Iterator[float]:
    """Yield the middle of each character; evenly spread where the reader does not say."""
    lefts = word.char_lefts
    if len(lefts) != len(word.text):
        step = word.box.width / max(len(word.text), 1)
        lefts = tuple(word.box.left + index * step for index in range(len(word.text)))
    for left, right in zip(lefts, (*lefts[1:], word.box.right), strict=True):
        yield (left + right) / 2


def _upright(page: PageImage, layer: Iterable[LayerWord]) -> Iterator[Box]:
    """Map the places of layer words from the delivered page to upright pixels."""
    back = np.linalg.inv(np.array(page.frame.to_delivered).reshape(3, 3))
    for word in layer:
        x0, y0, x1, y1 = word.bbox_frac
        corners = back @ np.array([(x0, x1, x1, x0), (y0, y0, y1, y1), (1, 1, 1, 1)])
        xs, ys = corners[0] / corners[2], corners[1] / corners[2]
        yield Box(
            left=float(xs.min()), top=float(ys.min()),
            right=float(xs.max()), bottom=float(ys.max()),
        )  # fmt: skip


def _is_broken(seen: Sequence[_Seen]) -> bool:
    """Say whether the layer as a whole says other things than the picture: a bad encoding."""
    read = [look for look in seen if look.read and len(look.text) >= SHORTEST]
    differing = sum(1 for look in read if not _says_the_same(look))
    return bool(read) and differing > BROKEN * len(read)


def _says_the_same(look: _Seen) -> bool:
    """Say whether both spellings have the same digits and nearly the same other characters."""
    text = _undoubled(look)
    distance = Levenshtein.distance(text, look.read)
    digits = [[c for c in spelling if c.isdigit()] for spelling in (text, look.read)]
    return digits[0] == digits[1] and distance <= max(1, NEAR * len(text))


def _undoubled(look: _Seen) -> str:
    """Return the layer's text; print that is made bold by printing twice has each letter twice."""
    once = look.text[::2]
    return once if look.text == "".join(c * 2 for c in once) and once == look.read else look.text


def _is_hidden(page: PageImage, look: _Seen, *, trusted: bool) -> bool:
    """Say whether nobody who looks at the page would read this."""
    if sum(c.isalnum() for c in look.text) < SHORTEST:
        return False
    if not look.read:
        return page.mm(look.box.height) < LEGIBLE_MM or not _has_ink(page, look)
    contradicted = look.score >= SURE and not _says_the_same(look)
    return trusted and contradicted and page.channel is Channel.DIGITAL


def _has_ink(page: PageImage, look: _Seen) -> bool:
    """Say whether something is drawn where most of the characters should be."""
    cut = _cut(page, look.box)
    if min(cut.shape[:2]) < 2:
        return False
    ground = np.median(cut.reshape(-1, 3), axis=0)
    depth = np.abs(cut.astype(np.int16) - ground).max(axis=2)
    columns = (depth >= VISIBLE_DEPTH[page.channel]).any(axis=0)
    slots = np.array_split(columns, min(len(look.text), len(columns)))
    return bool(np.mean([slot.any() for slot in slots]) >= INKED_SHARE)


def _cut(page: PageImage, box: Box) -> NDArray[np.uint8]:
    """Cut a word's place out of the page, without the rules above and below it."""
    height, width = page.pixels.shape[:2]
    # The layer of a scan is placed carelessly: look for its ink around it, too.
    rim = 0.5 * box.height if page.channel is Channel.SCAN else -0.15 * box.height
    top, bottom = max(int(box.top - rim), 0), min(int(box.bottom + rim) + 1, height)
    left, right = max(int(box.left), 0), min(int(box.right) + 1, width)
    return page.pixels[top : max(bottom, top), left : max(right, left)]


def _spelled(words: Sequence[Word], seen: Iterable[_Seen]) -> tuple[Word, ...]:
    """Return the words with the layer's spelling where it says the same."""
    result = list(words)
    ours = [look for look in seen if len(look.owners) == 1 and _says_the_same(look)]
    # From right to left, so that a change of length moves no stretch that is still to come.
    for look in sorted(ours, key=lambda look: look.start, reverse=True):
        (owner,) = look.owners
        result[owner] = _respelled(result[owner], look)
    return tuple(result)


def _respelled(word: Word, look: _Seen) -> Word:
    """Put the layer's spelling into a word; agreement takes most of the doubt away."""
    text = _undoubled(look)
    if text == look.read:
        whole = len(look.read) == len("".join(word.text.split()))
        score = 1 - AGREED * (1 - word.score) if whole else word.score
        return word.model_copy(update={"score": score, "char_scores": ()})
    spelled = word.text[: look.start] + text + word.text[look.end :]
    return word.model_copy(
        update={
            "text": spelled,
            "reader": f"{word.reader}+{READER}",
            "seen_as": word.seen_as or word.text,
            "char_lefts": _relaid(word, look, len(text)),
            "char_scores": (),
        }
    )


def _relaid(word: Word, look: _Seen, count: int) -> tuple[float, ...]:
    """Lay the new characters out evenly over the stretch of the old ones."""
    lefts = word.char_lefts
    if len(lefts) != len(word.text):
        return ()
    end = lefts[look.end] if look.end < len(lefts) else word.box.right
    inner = np.linspace(lefts[look.start], end, count, endpoint=False).tolist()
    return (*lefts[: look.start], *inner, *lefts[look.end :])
