"""Which voucher, and which entry on it, answers each claimed month."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.completeness.compare import Sameness, best, same_person
from intake.completeness.question import Question
from intake.completeness.trust import KIND_SURE, is_plainly_illegible, is_sure
from intake.text.fold import tight
from intake.text.months import find_months, has_blank_month
from models.evidence import FieldValue
from models.paper import PayrollEntry, VoucherPaper
from models.quantities import Month

SHORTEST_NAME = 2


class Standing(StrEnum):
    """What the vouchers say about one month, before seals and signatures are looked at."""

    FOUND = "found"
    """At least one voucher of the month surely names the person."""
    MONTH_UNSURE = "month_unsure"
    """One names the person, but its month was not read for sure."""
    PERSON_UNSURE = "person_unsure"
    """One may name the person, or names two people alike."""
    ILLEGIBLE = "illegible"
    """None, but a voucher without a legible month is there to stand against it."""
    PERSON_ABSENT = "person_absent"
    """There are some, and none names the person."""
    PAPER_UNSURE = "paper_unsure"
    """The only candidate may be no voucher at all."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Hit:
    """A voucher held against a month: the person's entry on it."""

    paper: VoucherPaper
    entry: PayrollEntry | None
    person: Sameness
    month_sure: bool

    @property
    def is_voucher(self) -> bool:
        """Say whether the paper is surely a voucher."""
        return self.paper.score >= KIND_SURE


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a month; `hits` are the candidates behind the standing."""

    month: Month
    standing: Standing
    hits: tuple[Hit, ...] = ()
    plainly: bool = False
    """For ILLEGIBLE: nobody could read the month."""


def months_of(paper: VoucherPaper) -> tuple[Month, ...]:
    """Return every month that the paper has wages for, its own or its rows'."""
    rows = {entry.month for entry in paper.entries if entry.month is not None}
    return tuple(sorted({*paper.months, *rows}))


def names_person(question: Question, paper: VoucherPaper) -> Sameness:
    """Say whether any entry is the person's; a voucher without entries was not read: UNSURE."""
    if not paper.entries:
        return Sameness.UNSURE
    return best(same_person(question.person, e.name, e.id_number) for e in paper.entries)


def rows_of(question: Question, paper: VoucherPaper) -> Iterator[PayrollEntry]:
    """Yield the person's rows; for want of sure ones those that may be."""
    found = [(e, same_person(question.person, e.name, e.id_number)) for e in paper.entries]
    same = [entry for entry, sameness in found if sameness is Sameness.SAME]
    yield from same or [entry for entry, sameness in found if sameness is Sameness.UNSURE]


def answers(question: Question) -> dict[Month, Answer]:
    """Return one answer per claimed month; spare illegible vouchers fill the gaps."""
    found = {month: _answer(question, month) for month in question.months}
    return found | _with_spares(question, found)


def _answer(question: Question, month: Month) -> Answer:
    """Judge a month by the vouchers that say they are for it."""
    hits = [_hit(question, v, month) for v in question.vouchers if month in months_of(v)]
    named = [hit for hit in hits if hit.person is Sameness.SAME]
    choices = (
        (Standing.FOUND, [hit for hit in named if hit.month_sure and hit.is_voucher]),
        (Standing.MONTH_UNSURE, [hit for hit in named if hit.is_voucher]),
        (Standing.PAPER_UNSURE, named),
        (Standing.PERSON_UNSURE, [h for h in hits if _may_name(question, h)]),
        (Standing.PERSON_ABSENT, hits),
    )
    for standing, candidates in choices:
        if candidates:
            return Answer(month, standing, tuple(candidates))
    return Answer(month, Standing.ABSENT)


def _may_name(question: Question, hit: Hit) -> bool:
    """
    Say whether a voucher may name the person after all.

    Where the name stands on the paper and no row was read for it, the reading is to be doubted.
    """
    if hit.person is Sameness.UNSURE:
        return True
    name = tight(question.person.name or "")
    read = {tight(entry.name.value or "") for entry in hit.paper.entries}
    if len(name) < SHORTEST_NAME or name in read:
        return False
    alone = re.compile(rf"(?<![一-鿿]){re.escape(name)}(?![一-鿿])")
    words = (word for page in question.readings(hit.paper) for word in page.words)
    return any(alone.search(tight(word.text)) for word in words)


def _hit(question: Question, paper: VoucherPaper, month: Month) -> Hit:
    """Find the person's entry for a month on a voucher."""
    rows = [entry for entry in paper.entries if _is_for(entry, paper, month)]
    entry, person = _pick(question, rows)
    own_month = entry is not None and entry.month is not None
    sure = is_sure(paper.month_field) or (own_month and paper.month_field == FieldValue())
    return Hit(paper, entry, person, month_sure=sure)


