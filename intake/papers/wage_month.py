"""
The month that a voucher is for: from labels, title, headings, its year perhaps from elsewhere.

A labelled wage month (所属期, 会计期间) comes first, then the title, then a month that nothing
explains. The days of paying and printing only lend their year. Where two places of the same rank
disagree, or the second reader sees another month, none is asserted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePath

from rapidfuzz.distance import Levenshtein

from intake.papers.flow import LAYER, Flow, line_flows
from intake.papers.headings import Heading
from intake.papers.table_head import sections
from intake.text.amounts import looks_numeric
from intake.text.lines import lines_of
from intake.text.months import (
    MonthMention,
    MonthRole,
    find_months,
    has_blank_month,
    normalised,
    years_in,
)
from models.evidence import Box, FieldValue, Reading
from models.page import PageReading, Table, Word
from models.quantities import Month

ILLEGIBLE = "month illegible"
TITLE = re.compile(r"工\s*资|薪\s*[资酬]|酬\s*金|奖\s*金|劳务费|领款|代发|凭证|绩效")
ALONE, TWICE, THRICE = 0.95, 0.985, 0.995
"""Times the reader's score; agreed by two places or readers; by three."""
REPAIRED = 0.85
YEAR_ELSEWHERE = 0.93
"""The month took its year from another place of the paper."""
YEAR_OF_PAYING = 0.92
"""The year is that of the day of paying."""
_YEAR_ALONE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?!度?\s*\d{1,2}\s*月)")
_WRITTEN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")


FILE_NAME, NAMED_FILE = "file name", 0.6
"""A reader of its own, and never sure."""
FIGURES = 3
"""A row with so many figures is one of a payroll table, whether or not headings stand above it."""


class Rank(IntEnum):
    """How plainly a place says that its month is the wage month."""

    LABELLED = 0
    TITLE = 1
    PLAIN = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A month on the paper."""

    mention: MonthMention
    rank: Rank
    flow: Flow
    start: int
    end: int

    @property
    def score(self) -> float:
        """Return the reader's score, less where the spelling was put right."""
        own = self.flow.score(self.start, self.end)
        return own * (REPAIRED if self.mention.repaired else 1.0)

    @property
    def layered(self) -> bool:
        """Say whether a born-digital page's text layer spells it as the reader saw it."""
        words = self.flow.words(self.start, self.end)
        return bool(words) and all(word.reader.endswith(LAYER) for _, word in words)


@dataclass(frozen=True, slots=True)
class WageMonths:
    """A paper's months as a field."""

    months: tuple[Month, ...]
    field: FieldValue
    clues: "Clues"


@dataclass(frozen=True, slots=True)
class Clues:
    """What a paper says of the year of months that stand without one."""

    year: int | None
    """The one year that it names."""
    paid: Month | None
    """The month of the one day of paying or printing."""
    alone: int | None
    """A year that stands without a month (年度：2023年)."""

    @classmethod
    def of(cls, text: str) -> "Clues":
        """Gather them from all the text of a paper."""
        alone = {int(year) for year in _YEAR_ALONE.findall(text)}
        return cls(_only_year(text), _paid_month(text), alone.pop() if len(alone) == 1 else None)


def month_places(page: PageReading) -> tuple[Place, ...]:
    """Return the places above and around the tables of a page that name a wage month."""
    found: list[Place] = []
    bodies = _bodies(page)
    for flow in line_flows(page):
        words = [word for _, word in flow.words(0, len(flow.text))]
        if words and all(_is_inside(word, bodies) for word in words):
            continue
        found.extend(_in_line(flow))
    return tuple(found)


def _only_year(text: str) -> int | None:
    """
    Return the one year that a paper names, None if it names none or several.

    A year written with 年 counts before any other: 1981.05 in a row of amounts is one of them.
    """
    written = {int(year) for year in _WRITTEN_YEAR.findall(text)}
    years = written or set(years_in(text))
    return years.pop() if len(years) == 1 else None


def wage_months_of(pages: Sequence[PageReading]) -> WageMonths:
    """Decide which months a voucher's pages are for."""
    places = [place for page in pages for place in month_places(page)]
    text = "\n".join(flow.text for page in pages for flow in line_flows(page))
    clues = Clues.of(text)
    wage = [place for place in places if not place.mention.has_day]
    if not wage:
        return WageMonths((), _sought(pages), clues)
    best = min(place.rank for place in wage)
    top = [place for place in wage if place.rank == best]
    months, field = _agreed(top, wage, clues)
    return WageMonths(months, field, clues)


