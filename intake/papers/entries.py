"""
Rows into entries: arithmetic over each row and over the columns settles the amounts.

gross - deductions = net and the sum of the earnings = gross are held against every row; the second
only where the table as a whole bears it out, for tables leave columns out of their sums. A column's
total confirms each of its rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from intake.papers.money import ARITHMETIC, DOUBTED, OUTVOTED, Claim, Money, settle, value_of
from intake.papers.pay_rows import PayRow
from models.evidence import FieldValue
from models.marks import Role
from models.paper import PageRef, PayrollEntry
from models.quantities import Month

BORNE_OUT = 0.6
"""A table bears an identity out if this part of its rows obeys it, and two rows at least."""

SEVERAL = 3

FEW, WITH_FEN = 5, 0.85
"""A paper of at least so many amounts, this part of which has a point, prints fen throughout."""

NET_CHECK = "gross-deductions=net"
ITEMS_CHECK = "sum(items)=gross"
TOTAL_CHECK = "column total=sum(gross)"

Rule = Callable[[PayRow], bool | None]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the rows of a paper bear out together."""

    items_hold: bool
    """The earnings of most rows add up to gross."""
    net_fails: bool
    """gross - deductions is not net in most rows: the sheet reckons otherwise."""
    gross_total_holds: bool
    net_total_holds: bool
    total_fails: bool
    """The printed total of gross is another than the sum of rows that were all read twice."""


def entries_of(
    rows: Sequence[PayRow], months: Callable[[PayRow], Month | None]
) -> tuple[PayrollEntry, ...]:
    """Return the people's entries; `months` says a row's own month where it has one."""
    rows = _with_told_gross(rows)
    if _with_fen(rows):
        rows = [_marked(row) for row in rows]
    people = [row for row in rows if not row.total]
    sums = _sums(rows, people)
    return tuple(_entry(row, sums, months(row)) for row in people)


def _with_told_gross(rows: Sequence[PayRow]) -> Sequence[PayRow]:
    """
    Settle by arithmetic which of several headings names the gross: 应发工资 or 应发合计.

    Only one of them less the deductions may make the net, and in all of the rows.
    """
    labels = {label for row in rows for label in row.rivals}
    told = []
    for label in labels:
        tried = [_told(row, label) for row in rows if not row.total]
        answers = [answer for row in tried if (answer := net_holds(row)) is not None]
        if answers and all(answers):
            told.append(label)
    return [_told(row, told[0]) for row in rows] if len(told) == 1 else rows


def _told(row: PayRow, label: str) -> PayRow:
    """Return a row with the gross that stands under a heading."""
    if label not in row.rivals:
        return row
    aside = {name: money for name, money in row.rivals.items() if name != label}
    return replace(row, gross=row.rivals[label], rivals={}, others={**row.others, **aside})


def _with_fen(rows: Sequence[PayRow]) -> bool:
    """Say whether a paper prints its amounts with fen, nearly all of them."""
    texts = [m.text for row in rows for m in _monies(row) if not m.blank and m.first is not None]
    return len(texts) >= FEW and sum("." in text for text in texts) >= WITH_FEN * len(texts)


def _monies(row: PayRow) -> Iterator[Money]:
    """Yield all amounts of a row."""
    for money in (row.gross, row.net, row.deducted):
        if money is not None:
            yield money
    for part in (row.earnings, row.deductions, row.others):
        yield from part.values()


def _marked(row: PayRow) -> PayRow:
    """Note in a row's amounts that they are printed with fen."""

    def one(money: Money | None) -> Money | None:
        return None if money is None else replace(money, fen=True)

    def all_of(part: dict[str, Money]) -> dict[str, Money]:
        return {label: replace(money, fen=True) for label, money in part.items()}

    return replace(
        row,
        gross=one(row.gross),
        net=one(row.net),
        deducted=one(row.deducted),
        earnings=all_of(row.earnings),
        deductions=all_of(row.deductions),
        others=all_of(row.others),
    )


def _entry(row: PayRow, sums: Sums, month: Month | None) -> PayrollEntry:
    """Make one entry."""
    gross = _settled(row.gross, _gross_claims(row, sums))
    net = _settled(row.net, _net_claims(row, sums))
    if _is_upside_down(gross, net):
        gross, net = _doubted(gross), _doubted(net)
    return PayrollEntry(
        name=row.name,
        id_number=row.id_number,
        position=row.position,
        month=month,
        gross=gross,
        net=net,
        items={label: settle(money) for label, money in _items(row)},
        place=PageRef(file=row.page.file, page=row.page.page),
        row=row.box,
        slots=_slots(row),
        checks=_checks(row, sums, gross, net),
    )


