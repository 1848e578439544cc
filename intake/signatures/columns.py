"""Signature columns seen from the words alone: for tables without rules, or with broken ones."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from intake.page_image import PageImage
from intake.signatures.labels import is_signature_header
from intake.signatures.place import NAME_HEADINGS, TOTALS, Place
from intake.text.fold import tight
from models.evidence import Box
from models.marks import Role
from models.page import Word

LARGEST_STEP = 1.7
"""Usual distances between rows that may lie between two of them; the foot is further away."""
MOST_ROWS = 60


def columns_of_words(
    page: PageImage, words: Sequence[Word], known: Sequence[Place]
) -> Iterator[Place]:
    """Yield a place for each line below a heading under which no places are known yet."""
    for heading in words:
        if not is_signature_header(heading.text) or not heads_columns(heading, words):
            continue
        if not any(place.box.left <= heading.box.centre[0] <= place.box.right for place in known):
            yield from _below(page, heading, words)


def _level(word: Word, other: Word) -> bool:
    """Say whether two words stand on one line."""
    middle = other.box.centre[1]
    return word.box.top <= middle <= word.box.bottom


def heads_columns(heading: Word, words: Sequence[Word]) -> bool:
    """Say whether a word is one of several headings: two or more others on its line."""
    reach = heading.box.grown(heading.box.height * 0.7)
    near = [w for w in words if w is not heading and reach.top <= w.box.centre[1] <= reach.bottom]
    return len(near) >= 3


def _below(page: PageImage, heading: Word, words: Sequence[Word]) -> Iterator[Place]:
    left, right = _width(page, heading, words)
    lines = _lines([w for w in words if w.box.top > heading.box.bottom and w.box.right < left + 1])
    if len(lines) < 2:
        return
    steps = [b - a for (a, _), (b, _) in pairwise(lines)]
    step = median(steps)
    names = [w.box.centre[0] for w in words if tight(w.text) in NAME_HEADINGS]
    before = heading.box.centre[1]
    for middle, line in lines[:MOST_ROWS]:
        if middle - before > LARGEST_STEP * max(step, heading.box.height * 1.5):
            return
        before = middle
        if any(tight(word.text).startswith(TOTALS) for word in line):
            return
        yield Place(
            box=Box(
                left=left,
                top=max(0.0, middle - step / 2),
                right=right,
                bottom=min(float(page.frame.height), middle + step / 2),
            ),
            label=tight(heading.text),
            role=Role.EMPLOYEE,
            expected=_name_in(line, names),
        )


def _name_in(line: Sequence[Word], names: Sequence[float]) -> str:
    """Return the word of a line that stands below the heading of the names."""
    for x in names:
        for word in line:
            if word.box.left - word.box.height < x < word.box.right + word.box.height:
                return tight(word.text)
    return ""


def _width(page: PageImage, heading: Word, words: Sequence[Word]) -> tuple[float, float]:
    """Return the left and right edge of a heading's column: half way to its neighbours."""
    line = [w for w in words if w is not heading and _level(heading, w)]
    before = [w.box.right for w in line if w.box.right <= heading.box.left]
    after = [w.box.left for w in line if w.box.left >= heading.box.right]
    gap = heading.box.left - max(before) if before else heading.box.width
    left = heading.box.left - 0.6 * gap
    right = min(after) if after else heading.box.right + gap
    return left, min(float(page.frame.width), heading.box.right + 0.6 * (right - heading.box.right))


def _lines(words: Sequence[Word]) -> list[tuple[float, list[Word]]]:
    """Return the lines with an amount in them, as (middle, words), top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.centre[1]):
        if lines and _level(lines[-1][0], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [
        (median(word.box.centre[1] for word in line), line)
        for line in lines
        if len(line) >= 3 and any(sum(char.isdigit() for char in w.text) >= 3 for w in line)
    ]
