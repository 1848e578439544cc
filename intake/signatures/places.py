"""Where signatures are asked for: cells of signature columns, the space after labels."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from intake.page_image import PageImage
from intake.signatures.columns import columns_of_words, heads_columns
from intake.signatures.labels import Label, is_signature_header, labels_in, stops
from intake.signatures.place import NAME_HEADINGS, TOTALS, Place
from intake.text.fold import tight
from models.evidence import Box
from models.marks import Role
from models.page import Cell, Table, Word

ROOM_MM = 42.0
"""Width given to a signature after a label where nothing else ends it."""
LEAST_ROOM_MM = 11.0
"""Less than this beside a label is no place to sign: people sign below, or in the next cell."""
LEAST_SIDE_MM = 2.0
"""Nobody signs in less."""
ABOVE_MM, BELOW_MM = 4.0, 2.5
"""How far a signature's place reaches beyond the label's line."""
BELOW_HIGH_MM = 14.0
"""Height of the place below a label that has no room beside it."""
LEAST_ROW, MOST_ROW = 0.65, 1.45
"""Heights, in usual rows, of a piece of a row and of a row put together from pieces."""
HEADER_ROWS = 4
"""A column's heading stands in the first rows of its table."""
WEAK_BELOW = 0.4
"""申请人 in the upper part of a page is a field to be filled in, no place to sign."""


def find_places(
    page: PageImage, words: Sequence[Word], tables: Sequence[Table]
) -> tuple[Place, ...]:
    """Return the places of a page, in table order, then those after labels."""
    in_tables = [place for index, table in enumerate(tables) for place in _columns(table, index)]
    columns = [*in_tables, *columns_of_words(page, words, in_tables)]
    loose = [
        place
        for place in _after_labels(page, words, tables, columns)
        if not any(place.box.overlap(t.box) > 0.3 * place.box.area for t in columns)
    ]
    on_page = (_clipped(place, page) for place in (*columns, *loose))
    return tuple(place for place in on_page if place is not None)


def _clipped(place: Place, page: PageImage) -> Place | None:
    """Cut a place at the page's edges; None if nothing worth signing is left of it."""
    width, height = float(page.frame.width), float(page.frame.height)
    box = Box(
        left=min(max(place.box.left, 0.0), width),
        top=min(max(place.box.top, 0.0), height),
        right=min(max(place.box.right, 0.0), width),
        bottom=min(max(place.box.bottom, 0.0), height),
    )
    if min(box.width, box.height) < page.px(LEAST_SIDE_MM):
        return None
    return replace(place, box=box)


def _columns(table: Table, index: int) -> Iterator[Place]:
    """Yield the body cells of a table's signature columns."""
    headers = [
        cell
        for cell in table.cells
        if cell.row < HEADER_ROWS and is_signature_header(cell.text) and table.rows > 1
    ]
    for header in headers:
        for rows, box in _bands(table, header):
            yield _cell_place(table, index, (rows, box), header.text)
    if not headers:
        yield from _wordless_column(table, index)


def _bands(table: Table, header: Cell) -> Iterator[tuple[list[int], Box]]:
    """
    Yield the rows below a heading that list somebody: their indices, and the place.

    A stroke that crosses a row may have been taken for a rule: pieces of a usual row's height are
    put together again.
    """
    first = header.row + header.row_span
    rows = [
        (row, found) for row in range(first, table.rows) if (found := _row_box(table, header, row))
    ]
    if not rows:
        return
    usual = median(box.height for _, (box, _) in rows)
    index, (box, others) = [rows[0][0]], rows[0][1]
    for row, (piece, more) in rows[1:]:
        if box.height < LEAST_ROW * usual and box.union(piece).height < MOST_ROW * usual:
            index, box, others = [*index, row], box.union(piece), [*others, *more]
            continue
        if _lists_somebody(others):
            yield index, box
        index, box, others = [row], piece, more
    if _lists_somebody(others) and box.height > 0.3 * usual:
        yield index, box


