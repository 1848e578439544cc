"""From the recogniser's answers to the lattice of what a line may say."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from intake.session import Tensor
from intake.text.fold import tight
from models.lattice import KEPT, NATS, Lattice

LEAST = 1e-4
"""Characters less likely than this are not told; `LEAST_TOLD` is its cost."""
IDLE = 0.985
"""From here on a step surely bears no character."""
DEAREST = 120
"""The cost of what is not likely at all: six in a million."""


def lattice_of(answers: Tensor, alphabet: Sequence[str], reach: float) -> Lattice:
    """
    Keep the likeliest characters of each step; `answers` is (steps, classes), the first is nothing.

    `reach` is the share of the steps that lies on the line; the rest is padding.
    """
    idle = answers[:, 0] >= IDLE
    told = ~idle | ~np.concatenate(([False], idle[:-1]))
    at: list[int] = []
    chars: list[str] = []
    costs: list[tuple[int, ...]] = []
    nothing: list[int] = []
    for step in np.flatnonzero(told).tolist():
        best = () if idle[step] else _best(answers[step])
        at.append(min(round(1000 * (step + 0.5) / (reach * len(answers))), 1000))
        chars.append("".join(_spelled(alphabet[place]) for place in best))
        costs.append(tuple(_cost(float(answers[step, place])) for place in best))
        nothing.append(_cost(float(answers[step, 0])))
    return Lattice(at=tuple(at), chars=tuple(chars), costs=tuple(costs), nothing=tuple(nothing))


def _best(answer: NDArray[np.float32]) -> tuple[int, ...]:
    """Return the likeliest characters' places, likeliest first."""
    places = np.argpartition(-answer, KEPT)[: KEPT + 1]
    ranked = places[np.argsort(-answer[places])]
    return tuple(int(place) for place in ranked if place and answer[place] >= LEAST)[:KEPT]


def _cost(share: float) -> int:
    return min(round(-NATS * float(np.log(max(share, 1e-9)))), DEAREST)


def _spelled(char: str) -> str:
    """Write full-width forms in half width, one character for one."""
    narrow = tight(char)
    return narrow if len(narrow) == 1 else char
