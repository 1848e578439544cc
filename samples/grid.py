"""Tables on a sheet: cells with spans, rules drawn fully, partly or not at all."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from samples.sheet import BoxMm, DrawnCell, DrawnTable, Sheet, Type

Ruling = Literal["full", "rows", "frame", "none"]
"""All rules; horizontals only; a frame with the heading's rule; nothing."""
Align = Literal["left", "centre", "right"]
PAD = 0.9
"""Space between a rule and the text, in millimetres."""
SMALLEST = 0.62
"""How far a text is shrunk before it is broken into lines."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell's text is set."""

    type: Type
    align: Align = "centre"


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell's place: row, column and how far it spans."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Grid:
    """A table being filled; draws its text at once and its rules at the end."""

    def __init__(
        self, sheet: Sheet, origin: tuple[float, float], columns: list[float], rows: list[float]
    ) -> None:
        """Take the upper left corner, the columns' widths and the rows' heights in millimetres."""
        self.sheet = sheet
        self.xs = [origin[0], *(origin[0] + x for x in accumulate(columns))]
        self.ys = [origin[1], *(origin[1] + y for y in accumulate(rows))]
        self.cells: list[DrawnCell] = []
        self._lines: dict[int, int] = {}

    @property
    def bottom(self) -> float:
        """Return where the table ends."""
        return self.ys[-1]

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.xs[-1]

    def box(self, spot: Spot) -> BoxMm:
        """Return the cell's rectangle."""
        return (
            self.xs[spot.column],
            self.ys[spot.row],
            self.xs[spot.column + spot.columns],
            self.ys[spot.row + spot.rows],
        )

    def put(self, spot: Spot, text: str, look: Look) -> BoxMm:
        """Fill a cell, shrinking or breaking the text to fit; return the cell's box."""
        box = self.box(spot)
        lines, type_ = fitted(text, look.type, (box[2] - box[0] - 2 * PAD, box[3] - box[1]))
        step = type_.size * 1.15
        baseline = (box[1] + box[3]) / 2 + type_.size * 0.36 - step * (len(lines) - 1) / 2
        shared = self._lines.get(spot.row) if len(lines) == 1 and spot.rows == 1 else None
        for place, line in enumerate(lines):
            at = (self._x(box, type_.width(line), look.align), baseline + place * step)
            number = self.sheet.text(at, line, type_, shared)
            if len(lines) == 1 and spot.rows == 1 and line.strip():
                self._lines.setdefault(spot.row, number)
        self.cells.append(
            DrawnCell(spot.row, spot.column, spot.rows, spot.columns, "".join(lines), box)
        )
        return box

    def note(self, spot: Spot, text: str) -> BoxMm:
        """Note a cell that somebody fills in by hand; return its box."""
        box = self.box(spot)
        self.cells.append(DrawnCell(spot.row, spot.column, spot.rows, spot.columns, text, box))
        return box

    def rule(self, ruling: Ruling, heading_rows: int = 1, width: float = 0.2) -> None:
        """Draw the rules and note the table in the sheet's truth."""
        if ruling == "full":
            self._all_rules(width)
        elif ruling == "rows":
            self._across(width)
        elif ruling == "frame":
            for y in (self.ys[0], self.ys[heading_rows], self.ys[-1]):
                self.sheet.line((self.xs[0], y), (self.xs[-1], y), width * 1.6)
        box = (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        truth = {"full": "full", "none": "none"}.get(ruling, "partly")
        size = (len(self.ys) - 1, len(self.xs) - 1)
        self.sheet.tables.append(DrawnTable(box, *size, truth, tuple(self.cells)))

    def _x(self, box: BoxMm, width: float, align: Align) -> float:
        if align == "left":
            return box[0] + PAD
        if align == "right":
            return box[2] - PAD - width
        return (box[0] + box[2] - width) / 2

    def _all_rules(self, width: float) -> None:
        """Draw every edge that does not run through a spanning cell."""
        self._across(width)
        _, through = self._covered()
        for column, x in enumerate(self.xs):
            for start, end in _runs(
                [(column, r) not in through for r in range(len(self.ys) - 1)], self.ys
            ):
                self.sheet.line((x, start), (x, end), width)

    def _across(self, width: float) -> None:
        through, _ = self._covered()
        for row, y in enumerate(self.ys):
            drawn = [(row, column) not in through for column in range(len(self.xs) - 1)]
            for start, end in _runs(drawn, self.xs):
                self.sheet.line((start, y), (end, y), width)

    def _covered(self) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        across: set[tuple[int, int]] = set()
        down: set[tuple[int, int]] = set()
        for cell in self.cells:
            rows = range(cell.row, cell.row + cell.row_span)
            columns = range(cell.column, cell.column + cell.column_span)
            across |= {(row, column) for row in rows[1:] for column in columns}
            down |= {(column, row) for column in columns[1:] for row in rows}
        return across, down


def _runs(drawn: list[bool], edges: list[float]) -> list[tuple[float, float]]:
    """Join neighbouring edges into long rules."""
    runs: list[tuple[float, float]] = []
    for place, wanted in enumerate(drawn):
        if not wanted:
            continue
        if runs and runs[-1][1] == edges[place]:
            runs[-1] = (runs[-1][0], edges[place + 1])
        else:
            runs.append((edges[place], edges[place + 1]))
    return runs


def fitted(text: str, type_: Type, room: tuple[float, float]) -> tuple[list[str], Type]:
    """Shrink a text a little, else break it, so that it fits `room` (width, height) if it can."""
    wide = type_.width(text)
    if wide <= room[0]:
        return [text], type_
    shrink = room[0] / wide
    if shrink >= SMALLEST and (shrink > 0.85 or len(text) <= 4 or text.isascii()):
        return [text], type_.sized(type_.size * shrink)
    lines = wrapped(text, type_, room[0])
    if len(lines) * type_.size * 1.15 > room[1]:
        smaller = type_.sized(type_.size * 0.85)
        return (wrapped(text, smaller, room[0]), smaller) if type_.size > 1.6 else (lines, type_)
    return lines, type_


def wrapped(text: str, type_: Type, width: float) -> list[str]:
    """Break a text between any two characters, never before closing punctuation."""
    lines = [""]
    for char in text:
        full = type_.width(lines[-1] + char) > width
        if full and lines[-1] and char not in "，。、；：）》,.;:)":
            lines.append("")
        lines[-1] += char
    return lines
