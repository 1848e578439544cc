"""Lays a text document out on A4 sheets: lines, tables, pictures, in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
    Text,
    Unseen,
)
from intake.ingest.limits import Limits
from intake.ingest.texts.blocks import (
    Align,
    Block,
    Image,
    PageBreak,
    Paragraph,
    Run,
    Table,
    TableCell,
    TextDocument,
)
from intake.ingest.type import POINT_MM, broken, one_line, width

SHEET_MM = (210.0, 297.0)
MARGIN_MM = 22.0
LINE = 1.5
"""Of the type's height, from one line to the next."""
RULE_MM = 0.25
PADDING_MM = 1.2
PAPER_MM = 80.0
"""A picture so long on one side is a paper of its own, pasted in; a seal is half of it."""
TYPE_MM = (2.8, 8.0)
TINY_POINTS = 4.0
"""Smaller type was meant not to be seen: it is not enlarged."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What must stay together: a line of text, a row of a table. Lengths from its own top."""

    height: float
    items: tuple[Item, ...] = ()
    unseen: tuple[Unseen, ...] = ()


Piece = Strip | PageBreak | PastedPage


def lay_out(document: TextDocument, limits: Limits) -> Laid:
    """Lay a document out. Raises TooManyPages, DamagedFile for one without any content."""
    pages: list[LaidPage | PastedPage] = []
    across = SHEET_MM[0] - 2 * MARGIN_MM
    for page in _pages(_pieces(document.blocks, MARGIN_MM, across)):
        pages.append(page)
        if len(pages) > limits.pages:
            raise TooManyPages(f"more than {limits.pages} pages")
    if not pages:
        raise DamagedFile("the document has no content")
    return Laid(tuple(pages), document.notes)


def _pages(pieces: Iterable[Piece]) -> Iterator[LaidPage | PastedPage]:
    """Fill sheets with strips; a picture of a paper is a page between them."""
    strips: list[Strip] = []
    room = SHEET_MM[1] - 2 * MARGIN_MM
    for piece in pieces:
        full = isinstance(piece, Strip) and sum(s.height for s in strips) + piece.height > room
        if strips and (full or not isinstance(piece, Strip)):
            yield from _sheet(strips)
            strips = []
        if isinstance(piece, PastedPage):
            yield piece
        elif isinstance(piece, Strip):
            strips.append(piece)
    yield from _sheet(strips)


def _sheet(strips: Sequence[Strip]) -> Iterator[LaidPage]:
    """Yield a sheet with its strips; none where they hold nothing."""
    if not any(strip.items or strip.unseen for strip in strips):
        return
    items: list[Item] = []
    unseen: list[Unseen] = []
    top = MARGIN_MM
    for strip in strips:
        items.extend(_lowered(item, top) for item in strip.items)
        unseen.extend(Unseen(text.text, _moved(text.area, top)) for text in strip.unseen)
        top += strip.height
    # A row higher than the sheet, or a seal hanging below the last line, makes the sheet longer:
    # nothing may be cut off.
    lowest = max((item.area.bottom for item in items if isinstance(item, Picture)), default=0.0)
    height = max(SHEET_MM[1], top + MARGIN_MM, lowest + PADDING_MM)
    yield LaidPage(SHEET_MM[0], height, tuple(items), tuple(unseen))


def _lowered(item: Item, by: float) -> Item:
    if isinstance(item, Text | Fill | Picture):
        return replace(item, area=_moved(item.area, by))
    return replace(item, points=tuple((x, y + by) for x, y in item.points))


def _moved(area: Area, down: float) -> Area:
    return Area(area.left, area.top + down, area.right, area.bottom + down)


def _pieces(blocks: Iterable[Block], left: float, across: float) -> Iterator[Piece]:
    """Yield the strips of blocks within a column."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _paragraph(block, left, across)
        elif isinstance(block, Table):
            yield from _table(block, left, across)
        elif isinstance(block, Image):
            yield _image(block, left, across)
        else:
            yield block


def _image(image: Image, left: float, across: float) -> Strip | PastedPage:
    """Set a picture on a line of its own, over what follows, or apart as a paper."""
    if max(image.width, image.height) >= PAPER_MM:
        return PastedPage(image.content)
    if image.floating:
        at = (left + image.across, image.down)
        area = Area(at[0], at[1], at[0] + image.width, at[1] + image.height)
        return Strip(0.0, (Picture(image.content, area),))
    scale = min(1.0, across / max(image.width, 0.1))
    area = Area(left, 0.0, left + image.width * scale, image.height * scale)
    return Strip(area.bottom + PADDING_MM, (Picture(image.content, area),))


def _paragraph(block: Paragraph, left: float, across: float) -> Iterator[Strip]:
    """Yield a paragraph's lines; what it does not show is noted with the first."""
    size = max((type_mm(run.points) for run in block.runs if run.text.strip()), default=TYPE_MM[0])
    here = Area(left, 0.0, left, 0.0)
    unseen = tuple(Unseen(one_line(text), here) for text in block.unseen if text.strip())
    lines = list(_lines(block.runs, across / size))
    if not lines:
        yield Strip(size * LINE if not unseen else 0.0, (), unseen)
    for number, line in enumerate(lines):
        items = tuple(_set(line, block.align, left, across))
        yield Strip(size * LINE, items, unseen if number == 0 else ())


