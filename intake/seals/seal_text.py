"""What was read on a seal, and how good a reading is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intake.page_image import LineText
from intake.seals.legend import DATE, SETTLED, is_organisation, owner_of, purpose_of
from models.lattice import Lattice

CLEAR = 0.93
"""Grade of a legend beyond which no further picture of it is read."""
READABLE = 0.55
"""Grade below which a legend says nothing."""
HOLE = 0.08
"""Taken off a legend's grade for each place where a character seems to be missing."""
AGREEING = 0.5
"""What a second picture that reads the same takes of the doubt: it is the same ink."""
WORD_SCORE = 0.55
"""A line inside a seal read with less is noise: strokes of what it overlaps."""
MOST_VARIANTS = 6
MOST_LATTICES = 4
MUCH_WORSE = 0.1
"""A picture cut a little wrong halves characters: it would speak against the name it shows."""


@dataclass(frozen=True, slots=True)
class SealText:
    """What was read on a seal."""

    legend: str = ""
    """The ring's legend as read."""
    score: float = 0.0
    readings: tuple[LineText, ...] = ()
    """Of the legend: of several pictures of it, best first."""
    lines: tuple[LineText, ...] = ()
    """Straight text, top to bottom; what is bent along the foot, if it is a purpose."""
    code: str | None = None
    star: bool = False
    bare: float = 1.0
    """How sure it is that nothing is written where a line of purpose would stand, 0-1."""
    tilt: float = 0.0
    """How far it is turned clockwise in the ring's own frame, in radians."""

    @property
    def said(self) -> tuple[str, ...]:
        """Return the straight lines that say something."""
        return tuple(line.text for line in self.lines if is_word(line))

    @property
    def words(self) -> str:
        """Return everything, ring first."""
        parts = (self.legend, *self.said, *((self.code,) if self.code else ()))
        return " ".join(dict.fromkeys(part for part in parts if part))

    @property
    def lattices(self) -> tuple[Lattice, ...]:
        """Return what the legend may say; pictures that show it much worse have no say."""
        best = max(map(graded, self.readings), default=0.0)
        good = [line for line in self.readings if graded(line) >= best - MUCH_WORSE]
        return tuple(line.lattice for line in good[:MOST_LATTICES] if line.lattice)

    @property
    def variants(self) -> tuple[str, ...]:
        """Return what other pictures of the legend say."""
        others = (line.text for line in self.readings if graded(line) >= READABLE)
        told = [text for text in dict.fromkeys(others) if text and text != self.legend]
        return tuple(told[:MOST_VARIANTS])

    @property
    def dated(self) -> bool:
        """Say whether it is a date stamp: a date or 收讫/付讫 in it."""
        return any(DATE.search(line) or SETTLED.search(line) for line in self.said)


def graded(line: LineText) -> float:
    """Grade a legend: the engine's score, less where it does not look like a whole name."""
    name = owner_of(line.text)
    if len(name) < 3:
        return 0.1 * line.score
    stray = 1.0 - len(name) / max(len(line.text), 1)
    grade = line.score * (1.0 if is_organisation(name) else 0.85) * (1.0 - 0.5 * stray)
    return float(np.clip(grade - HOLE * holes(line.char_x), 0.0, 1.0))


def holes(char_x: Sequence[float]) -> int:
    """Count places where a character seems to be left out: legends are evenly spaced."""
    steps = np.diff(np.asarray(char_x, np.float64))
    if len(steps) < 4:
        return 0
    return int(np.count_nonzero(steps > 1.55 * np.median(steps)))


def agreed(readings: Sequence[LineText]) -> float:
    """Grade readings of one legend together: those that say the same name bear each other out."""
    doubts: dict[str, float] = {}
    for line in sorted(readings, key=graded, reverse=True):
        name, doubt = owner_of(line.text), 1.0 - graded(line)
        known = doubts.get(name)
        doubts[name] = (
            doubt
            if known is None or not is_organisation(name)
            else min(known, known * doubt**AGREEING)
        )
    return 1.0 - min(doubts.values(), default=1.0)


def is_word(line: LineText) -> bool:
    """Say whether a straight line says something."""
    return len(line.text) >= 2 and (line.score >= WORD_SCORE or likeness(line.text) >= 0.8)


def likeness(text: str) -> float:
    """Return how like a known purpose a text is."""
    purpose = purpose_of(text)
    return purpose.likeness if purpose else 0.0
