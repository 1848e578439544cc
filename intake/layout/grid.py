"""Rules into grids: positions of rows and columns, edges that are drawn, cells that are joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.layout.rules import Floats, Mask, Rule, RuleMap
from intake.layout.straighten import Warp, fit_warp

TOUCH_MM = 0.8
"""Rules of one table come at least this near to each other."""
SAME_RULE_MM = 1.3
"""Pieces nearer than this are one rule (double rules too); rows are at least 3 mm high."""
STRAY_MM = 0.7
"""How far from its fitted place a rule's ink may lie."""
DRAWN = 0.5
"""An edge is drawn if this part of it is ink: copies lose up to half of a thin rule."""
OPEN_SIDE_MM = 4.0
"""Rules that reach this far beyond the outermost crossing rule leave an open-sided cell there."""
SMALLEST_MM = 12.0, 5.0
"""Least width and height of a table."""
STROKE_MM = 8.0
"""Upright pieces up to this that touch no other rule are strokes of characters."""
ROW_MM = 15.0
"""Highest row between level rules that belong to one table."""
POINTS = 14

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Span:
    """A cell: its first row and column, and the rows and columns after its last."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A table's skeleton in working pixels."""

    rows: Floats
    """v of the rules between rows, outer ones included."""
    columns: Floats
    """u of the rules between columns."""
    level_drawn: Bools
    """(rows + 1, columns): whether the rule above each cell is drawn."""
    upright_drawn: Bools
    """(rows, columns + 1): whether the rule left of each cell is drawn."""
    warp: Warp

    @property
    def shape(self) -> tuple[int, int]:
        """Return (rows, columns)."""
        return len(self.rows) - 1, len(self.columns) - 1


@dataclass(frozen=True, slots=True)
class Piece:
    """Rules that belong together."""

    across: list[Rule]
    down: list[Rule]
    box: tuple[float, float, float, float]
    """Left, top, right, bottom."""

    @classmethod
    def of(cls, across: list[Rule], down: list[Rule]) -> Self:
        """Put rules together."""
        xs = [x for rule in across for x in (rule.start, rule.end)]
        xs += [float(x) for rule in down for x in (rule.across.min(), rule.across.max())]
        ys = [y for rule in down for y in (rule.start, rule.end)]
        ys += [float(y) for rule in across for y in (rule.across.min(), rule.across.max())]
        return cls(across, down, (min(xs), min(ys), max(xs), max(ys)))

    @property
    def area(self) -> float:
        """Return the area of its box."""
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)


def find_grids(rules: RuleMap) -> tuple[RuledGrid, ...]:
    """Return the ruled tables of a page, top to bottom."""
    found = []
    for across, down in _connected(rules):
        grid = _grid(rules, across, down)
        if grid is not None:
            found.append(grid)
    return tuple(sorted(found, key=lambda grid: float(grid.rows[0])))


def joined_cells(grid: RuledGrid) -> tuple[Span, ...]:
    """Return the cells, merged where the rule between two is not drawn; each one a rectangle."""
    rows, columns = grid.shape
    owner = np.arange(rows * columns).reshape(rows, columns)
    for row, column in np.argwhere(~grid.upright_drawn[:, 1:-1]):
        _join(owner, (row, column), (row, column + 1))
    for row, column in np.argwhere(~grid.level_drawn[1:-1, :]):
        _join(owner, (row, column), (row + 1, column))
    while _make_rectangles(owner):
        pass
    spans = []
    for label in np.unique(owner):
        places = np.argwhere(owner == label)
        (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0)
        spans.append(Span(int(top), int(left), int(bottom) + 1, int(right) + 1))
    return tuple(sorted(spans, key=lambda span: (span.top, span.left)))


def _join(owner: NDArray[np.int64], one: tuple[int, int], other: tuple[int, int]) -> None:
    """Give both cells' groups one label."""
    first, second = owner[one], owner[other]
    owner[owner == max(first, second)] = min(first, second)


def _make_rectangles(owner: NDArray[np.int64]) -> bool:
    """Grow groups to rectangles; say whether anything changed."""
    changed = False
    for label in np.unique(owner):
        places = np.argwhere(owner == label)
        (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0)
        inside = owner[top : bottom + 1, left : right + 1]
        others = np.unique(inside[inside != label])
        for other in others:
            owner[owner == other] = label
            changed = True
        if changed:
            break
    return changed


def _connected(rules: RuleMap) -> Iterator[tuple[list[Rule], list[Rule]]]:
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
    """Say whether two pieces overlap; a mere frame does not own what it surrounds."""
    margin = TOUCH_MM * per_mm
    (left, top, right, bottom), (x0, y0, x1, y1) = one.box, other.box
    if left - margin > x1 or right + margin < x0 or top - margin > y1 or bottom + margin < y0:
        return False
    larger = max((one, other), key=lambda piece: piece.area)
    return len(larger.across) > 2 or len(larger.down) > 2


