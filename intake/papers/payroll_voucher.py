"""A payroll voucher's pages into a paper: months, employer, everyone's entry."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake.papers.entries import entries_of, with_totals
from intake.papers.flow import Flow, line_flows
from intake.papers.journal import is_journal, journal_rows
from intake.papers.parties import employer_in, uscc_in
from intake.papers.pay_rows import PayRow, rows_of
from intake.papers.slips import (
    capital_claims,
    id_in,
    loose_pairs,
    name_in,
    receipt_row,
    slip_rows,
)
from intake.papers.table_head import Section, continued, sections
from intake.papers.turned import turned
from intake.papers.wage_month import (
    ILLEGIBLE,
    Place,
    WageMonths,
    in_file_name,
    month_places,
    resolved,
    wage_months_of,
)
from intake.text.months import MonthMention
from models.evidence import FieldValue
from models.marks import Role
from models.page import PageReading, Table
from models.paper import PageRef, PayrollEntry, VoucherPaper
from models.quantities import Month


def read_voucher(pages: Sequence[PageReading], *, title: str, score: float) -> VoucherPaper:
    """Return what a payroll voucher says; amounts, months and names that are not sure say so."""
    rows = tuple(_with_block_months(with_totals(payroll_rows(pages))))
    wage = wage_months_of(pages)
    entries = entries_of(rows, lambda row: _own_month(row, wage))
    entries = _with_capitals(entries, pages)
    entries = _with_slots(entries, pages)
    months, field = _months(wage, rows)
    if field.note == ILLEGIBLE:
        months, field = in_file_name(pages, field)
    if len(months) == 1:
        entries = tuple(_without_month(entry, months[0]) for entry in entries)
    outside, inside = _flows(pages)
    employer = employer_in(outside)
    return VoucherPaper(
        pages=tuple(PageRef(file=page.file, page=page.page) for page in pages),
        score=score,
        employer=employer if employer.value else employer_in(inside),
        uscc=uscc_in((*outside, *inside)),
        title=title,
        months=months,
        month_field=field,
        entries=entries,
    )


def payroll_rows(pages: Sequence[PageReading]) -> tuple[PayRow, ...]:
    """Return all rows of a voucher: of its tables, running over pages, else of slips, receipts."""
    found: list[PayRow] = []
    last: tuple[Section, int] | None = None
    for page in pages:
        own: list[PayRow] = []
        for index, table in enumerate(page.tables):
            parts = sections(table)
            if parts:
                last = parts[-1], table.columns
            elif (upright := turned(table)) is not None:
                own.extend(_by_column(page, index, upright))
                continue
            elif last is not None and table.columns == last[1] and table.rows > 0:
                parts = (continued(table, last[0]),)
            own.extend(rows_of(page, index, parts))
        people = any(not row.total for row in own)
        found.extend(_named(own, page) if people else (*_without_tables(page), *own))
    return tuple(found)


def _by_column(page: PageReading, index: int, upright: Table) -> Iterator[PayRow]:
    """Yield the people of a table that lies on its side."""
    tables = (*page.tables[:index], upright, *page.tables[index + 1 :])
    for row in rows_of(page.model_copy(update={"tables": tables}), index):
        yield replace(row, page=page, table=None, row=None, in_column=True)


def _named(rows: Sequence[PayRow], page: PageReading) -> Iterator[PayRow]:
    """Give rows without a name the only one that stands beside the table."""
    nameless = [row for row in rows if not row.total and row.name.value is None]
    alone = nameless and len(nameless) == sum(not row.total for row in rows)
    if not alone or any(row.name.evidence for row in nameless):
        yield from rows
        return
    pairs = loose_pairs(page)
    name, number = name_in(pairs), id_in(pairs)
    for row in rows:
        yield row if row.total else replace(row, name=name, id_number=number)


def _without_tables(page: PageReading) -> tuple[PayRow, ...]:
    """Read a page without a headed table: a bookkeeping voucher, slips, else a receipt."""
    if is_journal(page):
        return journal_rows(page)
    slips = slip_rows(page)
    if slips:
        return slips
    receipt = receipt_row(page)
    return () if receipt is None else (receipt,)


def _with_block_months(rows: Sequence[PayRow]) -> Iterator[PayRow]:
    """Give rows the month that stands right above their table, where a page has several."""
    places: dict[tuple[str, int], tuple[Place, ...]] = {}
    for row in rows:
        key = row.page.file, row.page.page
        if key not in places:
            places[key] = month_places(row.page)
        yield row if row.month is not None else replace(row, month=_above(row, places[key]))


def _above(row: PayRow, places: Sequence[Place]) -> MonthMention | None:
    """Return the month nearest above a row, if the page names several one by one."""
    single = [place for place in places if len(place.mention.parts) == 1]
    if len({place.mention.parts for place in single}) < 2:
        return None
    above = []
    for place in single:
        spot = place.flow.place(place.start, place.end)
        if spot is not None and spot[1].centre[1] < row.box.top:
            above.append((spot[1].centre[1], -place.rank, place))
    return max(above, key=lambda item: item[:2])[2].mention if above else None


def _own_month(row: PayRow, wage: WageMonths) -> Month | None:
    """Return a row's own month, if the paper has several and the row says which."""
    if row.month is None:
        return None
    months, _ = resolved(row.month, wage.clues)
    return months[0] if len(months) == 1 else None


