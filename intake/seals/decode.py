"""From several readings of one legend to the name that explains them best."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from intake.seals.likelihood import fits
from intake.text.company_words import company_words
from models.lattice import Lattice

STRAY = 15
"""Cost of a Chinese character that a name leaves out, in tenths of a nat."""
COVERED = 25
"""What a character is worth that is part of a word that names are made of."""
MOST_DOUBTS = 4
"""Places at which readings may differ for their mixtures to be tried."""
MOST_TRIED = 48
NEAR = 2
"""Characters by which a name's ending may differ from a legal form to be taken for one misread."""


def best_name(readings: Sequence[str], lattices: Sequence[Lattice]) -> str:
    """
    Return the name that the lattices bear out best, among the readings and what mends them.

    Tried are the readings, their mixtures where they are equally long, and each with a place, a
    trade or a legal form in it put right that was read almost.
    """
    names = [name for name in dict.fromkeys(readings) if name]
    if not names or not lattices:
        return names[0] if names else ""
    tried = list(dict.fromkeys((*names, *_mixtures(names))))[:MOST_TRIED]
    tried = list(dict.fromkeys((*tried, *(better for name in tried for better in _mended(name)))))
    costs = np.zeros(len(tried))
    for lattice in lattices:
        costs += np.array([fit.total for fit in fits(lattice, tried, stray=STRAY)]) / len(lattices)
    worth = np.array([COVERED * covered(name) for name in tried])
    return tried[int(np.argmin(costs - worth))]


def _mixtures(names: Sequence[str]) -> Iterator[str]:
    """Yield the names that take each doubtful character from one reading or another."""
    for length in {len(name) for name in names}:
        equal = [name for name in names if len(name) == length]
        options = [dict.fromkeys(chars) for chars in zip(*equal, strict=True)]
        if 1 < sum(len(option) > 1 for option in options) <= MOST_DOUBTS:
            yield from map("".join, product(*options))


def _mended(name: str) -> Iterator[str]:
    """Yield the name with one word of it put right."""
    words = company_words()
    for form in words.forms:
        if name.endswith(form):
            break
        yield from _other_ending(name, form)
    for place in words.places:
        if _nearly(name[: len(place)], place):
            yield place + name[len(place) :]
    for trade in words.trades:
        for start in range(1, len(name) - len(trade) + 1):
            if _nearly(name[start : start + len(trade)], trade):
                yield name[:start] + trade + name[start + len(trade) :]


def _other_ending(name: str, form: str) -> Iterator[str]:
    """Yield the name with its ending replaced where some of the form was read there."""
    for length in range(len(form) - 1, len(form) + 2):
        ending = name[-length:]
        if len(name) > length + 1 and sum(map(form.__contains__, ending)) >= len(form) - NEAR:
            yield name[:-length] + form


def _nearly(read: str, word: str) -> bool:
    """Say whether a word was read but for one of its characters."""
    if len(read) != len(word):
        return False
    return sum(one != other for one, other in zip(read, word, strict=True)) == 1


def covered(name: str) -> int:
    """Return how many characters of a name are part of words that names are made of."""
    words = company_words()
    form = next((form for form in words.forms if name.endswith(form)), "")
    rest = name[: len(name) - len(form)]
    place = next((rest[:size] for size in (4, 3, 2) if rest[:size] in words.places), "")
    rest = rest[len(place) :]
    inside = [False] * len(rest)
    for size in (6, 5, 4, 3, 2):
        for start in range(len(rest) - size + 1):
            if rest[start : start + size] in words.trades:
                inside[start : start + size] = [True] * size
    return len(form) + len(place) + sum(inside)
