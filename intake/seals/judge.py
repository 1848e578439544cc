"""From what was read on a seal to its kind."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from intake.seals.legend import (
    DEPARTMENT,
    SETTLED,
    SPECIAL,
    Purpose,
    is_organisation,
    owner_of,
    purpose_of,
)
from intake.seals.read import SealText
from models.marks import SealKind, SealShape

BARE_OFFICIAL = 0.6
"""Trust in an official seal without a star: foreign-invested firms have such, others too."""
FINANCIAL = "财务专用章"
NEAR_FINANCIAL = 0.6
"""Trust in a purpose that differs from it in one character."""
OVERLAID = 0.4
"""Trust in a purpose that belongs to a date stamp."""
FOOT_CLEAR, FOOT_FULL = 0.04, 0.14
"""Ink at the foot of a face: below the first there is no line of purpose, from the second on there
may well be one that could not be read, and nothing is left of the trust."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A seal's kind and whose it is."""

    kind: SealKind
    score: float
    owner: str | None


def judge_ring(text: SealText, shape: SealShape) -> Judged:
    """Judge a round or elliptic seal: its purpose text first, then name and star."""
    owner = owner_of(text.legend) or None
    purpose = _purpose(text)
    if purpose is not None:
        return Judged(purpose.kind, _trust_in(purpose), owner)
    if any(SPECIAL.search(line) for line in (*text.lines, text.legend[-6:])):
        return Judged(SealKind.UNREAD, 0.5, owner)
    if owner is None or len(owner) < 4:
        return Judged(SealKind.UNREAD, 0.2, owner)
    if DEPARTMENT.search(owner):
        return Judged(SealKind.OTHER, text.score * 0.9, owner)
    return _official(text, shape, owner)


def _purpose(text: SealText) -> Purpose | None:
    """Return the likeliest purpose among the lines and the end of the legend."""
    found = [purpose_of(line) for line in (*text.lines, text.legend[-7:])]
    known = [purpose for purpose in found if purpose is not None]
    return max(known, key=lambda purpose: purpose.likeness, default=None)


def _trust_in(purpose: Purpose) -> float:
    """
    Return how sure a purpose makes the kind.

    业务专用章 is one misread character away from 财务专用章: of those two a person tells which. And
    现金付讫 inside a company's seal is a cashier's date stamp that lies over it.
    """
    if SETTLED.search(purpose.text):
        return OVERLAID
    near = purpose.kind is SealKind.OTHER and Levenshtein.distance(purpose.text, FINANCIAL) <= 1
    return NEAR_FINANCIAL if near else purpose.likeness * 0.98


def _official(text: SealText, shape: SealShape, owner: str) -> Judged:
    """Judge a seal that names no purpose: official if it has a star and a whole name."""
    trust = text.score
    if not text.star:
        trust *= BARE_OFFICIAL
    trust *= float(np.clip((FOOT_FULL - text.foot) / (FOOT_FULL - FOOT_CLEAR), 0.0, 1.0))
    if not is_organisation(owner):
        trust *= 0.7
    if shape is SealShape.ELLIPSE:
        trust *= 0.8
    kind = SealKind.OFFICIAL if trust >= 0.4 else SealKind.UNREAD
    return Judged(kind, trust, owner)


def judge_square(text: str, score: float, *, large: bool) -> Judged:
    """Judge a square seal: by its purpose if it names one, else as a name chop if it is small."""
    purpose = purpose_of(text[-7:])
    if purpose is not None:
        return Judged(purpose.kind, purpose.likeness * score, owner_of(text) or None)
    if not large and 2 <= len(text) <= 4:
        return Judged(SealKind.LEGAL_REP, score * 0.9, text)
    return Judged(SealKind.UNREAD, 0.2, owner_of(text) or None)
