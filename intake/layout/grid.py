"""Rules into grids: positions of rows and columns, edges that are drawn, cells that are joined."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.layout.pieces import tables_rules
from intake.layout.rules import Floats, Mask, Rule, RuleMap
from intake.layout.straighten import Warp, fit_warp

SAME_RULE_MM = 1.3
"""Pieces nearer than this are one rule (double rules too); rows are at least 3 mm high."""
STRAY_MM = 0.7
"""How far from its fitted place a rule's ink may lie."""
DRAWN = 0.5
"""An edge is drawn if this part of it is ink: copies lose up to half of a thin rule."""
WHOLE, MOST, MANY, NARROW_MM = 0.96, 0.7, 0.3, 0.4
"""A rule is ink from end to end of an edge, or along most of many edges, and straight: strokes of a
pen that happen to lie below each other keep no line."""
OPEN_SIDE_MM = 4.0
"""Rules that reach this far beyond the outermost crossing rule leave an open-sided cell there."""
SMALLEST_MM = 12.0, 5.0
"""Least width and height of a table."""
LONG_MM = 14.0
"""Upright pieces of this length show how a table leans."""
LONG_PART, ROWS_LONG = 0.25, 2.2
"""Level pieces of this part of the width, upright ones of this many rows, are no strokes."""
THROUGH, ARC_MM = 0.6, 0.22
"""A piece shorter than this part of the table strays no further, or it is the arc of a seal."""
ENDS_MM, CROOKED_MM, DRIFT_MM = 0.8, 0.12, 0.25
"""A short rule ends on the rules that it joins, and strays this little."""
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
class Line:
    """A rule in straight coordinates."""

    position: float
    start: float
    end: float
    crooked: float
    """How far its points stray from a straight line."""
    drift: float
    """How far it leans from its beginning to its end."""

    @property
    def length(self) -> float:
        """Return its length."""
        return self.end - self.start


def find_grids(rules: RuleMap) -> tuple[RuledGrid, ...]:
    """Return the ruled tables of a page, top to bottom."""
    found = []
    for across, down in tables_rules(rules):
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


def _grid(rules: RuleMap, across: list[Rule], down: list[Rule]) -> RuledGrid | None:
    """Build the grid of connected rules, None if it is too small to be a table."""
    left = min(rule.start for rule in across)
    right = max(rule.end for rule in across)
    top = min(float(rule.across.min()) for rule in across)
    bottom = max(float(rule.across.max()) for rule in across)
    if right - left < SMALLEST_MM[0] * rules.per_mm or bottom - top < SMALLEST_MM[1] * rules.per_mm:
        return None
    warp = fit_warp(across, _longer(down, LONG_MM * rules.per_mm), (left, top, right, bottom))
    level, upright = _without_strokes(across, down, warp, rules.per_mm)
    if len(level) < 2 or not upright:
        return None
    rows = _positions(level, upright, rules.per_mm)
    columns = _positions(upright, level, rules.per_mm)
    if len(rows) < 2 or len(columns) < 2:
        return None
    real = _are_rules(rules, warp, (rows, columns), across=False)
    if not real.any():
        return None
    columns = columns[_with_sides(real)]
    rows = rows[_with_sides(_are_rules(rules, warp, (rows, columns), across=True))]
    return RuledGrid(
        rows=rows,
        columns=columns,
        level_drawn=_inked_share(rules, warp, (rows, columns), across=True) >= DRAWN,
        upright_drawn=_inked_share(rules, warp, (rows, columns), across=False) >= DRAWN,
        warp=warp,
    )


def _longer(rules: Sequence[Rule], length: float) -> list[Rule]:
    """Return the rules longer than `length`."""
    return [rule for rule in rules if rule.length > length]


def _without_strokes(
    across: Sequence[Rule], down: Sequence[Rule], warp: Warp, per_mm: float
) -> tuple[list[Line], list[Line]]:
    """
    Return level and upright rules in straight coordinates, strokes of pens and characters left out.

    Long pieces are rules. A short one is if it runs straight from one rule to another.
    """
    levels = [_levelled(rule, warp, across=True) for rule in across]
    uprights = [_levelled(rule, warp, across=False) for rule in down]
    width = max(line.end for line in levels) - min(line.start for line in levels)
    long_levels = [
        line
        for line in levels
        if line.length > LONG_PART * width and _is_straight(line, width, per_mm)
    ]
    rows = _positions(long_levels, (), per_mm)
    if len(rows) < 2:
        return [], []
    height = float(rows[-1] - rows[0])
    tall = min(ROWS_LONG * float(np.median(np.diff(rows))), 0.9 * height)
    long_uprights = [
        line for line in uprights if line.length > tall and _is_straight(line, height, per_mm)
    ]
    columns = _positions(long_uprights, (), per_mm)
    levels = [line for line in levels if line in long_levels or _joins(line, columns, per_mm)]
    rows = _positions(levels, (), per_mm)
    uprights = [line for line in uprights if line in long_uprights or _joins(line, rows, per_mm)]
    return levels, uprights


