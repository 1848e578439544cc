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
    told = np.flatnonzero(~idle | ~np.concatenate(([False], idle[:-1])))
    best = _likeliest(answers, np.flatnonzero(~idle))
    return Lattice(
        at=tuple(
            min(round(1000 * (step + 0.5) / (reach * len(answers))), 1000) for step in told.tolist()
        ),
        chars=tuple(
            "".join(_spelled(alphabet[place]) for place, _ in best.get(step, ()))
            for step in told.tolist()
        ),
        costs=tuple(
            tuple(_cost(share) for _, share in best.get(step, ())) for step in told.tolist()
        ),
        nothing=tuple(map(_cost, answers[told, 0].tolist())),
    )


def _likeliest(answers: Tensor, steps: NDArray[np.intp]) -> dict[int, list[tuple[int, float]]]:
    """Return the likeliest characters of each step with their shares, likeliest first."""
    rows, places = np.nonzero(answers[steps] >= LEAST)
    shares = answers[steps[rows], places]
    found: dict[int, list[tuple[int, float]]] = {}
    for index in np.lexsort((-shares, rows)).tolist():
        kept = found.setdefault(int(steps[rows[index]]), [])
        if places[index] and len(kept) < KEPT:
            kept.append((int(places[index]), float(shares[index])))
    return found


def _cost(share: float) -> int:
    return min(round(-NATS * float(np.log(max(share, 1e-9)))), DEAREST)


def _spelled(char: str) -> str:
    """Write full-width forms in half width, one character for one."""
    narrow = tight(char)
    return narrow if len(narrow) == 1 else char
