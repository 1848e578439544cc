"""
Where one paper ends and the next begins in a row of pages.

A title begins a paper. Page numbers, clauses that go on counting, a table that runs on, and the
prior that a file holds one paper join pages to the one before. A blank page ends nothing by itself:
a contract may have an empty back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.papers.classify import PageKind
from intake.papers.pay_rows import rows_of
from intake.papers.table_head import sections
from intake.papers.wage_month import wage_months_of
from intake.text.names import NameMatch, compare_company, find_company
from models.page import PageReading
from models.paper import DocumentKind

WEAK = 0.8
"""A page less sure than this may belong to the paper that it follows."""
SAME_HEADINGS = 0.85
"""Share of headings that two pages of one table have in common, misreadings allowed for."""
CLAUSES = 1.5
"""Contract points from which an untitled page may go on a contract."""


@dataclass(slots=True)
class Bundle:
    """Pages that make one paper, while they are being gathered."""

    kind: DocumentKind
    pages: list[PageKind] = field(default_factory=list)

    @property
    def last(self) -> PageKind:
        """Return the page that came last."""
        return self.pages[-1]

    @property
    def score(self) -> float:
        """Return how sure the kind is: that of the surest page of the kind."""
        return max((page.score for page in self.pages if page.kind is self.kind), default=0.5)

    @property
    def title(self) -> str:
        """Return the first title."""
        return next((page.title for page in self.pages if page.title), "")


def gather(pages: Sequence[PageKind]) -> tuple[Bundle, ...]:
    """Put every page into exactly one bundle, bundles in the order of their first pages."""
    bundles: list[Bundle] = []
    open_: Bundle | None = None
    parted = False
    for page in pages:
        if page.kind is DocumentKind.BLANK:
            bundles.append(Bundle(DocumentKind.BLANK, [page]))
            parted = True
            continue
        after_blank, parted = parted, False
        if open_ is not None and _goes_on(open_, page, after_blank=after_blank):
            open_.pages.append(page)
            continue
        open_ = Bundle(page.kind, [page])
        bundles.append(open_)
    return tuple(bundles)


def _goes_on(bundle: Bundle, page: PageKind, *, after_blank: bool) -> bool:
    """Say whether a page continues a paper; behind a blank page only a contract may."""
    numbered = _by_page_number(bundle, page)
    if numbered is not None:
        return numbered
    if after_blank and bundle.kind is not DocumentKind.LABOR_CONTRACT:
        return False
    if page.begins:
        return _same_payroll(bundle, page)
    rules = {
        DocumentKind.LABOR_CONTRACT: _contract_goes_on,
        DocumentKind.PAYROLL_VOUCHER: _payroll_goes_on,
    }
    return rules.get(bundle.kind, _weakly_goes_on)(bundle, page)


def _by_page_number(bundle: Bundle, page: PageKind) -> bool | None:
    """Say what printed page numbers say; None if they say nothing."""
    if page.number is None or bundle.last.number is None or _new_title(bundle, page):
        return None
    if page.number == (bundle.last.number[0] + 1, bundle.last.number[1]):
        return True
    return False if page.number[0] == 1 else None


def _weakly_goes_on(bundle: Bundle, page: PageKind) -> bool:
    """Say whether an untitled page of the same file and kind goes on a paper."""
    return _same_file(bundle, page) and page.score < WEAK and page.kind is bundle.kind


def _new_title(bundle: Bundle, page: PageKind) -> bool:
    """Say whether a page has a title of another kind of paper."""
    return page.begins and page.kind is not bundle.kind


def _contract_goes_on(bundle: Bundle, page: PageKind) -> bool:
    """Say whether an untitled page goes on a contract: clauses, signatures, an annex."""
    points = page.points.get(DocumentKind.LABOR_CONTRACT, 0.0)
    if page.kind is DocumentKind.LABOR_CONTRACT:
        return not _restarts(bundle, page)
    if page.kind in {DocumentKind.PAYROLL_VOUCHER, DocumentKind.IDENTITY}:
        return page.score < WEAK and points >= CLAUSES and _same_file(bundle, page)
    if points >= CLAUSES:
        return True
    loose = page.kind is DocumentKind.OTHER and page.score < WEAK and not page.title
    return loose and _same_file(bundle, page) and (_is_annex(page) or not _is_signed(bundle.last))


def _is_annex(page: PageKind) -> bool:
    """Say whether a page calls itself an annex."""
    return any(word.text.startswith(("附件", "附页", "续页", "附录")) for word in page.page.words)


def _is_signed(page: PageKind) -> bool:
    """Say whether a page has the places where both parties sign: a contract ends there."""
    text = "".join(word.text for word in page.page.words)
    return re.search(r"盖章|公章", text) is not None and re.search(r"签[字名章]", text) is not None


def _restarts(bundle: Bundle, page: PageKind) -> bool:
    """Say whether clauses count from one again and the parties are named again."""
    counted = [n for one in bundle.pages for n in one.articles]
    text = "".join(word.text for word in page.page.words)
    again = bool(page.articles) and page.articles[0] == 1 and bool(counted) and max(counted) > 3
    return again and "甲方" in text and not _same_file(bundle, page)


def _payroll_goes_on(bundle: Bundle, page: PageKind) -> bool:
    """Say whether an untitled page runs on a payroll table."""
    if page.kind not in {DocumentKind.PAYROLL_VOUCHER, DocumentKind.OTHER}:
        return False
    before, now = bundle.last.page, page.page
    if not now.tables:
        return _same_file(bundle, page) and page.kind is DocumentKind.OTHER and _is_short(now)
    if _other_months(before, now):
        return False
    if _numbers_go_on(before, now):
        return True
    return _same_columns(before, now) and not _has_total(before)


def _other_months(before: PageReading, now: PageReading) -> bool:
    """Say whether two pages surely name different months; one that was not read names none."""
    months = [wage_months_of([page]).months for page in (before, now)]
    return all(months) and months[0] != months[1]


def _same_payroll(bundle: Bundle, page: PageKind) -> bool:
    """Say whether a titled page is a further page of the same month's table."""
    if bundle.kind is not DocumentKind.PAYROLL_VOUCHER or page.kind is not bundle.kind:
        return False
    before, now = bundle.last.page, page.page
    if _other_months(before, now):
        return False
    if not _same_employer(before, now):
        return False
    if _numbers_go_on(before, now):
        return True
    # Alike in form only: a month that was not read may be another.
    same_month = wage_months_of([before]).months == wage_months_of([now]).months
    if not same_month or not _same_columns(before, now):
        return False
    return (
        not _has_total(before)
        and not _numbers(now)
        and bool(_people(before) & _people(now)) is False
    )


