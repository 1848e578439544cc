"""Forms: cells that hold a label, and the cell that answers it."""

import re
from collections.abc import Iterator, Sequence

from intake.papers.flow import Flow, flow_of_words
from intake.text.fold import bare
from models.page import Cell, PageReading, Table

LONGEST_LABEL = 14


def form_values(
    pages: Sequence[PageReading], label: re.Pattern[str]
) -> Iterator[tuple[PageReading, Cell]]:
    """Yield the filled cells right of (else below) the cells that hold a label."""
    for page in pages:
        for table in page.tables:
            for cell in table.cells:
                if len(bare(cell.text)) <= LONGEST_LABEL and label.search(bare(cell.text)):
                    value = _answer(table, cell)
                    if value is not None:
                        yield page, value


def _answer(table: Table, cell: Cell) -> Cell | None:
    """Return the filled cell right of a label, else the one below."""
    places = (
        (cell.row, cell.column + cell.column_span),
        (cell.row + cell.row_span, cell.column),
    )
    for row, column in places:
        if row >= table.rows or column >= table.columns:
            continue
        for other in table.row(row):
            if other.column <= column < other.column + other.column_span and other.text.strip():
                return other
    return None


def led_in(label: str, page: PageReading, cell: Cell) -> Flow:
    """Return a cell's text led in by a label."""
    flow = flow_of_words(page, cell.words)
    return Flow(label + flow.text, (*(None for _ in label), *flow.sources))