def _row_box(table: Table, header: Cell, row: int) -> tuple[Box, list[Cell]] | None:
    """
    Return the part of a row that lies below a heading, and the row's other cells.

    Strokes that cross a cell may have been taken for rules and the cell for several, so all cells
    below the heading are taken together; where little is left of them, the heading's own width. Top
    and bottom are those of these cells: on a skewed page the row's other end is higher or lower.
    """
    cells = table.row(row)
    below = [c for c in cells if header.box.left <= c.box.centre[0] <= header.box.right]
    others = [c for c in cells if c not in below]
    left, right = header.box.left, header.box.right
    if below and sum(c.box.width for c in below) > 0.6 * header.box.width:
        left, right = min(c.box.left for c in below), max(c.box.right for c in below)
    here = [c for c in (below or cells) if c.row == row and c.row_span == 1]
    single = here or [c for c in cells if c.row == row and c.row_span == 1]
    if not single:
        return None
    top, bottom = median(c.box.top for c in single), median(c.box.bottom for c in single)
    return Box(left=left, top=top, right=right, bottom=bottom), others


def _lists_somebody(others: Sequence[Cell]) -> bool:
    """Say whether a row has words beside the place, and is no total."""
    filled = [text for text in (tight(cell.text) for cell in others) if text]
    listed = len(filled) >= 2 and any(char.isdigit() for text in filled for char in text)
    return listed and not any(text.startswith(TOTALS) for text in filled)


def _cell_place(table: Table, index: int, where: tuple[list[int], Box], label: str) -> Place:
    rows, box = where
    return Place(
        box=box,
        label=tight(label),
        role=Role.EMPLOYEE,
        table=index,
        row=rows[0],
        expected=_name_in(table, rows),
    )


def _name_in(table: Table, rows: Sequence[int]) -> str:
    """Return the printed name in a row's pieces; empty without a column of names, or with two."""
    for header in table.cells:
        if header.row < HEADER_ROWS and tight(header.text) in NAME_HEADINGS:
            column = table.column(header.column)
            names = [tight(c.text) for c in column if c.row in rows and tight(c.text)]
            return names[0] if len(names) == 1 else ""
    return ""


def _wordless_column(table: Table, index: int) -> Iterator[Place]:
    """
    Yield the last column's cells of a table without headings, if no print stands in it.

    A payroll sheet goes on over pages; the headings do not. Amounts elsewhere in the rows show that
    it is one.
    """
    if table.rows < 3 or table.columns < 5 or not table.ruled:
        return
    first = table.row(0)
    if any(any("一" <= char <= "鿿" for char in c.text) and len(c.text) > 3 for c in first[2:]):
        return
    for column in (table.columns - 1, table.columns - 2):
        cells = [c for c in table.column(column) if c.column_span == 1 and c.row_span == 1]
        body = [
            cell
            for cell in cells
            if _lists_somebody([c for c in table.row(cell.row) if c.column != column])
        ]
        printed = sum(any(char.isdigit() for char in cell.text) for cell in body)
        if len(body) >= 2 and printed == 0 and _wide_enough(table, body):
            for cell in body:
                place = _cell_place(table, index, ([cell.row], cell.box), "")
                yield replace(place, inferred=True)
            return


def _wide_enough(table: Table, body: Sequence[Cell]) -> bool:
    """Say whether a column is as wide as signatures need: wider than the usual column."""
    widths = [cell.box.width for cell in table.cells if cell.column_span == 1]
    return median(cell.box.width for cell in body) >= 0.8 * median(widths)


def _after_labels(
    page: PageImage, words: Sequence[Word], tables: Sequence[Table], columns: Sequence[Place]
) -> Iterator[Place]:
    """Yield the places after labels, inside tables and out."""
    for word in words:
        if is_signature_header(word.text) and _is_heading(word, words, columns):
            continue
        for label in labels_in(word.text):
            place = _place_of(page, word, label, words, tables)
            if place is not None:
                yield place


