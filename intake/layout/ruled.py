"""Ruled and partly ruled tables: the grid filled with words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from intake.layout.grid import RuledGrid, Span, find_grids, joined_cells
from intake.layout.rules import Floats, RuleMap
from intake.text.amounts import looks_numeric
from intake.text.lines import line_text, lines_of, split_word, text_height
from models.evidence import Box
from models.page import Cell, Table, Word

CROSSES = 0.35
"""A word reaches into the next column if it goes this far, in character heights, past the rule."""
CROWD, CROWDED_ROWS = 5, 0.5
"""With so many words in a line of a cell, in so many rows, the columns have no rules: what looked
like one was a stamp's frame or a stroke."""
UNRULED_SHARE = 0.5
"""A column rule missing in this share of the rows is missing by design, not by a merged cell."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A word and where it lies in the grid."""

    word: Word
    row: int
    column: int


def ruled_tables(rules: RuleMap, words: Sequence[Word]) -> tuple[Table, ...]:
    """Return the page's ruled tables with their words; frames around a whole page are none."""
    tables = []
    for grid in find_grids(rules):
        full = _with_unruled_rows(
            _with_unruled_columns(grid, words, rules.scale), words, rules.scale
        )
        table = _table(full, words, rules.scale)
        if _is_table(table):
            tables.append(table)
    return tuple(tables)


def join_words(words: Iterable[Word]) -> str:
    """Return the text of a cell: lines joined without a break, blanks only at wide gaps."""
    return "".join(line_text(line) for line in lines_of(words))


def score_of(words: Sequence[Word]) -> float:
    """Return the least score among words, 0 without any."""
    return min((word.score for word in words), default=0.0)


def _is_table(table: Table) -> bool:
    """Tell a table from a box or an underlined blank: two of its cells say something."""
    if sum(bool(cell.text) for cell in table.cells) < 2:
        return False
    filled = {cell.row for cell in table.cells if cell.text}
    crowded = {cell.row for cell in table.cells if _is_crowded(cell)}
    return len(crowded) < CROWDED_ROWS * len(filled)


def _is_crowded(cell: Cell) -> bool:
    """Say whether a cell holds what must be several columns: many words on one line."""
    return any(len(line) >= CROWD for line in lines_of(cell.words))


def _table(grid: RuledGrid, words: Sequence[Word], scale: float) -> Table:
    """Fill a grid."""
    spans = joined_cells(grid)
    cell_of = np.zeros(grid.shape, int)
    for index, span in enumerate(spans):
        cell_of[span.top : span.bottom, span.left : span.right] = index
    inside: list[list[Word]] = [[] for _ in spans]
    for placed in _placed(grid, words, scale):
        inside[cell_of[placed.row, placed.column]].append(placed.word)
    rows, columns = grid.shape
    cells = tuple(_cell(grid, span, own, scale) for span, own in zip(spans, inside, strict=True))
    box = _box(grid, Span(0, 0, rows, columns), scale)
    return Table(box=box, rows=rows, columns=columns, cells=cells)


def _cell(grid: RuledGrid, span: Span, words: Sequence[Word], scale: float) -> Cell:
    """Make one cell."""
    lines = lines_of(words)
    return Cell(
        row=span.top,
        column=span.left,
        row_span=span.bottom - span.top,
        column_span=span.right - span.left,
        box=_box(grid, span, scale),
        text="".join(line_text(line) for line in lines),
        score=score_of(words),
        words=tuple(word for line in lines for word in line),
    )


def _box(grid: RuledGrid, span: Span, scale: float) -> Box:
    """Return a span's place on the page: its corners averaged to an upright box."""
    u = grid.columns[[span.left, span.right, span.left, span.right]]
    v = grid.rows[[span.top, span.top, span.bottom, span.bottom]]
    x, y = grid.warp.on_page(u, v)
    left, right = float(x[[0, 2]].mean()), float(x[[1, 3]].mean())
    top, bottom = float(y[:2].mean()), float(y[2:].mean())
    return Box(
        left=max(min(left, right), 0.0) / scale,
        top=max(min(top, bottom), 0.0) / scale,
        right=max(left, right, 0.0) / scale,
        bottom=max(top, bottom, 0.0) / scale,
    )


def _placed(grid: RuledGrid, words: Sequence[Word], scale: float) -> list[Placed]:
    """Cut words at drawn column rules and find the pieces' cells; words outside are left out."""
    placed = []
    for word in words:
        spot = _spot(grid, word.box, scale)
        if spot is None:
            continue
        cuts = _cuts(grid, word, spot[0], scale)
        for piece in split_word(word, cuts) if cuts else (word,):
            place = _spot(grid, piece.box, scale)
            if place is not None:
                placed.append(Placed(piece, *place))
    return placed