def _is_upside_down(gross: FieldValue, net: FieldValue) -> bool:
    """Say whether more would be paid out than was earned."""
    earned, paid = value_of(gross), value_of(net)
    return earned is not None and paid is not None and paid > earned


def _doubted(field: FieldValue) -> FieldValue:
    """Lower a score that rests on one reading; what two sources bear out stands."""
    if field.score >= OUTVOTED:
        return field
    return field.model_copy(update={"score": min(field.score, DOUBTED), "note": "net above gross"})


def _settled(money: Money | None, claims: Sequence[Claim]) -> FieldValue:
    """Settle an amount that the paper has a place for."""
    return FieldValue(note="not printed") if money is None else settle(money, claims)


def _items(row: PayRow) -> Iterable[tuple[str, Money]]:
    """Return all amounts but gross and net, with their headings."""
    yield from row.earnings.items()
    yield from row.deductions.items()
    if row.deducted is not None:
        yield "扣款合计", row.deducted
    yield from row.others.items()
    yield from row.rivals.items()


def _gross_claims(row: PayRow, sums: Sums) -> list[Claim]:
    """Return what arithmetic says gross is."""
    claims = []
    net = None if row.net is None else row.net.first
    cut = _deductions(row)
    if net is not None and cut is not None:
        firm = not sums.net_fails and _all_clear(row.net, *_cuts(row))
        claims.append(Claim(net + cut, f"{ARITHMETIC}:net+deductions", firm=firm))
    earned = _sum(row.earnings)
    if sums.items_hold and earned is not None:
        firm = _all_clear(*row.earnings.values())
        claims.append(Claim(earned, f"{ARITHMETIC}:sum of items", firm=firm))
    if sums.gross_total_holds and row.gross is not None and row.gross.first is not None:
        claims.append(Claim(row.gross.first, f"{ARITHMETIC}:column total"))
    return claims


def _net_claims(row: PayRow, sums: Sums) -> list[Claim]:
    """Return what arithmetic says net is."""
    claims = []
    gross = None if row.gross is None else row.gross.first
    cut = _deductions(row)
    if gross is not None and cut is not None:
        firm = not sums.net_fails and _all_clear(row.gross, *_cuts(row))
        claims.append(Claim(gross - cut, f"{ARITHMETIC}:gross-deductions", firm=firm))
    if sums.net_total_holds and row.net is not None and row.net.first is not None:
        claims.append(Claim(row.net.first, f"{ARITHMETIC}:column total"))
    return claims


def _deductions(row: PayRow) -> Decimal | None:
    """Return what is deducted: the printed sum, else the sum of its parts; None if unreadable."""
    if row.deducted is not None and row.deducted.first is not None:
        return row.deducted.first
    return _sum(row.deductions)


def _cuts(row: PayRow) -> tuple[Money, ...]:
    """Return the amounts that the deductions were taken from."""
    if row.deducted is not None and row.deducted.first is not None:
        return (row.deducted,)
    return tuple(row.deductions.values())


def _all_clear(*monies: Money | None) -> bool:
    """Say whether amounts were all read clearly."""
    return all(money is not None and money.clear for money in monies)


def _sum(parts: dict[str, Money]) -> Decimal | None:
    """Add amounts, blanks being nought; None if there is none or one cannot be read."""
    values = [Decimal(0) if money.blank else money.first for money in parts.values()]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def _sums(rows: Sequence[PayRow], people: Sequence[PayRow]) -> Sums:
    """Hold the identities against all rows."""
    return Sums(
        items_hold=_borne_out(people, items_hold),
        net_fails=_fails(people, net_holds),
        gross_total_holds=_total_holds(rows, lambda row: row.gross),
        net_total_holds=_total_holds(rows, lambda row: row.net),
        total_fails=_total_fails(rows),
    )


def _borne_out(people: Sequence[PayRow], rule: Rule) -> bool:
    """Say whether most of the rows that can be checked obey a rule."""
    answers = [answer for row in people if (answer := rule(row)) is not None]
    held = sum(answers)
    return held >= max(1 if len(people) == 1 else 2, BORNE_OUT * len(answers))


def _fails(people: Sequence[PayRow], rule: Rule) -> bool:
    """Say whether a table of several rows speaks against a rule: few rows may be misread."""
    answers = [answer for row in people if (answer := rule(row)) is not None]
    return len(answers) >= SEVERAL and sum(answers) < BORNE_OUT * len(answers)


def net_holds(row: PayRow) -> bool | None:
    """Say whether gross - deductions = net; None where one of them cannot be read."""
    cut = _deductions(row)
    if row.gross is None or row.net is None or cut is None:
        return None
    if row.gross.first is None or row.net.first is None:
        return None
    return row.gross.first - cut == row.net.first


