"""The headings of a payroll table: which rows they fill, what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from intake.papers.headings import (
    Heading,
    group_of,
    heading_of,
    in_group,
    plain_label,
)
from intake.text.amounts import looks_numeric
from intake.text.months import MonthRole, find_months
from models.page import Cell, Table

DEEPEST = 4
"""Rows of headings at most."""
_DECISIVE = frozenset({Heading.NAME, Heading.GROSS, Heading.NET, Heading.PAID, Heading.MONTH})
_GROSS_RANK = ("应发", "应付", "应得", "应领", "税前", "工资", "薪")


@dataclass(frozen=True, slots=True)
class Column:
    """One column as its headings say."""

    index: int
    kind: Heading | None
    label: str
    """The lowest heading, as read."""
    month: str = ""
    """The heading itself where it is a month."""


@dataclass(frozen=True, slots=True)
class Section:
    """A run of rows under one set of headings."""

    head: range
    body: range
    columns: tuple[Column, ...]

    def of(self, kind: Heading) -> tuple[Column, ...]:
        """Return the columns of a kind, left to right."""
        return tuple(column for column in self.columns if column.kind is kind)

    def one(self, kind: Heading) -> Column | None:
        """Return the only column of a kind; None if there is none or several."""
        found = self.of(kind)
        return found[0] if len(found) == 1 else None


_AMOUNTS = {
    Heading.GROSS,
    Heading.NET,
    Heading.PAID,
    Heading.DEDUCTED,
    Heading.DEDUCTION,
    Heading.EARNING,
    Heading.TOTAL,
    Heading.ASIDE,
}
"""A row of three of these is a head; 领款人 | 部门 | 车间 may be a form's labels and values."""


def sections(table: Table) -> tuple[Section, ...]:
    """Return the table's parts, each led by its headings; none if it has no headings."""
    heads = [row for row in range(table.rows) if _is_head(table, row)]
    blocks = _blocks(table, heads)
    found = []
    for index, block in enumerate(blocks):
        end = blocks[index + 1].start if index + 1 < len(blocks) else table.rows
        body = range(block.stop, end)
        if body:
            found.append(Section(block, body, _columns(table, block, body)))
    return tuple(found)


def continued(table: Table, before: Section) -> Section:
    """Read a whole table under the headings of another: it runs on from the page before."""
    return Section(range(0), range(table.rows), before.columns)