def _same_employer(before: PageReading, now: PageReading) -> bool:
    """Say whether two pages name one employer, or one of them none."""
    names = [find_company("".join(w.text + " " for w in page.words[:12])) for page in (before, now)]
    if names[0] is None or names[1] is None:
        return True
    return compare_company(names[0], names[1]) is not NameMatch.DIFFERENT


def _numbers(page: PageReading) -> list[int]:
    """Return the running numbers of a page's rows."""
    return [
        row.number
        for index in range(len(page.tables))
        for row in rows_of(page, index, None)
        if row.number is not None
    ]


def _numbers_go_on(before: PageReading, now: PageReading) -> bool:
    """Say whether the rows of a page go on counting where the page before stopped."""
    first = _numbers(before) or _leading_numbers(before)
    second = _numbers(now) or _leading_numbers(now)
    return bool(first) and bool(second) and second[0] == first[-1] + 1


def _leading_numbers(page: PageReading) -> list[int]:
    """Return the numbers in the first column of a table without headings."""
    return [
        int(cell.text)
        for table in page.tables
        for cell in table.column(0)
        if cell.text.strip().isdigit() and len(cell.text.strip()) <= 4
    ]


def _same_columns(before: PageReading, now: PageReading) -> bool:
    """Say whether the main tables of two pages have the same headings, or the second has none."""
    one, other = _main(before), _main(now)
    if one is None:
        return False
    if other is None:
        widths = {table.columns for table in now.tables}
        return one[1] in widths
    if len(one[0]) != len(other[0]):
        return False
    alike = sum(a == b for a, b in zip(one[0], other[0], strict=True))
    return alike >= SAME_HEADINGS * len(one[0])


def _main(page: PageReading) -> tuple[tuple[str, ...], int] | None:
    """Return the headings and the number of columns of the page's last headed table."""
    for table in reversed(page.tables):
        parts = sections(table)
        if parts:
            kinds = tuple(column.kind or "" for column in parts[-1].columns)
            return kinds, table.columns
    return None


def _has_total(page: PageReading) -> bool:
    """Say whether a page's table ends in a total."""
    return any(row.total for index in range(len(page.tables)) for row in rows_of(page, index, None))


def _people(page: PageReading) -> set[str]:
    """Return the names on a page."""
    return {
        row.name.value
        for index in range(len(page.tables))
        for row in rows_of(page, index, None)
        if row.name.value and not row.total
    }


def _same_file(bundle: Bundle, page: PageKind) -> bool:
    """Say whether a page comes from the file of the paper before it."""
    return bundle.last.page.file == page.page.file


def _is_short(page: PageReading) -> bool:
    """Say whether a page holds little: signatures, a remark."""
    return sum(len(word.text) for word in page.words) < 120
