"""What of a sheet is drawn, and how: visible rows and columns, merged cells, where tables are."""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass

from intake.errors import FileTooLarge
from intake.ingest.sheets.grid import MOST_CELLS, Cell, Place, Sheet

FEW = 3
"""A row of a table fills at least so many cells, or all of a narrower sheet."""
WIDE = 0.6
"""A merged cell over this part of the columns is a title, not a row of a table."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell on the drawing, in visible rows and columns."""

    row: int
    column: int
    rows: int
    columns: int
    cell: Cell
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The visible rectangle of a sheet."""

    rows: tuple[int, ...]
    """The sheet's own numbers of the visible rows, ascending."""
    columns: tuple[int, ...]
    boxes: tuple[Box, ...]
    shown: frozenset[Place]
    """The sheet's cells that are drawn, in hidden rows too: a merged cell's text moves."""

    @property
    def last_row(self) -> int:
        """Return the last row that is drawn."""
        return self.rows[-1]

    @property
    def last_column(self) -> int:
        """Return the last column that is drawn."""
        return self.columns[-1]

    def row_after(self, row: int) -> int:
        """Return the visible number of a row, or of the first visible one after it."""
        return bisect_left(self.rows, row)

    def column_after(self, column: int) -> int:
        """Return the visible number of a column, or of the first visible one after it."""
        return bisect_left(self.columns, column)

    def shows_row(self, row: int) -> bool:
        """Say whether a row is drawn."""
        at = self.row_after(row)
        return at < len(self.rows) and self.rows[at] == row

    def shows_column(self, column: int) -> bool:
        """Say whether a column is drawn."""
        at = self.column_after(column)
        return at < len(self.columns) and self.columns[at] == column


def shape_of(sheet: Sheet) -> Shape:
    """Return what of a sheet is drawn; no rows where it shows nothing. Raises FileTooLarge."""
    written = [place for place, cell in sheet.cells.items() if cell.text or cell.doubted]
    last_row = max((row for row, _ in written), default=-1)
    last_column = max((column for _, column in written), default=-1)
    rows = tuple(row for row in range(last_row + 1) if row not in sheet.hidden_rows)
    columns = tuple(c for c in range(last_column + 1) if c not in sheet.hidden_columns)
    if len(rows) * len(columns) > MOST_CELLS:
        raise FileTooLarge(f"a sheet that spans more than {MOST_CELLS} cells")
    spans = _visible_spans(sheet, rows, columns)
    boxes, shown = _boxes(sheet, rows, columns, spans)
    return Shape(rows, columns, tuple(_ruled(boxes, len(rows), len(columns))), frozenset(shown))


def _visible_spans(
    sheet: Sheet, rows: tuple[int, ...], columns: tuple[int, ...]
) -> dict[Place, tuple[Place, Place]]:
    """Return, by its first visible cell, each merged cell's own place and its size as drawn."""
    found: dict[Place, tuple[Place, Place]] = {}
    for span in sheet.spans:
        r0, r1 = bisect_left(rows, span.first[0]), bisect_left(rows, span.last[0] + 1)
        c0, c1 = bisect_left(columns, span.first[1]), bisect_left(columns, span.last[1] + 1)
        if r1 > r0 and c1 > c0:
            found[r0, c0] = (span.first, (r1 - r0, c1 - c0))
    return found


def _boxes(
    sheet: Sheet,
    rows: tuple[int, ...],
    columns: tuple[int, ...],
    spans: dict[Place, tuple[Place, Place]],
) -> tuple[list[Box], set[Place]]:
    """Return every cell to be drawn, empty ones too, and which of the sheet's cells those are."""
    taken: set[Place] = set()
    boxes: list[Box] = []
    shown: set[Place] = set()
    texts = Counter(row for (row, _), cell in sheet.cells.items() if cell.text)
    for r, row in enumerate(rows):
        for c, column in enumerate(columns):
            if (r, c) in taken:
                continue
            place, (down, across) = spans.get((r, c), ((row, column), (1, 1)))
            cell = sheet.cells.get(place, Cell(""))
            if (down, across) == (1, 1) and cell.text and texts[row] == 1:
                across = _spill(cell, spans, (r, c), len(columns))
            taken.update((r + i, c + j) for i in range(down) for j in range(across))
            shown.add(place)
            boxes.append(Box(r, c, down, across, cell))
    return boxes, shown


def _spill(cell: Cell, spans: dict[Place, tuple[Place, Place]], at: Place, columns: int) -> int:
    """Return over how many columns a row's only text runs: empty cells hide none of it."""
    room = range(at[1] + 1, columns)
    if cell.is_number or any((at[0], column) in spans for column in room):
        return 1
    return columns - at[1]


def _ruled(boxes: list[Box], rows: int, columns: int) -> list[Box]:
    """Mark the cells of the rows that make tables."""
    by_row: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        for row in range(box.row, box.row + box.rows):
            by_row[row].append(box)
    dense = [_is_dense(by_row[row], columns) for row in range(rows)]
    inside = _filled_in(
        dense, [any(b.cell.text for b in by_row[r]) for r in range(rows)], by_row, columns
    )
    return [
        Box(b.row, b.column, b.rows, b.columns, b.cell, ruled=any(inside[b.row : b.row + b.rows]))
        for b in boxes
    ]


def _is_dense(row: list[Box], columns: int) -> bool:
    """Say whether a row fills enough cells to be a table's."""
    filled = sum(1 for box in row if box.cell.text or box.cell.doubted)
    return filled >= min(FEW, max(columns, 2))


def _filled_in(
    dense: list[bool], written: list[bool], by_row: dict[int, list[Box]], columns: int
) -> list[bool]:
    """Take sparse rows between dense ones for parts of the table; empty rows and titles part it."""
    inside = list(dense)
    since: int | None = None
    for row, is_dense in enumerate(dense):
        if is_dense:
            if since is not None:
                inside[since:row] = [True] * (row - since)
            since = row
        elif not written[row] or any(box.columns > WIDE * columns for box in by_row[row]):
            since = None
    return inside
