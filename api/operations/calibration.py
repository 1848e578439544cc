"""
How far the machine may be trusted here: from what people confirmed and corrected on this site.

Two questions, kept apart. Among values that people judged: what share would be left to the machine
above each score, and how many of those were wrong (error against automation, reliability)? Among
cases that the machine would have called complete in assist mode: how often did a person, deciding
the case, find anything else? Only the second decides about the end of assist mode: there nothing
was chosen for being doubtful.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.store.blobs import Blobs
from api.store.states import Cause
from api.store.tables import Revision
from api.store.tables_decided import Correction
from models.case import CaseFile, Decision

CONFIDENCE = 0.95
"""Of upper bounds, one-sided."""
POINTS = 20
"""Of the curve."""
BINS = 10
JUDGED = {
    "field": ("value", "value", "score"),
    "seal": ("kind", "seal", "kind_score"),
    "slot": ("state", "state", "score"),
    "paper": ("kind", "document", "score"),
}
"""kind of point -> where the machine's answer, the person's and the machine's score stand."""


@dataclass(frozen=True, slots=True)
class Label:
    """One answer of the machine that a person judged."""

    kind: str
    score: float
    """0-1, as the machine gave it."""
    right: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """So many, of which so many were wrong."""

    count: int
    wrong: int

    @property
    def upper(self) -> float:
        """Return the upper bound of the share that is wrong."""
        return upper_bound(self.wrong, self.count)

    def upper_of(self, many: int) -> float:
        """Return the bound that holds for many such tallies at once (Bonferroni)."""
        return upper_bound(self.wrong, self.count, 1 - (1 - CONFIDENCE) / many)


@dataclass(frozen=True, slots=True)
class Point:
    """What would be left to the machine at a threshold."""

    threshold: float
    share: float
    """Of all answers, 0-1."""
    tally: Tally


def labels(session: Session) -> Iterator[Label]:
    """Yield the machine's answers that people confirmed, corrected or rejected and decided with."""
    query = select(Correction).where(
        Correction.undone_at.is_(None),
        Correction.decided_in.is_not(None),
        Correction.kind.in_(JUDGED),
    )
    for row in session.scalars(query.order_by(Correction.id)):
        label = label_of(row.kind, row.said, row.machine)
        if label is not None:
            yield label


def label_of(kind: str, said: dict[str, Any], machine: dict[str, Any]) -> Label | None:
    """Return the label, or None where the machine had given no answer."""
    at, told, score = JUDGED[kind]
    answer = machine.get(at)
    if answer is None or machine.get(score) is None:
        return None
    right = said["act"] != "reject" and (said["act"] == "confirm" or said.get(told) == answer)
    return Label(kind, float(machine[score]), right)


def curve(found: Sequence[Label]) -> list[Point]:
    """
    Return the curve of error against automation, the lowest threshold first.

    A point per score, thinned to POINTS: one threshold is chosen among them, and the fewer there
    are to choose from, the less the choice has to pay for.
    """
    points: list[Point] = []
    ordered = sorted(found, key=lambda label: label.score, reverse=True)
    wrong = 0
    for count, label in enumerate(ordered, 1):
        wrong += not label.right
        if count == len(ordered) or ordered[count].score != label.score:
            points.append(Point(label.score, count / len(ordered), Tally(count, wrong)))
    points.reverse()
    return points[:: -(-len(points) // POINTS) or 1]


def threshold_for(points: Sequence[Point], error: float) -> Point | None:
    """
    Return the point that leaves most to the machine with no more error, by its upper bound.

    The bound is one for all points at once: the best of many would else look better than it is.
    """
    return next((point for point in points if point.tally.upper_of(len(points)) <= error), None)


def reliability(found: Iterable[Label]) -> list[tuple[float, float, Tally]]:
    """Return (from, mean score, tally) of each tenth of the scale that has answers."""
    bins: dict[int, list[Label]] = {}
    for label in found:
        bins.setdefault(min(int(label.score * BINS), BINS - 1), []).append(label)
    return [
        (
            number / BINS,
            sum(label.score for label in inside) / len(inside),
            Tally(len(inside), sum(not label.right for label in inside)),
        )
        for number, inside in sorted(bins.items())
    ]


def assisted_cases(session: Session, blobs: Blobs) -> Tally:
    """
    Tally the cases that the machine would have called complete and a person then decided.

    Wrong: the person decided otherwise, or changed anything that had been read.
    """
    query = select(Revision).order_by(Revision.case_id, Revision.number)
    before: Revision | None = None
    count = wrong = 0
    for revision in session.scalars(query):
        follows = before is not None and before.case_id == revision.case_id
        if follows and before is not None and _judged(before, revision, blobs):
            count += 1
            agreed = revision.decision == Decision.COMPLETE and not _changed(session, revision)
            wrong += not agreed
        before = revision
    return Tally(count, wrong)


def _judged(before: Revision, revision: Revision, blobs: Blobs) -> bool:
    """Say whether a person decided what assist mode had held back."""
    if before.cause != Cause.PAPERS or revision.cause != Cause.REVIEW:
        return False
    return CaseFile.model_validate_json(blobs.read(before.case_file)).held == "assist"


def _changed(session: Session, revision: Revision) -> bool:
    query = select(Correction).where(
        Correction.case_id == revision.case_id,
        Correction.decided_in == revision.number,
        Correction.undone_at.is_(None),
    )
    return any(row.said["act"] != "confirm" for row in session.scalars(query))


def needed(error: float) -> int:
    """Return how many cases without a single fault show an error below this."""
    return math.ceil(math.log(1 - CONFIDENCE) / math.log(1 - error))


def upper_bound(wrong: int, count: int, confidence: float = CONFIDENCE) -> float:
    """Return the one-sided upper bound of a share (Clopper and Pearson 1934)."""
    if wrong >= count:
        return 1.0
    low, high = wrong / count, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(wrong, count, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, count: int, share: float) -> float:
    """Return the chance of at most so many, 0 < share < 1."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    one, other = math.log(share), math.log1p(-share)
    whole = math.lgamma(count + 1)
    return sum(
        math.exp(
            whole - math.lgamma(k + 1) - math.lgamma(count - k + 1) + k * one + (count - k) * other
        )
        for k in range(wrong + 1)
    )