def _is_for(entry: PayrollEntry, paper: VoucherPaper, month: Month) -> bool:
    """Say whether an entry is for the month, by its own or by the paper's."""
    return entry.month == month or (entry.month is None and month in paper.months)


def _pick(question: Question, rows: Sequence[PayrollEntry]) -> tuple[PayrollEntry | None, Sameness]:
    """
    Choose the person's row among a month's rows.

    Two rows of one name are two people, or one person twice: unless the ID, or the position that
    the contract names, tells one of them, a person has to choose. A month without rows was not
    read.
    """
    if not rows:
        return None, Sameness.UNSURE
    compared = [(row, same_person(question.person, row.name, row.id_number)) for row in rows]
    same = [row for row, found in compared if found is Sameness.SAME]
    if len(same) > 1:
        told = _told_apart(question, same)
        return (same[0], Sameness.UNSURE) if told is None else (told, Sameness.SAME)
    if same:
        return same[0], Sameness.SAME
    unsure = [row for row, found in compared if found is Sameness.UNSURE]
    if unsure:
        return max(unsure, key=lambda row: row.name.score), Sameness.UNSURE
    return None, Sameness.DIFFERENT


def _told_apart(question: Question, rows: Sequence[PayrollEntry]) -> PayrollEntry | None:
    """Return the one of several namesakes' rows that ID or position says is the person's."""
    by_id = [row for row in rows if _bears_id(question, row)]
    if by_id:
        return by_id[0] if len(by_id) == 1 else None
    agreed = {
        tight(contract.position.value or "")
        for contract in question.contracts
        if question.whose(contract) is Sameness.SAME and is_sure(contract.position)
    }
    if len(agreed) != 1 or not all(is_sure(row.position) for row in rows):
        return None
    fitting = [row for row in rows if tight(row.position.value or "") in agreed]
    return fitting[0] if len(fitting) == 1 else None


def _bears_id(question: Question, row: PayrollEntry) -> bool:
    """Say whether the row bears the person's very number."""
    number = question.person.id_number
    return number is not None and row.id_number.value == number


def _with_spares(question: Question, found: Mapping[Month, Answer]) -> dict[Month, Answer]:
    """
    Count vouchers of unsure month against the months that are left without one.

    Each stands against one month: the one that its readings hint at, else the earliest; months
    without any voucher come before those whose vouchers do not name the person.
    """
    spares = [paper for paper in question.vouchers if _is_spare(question, paper)]
    filled: dict[Month, Answer] = {}
    left = [
        month
        for standing in (Standing.ABSENT, Standing.PERSON_ABSENT)
        for month in sorted(found)
        if found[month].standing is standing
    ]
    for paper in sorted(spares, key=lambda spare: _key(question, spare)):
        if not left:
            break
        hints = _hints(question, paper)
        month = next((month for month in left if month in hints), left[0])
        left.remove(month)
        hit = Hit(paper, None, names_person(question, paper), month_sure=False)
        plainly = is_plainly_illegible(paper.month_field) and _is_left_blank(question, paper)
        filled[month] = Answer(month, Standing.ILLEGIBLE, (hit,), plainly=plainly)
    return filled


def _is_spare(question: Question, paper: VoucherPaper) -> bool:
    """Say whether a voucher of unsure month may be the person's and serves no claimed month."""
    if names_person(question, paper) is Sameness.DIFFERENT:
        return False
    months = months_of(paper)
    unsure = not months or (bool(paper.months) and not is_sure(paper.month_field))
    return unsure and not set(months) & set(question.months)


def _is_left_blank(question: Question, paper: VoucherPaper) -> bool:
    """
    Say whether the place of the month is there and no month in it: `2024年　月工资`.

    Without such a place the month may stand where no reader looked, and a person finds it.
    """
    words = (word for page in question.readings(paper) for word in page.words)
    return any(has_blank_month(word.text) for word in words)


def is_illegible(paper: VoucherPaper) -> bool:
    """Say whether no month was read on a voucher at all."""
    return not months_of(paper)


def _hints(question: Question, paper: VoucherPaper) -> frozenset[Month]:
    """Return the claimed months that the doubted readings speak of, if only as 6月份."""
    readings = paper.month_field.readings
    texts = (r.value or (r.evidence.text if r.evidence else "") for r in readings)
    parts = {part for text in texts for mention in find_months(text) for part in mention.parts}
    return frozenset(
        month
        for month in question.months
        if (month.year, month.month) in parts or (None, month.month) in parts
    )


def _key(question: Question, paper: VoucherPaper) -> tuple[bool, str, str, int]:
    """Order papers by what is on them, so that the order of the files decides nothing."""
    first = paper.pages[0]
    page = question.pages.get(first)
    return not _hints(question, paper), page.fingerprint if page else "", first.file, first.page
