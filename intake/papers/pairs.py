"""Labels and their values outside of headed tables: 姓名：张三, 应发工资 8,500.00, form cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.papers.flow import Flow, flow_of_words, line_flows
from intake.papers.headings import AMOUNTS, Heading, heading_of
from intake.text.amounts import amount_candidates
from models.evidence import Box
from models.page import Cell, PageReading, Table, Word

_TOKEN = re.compile(r"[^\s:;，,。；、|]+(?:,\d+[^\s:;]*)?|[¥\d][^\s:;]*")
_MARKED = re.compile(r"[¥￥]\s*:?(\d[\d,.]*\d)")
_STUCK = re.compile(
    r"^([一-鿿()/]{2,12}?)((?:人民币)?[¥￥]?-?\d[\d,.]*元?整?)$|^((?:员工|职工)?姓名|户名)([一-鿿·]{2,8})$"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A known label with what stands beside or below it."""

    kind: Heading
    label: str
    text: str
    page: PageReading
    words: tuple[Word, ...]
    box: Box


def pairs_of(page: PageReading, tables: Sequence[Table]) -> tuple[Pair, ...]:
    """Return the labelled values of a page in reading order: lines of text, then `tables`."""
    inside = [cell.box for table in page.tables for cell in table.cells if table.ruled]
    found = [pair for flow in line_flows(page) for pair in _in_line(page, flow, inside)]
    for table in tables:
        found.extend(_in_table(page, table))
    found.sort(key=lambda pair: (pair.box.centre[1], pair.box.left))
    return tuple(found)


def _in_line(page: PageReading, flow: Flow, inside: Sequence[Box]) -> Iterator[Pair]:
    """Yield the pairs of one line of running text."""
    tokens = list(_tokens(flow))
    for index, (start, end) in enumerate(tokens[:-1]):
        kind = heading_of(flow.text[start:end])
        at, stop = tokens[index + 1]
        if kind is None or heading_of(flow.text[at:stop]) is not None:
            continue
        place = flow.place(at, stop)
        if place is None or any(box.overlap(place[1]) > 0.5 * place[1].area for box in inside):
            continue
        words = _cut_words(flow, at, stop)
        text = flow.text[at:stop]
        if kind not in AMOUNTS or amount_candidates(text):
            yield Pair(kind, flow.text[start:end], text, page, words, place[1])


def _tokens(flow: Flow) -> Iterator[tuple[int, int]]:
    """Yield the stretches between blanks and colons; a label stuck to its amount is parted."""
    for match in _TOKEN.finditer(flow.text):
        stuck = _STUCK.match(match[0])
        label = "" if stuck is None else (stuck[1] or stuck[3])
        if heading_of(label) is not None:
            middle = match.start() + len(label)
            yield match.start(), middle
            yield middle, match.end()
        else:
            yield match.start(), match.end()


def _cut_words(flow: Flow, start: int, end: int) -> tuple[Word, ...]:
    """Return the words of a stretch, cut to it, as one word where it lies inside a longer one."""
    touched = flow.words(start, end)
    place = flow.place(start, end)
    if place is None:
        return ()
    text = flow.text[start:end].strip()
    first = touched[0][1]
    if len(touched) == 1 and len(first.text) <= len(text):
        return (first,)
    score = flow.score(start, end)
    return (Word(text=text, box=place[1], score=score, reader=first.reader),)


def _in_table(page: PageReading, table: Table) -> Iterator[Pair]:
    """Yield a form's pairs: a label cell with the cell right of it, else with the one below."""
    for cell in table.cells:
        kind = heading_of(cell.text)
        if kind is None:
            yield from _inside_cell(page, cell)
            continue
        value = _beside(table, cell) or _below(table, cell)
        if value is None:
            continue
        if kind not in AMOUNTS or amount_candidates(value.text):
            yield Pair(kind, cell.text, value.text, page, value.words, value.box)
        else:
            yield from _figures(page, cell, value, kind)


def _figures(page: PageReading, label: Cell, value: Cell, kind: Heading) -> Iterator[Pair]:
    """Yield the figures beside an amount in words: 人民币（大写）捌仟元整 ¥8,000.00."""
    flow = flow_of_words(page, value.words)
    found = list(_MARKED.finditer(flow.text))
    place = flow.place(*found[0].span(1)) if len(found) == 1 else None
    if place is not None:
        words = _cut_words(flow, *found[0].span(1))
        yield Pair(kind, label.text, found[0][1], page, words, place[1])


def _inside_cell(page: PageReading, cell: Cell) -> Iterator[Pair]:
    """Yield the pairs that stand in one cell: 姓名：张三."""
    if ":" in cell.text or "：" in cell.text:
        yield from _in_line(page, flow_of_words(page, cell.words), ())


def _beside(table: Table, cell: Cell) -> Cell | None:
    """Return the filled cell right of a label that is no label itself."""
    return _value_at(table, cell.row, cell.column + cell.column_span)


def _below(table: Table, cell: Cell) -> Cell | None:
    """Return the filled cell below a label that is no label itself."""
    return _value_at(table, cell.row + cell.row_span, cell.column)


def _value_at(table: Table, row: int, column: int) -> Cell | None:
    """Return the cell at a place if it holds a value."""
    if row >= table.rows or column >= table.columns:
        return None
    for cell in table.row(row):
        if cell.column <= column < cell.column + cell.column_span:
            filled = cell.text.strip() and heading_of(cell.text) is None
            return cell if filled else None
    return None
