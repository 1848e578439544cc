"""Lays a sheet out as pages: ruled tables where cells stand in rows, free lines elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from intake.errors import DamagedFile, TooManyPages
from intake.ingest.laid import (
    Area,
    Fill,
    Item,
    Laid,
    LaidPage,
    PastedPage,
    Picture,
    Stroke,
    Text,
    Unseen,
)
from intake.ingest.limits import Limits
from intake.ingest.sheets.grid import COLUMN_MM, ROW_MM, Cell, Pasted, Place, Sheet
from intake.ingest.sheets.shape import Box, Shape, shape_of
from intake.ingest.type import POINT_MM, broken, one_line, width

MARGIN_MM = 15.0
RULE_MM = 0.25
PADDING_MM = 1.2
LINE = 1.25
"""Of the type's height, from one line to the next."""
TYPE_MM = (2.8, 6.0)
"""The least and the greatest height of type that is drawn; below `TINY_POINTS` it is kept."""
TINY_POINTS = 4.0
"""Smaller type was meant not to be seen: it is not enlarged."""
NARROWEST, WIDEST = 2.0, 16.0
"""A column's width in heights of usual type; longer texts are broken into lines."""
USUAL_MM = 3.7
HIGHEST_MM, WIDEST_MM = 420.0, 2000.0
"""A page ends before it is higher: A3; a picture makes it no wider."""
PAPER_MM = 80.0
"""A pasted picture so long on one side is a paper of its own; a seal is half of it."""
MOST_UNSEEN = 500
"""Hidden texts that are told of one sheet."""


@dataclass(slots=True)
class _Draft:
    """A page while it is being filled."""

    height: float = MARGIN_MM
    items: list[Item] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)


def lay_out(sheets: Sequence[Sheet], notes: tuple[str, ...], limits: Limits) -> Laid:
    """
    Lay the visible sheets out.

    Raises TooManyPages, FileTooLarge, and DamagedFile for a book without content.
    """
    pages: list[LaidPage | PastedPage] = []
    for sheet in sheets:
        if not sheet.is_hidden:
            pages.extend(_pages(sheet))
        if len(pages) > limits.pages:
            raise TooManyPages(f"more than {limits.pages} pages")
    hidden = [cell for sheet in sheets if sheet.is_hidden for cell in sheet.cells.values()]
    if not pages:
        raise DamagedFile("the workbook shows no cell")
    return Laid((_with_hidden(pages[0], hidden), *pages[1:]), notes)


def _with_hidden(page: LaidPage | PastedPage, cells: Sequence[Cell]) -> LaidPage | PastedPage:
    """Note on the first page what stands on hidden sheets."""
    if isinstance(page, PastedPage):
        return page
    foot = Area(MARGIN_MM, page.height, MARGIN_MM, page.height)
    told = tuple(
        Unseen(one_line(cell.text or cell.hidden), foot)
        for cell in cells[:MOST_UNSEEN]
        if cell.text or cell.hidden
    )
    return LaidPage(page.width, page.height, page.items, page.unseen + told)


def _pages(sheet: Sheet) -> Iterator[LaidPage | PastedPage]:
    """Yield the pages of a visible sheet; none of an empty one."""
    shape = shape_of(sheet)
    if shape.rows and shape.columns:
        yield from _Layout(sheet, shape).pages()
    for pasted in sheet.pictures:
        if _is_paper(pasted):
            yield PastedPage(pasted.content)


def _is_paper(pasted: Pasted) -> bool:
    """Say whether a pasted picture is a paper of its own."""
    return max(pasted.size) >= PAPER_MM


