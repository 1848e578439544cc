"""
Bookkeeping vouchers (记账凭证, 付款凭证) with payroll lines: accounts, debits and credits.

Such a voucher may book the wages of all: an amount is a person's only where its line names the
person, or where it reckons with one that does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.papers.headings import plain_label
from intake.papers.money import Money, money_of
from intake.papers.pay_rows import PayRow
from intake.text.fold import tight
from intake.text.lines import union_of
from intake.text.names import looks_like_person, person_name
from models.evidence import FieldValue, Reading
from models.page import Cell, PageReading, Table

_SUMMARY = re.compile(r"^摘要|^说明$")
_ACCOUNT = re.compile(r"科目")
_SIDE = re.compile(r"^(?:借方|贷方|借|贷)(?:金额|发生额)?$|^金额$")
_WAGES_DUE = re.compile(r"应付(?:职工薪酬|工资)|应发")
_PAID_FROM = re.compile(r"银行存款|库存现金|现金")
_CUT = re.compile(r"代扣|个人所得税|应交税|社会?保险?|公积金|养老|医疗|失业|个税")
_NAME_AT_END = re.compile(r"[-_—/(（]([一-鿿·]{2,6})[)）]?$")
_NAME_AT_START = re.compile(
    r"^(?:付|支付|发放|发)?([一-鿿·]{2,4}?)(?=\d{2,4}[-年./]|[一二三〇]{2,4}年|\d{1,2}月|实发|应发|工资)"
)
MOST_PAID = 4
"""Columns of a payment table; a payroll has more."""
NAME_SHARE = 0.95
_NO_NAME = re.compile(
    r"支付|代[扣缴]|养老|失业|医疗|银行|存款|现金|工资|薪酬|社保|保险|公积金|税|奖金|应发|实发|本月|发放|计提|单位"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bookkeeping voucher."""

    summary: Cell | None
    account: Cell
    amount: Money


def is_journal(page: PageReading) -> bool:
    """Say whether a page has a bookkeeping table: what it books for all is nobody's wage."""
    return any(_head(table) is not None or _paid_head(table) is not None for table in page.tables)


def journal_rows(page: PageReading) -> tuple[PayRow, ...]:
    """Return the wages that the page's bookkeeping tables book, one row for each person named."""
    found: list[PayRow] = []
    for index, table in enumerate(page.tables):
        head = _head(table)
        paid = _paid_head(table)
        if head is not None:
            lines = list(_lines(page, table, head))
            found.extend(_people(page, lines, index))
        elif paid is not None:
            found.extend(_payments(page, index, list(_paid_lines(page, table, paid))))
    return tuple(found)


def _paid_head(table: Table) -> int | None:
    """Return the row of headings of a payment table without accounts: 摘要, 金额."""
    for row in range(min(table.rows, 3)):
        labels = [plain_label(cell.text) for cell in table.row(row) if cell.text.strip()]
        sides = [label for label in labels if _SIDE.search(label)]
        if len(sides) == 1 and len(labels) <= MOST_PAID and any(map(_SUMMARY.search, labels)):
            return row
    return None


def _paid_lines(page: PageReading, table: Table, head: int) -> Iterator[Line]:
    """Yield the payments, their summaries in the place of accounts."""
    kinds = {cell.column: plain_label(cell.text) for cell in table.row(head)}
    for row in range(head + 1, table.rows):
        cells = {cell.column: cell for cell in table.row(row)}
        summary, amount = _first(cells, kinds, _SUMMARY), _first(cells, kinds, _SIDE)
        if summary is not None and amount is not None and amount.text.strip():
            yield Line(summary, summary, money_of(page, amount.words, amount.box))


def _payments(page: PageReading, table: int, lines: Sequence[Line]) -> Iterator[PayRow]:
    """Yield what was paid to the people named: net, for nothing says more."""
    for line in lines:
        name = _name(line)
        if name is not None and not line.amount.blank:
            yield PayRow(
                page=page,
                box=line.account.box,
                name=_name_field(page, [line], name),
                net=line.amount,
                table=table,
            )


def _head(table: Table) -> int | None:
    """Return the row of a bookkeeping table's headings, among the first few."""
    return next((row for row in range(min(table.rows, 3)) if _is_head(table, row)), None)


def _is_head(table: Table, row: int) -> bool:
    """Say whether a row is headed 摘要, 科目, 借方, 贷方."""
    labels = [plain_label(cell.text) for cell in table.row(row)]
    return any(map(_ACCOUNT.search, labels)) and any(map(_SIDE.search, labels))