def _is_straight(line: Line, whole: float, per_mm: float) -> bool:
    """Tell a long rule from the arc of a seal; what runs through most of a table is a rule."""
    return line.length > THROUGH * whole or line.crooked <= ARC_MM * per_mm


def _joins(line: Line, crossing: Floats, per_mm: float) -> bool:
    """Say whether a piece runs straight from one crossing rule to another."""
    if len(crossing) == 0 or line.crooked > CROOKED_MM * per_mm or line.drift > DRIFT_MM * per_mm:
        return False
    ends = np.abs(np.array([[line.start], [line.end]]) - crossing)
    near, which = ends.min(axis=1), ends.argmin(axis=1)
    return bool(near.max() <= ENDS_MM * per_mm and which[0] != which[1])


def _are_rules(rules: RuleMap, warp: Warp, at: tuple[Floats, Floats], *, across: bool) -> Bools:
    """Tell rules from pen strokes by their edges' ink."""
    share = _inked_share(rules, warp, at, across=across, strict=True)
    if not across:
        share = share.T
    enough = max(2, MANY * share.shape[1])
    whole, long = (share >= WHOLE).any(axis=1), (share >= MOST).sum(axis=1) >= enough
    return np.asarray(whole | long)


def _with_sides(real: Bools) -> Bools:
    """Keep the outer ones: a table's sides may be open."""
    kept = real.copy()
    kept[[0, -1]] = True
    return kept


def _levelled(rule: Rule, warp: Warp, *, across: bool) -> Line:
    """Return a rule in straight coordinates."""
    if across:
        u, v = warp.straight(rule.along, rule.across)
    else:
        v, u = warp.straight(rule.across, rule.along)
    slope, middle = np.polyfit(u - u.mean(), v, 1) if len(u) > 2 else (0.0, v.mean())
    return Line(
        position=float(np.median(v)),
        start=float(u.min()),
        end=float(u.max()),
        crooked=float(np.std(v - middle - slope * (u - u.mean()))),
        drift=abs(float(slope)) * float(np.ptp(u)),
    )


def _positions(
    rules: Sequence[Line],
    crossing: Sequence[Line],
    per_mm: float,
) -> Floats:
    """Merge rules to positions; add outer ones where the crossing rules reach beyond."""
    clusters: list[list[tuple[float, float]]] = []
    for line in sorted(rules, key=lambda line: line.position):
        if clusters and line.position - _mean(clusters[-1]) < SAME_RULE_MM * per_mm:
            clusters[-1].append((line.position, line.length))
        else:
            clusters.append([(line.position, line.length)])
    found = [_mean(cluster) for cluster in clusters]
    if not crossing:
        return np.array(found)
    long = max(line.length for line in crossing)
    reaching = [line for line in crossing if line.length > 0.5 * long]
    first = float(np.median([line.start for line in reaching]))
    last = float(np.median([line.end for line in reaching]))
    if not found or found[0] - first > OPEN_SIDE_MM * per_mm:
        found.insert(0, first)
    if last - found[-1] > OPEN_SIDE_MM * per_mm:
        found.append(last)
    return np.array(found)


def _mean(cluster: Sequence[tuple[float, float]]) -> float:
    """Return the length-weighted mean position."""
    total = sum(length for _, length in cluster)
    return sum(position * length for position, length in cluster) / max(total, 1e-6)


def _inked_share(
    rules: RuleMap,
    warp: Warp,
    at: tuple[Floats, Floats],
    *,
    across: bool,
    strict: bool = False,
) -> Floats:
    """
    Return how much of every edge is ink: (positions, gaps), or (gaps, positions) upright.

    `strict` looks along the whole edge, close to its line.
    """
    rows, columns = at
    mask, fixed, running = (
        (rules.horizontal, rows, columns) if across else (rules.vertical, columns, rows)
    )
    stray = max(1, round((NARROW_MM if strict else STRAY_MM) * rules.per_mm))
    size = (2 * stray + 1, 1) if across else (1, 2 * stray + 1)
    wide = np.asarray(cv2.dilate(mask, np.ones(size, np.uint8)), np.uint8)
    steps = np.linspace(*((0.02, 0.98, 2 * POINTS) if strict else (0.12, 0.88, POINTS)))
    along = running[:-1, None] + (running[1:] - running[:-1])[:, None] * steps
    on = np.broadcast_to(fixed[:, None, None], (len(fixed), *along.shape))
    along = np.broadcast_to(along, on.shape)
    x, y = warp.on_page(along, on) if across else warp.on_page(on, along)
    share: Floats = _inked(wide, x, y).mean(axis=-1)
    return share if across else np.ascontiguousarray(share.T)


def _inked(mask: Mask, x: Floats, y: Floats) -> Bools:
    """Say at which points the mask is set."""
    columns = np.clip(np.rint(x).astype(int), 0, mask.shape[1] - 1)
    rows = np.clip(np.rint(y).astype(int), 0, mask.shape[0] - 1)
    return np.asarray(mask[rows, columns] > 0)
