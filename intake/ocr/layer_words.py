"""
Where words begin and end, as a text layer says it.

Narrow columns stand nearer to each other than the words of a sentence do; a reader of pictures runs
them together or gives a figure to its neighbour. The layer of a born-digital page knows them apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

from models.evidence import Box
from models.page import Word

LAYER = "layer"
Piece = tuple[str, Box]
"""A word of the layer, without spaces, and where it lies in upright pixels."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One character as it was read."""

    word: Word
    left: float | None
    score: float | None


def confirmed(words: Sequence[Word], pieces: Sequence[Piece], doubt_left: float) -> list[Word]:
    """
    Return words that the layer spells alike, parted as the layer parts them.

    `words` and `pieces` hold the same characters, left to right. `doubt_left` is the part of the
    reader's doubt that agreement leaves. A run of single Chinese characters (工 资 表) stays one
    word where the reader saw one.
    """
    read = [char for word in words for char in _characters(word)]
    made, start = [], 0
    for run in _runs(words, pieces):
        size = sum(len(text) for text, _ in run)
        made.append(_word(read[start : start + size], run, doubt_left))
        start += size
    return made


def joined(pieces: Sequence[str]) -> str:
    """Join words: with a space between Latin ones, which Chinese has not."""
    text = ""
    for piece in pieces:
        latin = text and not any(east_asian_width(c) in "WF" for c in (text[-1], piece[0]))
        text += f" {piece}" if latin else piece
    return text


def _characters(word: Word) -> Iterator[_Read]:
    """Yield a word's characters but for spaces."""
    known = len(word.char_lefts) == len(word.text)
    scored = len(word.char_scores) == len(word.text)
    for index, char in enumerate(word.text):
        if not char.isspace():
            left = word.char_lefts[index] if known else None
            yield _Read(word, left, word.char_scores[index] if scored else None)


def _runs(words: Sequence[Word], pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the layer's words, those together that the reader rightly took for one."""
    breaks, count = set(), 0
    for word in words:
        count += len("".join(word.text.split()))
        breaks.add(count)
    run, place = [pieces[0]], len(pieces[0][0])
    for before, piece in pairwise(pieces):
        if place in breaks or _is_parted(before, piece):
            yield run
            run = []
        run.append(piece)
        place += len(piece[0])
    yield run


def _is_parted(before: Piece, piece: Piece) -> bool:
    """Say whether two words of the layer are two columns: figures, or two Chinese words."""
    texts = before[0], piece[0]
    if all(text[-1].isdigit() or text[0].isdigit() for text in texts):
        return all("." in text for text in texts)
    return all(len(text) > 1 and all(east_asian_width(c) in "WF" for c in text) for text in texts)


def _word(read: Sequence[_Read], run: Sequence[Piece], doubt_left: float) -> Word:
    """Make a word of the characters that were read in the place of a run."""
    first, last = read[0].word, read[-1].word
    text = joined([piece for piece, _ in run])
    if first is last and "".join(first.text.split()) == "".join(text.split()):
        return _surer(first, doubt_left)
    left, right = run[0][1].left, max(run[-1][1].right, run[0][1].left)
    box = Box(
        left=left,
        top=min(first.box.top, last.box.top),
        right=right,
        bottom=max(first.box.bottom, last.box.bottom),
    )
    scores = tuple(char.score for char in read if char.score is not None)
    whole = len(scores) == len(read) == len(text)
    word = first.model_copy(
        update={
            "text": text,
            "box": box,
            "score": min(scores) if whole else min(first.score, last.score),
            "char_lefts": _lefts(read, box) if len(text) == len(read) else (),
            "char_scores": scores if whole else (),
        }
    )
    return _surer(word, doubt_left)


def _lefts(read: Sequence[_Read], box: Box) -> tuple[float, ...]:
    """Return where characters begin: as read where that lies inside the word, else evenly."""
    lefts = [char.left for char in read if char.left is not None]
    inside = all(box.left <= left < box.right for left in lefts[1:])
    if len(lefts) == len(read) and inside:
        return (box.left, *lefts[1:])
    step = box.width / max(len(read), 1)
    return tuple(box.left + index * step for index in range(len(read)))


def _surer(word: Word, doubt_left: float) -> Word:
    """Take most of the doubt away from a word that the layer spells alike."""
    scores = tuple(1 - doubt_left * (1 - score) for score in word.char_scores)
    return word.model_copy(
        update={
            "score": 1 - doubt_left * (1 - word.score),
            "char_scores": scores,
            "reader": f"{word.reader}+{LAYER}",
        }
    )