class _Layout:
    """One sheet on its way to pages."""

    def __init__(self, sheet: Sheet, shape: Shape) -> None:
        self._sheet = sheet
        self._shape = shape
        self._lefts = list(accumulate(self._widths(), initial=MARGIN_MM))
        self._width = max(self._lefts[-1], MARGIN_MM + self._title_width()) + MARGIN_MM
        self._broken = [self._lines(box) for box in shape.boxes]
        self._tops: dict[int, tuple[int, float]] = {}
        """(page, top) of every visible row."""

    def pages(self) -> Iterator[LaidPage]:
        """Yield the pages."""
        drafts = [_Draft()]
        if self._sheet.title:
            self._write_title(drafts[0])
        heights = self._heights()
        for row, height in enumerate(heights):
            if drafts[-1].height + height > HIGHEST_MM:
                drafts.append(_Draft())
            self._tops[row] = (len(drafts) - 1, drafts[-1].height)
            drafts[-1].height += height
        self._tops[len(heights)] = (len(drafts) - 1, drafts[-1].height)
        for box, lines in zip(self._shape.boxes, self._broken, strict=True):
            self._draw(box, lines, drafts, heights)
        self._paste(drafts, heights)
        self._tell(drafts)
        for draft in drafts:
            yield LaidPage(
                self._width, draft.height + MARGIN_MM, tuple(draft.items), tuple(draft.unseen)
            )

    def _title_width(self) -> float:
        return width(self._sheet.title) * USUAL_MM

    def _write_title(self, draft: _Draft) -> None:
        """Write the sheet's name above it: people name sheets for months and companies."""
        top = draft.height
        area = Area(MARGIN_MM, top, MARGIN_MM + self._title_width(), top + USUAL_MM)
        draft.items.append(Text(one_line(self._sheet.title), area))
        draft.height += 2 * USUAL_MM

    def _widths(self) -> Iterator[float]:
        """Yield the width of every visible column."""
        needed = [NARROWEST * USUAL_MM] * len(self._shape.columns)
        for box in self._shape.boxes:
            if box.columns == 1 and box.cell.text:
                size = type_mm(box.cell)
                lines = box.cell.text.splitlines()
                longest = max((width(one_line(line)) for line in lines), default=0.0) * size
                if not box.cell.is_number:
                    longest = min(longest, WIDEST * USUAL_MM)
                needed[box.column] = max(needed[box.column], longest)
        return (each + 2 * PADDING_MM for each in needed)

    def _lines(self, box: Box) -> list[str]:
        """Break a cell's text to the room that it has."""
        if not box.cell.text:
            return []
        room = self._lefts[box.column + box.columns] - self._lefts[box.column] - 2 * PADDING_MM
        most = room / type_mm(box.cell) + 0.01
        if box.cell.is_number:
            return [one_line(box.cell.text)]
        return [line for line in broken(box.cell.text, most) if line]

    def _heights(self) -> list[float]:
        """Return the height of every visible row."""
        heights = [USUAL_MM * LINE + 2 * PADDING_MM] * len(self._shape.rows)
        for box, lines in zip(self._shape.boxes, self._broken, strict=True):
            if box.rows == 1 and lines:
                needed = len(lines) * type_mm(box.cell) * LINE + 2 * PADDING_MM
                heights[box.row] = max(heights[box.row], needed)
        return heights

    def _draw(
        self, box: Box, lines: list[str], drafts: Sequence[_Draft], heights: Sequence[float]
    ) -> None:
        """Draw a cell: its ground, its rules where it is part of a table, its text."""
        page, top = self._tops[box.row]
        draft = drafts[page]
        here = [r for r in range(box.row, box.row + box.rows) if self._tops[r][0] == page]
        bottom = top + sum(heights[row] for row in here)
        area = Area(self._lefts[box.column], top, self._lefts[box.column + box.columns], bottom)
        if box.cell.look.fill is not None:
            draft.items.append(Fill(area, box.cell.look.fill))
        if box.ruled:
            draft.items.append(_frame(area))
        draft.items.extend(_texts(box, lines, area))
        if box.cell.hidden:
            draft.unseen.append(Unseen(one_line(box.cell.hidden), area))

    def _paste(self, drafts: Sequence[_Draft], heights: Sequence[float]) -> None:
        """Lay small pictures where they are anchored; a page grows to hold them."""
        for pasted in self._sheet.pictures:
            if _is_paper(pasted):
                continue
            page, left, top = self._spot(pasted.corner, heights)
            right, bottom = left + pasted.size[0], top + pasted.size[1]
            drafts[page].items.append(Picture(pasted.content, Area(left, top, right, bottom)))
            drafts[page].height = max(drafts[page].height, min(bottom, HIGHEST_MM))
            self._width = max(self._width, min(right + MARGIN_MM, WIDEST_MM))

    def _spot(
        self, corner: tuple[float, float], heights: Sequence[float]
    ) -> tuple[int, float, float]:
        """Return (page, x, y) of a corner given in rows and columns of the sheet."""
        row, column = (int(part) for part in corner)
        r, c = self._shape.row_after(row), self._shape.column_after(column)
        page, top = self._tops[r]
        down = corner[0] - row if self._shape.shows_row(row) else 0.0
        across = corner[1] - column if self._shape.shows_column(column) else 0.0
        if r < len(heights):
            top += down * heights[r]
        left = self._lefts[c]
        if c + 1 < len(self._lefts):
            left += across * (self._lefts[c + 1] - left)
        # Beyond the last cell rows and columns are of the usual size.
        beyond_rows = max(0.0, corner[0] - self._shape.last_row - 1)
        beyond_columns = max(0.0, corner[1] - self._shape.last_column - 1)
        return page, left + beyond_columns * COLUMN_MM, top + beyond_rows * ROW_MM

    def _tell(self, drafts: Sequence[_Draft]) -> None:
        """Note the texts of hidden rows and columns where they would stand."""
        for place, cell in self._hidden()[:MOST_UNSEEN]:
            page, top = self._tops[self._shape.row_after(place[0])]
            left = self._lefts[self._shape.column_after(place[1])]
            text = one_line(cell.text or cell.hidden)
            drafts[page].unseen.append(Unseen(text, Area(left, top, left, top)))

    def _hidden(self) -> list[tuple[Place, Cell]]:
        """Return the cells with text in hidden rows and columns."""
        sheet = self._sheet
        return [
            (place, cell)
            for place, cell in sheet.cells.items()
            if (place[0] in sheet.hidden_rows or place[1] in sheet.hidden_columns)
            and (cell.text or cell.hidden)
            and place not in self._shape.shown
        ]


