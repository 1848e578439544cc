"""Rows of headed payroll tables as what they say of one person: names, months, amounts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from intake.papers.headings import AMOUNTS, Heading, heading_of
from intake.papers.money import Money, money_of
from intake.papers.table_head import Column, Section, column_months, sections
from intake.text.amounts import looks_numeric
from intake.text.fold import bare, tight
from intake.text.identifiers import check_id
from intake.text.lines import union_of
from intake.text.months import MonthMention, find_months
from intake.text.names import looks_like_person, person_name
from models.evidence import Box, FieldValue, Reading
from models.page import Cell, PageReading, Table

_TOTAL = re.compile(r"^(?:本页|本月|全厂|部门|人员|工资)?(?:合计|总计|小计|共计|累计|总和|汇总)")
_SUM_OF = re.compile(r"^.{1,10}(?:合计|总计|小计|共计)[:：]?$")
"""财务部小计."""
_GROSS_TITLE = re.compile(r"应发|应付(?:工资|薪)|税前")
_NET_TITLE = re.compile(r"实发|实领|实付|税后")
_FOOT = re.compile(
    r"签[名字章][:：]|领款人|日期[:：]|制表|审核|复核|审批|批准|主管|负责人|出纳|会计|制单|填表|经办|说明|备注[:：]"
)
_OF_PAYMENT = ("金额", "小写", "发放", "打卡", "卡发", "代发", "领取", "领款")
MOST_READ = 0.6
"""In a nameless row this part of what is printed has to be amounts; seals and feet are not."""
ODD_NAME = 0.6
"""What does not look like a name is one with this part of its score."""


@dataclass(frozen=True, slots=True)
class PayRow:
    """What one row, column or slip says of one person in one month."""

    page: PageReading
    box: Box
    name: FieldValue
    id_number: FieldValue = field(default_factory=FieldValue)
    position: FieldValue = field(default_factory=FieldValue)
    month: MonthMention | None = None
    month_field: FieldValue = field(default_factory=FieldValue)
    gross: Money | None = None
    net: Money | None = None
    deducted: Money | None = None
    earnings: dict[str, Money] = field(default_factory=dict)
    deductions: dict[str, Money] = field(default_factory=dict)
    others: dict[str, Money] = field(default_factory=dict)
    rivals: dict[str, Money] = field(default_factory=dict)
    """Amounts under several headings that each may name the gross, where they differ."""
    table: int | None = None
    row: int | None = None
    in_column: bool = False
    """It stands in a column of a table that lies on its side."""
    total: bool = False
    """It sums the rows above it and is nobody's."""
    number: int | None = None
    """The running number, where the row has one."""


def rows_of(
    page: PageReading, index: int, parts: Sequence[Section] | None = None
) -> tuple[PayRow, ...]:
    """Return the rows of the page's table `index`, read under its own headings or `parts`."""
    table = page.tables[index]
    found: list[PayRow] = []
    for section in parts if parts is not None else sections(table):
        rows = list(_section_rows(page, index, section))
        if section.of(Heading.NAME) or not found or len(rows) != 1:
            found.extend(rows)
        else:
            found[-1] = _joined(found[-1], rows[0])
    return tuple(found)


def _section_rows(page: PageReading, index: int, section: Section) -> Iterator[PayRow]:
    """Yield the rows of one section, whichever way its months run."""
    table = page.tables[index]
    months = column_months(section)
    if len(months) >= 2:
        if section.of(Heading.NAME):
            for row in section.body:
                yield from _by_month_column(page, index, row, section)
        else:
            yield from _transposed(page, table, section, months)
        return
    for row in section.body:
        made = _pay_row(page, index, row, section.columns)
        if made is not None:
            yield made


def _pay_row(page: PageReading, index: int, row: int, columns: Sequence[Column]) -> PayRow | None:
    """Read one row; None if it is nobody's and no total."""
    cells = page.tables[index].row(row)
    filled = [cell for cell in cells if cell.text.strip()]
    total = _is_total(filled)
    if not filled or (not total and _is_foot(filled)):
        return None
    amounts = _amounts(page, cells, columns)
    name = _name(page, _cell_of(cells, columns, Heading.NAME))
    if not _is_somebody(amounts, name, total=total):
        return None
    month_cell = _cell_of(cells, columns, Heading.MONTH)
    mention = _month(month_cell)
    return PayRow(
        page=page,
        box=union_of(cell.box for cell in cells),
        name=name,
        id_number=_id(page, _cell_of(cells, columns, Heading.ID_NUMBER)),
        position=_plain_field(page, _cell_of(cells, columns, Heading.POSITION)),
        month=mention,
        month_field=_plain_field(page, month_cell),
        table=index,
        row=row,
        total=total,
        number=_number(_cell_of(cells, columns, Heading.INDEX)),
        **_sorted_amounts(amounts, columns),  # type: ignore[arg-type]
    )