def _is_head(table: Table, row: int) -> bool:
    """Say whether a row holds headings: known ones side by side, more of them than numbers."""
    cells = [cell for cell in table.row(row) if cell.row == row and cell.text.strip()]
    if _is_row_of_months(cells):
        return True
    kinds = [heading_of(cell.text) for cell in cells]
    known = sum(kind is not None for kind in kinds)
    numbers = sum(looks_numeric(cell.text) for cell in cells)
    beside = sum(
        one is not None and other is not None and _touch(a, b)
        for (a, one), (b, other) in pairwise(zip(cells, kinds, strict=True))
    )
    if not (known > numbers and beside >= max(1, known // 3)):
        return False
    if any(kind in _DECISIVE for kind in kinds):
        return True
    different = {kind for kind in kinds if kind is not None}
    return known >= 3 and (len(different) >= 3 or bool(different & _AMOUNTS))


def _touch(one: Cell, other: Cell) -> bool:
    """Say whether nothing lies between two cells of a row."""
    return other.column <= one.column + one.column_span


def _is_row_of_months(cells: Sequence[Cell]) -> bool:
    """
    Say whether cells are months in order, labels beside them allowed.

    2024.05 may be an amount: amounts do not rise month by month, nor stand among months alone.
    """
    months = [month for cell in cells if (month := _month_alone(cell.text)) is not None]
    others = [cell.text for cell in cells if _month_alone(cell.text) is None]
    rising = all(one < other for one, other in pairwise(months))
    return len(months) >= 2 and rising and not any(map(looks_numeric, others))


def _month_alone(text: str) -> int | None:
    """Return the ordinal of a cell that is a month and hardly anything else."""
    found = find_months(text)
    if len(found) != 1 or found[0].has_day or len(text) > len(found[0].text) + 3:
        return None
    year, month = found[0].parts[0]
    return (year or 0) * 12 + month


def _blocks(table: Table, heads: Sequence[int]) -> list[range]:
    """Join neighbouring rows of headings, with a row of group names above and spanned rows."""
    blocks: list[range] = []
    for row in heads:
        if blocks and row < blocks[-1].stop:
            continue
        last = blocks[-1].stop if blocks else 0
        start = row - 1 if row - 1 >= last and _names_groups(table, row - 1) else row
        stop = _foot(table, row, set(heads))
        blocks.append(range(start, stop))
    return blocks


def _foot(table: Table, row: int, heads: set[int]) -> int:
    """Return the row after the last of the headings that begin at `row`."""
    stop = row + 1
    while stop < min(table.rows, row + DEEPEST):
        reaching = any(
            c.row + c.row_span > stop
            for c in table.row(stop - 1)
            if c.row_span > 1 and heading_of(c.text) is not None
        )
        if not (reaching or stop in heads) or (stop in heads and _repeats(table, row, stop)):
            break
        stop += 1
    return stop


def _repeats(table: Table, row: int, other: int) -> bool:
    """Say whether two rows hold the same headings: the next slip begins, not a lower level."""
    first = {plain_label(cell.text) for cell in table.row(row) if cell.text}
    second = {plain_label(cell.text) for cell in table.row(other) if cell.row == other}
    return len(first & second) >= 0.6 * max(len(second), 1)


def _names_groups(table: Table, row: int) -> bool:
    """Say whether a row has names of groups of columns and no numbers."""
    texts = [cell.text for cell in table.row(row) if cell.row == row and cell.text.strip()]
    if any(looks_numeric(text) for text in texts):
        return False
    return sum(group_of(text) is not None and len(text) <= 10 for text in texts) >= 1


def _columns(table: Table, head: range, body: range) -> tuple[Column, ...]:
    """Interpret the columns under a block of headings."""
    columns = [_column(table, head, index) for index in range(table.columns)]
    return tuple(_settled(columns, has_body=bool(body)))


def _column(table: Table, head: range, index: int) -> Column:
    """Interpret one column by its headings, top to bottom."""
    cells: list[Cell] = []
    for row in head:
        for cell in table.row(row):
            inside = cell.column <= index < cell.column + cell.column_span
            if inside and cell.text.strip() and cell not in cells:
                cells.append(cell)
    if not cells:
        return Column(index, None, "")
    leaf = cells[-1].text
    groups = [g for cell in cells[:-1] if (g := group_of(cell.text)) is not None]
    group = groups[0] if groups else None
    whole = "".join(cell.text for cell in cells)
    kind = _wrapped(whole) if len(cells) > 1 else None
    if kind is None:
        kind = in_group(heading_of(leaf), group)
    month = leaf if kind is None and find_months(leaf) else ""
    if not month and len(cells) > 1 and find_months(cells[0].text):
        month = cells[0].text
    return Column(index, kind, _label(leaf, whole, kind), month)


def _wrapped(whole: str) -> Heading | None:
    """Interpret headings that were broken into lines: 应发 over 工资."""
    kind = heading_of(whole)
    return kind if kind in {Heading.GROSS, Heading.NET, Heading.DEDUCTED} else None


def _label(leaf: str, whole: str, kind: Heading | None) -> str:
    """Return the name that the column's amounts are kept under."""
    return plain_label(whole if kind is not None and heading_of(leaf) is not kind else leaf)


def _settled(columns: list[Column], *, has_body: bool) -> list[Column]:
    """Settle what single headings leave open: which 合计 is which, one gross of several."""
    if not has_body:
        return columns
    columns = _with_totals(columns)
    return _with_one_gross(columns)


def _with_totals(columns: list[Column]) -> list[Column]:
    """
    Tell what a bare 合计 sums by its place: after earnings and before deductions it is gross.

    小计 alone never is: it may sum part of the earnings.
    """
    kinds = {column.kind for column in columns}
    settled: list[Column] = []
    for column in columns:
        kind = column.kind
        if kind is Heading.TOTAL and "小计" not in column.label:
            before = {c.kind for c in settled}
            after = {c.kind for c in columns[column.index + 1 :]}
            kind = _total_kind(before, after, kinds)
        settled.append(replace(column, kind=kind))
    return settled


def _total_kind(
    before: set[Heading | None], after: set[Heading | None], kinds: set[Heading | None]
) -> Heading:
    """Judge a bare total by the amounts on its left and right."""
    cuts = {Heading.DEDUCTION, Heading.DEDUCTED}
    if Heading.GROSS not in kinds and Heading.EARNING in before and not before & cuts:
        return Heading.GROSS if after & (cuts | {Heading.NET}) else Heading.TOTAL
    if Heading.DEDUCTED not in kinds and before & cuts and Heading.NET in after:
        return Heading.DEDUCTED
    return Heading.TOTAL


def _with_one_gross(columns: list[Column]) -> list[Column]:
    """Keep of several gross columns the one named best; equals are left to arithmetic."""
    gross = [column for column in columns if column.kind is Heading.GROSS]
    if len(gross) < 2:
        return columns
    best = min(_rank(column.label) for column in gross)
    return [
        replace(column, kind=Heading.TOTAL)
        if column.kind is Heading.GROSS and _rank(column.label) > best
        else column
        for column in columns
    ]


def _rank(label: str) -> int:
    """Rank a gross heading: 应发 before 税前 before 工资合计."""
    return next((i for i, word in enumerate(_GROSS_RANK) if word in label), len(_GROSS_RANK))


def column_months(section: Section) -> dict[int, str]:
    """Return the columns that are headed by a month, with the heading."""
    return {
        column.index: column.month
        for column in section.columns
        if column.month
        and any(m.role is not MonthRole.PAID and not m.has_day for m in find_months(column.month))
    }