def _following(table: Piece, loose: Sequence[Rule], per_mm: float) -> list[Rule]:
    """Return loose level rules that continue a table whose column rules stop early."""
    left, top, right, bottom = table.box
    reach, slack = ROW_MM * per_mm, OPEN_SIDE_MM * per_mm
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


def _grid(rules: RuleMap, across: list[Rule], down: list[Rule]) -> RuledGrid | None:
    """Build the grid of connected rules, None if it is too small to be a table."""
    left = min(rule.start for rule in across)
    right = max(rule.end for rule in across)
    top = min(float(rule.across.min()) for rule in across)
    bottom = max(float(rule.across.max()) for rule in across)
    if right - left < SMALLEST_MM[0] * rules.per_mm or bottom - top < SMALLEST_MM[1] * rules.per_mm:
        return None
    warp = fit_warp(across, down, (left, top, right, bottom))
    level = [_levelled(rule, warp, across=True) for rule in across]
    upright = [_levelled(rule, warp, across=False) for rule in down]
    rows = _positions(level, upright, rules.per_mm)
    columns = _positions(upright, level, rules.per_mm)
    if len(rows) < 2 or len(columns) < 2:
        return None
    return RuledGrid(
        rows=rows,
        columns=columns,
        level_drawn=_drawn(rules, warp, (rows, columns), across=True),
        upright_drawn=_drawn(rules, warp, (rows, columns), across=False),
        warp=warp,
    )


def _levelled(rule: Rule, warp: Warp, *, across: bool) -> tuple[float, float, float]:
    """Return (position, start, end) of a rule in straight coordinates."""
    if across:
        u, v = warp.straight(rule.along, rule.across)
    else:
        v, u = warp.straight(rule.across, rule.along)
    return float(np.median(v)), float(u.min()), float(u.max())


def _positions(
    rules: Sequence[tuple[float, float, float]],
    crossing: Sequence[tuple[float, float, float]],
    per_mm: float,
) -> Floats:
    """Merge rules to positions; add outer ones where the crossing rules reach beyond."""
    clusters: list[list[tuple[float, float]]] = []
    for position, start, end in sorted(rules):
        if clusters and position - _mean(clusters[-1]) < SAME_RULE_MM * per_mm:
            clusters[-1].append((position, end - start))
        else:
            clusters.append([(position, end - start)])
    found = [_mean(cluster) for cluster in clusters]
    if not crossing:
        return np.array(found)
    long = max(end - start for _, start, end in crossing)
    reaching = [(start, end) for _, start, end in crossing if end - start > 0.5 * long]
    first = float(np.median([start for start, _ in reaching]))
    last = float(np.median([end for _, end in reaching]))
    if not found or found[0] - first > OPEN_SIDE_MM * per_mm:
        found.insert(0, first)
    if last - found[-1] > OPEN_SIDE_MM * per_mm:
        found.append(last)
    return np.array(found)


def _mean(cluster: Sequence[tuple[float, float]]) -> float:
    """Return the length-weighted mean position."""
    total = sum(length for _, length in cluster)
    return sum(position * length for position, length in cluster) / max(total, 1e-6)


def _drawn(rules: RuleMap, warp: Warp, at: tuple[Floats, Floats], *, across: bool) -> Bools:
    """Look along every edge for its rule: (positions, gaps) or (gaps, positions) of booleans."""
    rows, columns = at
    mask, fixed, running = (
        (rules.horizontal, rows, columns) if across else (rules.vertical, columns, rows)
    )
    stray = max(1, round(STRAY_MM * rules.per_mm))
    size = (2 * stray + 1, 1) if across else (1, 2 * stray + 1)
    wide = np.asarray(cv2.dilate(mask, np.ones(size, np.uint8)), np.uint8)
    steps = np.linspace(0.12, 0.88, POINTS)
    along = running[:-1, None] + (running[1:] - running[:-1])[:, None] * steps
    on = np.broadcast_to(fixed[:, None, None], (len(fixed), *along.shape))
    along = np.broadcast_to(along, on.shape)
    x, y = warp.on_page(along, on) if across else warp.on_page(on, along)
    share = _inked(wide, x, y).mean(axis=-1)
    drawn: Bools = np.asarray(share >= DRAWN)
    return drawn if across else np.ascontiguousarray(drawn.T)


def _inked(mask: Mask, x: Floats, y: Floats) -> Bools:
    """Say at which points the mask is set."""
    columns = np.clip(np.rint(x).astype(int), 0, mask.shape[1] - 1)
    rows = np.clip(np.rint(y).astype(int), 0, mask.shape[0] - 1)
    return np.asarray(mask[rows, columns] > 0)
