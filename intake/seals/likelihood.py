"""How well a text explains a lattice: alignment by Viterbi, as costs against the best reading."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.lattice import KEPT, LEAST_TOLD, Lattice

Costs = NDArray[np.int32]

UNTOLD = 10
"""What a character that is not kept costs more than the least likely one that is: one nat."""
DEAREST = 110
"""A character's cost at one step is never taken to be more: nothing is that sure on a seal."""
FAR = np.int32(1 << 24)


@dataclass(frozen=True, slots=True)
class Fit:
    """One text laid along a lattice; costs in tenths of a nat, 0 where it is the best reading."""

    text: str
    total: int
    """All that the text costs more than the best reading, what it leaves out included."""
    chars: tuple[int, ...]
    """What each of its characters costs, what lies between them counted half to either side."""
    outside: int
    """What is left out before and behind it."""
    first: int
    last: int
    """Steps of its first and last character."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A lattice as arrays, costs relative to the best at each step."""

    lattice: Lattice
    best: Costs
    nothing: Costs
    """(steps,): of no character."""
    outside: Costs
    """(steps,): of leaving a step out, before or behind the text."""

    @classmethod
    def of(cls, lattice: Lattice, stray: int) -> "Grid":
        """Lay out a lattice; `stray` is what leaving out a Chinese character costs."""
        nothing = np.minimum(np.array(lattice.nothing, np.int32), DEAREST)
        likeliest = np.array([cost[0] if cost else FAR for cost in lattice.costs], np.int32)
        best = np.minimum(nothing, likeliest)
        outside = np.zeros(len(best), np.int32)
        before = ""
        for step, chars in enumerate(lattice.chars):
            shown = chars[0] if chars and likeliest[step] < nothing[step] else ""
            if shown and shown != before and is_han(shown):
                outside[step] = min(stray, int(nothing[step] - best[step]))
            before = shown
        return cls(lattice, best, nothing - best, outside)

    def of_char(self, char: str) -> Costs:
        """Return (steps,): what a character costs at each step."""
        costs = np.empty(len(self.best), np.int32)
        told = zip(self.lattice.chars, self.lattice.costs, strict=True)
        for step, (chars, kept) in enumerate(told):
            place = chars.find(char)
            if place >= 0:
                costs[step] = kept[place]
            else:
                costs[step] = (kept[-1] if len(kept) == KEPT else LEAST_TOLD) + UNTOLD
        relative: Costs = np.maximum(np.minimum(costs, DEAREST) - self.best, 0)
        return relative

    def of_others(self, char: str) -> Costs:
        """Return (steps,): what the likeliest character other than this one costs at each step."""
        costs = np.empty(len(self.best), np.int32)
        told = zip(self.lattice.chars, self.lattice.costs, strict=True)
        for step, (chars, kept) in enumerate(told):
            costs[step] = next(
                (cost for other, cost in zip(chars, kept, strict=True) if other != char),
                LEAST_TOLD,
            )
        relative: Costs = np.maximum(np.minimum(costs, DEAREST) - self.best, 0)
        return relative


def is_han(char: str) -> bool:
    """Say whether a character is Chinese."""
    return "㐀" <= char <= "鿿"


def fits(lattice: Lattice, texts: Sequence[str], *, stray: int) -> list[Fit]:
    """
    Lay each text along a lattice where it costs least.

    What stands before and behind a text is left out: at no cost where it is no Chinese character,
    else at `stray` each. Within the text every step has to be explained.
    """
    if not texts or not lattice.at:
        return []
    grid = Grid.of(lattice, stray)
    length = max(map(len, texts))
    columns = {char: grid.of_char(char) for char in set("".join(texts))}
    chars = np.full((len(texts), len(grid.best), length), FAR, np.int32)
    for index, text in enumerate(texts):
        for place, char in enumerate(text):
            chars[index, :, place] = columns[char]
    return _laid(grid, chars, texts)


