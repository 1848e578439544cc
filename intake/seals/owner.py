"""Is this seal the expected owner's? Asked of all impressions of one stamp together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from intake.seals.likelihood import DEAREST, Fit, is_han, margins
from intake.text.company_words import company_words
from intake.text.names import company_name
from models.lattice import KEPT, LEAST_TOLD, NATS, Lattice
from models.marks import Seal

Answer = Literal["match", "mismatch", "unsure"]

SEEN = 15
"""Tenths of a nat by which every character has to be likelier than whatever else it could be: one
that differs in one character only is another company."""
CONTRADICTED = -55
"""From here on a character was seen to be another."""
LEGIBLE = 0.75
"""Grade of a legend from which it may be said to be another's: broken letters are misread."""
ENOUGH_CONTRADICTED = 2
"""Characters that have to be contradicted: a single one may be the reader's slip."""
STRAY = 20
"""Cost of a Chinese character beside the name."""
BESIDE = 1.6
"""Pitches from the name within which a character would belong to it: scraps of what stands at the
seal's foot lie further off."""
MOST, MOST_AGAINST = 100, 50
"""One impression speaks for a character by at most the first, and against it by at most the second
where others speak for it: what print covers is seen as something else, by chance and once."""
ENOUGH = 4
"""Characters of a name below which nothing is asserted."""
UNKNOWN = "".join(map(chr, range(0xE000, 0xE000 + KEPT - 1)))
"""Characters for private use: they stand for whatever else one may be."""
PURPOSE = "财务专用章"
"""On a square seal it follows the name."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What one impression says of an expected name."""

    margins: NDArray[np.float64]
    """Character by character, tenths of a nat: above zero where it was seen, below where not."""
    beside: float
    """Cost of characters that stand right before or behind the name."""


def verify_owner(seals: Sequence[Seal], expected: str) -> tuple[Answer, float]:
    """
    Say whether the impressions of one stamp bear the name `expected`, and how sure that is.

    The name is known, so the question is not what the legend says but whether it is this name. It
    is laid along what each impression may say; every character has to be likelier there than any
    other, all impressions taken together. So a companion that differs in one character is never a
    match, and characters that print covers on one impression may be seen on the next. A mismatch
    needs several characters that are clearly others, which all readings show in their places, and
    no short form, branch or piece of the name; what is neither is unsure.
    """
    name, spellings = _folded(expected), _spellings(expected)
    seen = [witness for seal in seals if (witness := _witness(seal, spellings)) is not None]
    if len(name) < ENOUGH or not seen:
        return "unsure", 0.0
    margins_ = np.array([witness.margins for witness in seen])
    least = float(np.clip(margins_, -MOST_AGAINST, MOST).sum(axis=0).min())
    if least >= SEEN and min(witness.beside for witness in seen) < STRAY:
        return "match", _sure(least)
    against = np.sort(np.clip(margins_, -MOST, MOST).sum(axis=0))[ENOUGH_CONTRADICTED - 1]
    clear = [seal for seal in seals if seal.text_score >= LEGIBLE]
    if against <= CONTRADICTED and _another_was_read(list(_readings(clear)), name):
        return "mismatch", _sure(float(-against))
    return "unsure", 0.5


def _sure(margin: float) -> float:
    """Turn a margin in tenths of a nat into a probability."""
    return float(1.0 / (1.0 + np.exp(-margin / NATS)))


def _spellings(expected: str) -> tuple[str, ...]:
    """Return how the name may stand on a seal."""
    names = dict.fromkeys((_folded(expected), _in_one_width(expected)))
    return (*names, *(name + PURPOSE for name in names))


def _witness(seal: Seal, spellings: Sequence[str]) -> Witness | None:
    """Return what one impression says: the mean of its readings, which are of the same ink."""
    found = [best for lattice in _lattices(seal) if (best := _laid(lattice, spellings)) is not None]
    if not found:
        return None
    clipped = np.clip(np.array([own for own, _ in found], np.float64), -MOST, MOST)
    return Witness(np.asarray(clipped.mean(axis=0)), min(beside for _, beside in found))


