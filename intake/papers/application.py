"""An application for back-payment, as a form or as a letter."""

import datetime as dt
import re
from collections.abc import Sequence

from intake.papers.flow import Flow, flow_of, flow_of_words, line_flows
from intake.papers.forms import form_values, led_in
from intake.papers.parties import employer_in, uscc_in
from intake.papers.people import id_numbers, people_after, people_before_id
from intake.papers.reasons import reason_code
from intake.papers.running import Running, best
from intake.text.dates import DateMention
from intake.text.lines import union_of
from intake.text.months import MonthMention, find_months
from models.evidence import Box, FieldValue, Reading
from models.marks import SealKind
from models.page import PageReading
from models.paper import ApplicationPaper, PageRef
from models.quantities import Month

_MONTHS_LABEL = re.compile(
    r"(?:补缴|欠缴|申请|漏缴|断缴|应缴)(?:起止)?(?:的)?(?:月份|年月|时间|期间|时段|时限|所属期|起止年月|费款所属期)|"
    r"起止年月|费款所属期|所属期"
)
_REASON_LABEL = re.compile(
    r"(?:补缴|申请|欠缴|漏缴)(?:的)?(?:原因|理由|事由)|^(?:原因|理由|事由)(?:说明)?$"
)
_NAME_LABEL = re.compile(
    r"(?:职工|员工|申请人|参保人|被补缴人|劳动者)(?:姓名)?(?:\([^()]{1,10}\))?[::]|姓名[::]?"
)
_NAME_CELL = re.compile(
    r"^(?:职工|员工|参保人|申请人|被补缴人)?姓名$|^(?:职工|员工|参保人|申请人)$"
)
_ID_CELL = re.compile(r"身份证|身份号码|证件号码|社会保障号")
_MATTER = re.compile(r"补缴|欠缴|未缴|漏缴|断缴|尚未缴纳|未能?(?:按时|及时)|月份|期间")
_REASON_TEXT = re.compile(
    r"(?:原因(?:是|为)?|理由(?:是|为)?|事由)[::]?([^。\n]{4,60})|((?:因|由于)[^。;；\n]{4,60})"
)
_FLEXIBLE = re.compile(r"灵活就业|自由职业|个体参保|以个人身份参保")
_ENDED = re.compile(r"(?:离职|解除劳动(?:合同|关系)|终止劳动(?:合同|关系)|辞职)")
FORM, LETTER = 0.97, 0.95
LEGIBLE, FROM_SEAL = 0.6, 0.9
"""Print read worse than this gives way to a better read seal, at this part of its score."""


def read_application(pages: Sequence[PageReading], *, title: str, score: float) -> ApplicationPaper:
    """Return what an application asks for."""
    running = Running(flow_of(pages))
    flows = [flow for page in pages for flow in line_flows(page)]
    months, months_field = _months(running, pages)
    reason, reason_field = _reason(running, pages)
    date = _date(running)
    return ApplicationPaper(
        pages=tuple(PageRef(file=page.file, page=page.page) for page in pages),
        score=score,
        title=title,
        employer=_employer(flows, pages),
        uscc=uscc_in(flows),
        employee=_employee(running, pages),
        id_number=_id(running, pages),
        months=months,
        months_field=months_field,
        reason=reason,
        reason_field=reason_field,
        date=None if date is None else date.date,
        date_field=running.date_field(date, FORM),
        employment_ended=_ended(running),
        flexible_worker=_FLEXIBLE.search(running.text) is not None,
    )


def _employer(flows: Sequence[Flow], pages: Sequence[PageReading]) -> FieldValue:
    """Return the employer in print; where a seal covers the line, as the seal names it."""
    field = employer_in(flows)
    if field.value is not None and field.score >= LEGIBLE:
        return field
    for page in pages:
        for seal in page.seals:
            if seal.kind is SealKind.OFFICIAL and seal.owner_name and seal.text_score > field.score:
                evidence = page.evidence(seal.box, score=seal.text_score, text=seal.owner_name)
                reading = Reading(
                    value=seal.owner_name, reader="seal", score=seal.text_score, evidence=evidence
                )
                return FieldValue(
                    value=seal.owner_name,
                    score=FROM_SEAL * seal.text_score,
                    evidence=evidence,
                    readings=(*field.readings, reading),
                    note="as the seal names it",
                )
    return field


def _employee(running: Running, pages: Sequence[PageReading]) -> FieldValue:
    """Return the employee: from the form's cell, before the ID, behind a label."""
    cells = [
        people_after(Running(led_in("姓名:", page, value)), _NAME_LABEL)
        for page, value in form_values(pages, _NAME_CELL)
    ]
    found = [field for field in cells if field.value]
    found += [f for f in (people_before_id(running), people_after(running, _NAME_LABEL)) if f.value]
    return best(found)


def _id(running: Running, pages: Sequence[PageReading]) -> FieldValue:
    """Return the employee's ID: from the form's cell, else from the text."""
    cells = [
        id_numbers(Running(led_in("身份证号:", page, value)))
        for page, value in form_values(pages, _ID_CELL)
    ]
    found = [field for field in cells if field.value]
    return best(found) if found else id_numbers(running)


