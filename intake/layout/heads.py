"""Headings that were read as one word, parted where the figures below them part."""

from collections.abc import Iterator, Sequence
from statistics import median

from intake.text.lines import split_word
from models.page import Word

SHORTEST = 2
"""A heading has two characters at least."""
SLACK = 1.0
"""Figures stand under a heading if they reach no further beyond it, in character heights."""
NEAR = 1.3
"""The seam between two headings lies this near, in character widths, to that of the figures."""

Line = tuple[Word, ...]


def parted_heads(block: Sequence[Line]) -> list[Line]:
    """
    Return the lines, the headings right above the figures parted like these.

    Only the lowest headings are looked at: the name of a group stands over several columns.
    """
    lines = list(block)
    figured = [index for index, line in enumerate(lines) if _is_figured(line)]
    if not figured or figured[0] == 0:
        return lines
    place = figured[0] - 1
    below = [lines[index] for index in figured]
    lines[place] = tuple(piece for word in lines[place] for piece in _parted(word, below))
    return lines


def _is_figured(line: Line) -> bool:
    """Say whether a line has figures side by side: an amount and another."""
    return sum(_has_figure(word) for word in line) > 1


def _has_figure(word: Word) -> bool:
    """Say whether a word has a digit."""
    return any(char.isdigit() for char in word.text)


def _parted(word: Word, below: Sequence[Line]) -> tuple[Word, ...]:
    """Cut a heading wherever most of the lines below have a gap in the same place."""
    if len(word.char_lefts) != len(word.text) or len(word.text) < 2 * SHORTEST:
        return (word,)
    under = [pieces for line in below if (pieces := _under(word, line))]
    most = max((len(pieces) for pieces in under), default=0)
    several = [pieces for pieces in under if len(pieces) == most]
    if most < 2 or 2 * len(several) < len(under):
        return (word,)
    seams = list(_seams(word, several, most))
    return split_word(word, seams) if seams else (word,)


def _under(word: Word, line: Line) -> list[Word]:
    """Return the words of a line that stand under a heading."""
    slack = SLACK * word.box.height
    return [
        other
        for other in line
        if word.box.left < other.box.centre[0] < word.box.right
        and other.box.left > word.box.left - slack
        and other.box.right < word.box.right + slack
    ]


def _seams(word: Word, lines: Sequence[Sequence[Word]], count: int) -> Iterator[float]:
    """Yield where to cut: the widest gap between characters near each gap of the figures."""
    lefts = word.char_lefts
    width = word.box.width / len(lefts)
    for index in range(count - 1):
        ends = [pieces[index].box.right for pieces in lines]
        starts = [pieces[index + 1].box.left for pieces in lines]
        middle = (median(ends) + median(starts)) / 2
        places = [
            (round(lefts[i] - lefts[i - 1]), -abs(lefts[i] - middle), lefts[i])
            for i in range(SHORTEST, len(lefts) - SHORTEST + 1)
            if abs(lefts[i] - middle) <= NEAR * width
        ]
        if places:
            yield max(places)[2] - 0.05 * width
