"""Words into lines, lines into reading order: geometry of text that every stage may need."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from models.evidence import Box
from models.page import Word

SEAM = 2
"""A cut moves by at most so many characters."""
_WHOLE_AMOUNT = re.compile(r"(?<!\d)\d[\d,]*\.\d{2}$")
SAME_LINE = 0.5
"""Words share a line if they overlap by this part of the lower one's height."""


def lines_of(words: Iterable[Word]) -> tuple[tuple[Word, ...], ...]:
    """Return the lines of text, top to bottom, each left to right; slightly tilted ones hold."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.left, w.box.top)):
        line = _line_for(word, lines)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    lines.sort(key=lambda line: median(word.box.centre[1] for word in line))
    return tuple(tuple(line) for line in lines)


def reading_order(words: Iterable[Word]) -> tuple[Word, ...]:
    """Return the words line by line, left to right in each."""
    return tuple(word for line in lines_of(words) for word in line)


def line_text(line: Sequence[Word]) -> str:
    """Join the words of one line; a gap wider than a character becomes a blank."""
    if not line:
        return ""
    text = line[0].text
    for before, word in pairwise(line):
        gap = word.box.left - before.box.right
        wide = gap > 0.5 * min(before.box.height, word.box.height)
        text += (" " if wide else "") + word.text
    return text


def text_height(words: Iterable[Word]) -> float:
    """Return the usual height of a line of text in pixels; 0 without words."""
    heights = [word.box.height for word in words if len(word.text) > 1] or [0.0]
    return median(heights)


def union_of(boxes: Iterable[Box]) -> Box:
    """Return the box around all; raise ValueError if there is none."""
    whole: Box | None = None
    for box in boxes:
        whole = box if whole is None else whole.union(box)
    if whole is None:
        raise ValueError("no boxes to unite")
    return whole


def split_word(word: Word, at: Sequence[float]) -> tuple[Word, ...]:
    """
    Cut a word before the first character right of each place in `at` (upright pixels).

    Where characters stand is known to about one, so a cut moves to the end of an amount or to where
    figures meet text next to it: an amount never loses a digit to its neighbour.
    """
    lefts = word.char_lefts
    if len(lefts) != len(word.text) or not at:
        return (word,)
    rights = (*lefts[1:], word.box.right)
    middles = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
    counts = (sum(middle < x for middle in middles) for x in at)
    starts = sorted({0, *(_seam(word.text, count) for count in counts)} - {len(lefts)})
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(lefts)], strict=True):
        right = word.box.right if end == len(lefts) else max(lefts[end], lefts[start])
        left = word.box.left if start == 0 else max(lefts[start], word.box.left)
        box = Box(
            left=min(left, right),
            top=word.box.top,
            right=max(left, right),
            bottom=word.box.bottom,
        )
        text = word.text[start:end]
        scores = word.char_scores[start:end]
        pieces.append(
            word.model_copy(
                update={
                    "text": text,
                    "box": box,
                    "score": min(scores, default=word.score),
                    "char_lefts": lefts[start:end],
                    "char_scores": scores,
                }
            )
        )
    return tuple(piece for piece in pieces if piece.text.strip())


def _seam(text: str, place: int) -> int:
    """Return the seam between two texts nearest to `place`, `place` itself if there is none."""
    near = sorted(range(max(place - SEAM, 1), min(place + SEAM, len(text) - 1) + 1),
                  key=lambda index: abs(index - place))  # fmt: skip
    for index in near:
        if _figure(text[index - 1]) != _figure(text[index]):
            return index
    for index in near:
        if _WHOLE_AMOUNT.search(text[:index]):
            return index
    return place


def _figure(char: str) -> bool:
    """Say whether a character belongs to an amount."""
    return char.isdigit() or char in ".,-¥"


def _line_for(word: Word, lines: Sequence[list[Word]]) -> list[Word] | None:
    """Return the line that `word` continues, None if it begins one."""
    best, best_overlap = None, SAME_LINE
    for line in lines:
        last = line[-1].box
        common = min(last.bottom, word.box.bottom) - max(last.top, word.box.top)
        overlap = common / max(min(last.height, word.box.height), 1.0)
        beside = word.box.left >= last.left + 0.3 * last.width
        if overlap > best_overlap and beside:
            best, best_overlap = line, overlap
    return best