def _spot(grid: RuledGrid, box: Box, scale: float) -> tuple[int, int] | None:
    """Return the row and column that the middle of a box lies in."""
    x, y = box.centre
    u, v = grid.warp.straight(np.array([x * scale]), np.array([y * scale]))
    row = int(np.searchsorted(grid.rows, v[0])) - 1
    column = int(np.searchsorted(grid.columns, u[0])) - 1
    rows, columns = grid.shape
    return (row, column) if 0 <= row < rows and 0 <= column < columns else None


def _cuts(grid: RuledGrid, word: Word, row: int, scale: float) -> list[float]:
    """Return the x of the drawn column rules that a word runs across."""
    ends = np.array([word.box.left, word.box.right]) * scale
    level = np.full(2, word.box.centre[1] * scale)
    u, _ = grid.warp.straight(ends, level)
    margin = CROSSES * word.box.height * scale
    within = (grid.columns > u[0] + margin) & (grid.columns < u[1] - margin)
    crossed = np.flatnonzero(within & grid.upright_drawn[row])
    x, _ = grid.warp.on_page(grid.columns[crossed], np.full(len(crossed), level[0]))
    return [float(place) / scale for place in x]


def _with_unruled_columns(grid: RuledGrid, words: Sequence[Word], scale: float) -> RuledGrid:
    """Draw column rules that the body leaves out, where words stand on both sides of them."""
    missing = ~grid.upright_drawn
    by_design = missing[:, 1:-1].mean(axis=0) >= UNRULED_SHARE
    if not by_design.any():
        return grid
    filled = np.zeros(grid.shape, bool)
    crossed = np.zeros(grid.upright_drawn.shape, bool)
    for word in words:
        spot = _spot(grid, word.box, scale)
        if spot is not None:
            filled[spot] = True
            crossed[spot[0]] |= _between(grid, word, scale)
    both = filled[:, :-1] & filled[:, 1:]
    apart = missing[:, 1:-1] & by_design & both & ~crossed[:, 1:-1]
    wanted = apart.sum(axis=0) >= np.maximum(missing[:, 1:-1].sum(axis=0) * UNRULED_SHARE, 2)
    drawn = grid.upright_drawn.copy()
    drawn[:, 1:-1] |= missing[:, 1:-1] & wanted & ~crossed[:, 1:-1]
    return replace(grid, upright_drawn=drawn)


def _between(
    grid: RuledGrid, word: Word, scale: float
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say for each column rule whether a word lies across it."""
    ends = np.array([word.box.left, word.box.right]) * scale
    u, _ = grid.warp.straight(ends, np.full(2, word.box.centre[1] * scale))
    margin = CROSSES * word.box.height * scale
    return np.asarray((grid.columns > u[0] + margin) & (grid.columns < u[1] - margin))


def _with_unruled_rows(grid: RuledGrid, words: Sequence[Word], scale: float) -> RuledGrid:
    """Split rows that hold several lines of numbers side by side: their rules are left out."""
    placed = _placed(grid, words, scale)
    rows = [float(grid.rows[0])]
    for row in range(grid.shape[0]):
        own = [p for p in placed if p.row == row]
        rows.extend(_split_levels(grid, own, scale))
        rows.append(float(grid.rows[row + 1]))
    return grid if len(rows) == len(grid.rows) else _with_rows(grid, np.array(rows))


def _split_levels(grid: RuledGrid, placed: Sequence[Placed], scale: float) -> list[float]:
    """Return where a row is to be split: midway between lines of numbers side by side."""
    lines = lines_of(p.word for p in placed)
    columns = {id(p.word): p.column for p in placed}
    numeric = [line for line in lines if _numbers(line, columns) >= 2]
    if len(numeric) < 2 or len(numeric) < 0.6 * len(lines):
        return []
    height = text_height(p.word for p in placed)
    middles = [float(np.mean([word.box.centre[1] for word in line])) for line in numeric]
    splits = [(a + b) / 2 for a, b in pairwise(middles)]
    if lines and lines[0] is not numeric[0]:
        splits.insert(0, middles[0] - 0.75 * height)
    x = float(np.mean(grid.columns)) / scale
    return [_level(grid, x, split, scale) for split in splits]


def _numbers(line: Sequence[Word], columns: dict[int, int]) -> int:
    """Count the columns in which a line has a number."""
    return len({columns[id(word)] for word in line if looks_numeric(word.text)})


def _level(grid: RuledGrid, x: float, y: float, scale: float) -> float:
    """Return the straight v of a page point."""
    _, v = grid.warp.straight(np.array([x * scale]), np.array([y * scale]))
    return float(v[0])


def _with_rows(grid: RuledGrid, rows: Floats) -> RuledGrid:
    """Return the grid with more rows; the new rules count as drawn, column rules run on."""
    source = np.searchsorted(grid.rows, (rows[:-1] + rows[1:]) / 2) - 1
    level = np.ones((len(rows), grid.shape[1]), bool)
    for index, v in enumerate(rows):
        old = np.flatnonzero(np.isclose(grid.rows, v))
        if len(old):
            level[index] = grid.level_drawn[old[0]]
    return replace(grid, rows=rows, level_drawn=level, upright_drawn=grid.upright_drawn[source])
