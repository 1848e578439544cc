"""
What a PDF's text layer is worth: the picture decides, the layer may only spell.

On a born-digital page the layer's spelling replaces the reader's where both agree on every digit
and nearly every other character; where they agree on all, the layer says where words part. Layer
words without visible ink, or which say something else than what stands there, are *hidden*: text
that nobody sees is a known way to put an amount under the eyes of a machine alone. On a scan the
layer is some other program's reading: it corrects nothing, and only words over bare paper are
hidden.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from unicodedata import category

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq, Levenshtein

from intake.ocr.layer_words import LAYER, Piece, confirmed, joined
from intake.ocr.words import fold
from intake.page_image import PageImage
from models.evidence import Box
from models.page import Channel, Word

VISIBLE_DEPTH = {Channel.DIGITAL: 24, Channel.SCAN: 48}
"""Ink stands out from its ground by at least so much (of 255); a scan's paper has noise."""
INKED_SHARE = 0.4
"""A word is visible if this share of its characters has ink: a rule through it inks fewer."""
LEGIBLE_MM = 0.5
"""Lower text (about 1.4 points) is not meant to be seen."""
NEAR = 0.25
"""Spellings that differ in no more than this share of their characters say the same."""
FAR = 0.5
"""Spellings that differ in more than this share say different things."""
DOUBT = 0.5
"""The most that a word is sure where the layer spells it differently."""
TWICE = re.compile(r"(?:(.)\1){2,}")
SURE = 0.6
"""A reader less sure than this contradicts nobody."""
BROKEN = 0.5
"""A layer that differs from the picture in more words than this is broken, not hidden."""
SHORTEST = 2
"""A single sign is no text: specks become such."""
ACROSS = 0.3
ALONG = 0.5
"""Two boxes show the same text if they share so much of the narrower width and lower height."""
AGREED = 0.1
"""What is left of a reader's doubt where the layer says the same."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Words of the layer and words that were read which lie on each other."""

    layer: tuple[tuple[str, Box], ...]
    """Left to right."""
    read: tuple[int, ...]
    """Indices of the words that were read, left to right."""
    seen: str
    """Their text without spaces."""
    score: float

    pieces: tuple[str, ...]
    """The layer's words; print made bold by printing twice has each letter once."""

    @property
    def text(self) -> str:
        """Return the layer's text without spaces."""
        return "".join(self.pieces)

    @property
    def parted(self) -> tuple[Piece, ...]:
        """Return the layer's words with their boxes."""
        return tuple((text, box) for text, (_, box) in zip(self.pieces, self.layer, strict=True))


class _Verdict(Enum):
    """How the layer and the reader stand to each other."""

    SAME = "same"
    """The same digits, and nearly the same other characters."""
    DISPUTED = "disputed"
    """One has characters that the other has not: perhaps the reader dropped or mistook some."""
    CONTRADICTED = "contradicted"
    """They say different things."""