def _bodies(page: PageReading) -> list[Box]:
    """Return the bodies of tables: a month there is a row's, not the paper's, or an amount."""
    return [
        cell.box
        for table in page.tables
        for notes in [_summaries(table)]
        for row in _body_rows(table)
        for cell in table.row(row)
        if cell.row == row and cell.column_span < table.columns and cell.column not in notes
    ]


def _summaries(table: Table) -> frozenset[int]:
    """Return the columns headed 摘要 of a table without names: what was paid, and for when."""
    parts = sections(table)
    if any(section.of(Heading.NAME) for section in parts):
        return frozenset()
    return frozenset(c.index for section in parts for c in section.of(Heading.NOTE))


def _body_rows(table: Table) -> Iterator[int]:
    """Yield the rows below headings; of a table that runs on without any the rows of figures."""
    parts = sections(table)
    for section in parts:
        yield from section.body
    if not parts:
        for row in range(table.rows):
            if sum(looks_numeric(cell.text) for cell in table.row(row)) >= FIGURES:
                yield row


def _is_inside(word: Word, boxes: Sequence[Box]) -> bool:
    """Say whether the middle of a word lies in one of the boxes."""
    x, y = word.box.centre
    return any(b.left <= x <= b.right and b.top <= y <= b.bottom for b in boxes)


def _in_line(flow: Flow) -> Iterator[Place]:
    """Yield the months of one line, those of paying left out."""
    raw = flow.text.rstrip("\n")
    for mention in find_months(raw):
        if mention.role is MonthRole.PAID or mention.has_day or mention.cycle:
            continue
        start, end = _span(raw, mention)
        labelled = mention.role is MonthRole.WAGE and not TITLE.match(raw[end : end + 8].lstrip())
        titled = TITLE.search(raw) is not None
        rank = Rank.LABELLED if labelled and mention.labelled else Rank.PLAIN
        if rank is Rank.PLAIN and (titled or mention.role is MonthRole.WAGE):
            rank = Rank.TITLE
        yield Place(mention, rank, flow, start, end)


def _span(raw: str, mention: MonthMention) -> tuple[int, int]:
    """Return where a mention stands in the text as read."""
    plain = normalised(raw)
    blocks = Levenshtein.opcodes(plain, raw)
    ends = []
    for target in (mention.start, mention.start + len(mention.text)):
        place = len(raw)
        for block in blocks:
            if block.src_start <= target <= block.src_end:
                place = block.dest_start + min(
                    target - block.src_start, block.dest_end - block.dest_start
                )
                break
        ends.append(place)
    return ends[0], max(ends[1], ends[0] + 1)


def _paid_month(text: str) -> Month | None:
    """Return the month of the only day of paying or printing."""
    found = {
        months[0]
        for line in text.split("\n")
        for mention in find_months(line)
        if (mention.has_day or mention.role is MonthRole.PAID) and (months := mention.months)
    }
    return found.pop() if len(found) == 1 else None


def resolved(mention: MonthMention, clues: Clues) -> tuple[tuple[Month, ...], float]:
    """
    Return a mention's months with their year, and the part of the score that leaves.

    None where the day of paying tells another year than one that stands alone: either was misread.
    """
    year, paid = clues.year, clues.paid
    if not mention.lacks_year:
        return mention.months, 1.0
    if paid is not None and (year is None or paid.year == year):
        months = mention.up_to(paid)
        contradicted = any(month.year != (clues.alone or month.year) for month in months)
        return ((), 0.0) if contradicted else (months, YEAR_OF_PAYING)
    if year is not None:
        return mention.in_year(year), YEAR_ELSEWHERE
    return (), 0.0