def _is_somebody(amounts: dict[int, Money], name: FieldValue, *, total: bool) -> bool:
    """Say whether a row holds a person's pay: readable amounts, or a name beside any print."""
    printed = [money for money in amounts.values() if not money.blank]
    read = [money for money in printed if money.first is not None]
    if total or (name.value is not None and looks_like_person(name.value)):
        return bool(read) or (bool(printed) and not total)
    return len(read) >= max(MOST_READ * len(printed), 1) and len(printed) >= 2


def _amounts(
    page: PageReading, cells: Sequence[Cell], columns: Sequence[Column]
) -> dict[int, Money]:
    """Return the money under each amount heading, by column."""
    found: dict[int, Money] = {}
    for column in columns:
        if column.kind in AMOUNTS:
            cell = _at(cells, column.index)
            if cell is not None and cell.column == column.index:
                found[column.index] = money_of(page, cell.words, cell.box)
    return found


def _sorted_amounts(
    amounts: dict[int, Money], columns: Sequence[Column]
) -> dict[str, Money | dict[str, Money] | None]:
    """Sort a row's amounts by what they are; of doubled headings none is decisive."""
    by_kind: dict[Heading, dict[str, Money]] = {kind: {} for kind in AMOUNTS}
    for column in columns:
        if column.kind in AMOUNTS and column.index in amounts:
            label = column.label or column.kind.value
            own = by_kind[column.kind]
            own[label if label not in own else f"{label}#{column.index}"] = amounts[column.index]
    gross, net = _only(by_kind[Heading.GROSS]), _only(by_kind[Heading.NET])
    rivals = by_kind[Heading.GROSS] if gross is None and len(by_kind[Heading.GROSS]) > 1 else {}
    paid = _only(by_kind[Heading.PAID])
    others = {**by_kind[Heading.ASIDE], **by_kind[Heading.TOTAL]}
    if net is None and paid is not None and not by_kind[Heading.NET] and _names_payment(by_kind):
        net = paid
    else:
        others |= by_kind[Heading.PAID]
    return {
        "gross": gross,
        "net": net,
        "deducted": _only(by_kind[Heading.DEDUCTED]),
        "earnings": by_kind[Heading.EARNING],
        "deductions": by_kind[Heading.DEDUCTION],
        "others": others,
        "rivals": rivals,
    }


def _names_payment(by_kind: dict[Heading, dict[str, Money]]) -> bool:
    """Say whether the paid column is named for the payment: 金额, 代发金额; 工资 alone is not."""
    label = next(iter(by_kind[Heading.PAID]))
    return any(word in label for word in _OF_PAYMENT)


def _only(found: dict[str, Money]) -> Money | None:
    """Return the only amount of a kind; two that say the same are one."""
    values = list(found.values())
    if len(values) > 1 and len({money.first for money in values}) > 1:
        return None
    return values[0] if values else None


def _by_month_column(page: PageReading, index: int, row: int, section: Section) -> Iterator[PayRow]:
    """Yield one row per month where the columns are headed by months."""
    shared = [column for column in section.columns if not column.month]
    amounts = _titled(page, page.tables[index])
    for heading in dict.fromkeys(c.month for c in section.columns if c.month):
        own = [
            column if column.kind is not None else replace(column, kind=amounts)
            for column in section.columns
            if column.month == heading
        ]
        made = _pay_row(page, index, row, [*shared, *own])
        mention = _mention(heading)
        if made is not None and mention is not None and _some_amount(made):
            yield replace(made, month=mention)


def _titled(page: PageReading, table: Table) -> Heading:
    """Say by the title above a table what amounts are that only a month heads."""
    above = [word.text for word in page.words if word.box.bottom <= table.box.top]
    told = {
        kind
        for kind, words in ((Heading.GROSS, _GROSS_TITLE), (Heading.NET, _NET_TITLE))
        if any(words.search(text) for text in above)
    }
    return told.pop() if len(told) == 1 else Heading.TOTAL


def _some_amount(row: PayRow) -> bool:
    """Say whether a row has an amount at all."""
    decisive = [money for money in (row.gross, row.net) if money is not None]
    return any(not money.blank for money in (*decisive, *row.others.values()))


def _transposed(
    page: PageReading, table: Table, section: Section, months: dict[int, str]
) -> Iterator[PayRow]:
    """Yield one row per month column where the rows are headed by what the amounts are."""
    kinds = {row: _row_heading(table, row) for row in section.body}
    for index, heading in months.items():
        mention = _mention(heading)
        columns = []
        cells = []
        for place, (row, (kind, label)) in enumerate(kinds.items()):
            cell = _at(table.row(row), index)
            if kind in AMOUNTS and cell is not None:
                columns.append(Column(place, kind, label))
                cells.append(cell.model_copy(update={"column": place, "column_span": 1}))
        if mention is None or not cells:
            continue
        amounts = _amounts(page, cells, columns)
        made = PayRow(
            page=page,
            box=union_of(cell.box for cell in cells),
            name=FieldValue(),
            **_sorted_amounts(amounts, columns),  # type: ignore[arg-type]
        )
        yield replace(made, month=mention)