def _texts(box: Box, lines: list[str], area: Area) -> Iterator[Text]:
    """Yield a cell's lines, in the middle of its height; numbers stand to the right."""
    size = type_mm(box.cell)
    top = (area.top + area.bottom - len(lines) * size * LINE) / 2 + size * (LINE - 1) / 2
    for number, line in enumerate(lines):
        length = width(line) * size
        left = area.left + PADDING_MM
        if box.cell.is_number:
            left = max(left, area.right - PADDING_MM - length)
        elif box.columns > 1 or box.ruled:
            left = max(left, (area.left + area.right - length) / 2)
        at = top + number * size * LINE
        yield Text(
            line,
            Area(left, at, left + length, at + size),
            box.cell.look.colour,
            box.cell.doubted,
        )


def type_mm(cell: Cell) -> float:
    """Return the height of a cell's type in millimetres."""
    points = cell.look.points
    if points < TINY_POINTS:
        return max(points * POINT_MM, 0.05)
    return min(max(points * POINT_MM, TYPE_MM[0]), TYPE_MM[1])


def _frame(area: Area) -> Stroke:
    """Return the rules around a cell."""
    corners = (
        (area.left, area.top),
        (area.right, area.top),
        (area.right, area.bottom),
        (area.left, area.bottom),
        (area.left, area.top),
    )
    return Stroke(corners, RULE_MM)