def items_hold(row: PayRow) -> bool | None:
    """Say whether the earnings add up to gross; None where that cannot be told."""
    earned = _sum(row.earnings)
    if earned is None or row.gross is None or row.gross.first is None or len(row.earnings) < 2:
        return None
    return earned == row.gross.first


def with_totals(rows: Sequence[PayRow]) -> tuple[PayRow, ...]:
    """Mark nameless rows that are sums of the rows above: their 合计 was not readable."""
    marked: list[PayRow] = []
    for row in rows:
        people = [other for other in marked if not other.total]
        if not row.total and row.name.value is None and _sums_up(row, people):
            marked.append(replace(row, total=True))
        else:
            marked.append(row)
    return tuple(marked)


def _sums_up(row: PayRow, people: Sequence[PayRow]) -> bool:
    """Say whether two amounts of a row, or one of a short row, are the sums of their columns."""
    if len(people) < 2:
        return False
    amounts = dict(_labelled(row))
    columns = [dict(_labelled(other)) for other in people]
    hits = 0
    for label, value in amounts.items():
        parts = [column[label] for column in columns if label in column]
        hits += value > 0 and len(parts) == len(people) and sum(parts, Decimal(0)) == value
    return hits >= min(2, max(len(amounts), 1))


def _labelled(row: PayRow) -> Iterator[tuple[str, Decimal]]:
    """Yield a row's readable amounts, blanks as nought."""
    fixed = (("gross", row.gross), ("net", row.net), ("deducted", row.deducted))
    named = [(name, money) for name, money in fixed if money is not None]
    for label, money in (*named, *row.earnings.items(), *row.deductions.items()):
        value = Decimal(0) if money.blank else money.first
        if value is not None:
            yield label, value


def _total_holds(rows: Sequence[PayRow], of: Callable[[PayRow], Money | None]) -> bool:
    """Say whether a totals row is the sum of a column, of the whole or of the last page."""
    values: list[Decimal | None] = []
    start = 0
    for row in rows:
        money = of(row)
        value = None if money is None else money.first
        if not row.total:
            values.append(value)
            continue
        if value is not None and _adds_up(values, start, value):
            return True
        start = len(values)
    return False


def _total_fails(rows: Sequence[PayRow]) -> bool:
    """
    Say whether the last total of gross is surely not the sum of the rows.

    One amount badly read among sixty is no contradiction: all have to be read alike twice.
    """
    totals = [row.gross for row in rows if row.total and row.gross is not None]
    people = [row.gross for row in rows if not row.total]
    if not totals or len(people) < SEVERAL or _total_holds(rows, lambda row: row.gross):
        return False
    printed = [money for money in (*people, totals[-1]) if money is not None]
    return len(printed) == len(people) + 1 and all(money.read_twice for money in printed)


def _adds_up(values: Sequence[Decimal | None], start: int, total: Decimal) -> bool:
    """Say whether all amounts, or those since the last total, add up to a total."""
    for part in (values, values[start:]):
        known = [value for value in part if value is not None]
        if len(known) >= 2 and len(known) == len(part) and sum(known, Decimal(0)) == total:
            return True
    return False


def _checks(row: PayRow, sums: Sums, gross: FieldValue, net: FieldValue) -> tuple[str, ...]:
    """Name the arithmetic that held or failed, with the amounts as settled."""
    checks = []
    cut = _deductions(row)
    known_gross, known_net = value_of(gross), value_of(net)
    if cut is not None and known_gross is not None and known_net is not None:
        checks.append(_check(NET_CHECK, held=known_gross - cut == known_net))
    earned = _sum(row.earnings)
    if earned is not None and known_gross is not None and len(row.earnings) > 1:
        held = earned == known_gross
        if held or sums.items_hold:
            checks.append(_check(ITEMS_CHECK, held=held))
    if sums.gross_total_holds or sums.total_fails:
        checks.append(_check(TOTAL_CHECK, held=sums.gross_total_holds))
    return tuple(checks)


def _check(name: str, *, held: bool) -> str:
    """Mark a check that failed."""
    return name if held else f"!{name}"


def _slots(row: PayRow) -> tuple[int, ...]:
    """Return the slots of the page that this row's person has to sign."""
    if row.table is not None:
        return tuple(
            index
            for index, slot in enumerate(row.page.slots)
            if slot.table == row.table and slot.row == row.row
        )
    return tuple(
        index
        for index, slot in enumerate(row.page.slots)
        if (slot.table is None or row.in_column)
        and slot.role is Role.EMPLOYEE
        and _beside(row, index)
    )


def _beside(row: PayRow, index: int) -> bool:
    """Say whether a slot lies in a slip's own height of the page, or in a column of its own."""
    across, middle = row.page.slots[index].box.centre
    if row.in_column:
        return row.box.left <= across <= row.box.right
    return row.box.top - row.box.height <= middle <= row.box.bottom + row.box.height