def _lines(runs: Sequence[Run], most: float) -> Iterator[tuple[Run, ...]]:
    """Break a paragraph's text, each line cut into its looks again."""
    text = "".join(run.text for run in runs)
    looks = [run for run in runs for _ in run.text]
    at = 0
    for line in broken(text, most):
        if not line.strip():
            continue
        found = _next(text, line, at)
        yield _cut(line, looks[found : found + len(line)])
        at = found + len(line)


def _next(text: str, line: str, at: int) -> int:
    """Return where a line begins in its text; control characters in it shift it a little."""
    found = text.find(line, at)
    return found if found >= 0 else min(at, max(len(text) - len(line), 0))


def _cut(line: str, looks: Sequence[Run]) -> tuple[Run, ...]:
    """Cut a line where its look changes."""
    cut: list[Run] = []
    for char, look in zip(line, looks, strict=False):
        if cut and (cut[-1].colour, cut[-1].points) == (look.colour, look.points):
            cut[-1] = replace(cut[-1], text=cut[-1].text + char)
        else:
            cut.append(replace(look, text=char))
    return tuple(cut)


def _set(line: Sequence[Run], align: Align, left: float, across: float) -> Iterator[Text]:
    """Set a line's runs beside each other, their feet on one line."""
    sizes = [type_mm(run.points) for run in line]
    lengths = [width(run.text) * size for run, size in zip(line, sizes, strict=True)]
    spare = max(across - sum(lengths), 0.0)
    x = left + {Align.LEFT: 0.0, Align.CENTRE: spare / 2, Align.RIGHT: spare}[align]
    foot = max(sizes) * (1 + (LINE - 1) / 2)
    for run, size, length in zip(line, sizes, lengths, strict=True):
        yield Text(run.text, Area(x, foot - size, x + length, foot), run.colour)
        x += length


def type_mm(points: float) -> float:
    """Return the height of type in millimetres, within what a page can bear."""
    if points < TINY_POINTS:
        return max(points * POINT_MM, 0.05)
    return min(max(points * POINT_MM, TYPE_MM[0]), TYPE_MM[1])


def _table(table: Table, left: float, across: float) -> Iterator[Piece]:
    """Yield a table's rows, and behind it the papers pasted into its cells."""
    total = sum(table.widths) or 1.0
    edges = [left + across * part / total for part in accumulate(table.widths, initial=0.0)]
    for number, row in enumerate(table.rows):
        below = table.rows[number + 1] if number + 1 < len(table.rows) else ()
        cells = list(_placed(row, edges))
        inside = [list(_cell_pieces(cell, x0, x1)) for cell, x0, x1 in cells]
        strips = [[p for p in pieces if isinstance(p, Strip)] for pieces in inside]
        height = max((sum(s.height for s in each) for each in strips), default=0.0)
        height += 2 * PADDING_MM
        yield _row(
            table, [(*placed, s) for placed, s in zip(cells, strips, strict=True)], height, below
        )
        yield from (p for pieces in inside for p in pieces if isinstance(p, PastedPage))


def _placed(
    row: Sequence[TableCell], edges: Sequence[float]
) -> Iterator[tuple[TableCell, float, float]]:
    """Yield the cells of a row with their left and right edges."""
    at, last = 0, len(edges) - 1
    for cell in row:
        end = min(at + max(cell.columns, 1), last)
        if end > at:
            yield cell, edges[at], edges[end]
        at = end


def _cell_pieces(cell: TableCell, x0: float, x1: float) -> Iterator[Piece]:
    room = max(x1 - x0 - 2 * PADDING_MM, 2 * TYPE_MM[0])
    return iter(()) if cell.continues else _pieces(cell.blocks, x0 + PADDING_MM, room)


Placed = tuple[TableCell, float, float, list[Strip]]


def _row(table: Table, cells: Sequence[Placed], height: float, below: Sequence[TableCell]) -> Strip:
    """Put a row together: grounds, rules, and each cell's strips from the top."""
    items: list[Item] = []
    unseen: list[Unseen] = []
    for index, (cell, x0, x1, strips) in enumerate(cells):
        if cell.fill is not None:
            items.append(Fill(Area(x0, 0.0, x1, height), cell.fill))
        if table.ruled:
            goes_on = index < len(below) and below[index].continues
            items.extend(_rules(x0, x1, height, top=not cell.continues, bottom=not goes_on))
        top = PADDING_MM
        for strip in strips:
            items.extend(_lowered(item, top) for item in strip.items)
            unseen.extend(Unseen(text.text, _moved(text.area, top)) for text in strip.unseen)
            top += strip.height
    return Strip(height, tuple(items), tuple(unseen))


def _rules(x0: float, x1: float, height: float, *, top: bool, bottom: bool) -> Iterator[Fill]:
    """Yield the rules of a cell; none between the parts of one merged downwards."""
    half = RULE_MM / 2
    yield Fill(Area(x0 - half, -half, x0 + half, height + half))
    yield Fill(Area(x1 - half, -half, x1 + half, height + half))
    if top:
        yield Fill(Area(x0, -half, x1, half))
    if bottom:
        yield Fill(Area(x0, height - half, x1, height + half))