def _agreed(
    top: Sequence[Place], wage: Sequence[Place], clues: Clues
) -> tuple[tuple[Month, ...], FieldValue]:
    """Return the months that the best places name together, or none if they disagree."""
    readings = [reading for place in wage for reading in _readings(place, clues)]
    named = [(place, *resolved(place.mention, clues)) for place in top]
    sets = {months for _, months, _ in named if months}
    place = top[0]
    evidence = place.flow.evidence(place.start, place.end)
    base = FieldValue(evidence=evidence, readings=tuple(readings))
    if not sets:
        return (), base.model_copy(update={"note": f"{ILLEGIBLE}: year missing"})
    months = _union(sets)
    if months is None:
        return (), base.model_copy(update={"note": "months disagree"})
    return _judged(months, named, wage, base)


def _union(sets: set[tuple[Month, ...]]) -> tuple[Month, ...] | None:
    """Join what several places name; one place must name all, or each be a month of its own."""
    everything = tuple(sorted({month for months in sets for month in months}))
    longest = max(sets, key=len)
    if len(longest) == len(everything) or all(len(months) == 1 for months in sets):
        return everything
    return None


def _judged(
    months: tuple[Month, ...],
    named: Sequence[tuple[Place, tuple[Month, ...], float]],
    wage: Sequence[Place],
    base: FieldValue,
) -> tuple[tuple[Month, ...], FieldValue]:
    """Score the months by how many places and readers agree."""
    place, own, share = max(named, key=lambda item: item[0].score * item[2])
    seconds = [_second(item, found) for item, found, _ in named]
    agreeing = sum(set(second) == set(own) for second in seconds if second)
    against = [second for second in seconds if second and set(second) - set(months)]
    elsewhere = sum(
        set(other.mention.months) == set(months) for other in wage if other is not place
    )
    sources = 1 + agreeing + elsewhere + any(item.layered for item, *_ in named)
    if against and sources == 1:
        return (), base.model_copy(update={"note": "readings disagree"})
    score = {1: ALONE * place.score, 2: TWICE}.get(sources, THRICE) * share
    value = ",".join(map(str, months))
    return months, base.model_copy(update={"value": value, "score": min(score, THRICE)})


def _second(place: Place, own: Sequence[Month]) -> tuple[Month, ...]:
    """
    Return the months that the second reader saw in a place; none if it did not look.

    Where the place has no year both readings take the same one.
    """
    found = [m for m in find_months(place.flow.second(place.start, place.end)) if not m.has_day]
    if len(found) != 1 or found[0].lacks_year != place.mention.lacks_year:
        return ()
    if not found[0].lacks_year:
        return found[0].months
    return found[0].in_year(own[0].year) if own else ()


def _readings(place: Place, clues: Clues) -> Iterator[Reading]:
    """Yield what both readers saw in a place."""
    months, _ = resolved(place.mention, clues)
    evidence = place.flow.evidence(place.start, place.end)
    reader = "" if evidence is None else evidence.reader
    value = ",".join(map(str, months)) or None
    yield Reading(value=value, reader=reader, score=place.score, evidence=evidence)
    second = _second(place, months)
    if second:
        yield Reading(value=",".join(map(str, second)), reader="second", score=ALONE)


def in_file_name(
    pages: Sequence[PageReading], field: FieldValue
) -> tuple[tuple[Month, ...], FieldValue]:
    """
    Return the months that the file is named for, where the paper itself is silent.

    Whoever named it is no paper, so a person has to agree. Where the paper has a blank for its
    month, the name does not fill it: `field`, of the month as sought, is given back.
    """
    text = "\n".join(flow.text for page in pages for flow in line_flows(page))
    named = [m for m in find_months(PurePath(pages[0].file).stem) if not m.has_day]
    months = named[0].months if len(named) == 1 and not named[0].lacks_year else ()
    if not months or any(map(has_blank_month, text.split("\n"))):
        return (), field
    value = ",".join(map(str, months))
    reading = Reading(value=value, reader=FILE_NAME, score=NAMED_FILE)
    return months, field.model_copy(
        update={
            "value": value,
            "score": NAMED_FILE,
            "readings": (reading,),
            "note": "from the file's name only",
        }
    )


def _sought(pages: Sequence[PageReading]) -> FieldValue:
    """Return the field of a month that is nowhere: where it was sought, the top of the page."""
    page = pages[0]
    heads = lines_of(page.words)[:3]
    words = [word for line in heads for word in line]
    if not words:
        return FieldValue(note=ILLEGIBLE)
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return FieldValue(evidence=page.evidence(box, score=0.0), note=ILLEGIBLE)