def _lines(page: PageReading, table: Table, head: int) -> Iterator[Line]:
    """Yield the lines below the headings that have an account and one amount."""
    kinds = {cell.column: plain_label(cell.text) for cell in table.row(head)}
    for row in range(head + 1, table.rows):
        cells = {cell.column: cell for cell in table.row(row)}
        account = _first(cells, kinds, _ACCOUNT)
        amounts = [
            cells[column]
            for column, label in kinds.items()
            if _SIDE.search(label) and column in cells and cells[column].text.strip()
        ]
        if account is None or not account.text.strip() or len(amounts) != 1:
            continue
        money = money_of(page, amounts[0].words, amounts[0].box)
        if not money.blank:
            yield Line(_first(cells, kinds, _SUMMARY), account, money)


def _first(cells: dict[int, Cell], kinds: dict[int, str], pattern: re.Pattern[str]) -> Cell | None:
    """Return a row's cell under the first heading of a kind."""
    return next(
        (cells[c] for c, label in kinds.items() if pattern.search(label) and c in cells), None
    )


def _people(page: PageReading, lines: Sequence[Line], table: int) -> Iterator[PayRow]:
    """Yield a row for each person; deductions count where only one person is named."""
    names = list(dict.fromkeys(name for line in lines if (name := _name(line)) is not None))
    for name in names:
        own = [
            line for line in lines if _name(line) in ({name} if len(names) > 1 else {name, None})
        ]
        gross = [line for line in own if _WAGES_DUE.search(tight(line.account.text))]
        net = [line for line in own if _is_paid_out(line)]
        cuts = [line for line in own if line not in gross and line not in net and _is_cut(line)]
        if not _reckons(gross, cuts, net):
            gross, net = _naming(gross, name), _naming(net, name)
        if not gross and not net:
            continue
        yield PayRow(
            page=page,
            box=union_of(line.account.box for line in own),
            name=_name_field(page, own, name),
            gross=gross[0].amount if len(gross) == 1 else None,
            net=net[0].amount if len(net) == 1 else None,
            deductions={_cut_label(line): line.amount for line in cuts},
            table=table,
        )


def _naming(lines: Sequence[Line], name: str) -> list[Line]:
    """Return the lines that themselves name a person."""
    return [line for line in lines if _name(line) == name]


def _reckons(gross: Sequence[Line], cuts: Sequence[Line], net: Sequence[Line]) -> bool:
    """Say whether what is due, withheld and paid is one person's: it adds up, one line named."""
    if len(gross) != 1 or len(net) != 1 or not any(_name(line) for line in (*gross, *net)):
        return False
    amounts = [line.amount.first for line in (*gross, *cuts, *net)]
    known = [amount for amount in amounts if amount is not None]
    return len(known) == len(amounts) and known[0] - sum(known[1:-1]) == known[-1]


def _is_paid_out(line: Line) -> bool:
    """Say whether a line pays wages out of bank or cash."""
    return _PAID_FROM.search(line.account.text) is not None


def _is_cut(line: Line) -> bool:
    """Say whether a line books what is withheld."""
    return _CUT.search(line.account.text) is not None


def _cut_label(line: Line) -> str:
    """Return what is withheld: 其他应付款-代扣养老 is 养老."""
    label = plain_label(line.account.text)
    return re.sub(r"^.*代[扣缴]", "", label) or label


def _name(line: Line) -> str | None:
    """Return the person that a line names, behind its account or in its summary."""
    places = [_NAME_AT_END.search(tight(line.account.text))]
    if line.summary is not None:
        places += [
            _NAME_AT_START.search(tight(line.summary.text)),
            _NAME_AT_END.search(tight(line.summary.text)),
        ]
    for match in places:
        if match is not None:
            name = person_name(match[1])
            if looks_like_person(name) and not _NO_NAME.search(name):
                return name
    return None


def _name_field(page: PageReading, lines: Sequence[Line], name: str) -> FieldValue:
    """Return a name with the cell that it stands in."""
    line = next(line for line in lines if _name(line) == name)
    cell = line.account if name in tight(line.account.text) else line.summary or line.account
    reader = cell.words[0].reader if cell.words else ""
    evidence = page.evidence(cell.box, score=cell.score, reader=reader, text=cell.text)
    reading = Reading(value=name, reader=reader, score=cell.score, evidence=evidence)
    return FieldValue(
        value=name, score=NAME_SHARE * cell.score, evidence=evidence, readings=(reading,)
    )