def _laid(lattice: Lattice, spellings: Sequence[str]) -> tuple[tuple[int, ...], float] | None:
    """Lay the name along a lattice in the spelling that fits best; brackets speak for nothing."""
    laid = [one for text in spellings if (one := margins(lattice, text, stray=STRAY)) is not None]
    if not laid:
        return None
    fit, own = min(laid, key=lambda one: one[0].total)
    letters = [margin for char, margin in zip(fit.text, own, strict=True) if char not in "()"]
    return tuple(letters[: len(spellings[0])]), _beside(lattice, fit)


def _beside(lattice: Lattice, fit: Fit) -> float:
    """Return what characters right beside a name cost: they would make it another name."""
    if fit.last < 0:
        return float(STRAY)
    places = lattice.at
    pitch = (places[fit.last] - places[fit.first]) / max(1, len(fit.text) - 1)
    cost, before = 0.0, ""
    for step, chars in enumerate(lattice.chars):
        shown = chars[0] if chars and lattice.costs[step][0] < lattice.nothing[step] else ""
        outside = max(places[fit.first] - places[step], places[step] - places[fit.last])
        if shown and shown != before and is_han(shown) and 0 < outside < BESIDE * pitch:
            cost += min(STRAY, lattice.nothing[step] - lattice.costs[step][0])
        before = shown
    return cost


def _lattices(seal: Seal) -> Iterator[Lattice]:
    """Yield what the legend may say; from the text alone where a reader tells no more."""
    yield from seal.lattices
    if not seal.lattices:
        for text in filter(None, (seal.owner_name, *seal.variants)):
            yield _told(_folded(text), seal.text_score)


def _told(text: str, score: float) -> Lattice:
    """Make a lattice of a text of which only its score is known: what it may be else is not."""
    sure, other = _cost(score), _cost((1.0 - score) / KEPT)
    costs = (sure, *(max(sure, other) for _ in UNKNOWN))
    steps = range(2 * len(text))
    return Lattice(
        at=tuple(round(1000 * (step + 0.5) / len(steps)) for step in steps),
        chars=tuple("" if step % 2 else text[step // 2] + UNKNOWN for step in steps),
        costs=tuple(() if step % 2 else costs for step in steps),
        nothing=tuple(0 if step % 2 else DEAREST for step in steps),
    )


def _cost(share: float) -> int:
    return min(round(-NATS * float(np.log(max(share, 1e-9)))), LEAST_TOLD)


def _folded(name: str) -> str:
    """Return a name as it is engraved: one width, no brackets, which seals leave out at will."""
    return _in_one_width(name).replace("(", "").replace(")", "")


def _in_one_width(name: str) -> str:
    return company_name(name).upper()


def _own_part(name: str) -> str:
    """Return a name without its legal form."""
    for form in company_words().forms:
        if name.endswith(form) and len(name) > len(form) + 1:
            return name[: -len(form)]
    return name


def _readings(seals: Sequence[Seal]) -> Iterator[str]:
    """Yield what the impressions were read as."""
    for seal in seals:
        yield from map(_folded, filter(None, (seal.owner_name, *seal.variants)))


def _another_was_read(read: Sequence[str], name: str) -> bool:
    """Say whether all readings that are long enough to tell are of another name."""
    telling = [text for text in read if 2 * len(text) >= len(name)]
    others = min((_others_in(text, name) for text in telling), default=0)
    return others >= ENOUGH_CONTRADICTED and not _may_stand_for(read, name)


def _others_in(text: str, name: str) -> int:
    """
    Count the characters of a reading that the name has not, in their order.

    Characters that are merely missing tell nothing: another seal, or print, lies over them.
    """
    steps = Levenshtein.opcodes(name, text)
    return sum(
        step.dest_end - step.dest_start for step in steps if step.tag in ("replace", "insert")
    )


def _may_stand_for(read: Sequence[str], name: str) -> bool:
    """Say whether a reading may be a short form, a branch or a piece of the name."""
    own = _own_part(name)
    return any(text in name or name in text or own in text for text in read)
