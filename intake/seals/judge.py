"""From what was read on a seal to its kind."""

from dataclasses import dataclass

from intake.seals.legend import (
    DEPARTMENT,
    SETTLED,
    SPECIAL,
    is_organisation,
    owner_of,
    purpose_of,
)
from intake.seals.purposes import ends_with, purpose_in
from intake.seals.seal_text import SealText
from models.marks import SealKind, SealShape

BARE_OFFICIAL = 0.6
"""Trust in an official seal without a star: foreign-invested firms have such, others too."""
LEAST_TRUST = 0.4
"""Trust below which a purpose is not named."""
OVERLAID = 0.4
"""Trust in a kind where a cashier's stamp (现金付讫) lies over the seal's middle."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A seal's kind and whose it is."""

    kind: SealKind
    score: float
    owner: str | None


def judge_ring(text: SealText, shape: SealShape) -> Judged:
    """Judge a round or elliptic seal: its purpose text first, then name and star."""
    owner = owner_of(text.legend) or None
    purpose = purpose_in(text.lines) or ends_with(text.legend)
    if purpose is not None:
        told = purpose.trust >= LEAST_TRUST
        return Judged(purpose.kind if told else SealKind.UNREAD, purpose.trust, owner)
    if any(SETTLED.search(word) for word in text.said):
        return Judged(SealKind.OTHER, OVERLAID, owner)
    if any(SPECIAL.search(word) for word in (*text.said, text.legend[-6:])):
        return Judged(SealKind.UNREAD, 0.5, owner)
    if owner is None or len(owner) < 4:
        return Judged(SealKind.UNREAD, 0.2, owner)
    if DEPARTMENT.search(owner):
        return Judged(SealKind.OTHER, text.score * 0.9, owner)
    return _official(text, shape, owner)


def _official(text: SealText, shape: SealShape, owner: str) -> Judged:
    """Judge a seal that names no purpose: official if it has a star and a whole name."""
    trust = text.score
    if not text.star:
        trust *= BARE_OFFICIAL
    trust *= text.bare
    if not is_organisation(owner):
        trust *= 0.7
    if shape is SealShape.ELLIPSE:
        trust *= 0.8
    kind = SealKind.OFFICIAL if trust >= LEAST_TRUST else SealKind.UNREAD
    return Judged(kind, trust, owner)


def judge_square(text: str, score: float, *, large: bool) -> Judged:
    """Judge a square seal: by its purpose if it names one, else as a name chop if it is small."""
    purpose = purpose_of(text[-7:])
    if purpose is not None:
        return Judged(purpose.kind, purpose.likeness * score, owner_of(text) or None)
    if not large and 2 <= len(text) <= 4:
        return Judged(SealKind.LEGAL_REP, score * 0.9, text)
    return Judged(SealKind.UNREAD, 0.2, owner_of(text) or None)