def agree(page: PageImage, words: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """
    Hold the text layer against what was read on the picture.

    Returns the words, with the layer's spelling where it is borne out (`seen_as` keeps the
    reader's), and the layer's hidden words. Without a layer the words come back as they are.
    """
    places = _places(tuple(_upright(page, drawn=True)), words)
    broken = _is_broken(places)
    unseen = [*_undrawn(page, words)]
    unseen += [pair for place in places for pair in _hidden(page, place, trusted=not broken)]
    hidden = tuple(Word(text=text, box=box, score=1.0, reader=LAYER) for text, box in unseen)
    if broken or page.channel is not Channel.DIGITAL:
        return tuple(words), hidden
    return _spelled(words, places), hidden


def _undrawn(page: PageImage, words: Sequence[Word]) -> Iterator[tuple[str, Box]]:
    """
    Yield the layer's words without which the page would look the same.

    A word that says what is seen in its place is none: other programs lay their reading of a
    picture invisibly over it.
    """
    boxes = _table([word.box for word in words])
    for text, box in _upright(page, drawn=False):
        if sum(c.isalnum() for c in text) < SHORTEST:
            continue
        place = _place([(text, box)], np.flatnonzero(_lie_on(box, boxes)).tolist(), words)
        if text not in place.seen and _judge(place) is not _Verdict.SAME:
            yield text, box


def _upright(page: PageImage, *, drawn: bool) -> Iterator[tuple[str, Box]]:
    """Yield the layer's words, without spaces, and where they lie in upright pixels."""
    back = np.linalg.inv(np.array(page.frame.to_delivered).reshape(3, 3))
    for word in page.layer:
        text = "".join(fold(word.text).split())
        if not text or "(cid:" in text or word.drawn is not drawn:
            continue
        x0, y0, x1, y1 = word.bbox_frac
        corners = back @ np.array([(x0, x1, x1, x0), (y0, y0, y1, y1), (1, 1, 1, 1)])
        xs, ys = corners[0] / corners[2], corners[1] / corners[2]
        box = Box(left=xs.min(), top=ys.min(), right=xs.max(), bottom=ys.max())
        yield text, box


def _places(layer: Sequence[tuple[str, Box]], words: Sequence[Word]) -> list[_Place]:
    """Put together what lies on each other."""
    boxes = _table([word.box for word in words])
    groups: dict[int, tuple[list[int], list[int]]] = {}
    of_word: dict[int, int] = {}
    for index, (_, box) in enumerate(layer):
        members, read = [index], np.flatnonzero(_lie_on(box, boxes)).tolist()
        for key in {of_word[word] for word in read if word in of_word}:
            others, more = groups.pop(key)
            members, read = [*others, *members], [*more, *read]
        groups[index] = (members, sorted(set(read)))
        of_word |= dict.fromkeys(read, index)
    return [_place([layer[i] for i in members], read, words) for members, read in groups.values()]


def _place(layer: Sequence[tuple[str, Box]], read: Sequence[int], words: Sequence[Word]) -> _Place:
    in_order = sorted(read, key=lambda index: words[index].box.left)
    from_left = tuple(sorted(layer, key=lambda word: word[1].left))
    seen = "".join("".join(words[index].text.split()) for index in in_order)
    texts = tuple(text for text, _ in from_left)
    once = tuple(TWICE.sub(lambda run: run[0][::2], text) for text in texts)
    nearer = min((texts, once), key=lambda spelling: Levenshtein.distance("".join(spelling), seen))
    return _Place(
        layer=from_left,
        read=tuple(in_order),
        seen=seen,
        score=min((words[index].score for index in in_order), default=0.0),
        pieces=nearer,
    )


def _table(boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Return boxes as rows of left, top, right, bottom."""
    rows = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    return np.array(rows, np.float64).reshape(-1, 4)


def _lie_on(box: Box, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which boxes show the same text as this one."""
    width = np.minimum(boxes[:, 2], box.right) - np.maximum(boxes[:, 0], box.left)
    height = np.minimum(boxes[:, 3], box.bottom) - np.maximum(boxes[:, 1], box.top)
    narrower = np.minimum(boxes[:, 2] - boxes[:, 0], box.width)
    lower = np.minimum(boxes[:, 3] - boxes[:, 1], box.height)
    result: NDArray[np.bool_] = (width > ACROSS * narrower) & (height > ALONG * lower)
    return result


def _is_broken(places: Sequence[_Place]) -> bool:
    """Say whether the layer as a whole says other things than the picture: a bad encoding."""
    read = [place for place in places if place.seen and len(place.text) >= SHORTEST]
    differing = sum(1 for place in read if _judge(place) is _Verdict.CONTRADICTED)
    return bool(read) and differing > BROKEN * len(read)


def _judge(place: _Place) -> _Verdict:
    """Compare what the layer says with what was read."""
    distance = Levenshtein.distance(place.text, place.seen)
    if distance > FAR * max(len(place.text), len(place.seen)):
        return _Verdict.CONTRADICTED
    said, seen = (
        "".join(c for c in spelling if c.isdigit()) for spelling in (place.text, place.seen)
    )
    if said == seen:
        return _Verdict.SAME if distance <= NEAR * len(place.text) else _Verdict.DISPUTED
    # A few digits only added or only lost are what a reader does; other ones are another number.
    one_sided = LCSseq.similarity(said, seen) == min(len(said), len(seen))
    one_sided = one_sided and abs(len(said) - len(seen)) <= max(1, NEAR * len(seen))
    return _Verdict.DISPUTED if one_sided else _Verdict.CONTRADICTED


def _hidden(page: PageImage, place: _Place, *, trusted: bool) -> Iterator[tuple[str, Box]]:
    """Yield the layer's words that nobody who looks at the page would read."""
    for text, box in place.layer:
        if sum(c.isalnum() for c in text) < SHORTEST:
            continue
        if not place.read:
            gone = page.mm(box.height) < LEGIBLE_MM or not _has_ink(page, text, box)
        else:
            contradicted = place.score >= SURE and _judge(place) is _Verdict.CONTRADICTED
            gone = contradicted and trusted and text not in place.seen
            gone = gone and page.channel is Channel.DIGITAL
        if gone:
            yield text, box


def _has_ink(page: PageImage, text: str, box: Box) -> bool:
    """Say whether something is drawn where most of the characters should be."""
    cut = _cut(page, box)
    if min(cut.shape[:2]) < 2:
        return False
    ground = np.median(cut.reshape(-1, 3), axis=0)
    depth = np.abs(cut.astype(np.int16) - ground).max(axis=2)
    columns = (depth >= VISIBLE_DEPTH[page.channel]).any(axis=0)
    slots = np.array_split(columns, min(len(text), len(columns)))
    return bool(np.mean([slot.any() for slot in slots]) >= INKED_SHARE)


def _cut(page: PageImage, box: Box) -> NDArray[np.uint8]:
    """Cut a word's place out of the page, without the rules above and below it."""
    height, width = page.pixels.shape[:2]
    # The layer of a scan is placed carelessly: look for its ink around it, too.
    rim = 0.5 * box.height if page.channel is Channel.SCAN else -0.15 * box.height
    top, bottom = max(int(box.top - rim), 0), min(int(box.bottom + rim) + 1, height)
    left, right = max(int(box.left), 0), min(int(box.right) + 1, width)
    return page.pixels[top : max(bottom, top), left : max(right, left)]


def _spelled(words: Sequence[Word], places: Iterable[_Place]) -> tuple[Word, ...]:
    """Return the words with the layer's spelling where it says the same."""
    result: list[list[Word]] = [[word] for word in words]
    for place in places:
        if not place.read or max(len(place.text), len(place.seen)) < SHORTEST:
            continue
        verdict = _judge(place)
        own = [words[index] for index in place.read]
        if place.text == place.seen:
            new = [confirmed(own, place.parted, AGREED), *([] for _ in own[1:])]
        elif verdict is not _Verdict.SAME:
            new = [[_doubted(word)] for word in own]
        elif len(own) == 1 and _is_spelling(joined(place.pieces), own[0]):
            new = [[_respelled(own[0], place)]]
        else:
            continue
        for index, made in zip(place.read, new, strict=True):
            result[index] = made
    return tuple(word for made in result for word in made)


def _is_spelling(text: str, word: Word) -> bool:
    """Say whether a layer's text is fit to print: no private signs, no words run together."""
    private = any(category(char) in {"Co", "Cn", "Cc"} for char in text)
    return not private and text.count(" ") >= word.text.count(" ")


def _doubted(word: Word) -> Word:
    """Leave a word that the layer spells differently to a person."""
    scores = tuple(min(score, DOUBT) for score in word.char_scores)
    return word.model_copy(update={"score": min(word.score, DOUBT), "char_scores": scores})


def _respelled(word: Word, place: _Place) -> Word:
    """Put the layer's spelling into a word; what the reader saw stays in `seen_as`."""
    text = joined(place.pieces)
    same_length = len(text) == len(word.text) == len(word.char_lefts)
    step = word.box.width / max(len(text), 1)
    lefts = tuple(word.box.left + index * step for index in range(len(text)))
    return word.model_copy(
        update={
            "text": text,
            "reader": f"{word.reader}+{LAYER}",
            "seen_as": word.text,
            "char_lefts": word.char_lefts if same_length else lefts,
            "char_scores": word.char_scores if same_length else (),
        }
    )