def _is_heading(word: Word, words: Sequence[Word], columns: Sequence[Place]) -> bool:
    """
    Say whether a word heads a column of signatures rather than asking for one beside it.

    领款人签字 on a receipt may have the pieces of a name and a date on its line, as a heading has
    other headings; but no column is below it.
    """
    x = word.box.centre[0]
    if any(p.box.left <= x <= p.box.right and p.box.top >= word.box.top for p in columns):
        return True
    return heads_columns(word, words) and tight(word.text).startswith("签")


def _place_of(
    page: PageImage,
    word: Word,
    label: Label,
    words: Sequence[Word],
    tables: Sequence[Table],
) -> Place | None:
    """Find the room that a label asks to be signed: beside it, in the next cell, or below."""
    left = _end_of(word, label)
    cell = _cell_around(word.box, tables)
    right = min(left + page.px(ROOM_MM), page.frame.width)
    if cell is not None:
        right = min(right, cell.box.right)
    right = min(right, _next_stop(word, left, label, words))
    label_box = Box(
        left=word.box.left,
        top=word.box.top,
        right=max(left, word.box.left),
        bottom=word.box.bottom,
    )
    narrow = right - left < page.px(LEAST_ROOM_MM)
    if label.weak and label.role is Role.EMPLOYEE and word.box.top < WEAK_BELOW * page.frame.height:
        return None
    box = _elsewhere(page, label_box, cell, tables) if narrow else _beside(page, word, left, right)
    if box is None:
        return None
    return Place(box=box, label=label.text, role=label.role, weak=label.weak, label_box=label_box)


def _end_of(word: Word, label: Label) -> float:
    """Return where the label ends on the page."""
    if label.end >= len(word.text):
        return word.box.right
    if len(word.char_lefts) == len(word.text):
        return word.char_lefts[label.end]
    return word.box.left + word.box.width * label.end / len(word.text)


def _next_stop(word: Word, left: float, label: Label, words: Sequence[Word]) -> float:
    """Return where the next printed words on the line begin that are no part of a signature."""
    following = [other for other in labels_in(word.text) if other.end > label.end]
    if following:
        start = following[0].end - len(following[0].text) - 1
        if len(word.char_lefts) == len(word.text):
            return word.char_lefts[max(start, 0)]
        return word.box.left + word.box.width * start / len(word.text)
    rest = word.text[label.end :]
    if ":" in rest or "：" in rest:
        cut = max(rest.find(mark) for mark in ",，;； ")
        return _end_of(word, replace(label, end=label.end + max(cut, 0)))
    middle = (word.box.top + word.box.bottom) / 2
    lefts = [
        other.box.left
        for other in words
        if other is not word
        and other.box.left > left - 1
        and other.box.top - 0.3 * other.box.height < middle < other.box.bottom
        and stops(other.text)
    ]
    return min(lefts, default=float("inf")) - 0.2 * word.box.height


def _beside(page: PageImage, word: Word, left: float, right: float) -> Box:
    return Box(
        left=left,
        top=max(0.0, word.box.top - page.px(ABOVE_MM)),
        right=max(left, right),
        bottom=min(float(page.frame.height), word.box.bottom + page.px(BELOW_MM)),
    )


def _cell_around(box: Box, tables: Sequence[Table]) -> Cell | None:
    """Return the cell of a ruled table that a word stands in."""
    x, y = box.centre
    for table in tables:
        if not table.ruled:
            continue
        for cell in table.cells:
            if cell.box.left <= x <= cell.box.right and cell.box.top <= y <= cell.box.bottom:
                return cell
    return None


def _elsewhere(
    page: PageImage, label: Box, cell: Cell | None, tables: Sequence[Table]
) -> Box | None:
    """Return the next cell of the row, or the space below the label."""
    if cell is not None:
        for table in tables:
            row = [c for c in table.cells if c.row == cell.row and c.column > cell.column]
            if cell in table.cells and row:
                return min(row, key=lambda c: c.column).box
    bottom = label.bottom + page.px(BELOW_HIGH_MM)
    if bottom > page.frame.height:
        return None
    return Box(
        left=label.left,
        top=label.bottom,
        right=max(label.right, label.left + page.px(ROOM_MM)),
        bottom=bottom,
    )