def margins(lattice: Lattice, text: str, *, stray: int) -> tuple[Fit, tuple[int, ...]] | None:
    """
    Lay a text along a lattice, and say of each of its characters how much it is borne out.

    That is what the likeliest text costs more that differs from it in this character only: above
    zero where the character was seen, below where another was. None for an empty lattice.
    """
    if not text or not lattice.at:
        return None
    grid = Grid.of(lattice, stray)
    own = np.stack([grid.of_char(char) for char in text], axis=1)
    chars = np.repeat(own[None], len(text) + 1, axis=0)
    for place, char in enumerate(text):
        chars[place + 1, :, place] = grid.of_others(char)
    fit, *others = _laid(grid, chars, [text] * (len(text) + 1))
    return fit, tuple(other.total - fit.total for other in others)


def _laid(grid: Grid, chars: Costs, texts: Sequence[str]) -> list[Fit]:
    """Lay texts along a grid; `chars` is (texts, steps, places)."""
    length = chars.shape[2]
    sizes = np.array([len(text) for text in texts])
    repeated = np.array([_repeats(text, length) for text in texts])
    emitted = _emissions(grid, chars, sizes)
    reached, came = _walk(emitted, repeated)
    return [
        _traced(text, (reached[index], came[:, index], emitted[index]), grid)
        for index, text in enumerate(texts)
    ]


def _repeats(text: str, length: int) -> NDArray[np.bool_]:
    """Return for each place whether its character is the one before it."""
    same = [place > 0 and text[place] == text[place - 1] for place in range(len(text))]
    return np.array(same + [False] * (length - len(text)))


def _emissions(grid: Grid, chars: Costs, sizes: NDArray[np.int64]) -> Costs:
    """
    Return (texts, steps, states): states alternate between nothing and the characters.

    The first and the last state of a text are what is left out before and behind it.
    """
    texts, steps, length = chars.shape
    states = np.empty((texts, steps, 2 * length + 1), np.int32)
    states[:, :, 1::2] = chars
    states[:, :, 0::2] = grid.nothing[None, :, None]
    states[:, :, 0] = grid.outside
    for index, size in enumerate(sizes):
        states[index, :, 2 * size] = grid.outside
        states[index, :, 2 * size + 1 :] = FAR
    return states


def _walk(emitted: Costs, repeated: NDArray[np.bool_]) -> tuple[Costs, NDArray[np.int8]]:
    """Return what each state costs after the last step, and how many states each step came over."""
    texts, steps, states = emitted.shape
    may_skip = np.zeros((texts, states), np.bool_)
    may_skip[:, 3::2] = ~repeated[:, 1:]
    came = np.zeros((steps, texts, states), np.int8)
    reached = np.full((texts, states), FAR, np.int32)
    reached[:, 0] = 0
    for step in range(steps):
        stayed = reached
        moved = np.full_like(stayed, FAR)
        moved[:, 1:] = stayed[:, :-1]
        skipped = np.full_like(stayed, FAR)
        skipped[:, 2:] = np.where(may_skip[:, 2:], stayed[:, :-2], FAR)
        choices = np.stack((stayed, moved, skipped))
        came[step] = choices.argmin(axis=0)
        reached = np.minimum(choices.min(axis=0) + emitted[:, step], FAR)
    return reached, came


def _traced(text: str, walk: tuple[Costs, NDArray[np.int8], Costs], grid: Grid) -> Fit:
    """Follow the best way back and share its costs among the characters."""
    reached, came, emitted = walk
    end = 2 * len(text)
    state = end if reached[end] <= reached[end - 1] else end - 1
    total, shares = int(reached[state]), [0.0] * len(text)
    outside, first, last = 0, len(grid.best), -1
    for step in range(len(grid.best) - 1, -1, -1):
        cost = int(emitted[step, state])
        if state in (0, end):
            outside += cost
        elif state % 2:
            shares[state // 2] += cost
            first, last = min(first, step), max(last, step)
        else:
            shares[state // 2 - 1] += cost / 2
            shares[state // 2] += cost / 2
        state -= int(came[step, state])
    return Fit(text, total, tuple(round(share) for share in shares), outside, first, last)