def _months(wage: WageMonths, rows: Sequence[PayRow]) -> tuple[tuple[Month, ...], FieldValue]:
    """Return the paper's months: those of its rows where they have their own."""
    own = [(row, _own_month(row, wage)) for row in rows if not row.total]
    named = {month for _, month in own if month is not None}
    if not named or set(wage.months) >= named:
        return wage.months, wage.field
    months = tuple(sorted(named))
    fields = [row.month_field for row, month in own if month is not None]
    first = next((field for field in fields if field.evidence is not None), wage.field)
    score = min((field.score for field in fields if field.value), default=wage.field.score)
    if wage.months and not set(wage.months) & named:
        return (), wage.field.model_copy(update={"value": None, "note": "months disagree"})
    return months, FieldValue(
        value=",".join(map(str, months)),
        score=0.97 * score,
        evidence=first.evidence,
        readings=(*wage.field.readings, *(r for f in fields for r in f.readings)),
    )


def _without_month(entry: PayrollEntry, only: Month) -> PayrollEntry:
    """Leave out a row's month that is the paper's only one."""
    return entry.model_copy(update={"month": None}) if entry.month == only else entry


def _with_capitals(
    entries: tuple[PayrollEntry, ...], pages: Sequence[PageReading]
) -> tuple[PayrollEntry, ...]:
    """Hold the amount in words of a one-person paper against its amounts."""
    claims = [claim for page in pages for claim in capital_claims(page)]
    if len(entries) != 1 or len(claims) != 1:
        return entries
    return (_confirmed(entries[0], f"{claims[0].value:.2f}"),)


def _confirmed(entry: PayrollEntry, words: str) -> PayrollEntry:
    """Let 大写 confirm or doubt an entry's amounts."""
    field = "gross" if entry.gross.value == words else "net"
    value: FieldValue = getattr(entry, field)
    if value.value is None:
        return entry
    if value.value == words:
        better = value.model_copy(update={"score": max(value.score, 0.985), "note": ""})
        return entry.model_copy(update={field: better, "checks": (*entry.checks, f"words={field}")})
    if entry.gross.value is not None and entry.net.value is not None:
        return entry
    worse = value.model_copy(update={"score": min(value.score, 0.5), "note": "words disagree"})
    return entry.model_copy(update={field: worse, "checks": (*entry.checks, f"!words={field}")})


def _with_slots(
    entries: tuple[PayrollEntry, ...], pages: Sequence[PageReading]
) -> tuple[PayrollEntry, ...]:
    """Give a paper's only person all places for an employee's signature on its page."""
    people = {entry.name.value for entry in entries}
    if len(people) != 1 or any(entry.slots for entry in entries):
        return entries
    given = []
    for entry in entries:
        page = next(p for p in pages if (p.file, p.page) == (entry.place.file, entry.place.page))
        slots = tuple(index for index, slot in enumerate(page.slots) if slot.role is Role.EMPLOYEE)
        given.append(entry.model_copy(update={"slots": slots}))
    return tuple(given)


def _flows(pages: Sequence[PageReading]) -> tuple[list[Flow], list[Flow]]:
    """Return the lines around the tables and those inside: a department is no employer."""
    outside: list[Flow] = []
    inside: list[Flow] = []
    for page in pages:
        for flow in line_flows(page):
            place = flow.place(0, len(flow.text))
            if place is None:
                continue
            within = any(table.box.overlap(place[1]) > 0.5 * place[1].area for table in page.tables)
            (inside if within else outside).append(flow)
    return outside, inside


def is_illegible(field: FieldValue) -> bool:
    """Say whether the month could not be read at all."""
    return field.note.startswith(ILLEGIBLE)
