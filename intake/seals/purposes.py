"""Which known purpose explains a line inside a seal, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from intake.page_image import LineText
from intake.seals.legend import PURPOSES, SETTLED, purpose_of
from intake.seals.likelihood import fits
from models.lattice import NATS
from models.marks import SealKind

CROSSED = 6
"""What a Chinese character beside a purpose costs, in tenths of a nat: print that crosses it, or
the ends of the legend, which reach down to it."""
UNLIKE = 26
"""Cost per character from which a line is not the purpose, whatever else it may be."""
OWN_LINES = tuple(
    (kind, spelling)
    for kind, spellings in PURPOSES.items()
    for spelling, _ in spellings
    if not SETTLED.search(spelling)
)
"""Purposes of seals; a cashier's 现金付讫 is a stamp that lies over one."""
FINANCIAL = "财务专用章"
NEAR_FINANCIAL = 0.6
"""Trust in a purpose that differs from it in one character, where no more than the text is told."""
FROM_TEXT = 0.98
"""Trust in a purpose of which nothing but the best reading is told."""


@dataclass(frozen=True, slots=True)
class Said:
    """The purpose that explains a line best."""

    kind: SealKind
    text: str
    trust: float
    """That it is this kind and no other of those known."""


def purpose_in(lines: Sequence[LineText]) -> Said | None:
    """Return the likeliest purpose that any of the lines says."""
    found = [said for line in lines if (said := said_by(line)) is not None]
    return max(found, key=lambda said: said.trust, default=None)


def said_by(line: LineText) -> Said | None:
    """
    Return the purpose that explains a line, if one does.

    The purposes are known, so each is laid along what the line may say. 业务专用章 is one character
    away from 财务专用章: how sure the kind is, is how much less likely the likeliest purpose of any
    other kind is.
    """
    if line.lattice is None or not line.lattice.at:
        return ends_with(line.text)
    found = fits(line.lattice, [spelling for _, spelling in OWN_LINES], stray=CROSSED)
    ranked = sorted(
        (
            (fit.total, kind, spelling)
            for fit, (kind, spelling) in zip(found, OWN_LINES, strict=True)
        ),
        key=lambda one: (one[0], -len(one[2])),
    )
    cost, kind, spelling = ranked[0]
    if cost > UNLIKE * len(spelling):
        return None
    others = (other for other, its, _ in ranked if its is not kind)
    rivals = sum(float(np.exp((cost - other) / NATS)) for other in others)
    doubt = cost / (UNLIKE * len(spelling))
    return Said(kind, spelling, float(1.0 / (1.0 + rivals) * (1.0 - doubt**2)))


def ends_with(text: str) -> Said | None:
    """Return the purpose at the end of a text of which nothing but the best reading is told."""
    found = purpose_of(text[-7:])
    if found is None or SETTLED.search(found.text):
        return None
    near = found.kind is SealKind.OTHER and Levenshtein.distance(found.text, FINANCIAL) <= 1
    return Said(found.kind, found.text, NEAR_FINANCIAL if near else found.likeness * FROM_TEXT)