def _row_heading(table: Table, row: int) -> tuple[Heading | None, str]:
    """Return what heads a row: its first cell with a known heading."""
    for cell in table.row(row):
        kind = heading_of(cell.text)
        if kind is not None:
            return kind, bare(cell.text)
        if looks_numeric(cell.text):
            break
    return None, ""


def _joined(first: PayRow, second: PayRow) -> PayRow:
    """Join the two lines of a slip that is too wide for one."""
    return replace(
        first,
        box=first.box.union(second.box),
        name=first.name if first.name.value else second.name,
        id_number=first.id_number if first.id_number.value else second.id_number,
        position=first.position if first.position.value else second.position,
        month=first.month or second.month,
        gross=first.gross or second.gross,
        net=first.net or second.net,
        deducted=first.deducted or second.deducted,
        earnings={**first.earnings, **second.earnings},
        deductions={**first.deductions, **second.deductions},
        others={**first.others, **second.others},
        rivals={**first.rivals, **second.rivals},
    )


def _cell_of(cells: Sequence[Cell], columns: Sequence[Column], kind: Heading) -> Cell | None:
    """Return a row's cell under the first column of a kind."""
    column = next((column for column in columns if column.kind is kind), None)
    return None if column is None else _at(cells, column.index)


def _at(cells: Sequence[Cell], index: int) -> Cell | None:
    """Return the cell that covers a column."""
    return next((c for c in cells if c.column <= index < c.column + c.column_span), None)


def _is_total(cells: Sequence[Cell]) -> bool:
    """Say whether a row is a sum: one of its first words says so."""
    words = [cell.text for cell in cells if not looks_numeric(cell.text)]
    return any(_TOTAL.match(tight(text)) or _SUM_OF.match(tight(text)) for text in words[:3])


def _is_foot(cells: Sequence[Cell]) -> bool:
    """Say whether a row holds the signatures under a table."""
    return any(_FOOT.search(cell.text) for cell in cells[:3]) and not any(
        looks_numeric(cell.text) for cell in cells
    )


def _name(page: PageReading, cell: Cell | None) -> FieldValue:
    """Read a name cell; what does not look like a name keeps its reading with a low score."""
    if cell is None or not cell.text.strip():
        place = None if cell is None else page.evidence(cell.box, score=0.0)
        return FieldValue(evidence=place)
    name = person_name(cell.text)
    score = cell.score if looks_like_person(name) else ODD_NAME * cell.score
    base = _plain_field(page, cell)
    return base.model_copy(update={"value": name or None, "score": score if name else 0.0})


def _id(page: PageReading, cell: Cell | None) -> FieldValue:
    """Read an ID cell."""
    if cell is None or not cell.text.strip():
        return FieldValue()
    return id_field(_plain_field(page, cell), cell.text)


def id_field(base: FieldValue, text: str) -> FieldValue:
    """Put an ID's value into a field: valid, the only repair, or as read with the doubt noted."""
    check = check_id(text)
    if check.valid:
        score = max(base.score, 0.97)
        return base.model_copy(update={"value": check.value, "score": score})
    if len(check.candidates) == 1:
        note = f"repaired by check digit from {check.value}"
        return base.model_copy(
            update={"value": check.candidates[0], "score": 0.75 * base.score, "note": note}
        )
    partly = len(check.value) not in {15, 18}
    note = "incomplete" if partly else "check digit wrong"
    value = None if partly else check.value
    return base.model_copy(update={"value": value, "score": 0.4 * base.score, "note": note})


def _plain_field(page: PageReading, cell: Cell | None) -> FieldValue:
    """Return a cell's text as a field."""
    if cell is None or not cell.text.strip():
        return FieldValue()
    reader = cell.words[0].reader if cell.words else ""
    evidence = page.evidence(cell.box, score=cell.score, reader=reader, text=cell.text)
    reading = Reading(value=tight(cell.text), reader=reader, score=cell.score, evidence=evidence)
    return FieldValue(
        value=tight(cell.text), score=cell.score, evidence=evidence, readings=(reading,)
    )


def _month(cell: Cell | None) -> MonthMention | None:
    """Return the month that a cell names."""
    return None if cell is None else _mention(cell.text)


def _mention(text: str) -> MonthMention | None:
    """Return the only month that a short text names."""
    found = [mention for mention in find_months(text) if not mention.has_day]
    return found[0] if len(found) == 1 else None


def _number(cell: Cell | None) -> int | None:
    """Return a running number."""
    digits = "" if cell is None else tight(cell.text)
    return int(digits) if digits.isdigit() and len(digits) <= 4 else None
