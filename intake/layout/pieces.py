"""Rules that belong together: the ruling of one table, breaks bridged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.layout.rules import Floats, Rule, RuleMap

TOUCH_MM = 0.8
"""Rules of one table come at least this near to each other."""
NEAR_MM = 3.0
"""Pieces of one table come this near to each other, whatever a copy has lost."""
STROKE_MM = 8.0
"""Upright pieces up to this that touch no other rule are strokes of characters."""
ROW_MM = 15.0
"""Highest row between level rules that belong to one table."""
SAME_SIDE_MM = 4.0
"""Loose level rules that continue a table end within this of its sides."""

BoxOf = tuple[float, float, float, float]
"""Left, top, right, bottom in working pixels."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rules that belong together."""

    across: list[Rule]
    down: list[Rule]
    box: BoxOf
    """Left, top, right, bottom."""

    @classmethod
    def of(cls, across: list[Rule], down: list[Rule]) -> Self:
        """Put rules together."""
        xs = [x for rule in across for x in (rule.start, rule.end)]
        xs += [float(x) for rule in down for x in (rule.across.min(), rule.across.max())]
        ys = [y for rule in down for y in (rule.start, rule.end)]
        ys += [float(y) for rule in across for y in (rule.across.min(), rule.across.max())]
        return cls(across, down, (min(xs), min(ys), max(xs), max(ys)))

    def rule_boxes(self) -> Iterator[BoxOf]:
        """Yield the box of each rule."""
        for rule in self.across:
            yield rule.start, float(rule.across.min()), rule.end, float(rule.across.max())
        for rule in self.down:
            yield float(rule.across.min()), rule.start, float(rule.across.max()), rule.end

    @property
    def area(self) -> float:
        """Return the area of its box."""
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)


def tables_rules(rules: RuleMap) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the horizontal and vertical rules of each table."""
    pieces = _touching(rules)
    while (merged := _merged(pieces, rules.per_mm)) is not pieces:
        pieces = merged
    tables = [piece for piece in pieces if len(piece.across) >= 2 and piece.down]
    loose = [rule for piece in pieces if not piece.down for rule in piece.across]
    for table in tables:
        yield [*table.across, *_following(table, loose, rules.per_mm)], table.down


def _touching(rules: RuleMap) -> list[Piece]:
    """Return the pieces of ruling whose ink is connected."""
    near = max(3, round(2 * TOUCH_MM * rules.per_mm) | 1)
    both = cv2.bitwise_or(rules.horizontal, rules.vertical)
    joined = cv2.dilate(both, np.ones((near, near), np.uint8))
    count, found = cv2.connectedComponents(joined)
    labels = np.asarray(found, np.int32)
    across: list[list[Rule]] = [[] for _ in range(count)]
    down: list[list[Rule]] = [[] for _ in range(count)]
    for rule in rules.across:
        across[_label_at(labels, rule.across, rule.along)].append(rule)
    for rule in rules.down:
        down[_label_at(labels, rule.along, rule.across)].append(rule)
    stroke = STROKE_MM * rules.per_mm
    return [
        Piece.of(across[index], down[index])
        for index in range(1, count)
        if across[index] or any(rule.length > stroke for rule in down[index])
    ]


def _merged(pieces: list[Piece], per_mm: float) -> list[Piece]:
    """Merge the first two pieces that lie in each other: breaks cut a table's ruling apart."""
    for one, other in combinations(pieces, 2):
        if _belong_together(one, other, per_mm):
            rest = [piece for piece in pieces if piece is not one and piece is not other]
            return [Piece.of(one.across + other.across, one.down + other.down), *rest]
    return pieces


def _belong_together(one: Piece, other: Piece, per_mm: float) -> bool:
    """
    Say whether two pieces overlap and come near each other.

    A frame or a page's edge surrounds a table and does not own it.
    """
    if not _meet(one.box, other.box, TOUCH_MM * per_mm):
        return False
    smaller, larger = sorted((one, other), key=lambda piece: piece.area)
    if len(larger.across) <= 2 and len(larger.down) <= 2:
        return False
    near = NEAR_MM * per_mm
    return any(_meet(box, smaller.box, near) for box in larger.rule_boxes())


def _meet(one: BoxOf, other: BoxOf, margin: float) -> bool:
    """Say whether two boxes are no further apart than `margin`."""
    (left, top, right, bottom), (x0, y0, x1, y1) = one, other
    apart = left - margin > x1 or right + margin < x0 or top - margin > y1 or bottom + margin < y0
    return not apart


def _following(table: Piece, loose: Sequence[Rule], per_mm: float) -> list[Rule]:
    """Return loose level rules that continue a table whose column rules stop early."""
    left, top, right, bottom = table.box
    reach, slack = ROW_MM * per_mm, SAME_SIDE_MM * per_mm
    found: list[Rule] = []
    for rule in sorted(loose, key=lambda rule: float(rule.across.mean())):
        level = float(rule.across.mean())
        same_width = abs(rule.start - left) < slack and abs(rule.end - right) < slack
        if same_width and (bottom < level < bottom + reach or top < level <= bottom):
            found.append(rule)
            bottom = max(bottom, level)
    return found


def _label_at(labels: NDArray[np.int32], ys: Floats, xs: Floats) -> int:
    """Return the label under the middle of a rule."""
    middle = len(xs) // 2
    return int(labels[round(float(ys[middle])), round(float(xs[middle]))])