def _months(running: Running, pages: Sequence[PageReading]) -> tuple[tuple[Month, ...], FieldValue]:
    """Return the months applied for: from the form's cell, else from the letter's sentences."""
    for page, cell in form_values(pages, _MONTHS_LABEL):
        flow = flow_of_words(page, cell.words)
        own = Running(flow)
        months = _named(find_months(own.text))
        field = own.field(_listed(months), (0, len(own.text)), FORM)
        second = _second_months(flow)
        if months:
            return months, _with_second(field, months, second)
        return (), field
    return _months_in_letter(running)


def month_places_of_application(page: PageReading) -> tuple[Box, ...]:
    """Return where an application names its months: the form's cells, or words in the letter."""
    boxes = [
        union_of(word.box for word in cell.words)
        for where, cell in form_values([page], _MONTHS_LABEL)
        if where is page and cell.words
    ]
    if boxes:
        return tuple(boxes)
    running = Running(flow_of([page]))
    _, field = _months_in_letter(running)
    if field.value is None:
        return ()
    span = _letter_span(running)
    return () if span is None else running.boxes(*span)


def _letter_span(running: Running) -> tuple[int, int] | None:
    """Return the first stretch of a letter that names months."""
    start = 0
    for sentence in re.split(r"(?<=[。;；])", running.text):
        if _MATTER.search(sentence) and _named(find_months(sentence)):
            return _tightened(running, (start, start + len(sentence)))
        start += len(sentence)
    return None


def _months_in_letter(running: Running) -> tuple[tuple[Month, ...], FieldValue]:
    """Return the months that the sentences about missing contributions name."""
    found: set[Month] = set()
    spans: list[tuple[int, int]] = []
    start = 0
    for sentence in re.split(r"(?<=[。;；])", running.text):
        months = _named(find_months(sentence)) if _MATTER.search(sentence) else ()
        if months:
            found.update(months)
            spans.append((start, start + len(sentence)))
        start += len(sentence)
    months = tuple(sorted(found))
    if not months:
        return (), FieldValue()
    first = _tightened(running, spans[0])
    second = _second_months_in(running, first)
    return months, _with_second(running.field(_listed(months), first, LETTER), months, second)


def _tightened(running: Running, span: tuple[int, int]) -> tuple[int, int]:
    """Return the part of a sentence from its first to its last figure around 年 and 月."""
    text = running.text[span[0] : span[1]]
    marks = [
        match.start()
        for match in re.finditer(
            r"\d{1,4}年|\d月|\d{4}[-./]\d|[一二三四五六七八九十]月|20\d{4}", text
        )
    ]
    if not marks:
        return span
    end = re.compile(r"[\d年月份、,，至到\-—~.]*").match(text, marks[-1])
    stop = marks[-1] + (end.end() - marks[-1] if end else 0)
    return span[0] + marks[0], span[0] + max(stop, marks[0] + 1)


def _second_months_in(running: Running, at: tuple[int, int]) -> tuple[Month, ...]:
    """Return the months that the second reader saw in a stretch."""
    return _named(find_months(running.flow.second(*running.span(*at))))


def _second_months(flow: Flow) -> tuple[Month, ...]:
    """Return the months that the second reader saw in a cell."""
    return _named(find_months(flow.second(0, len(flow.text))))


def _with_second(
    field: FieldValue, months: tuple[Month, ...], second: tuple[Month, ...]
) -> FieldValue:
    """Let the second reader confirm or doubt the months."""
    if not second:
        return field
    readings = (*field.readings, Reading(value=_listed(second), reader="second", score=0.9))
    score = max(field.score, 0.985) if second == months else min(field.score, 0.6)
    return field.model_copy(update={"score": score, "readings": readings})


def _named(mentions: Sequence[MonthMention]) -> tuple[Month, ...]:
    """Return all months of mentions that are no single days."""
    return tuple(sorted({month for m in mentions if not m.has_day for month in m.months}))


def _listed(months: Sequence[Month]) -> str | None:
    """Write months as a field's value."""
    return ",".join(map(str, months)) or None


def _reason(running: Running, pages: Sequence[PageReading]) -> tuple[str | None, FieldValue]:
    """Return the reason's code and text."""
    for page, cell in form_values(pages, _REASON_LABEL):
        own = Running(flow_of_words(page, cell.words))
        return reason_code(own.text), own.field(own.text or None, (0, len(own.text)), FORM)
    for match in _REASON_TEXT.finditer(running.text):
        group = 1 if match[1] else 2
        code = reason_code(match[group])
        if code is not None:
            return code, running.field(match[group], match.span(group), LETTER)
    code = reason_code(running.text)
    return code, FieldValue() if code is None else running.field(code, (0, 1), 0.7)


def _date(running: Running) -> DateMention | None:
    """Return the day of the application: labelled, else the last one."""
    days = running.dates
    labelled = [
        day
        for day in days
        if re.search(r"(?:申请|填表|填报)?日期[::]?$", running.text[: day.start][-8:])
    ]
    found = labelled or list(days)
    return found[-1] if found else None


def _ended(running: Running) -> dt.date | None:
    """Return the day on which the paper says that employment ended."""
    for day in running.dates:
        around = running.text[max(0, day.start - 14) : day.end + 14]
        if _ENDED.search(around) and not re.search(r"入职|续订", around):
            return day.date
    return None
