"""A labour contract's pages into a paper: parties, term, wage, position, dates."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from intake.papers.flow import flow_of, line_flows
from intake.papers.forms import form_values, led_in
from intake.papers.leaving import last_day
from intake.papers.money import yuan_text
from intake.papers.parties import employer_in, uscc_in
from intake.papers.people import id_numbers, people_after
from intake.papers.running import Running, after_labels, best
from intake.papers.term import read_term
from intake.text.amounts import parse_amount
from intake.text.capital_numerals import find_capitals
from intake.text.dates import DateMention
from intake.text.names import find_company
from models.evidence import FieldValue
from models.page import PageReading
from models.paper import ContractPaper, PageRef

SIGNED = 0.96
"""A day behind the signatures, times the reader's score."""
_BRACKET = r"(?:\([^()]{1,16}\))?"
_EMPLOYER = re.compile(
    rf"(?:甲方|用人单位|聘用单位|公司名称|单位名称)(?:名称|全称)?{_BRACKET}(?:名称|全称)?[::]"
)
_EMPLOYEE = re.compile(
    rf"(?:乙方(?:代表)?|劳动者|员工|职工|雇员|受[聘雇](?:人员|人|方)|被聘用(?:人员|人|方)|聘用人员)(?:姓名)?"
    rf"{_BRACKET}(?:姓名)?[::]|(?:员工|职工)?姓名[::]?"
)
_EMPLOYEE_BARE = re.compile(rf"乙方{_BRACKET}(?![::])")
_EMPLOYEE_CELL = re.compile(
    r"^(?:乙方|劳动者|员工|职工|雇员|受[聘雇](?:人员|人|方)|被聘用(?:人员|人|方)|聘用人员)(?:姓名|乙方|劳动者)*$|^姓名$"
)
_EMPLOYER_CELL = re.compile(
    r"^(?:甲方|用人单位|聘用(?:单位|方)|雇主|单位|公司)(?:名称|全称|甲方|用人单位)*$"
)
_POSITION_CELL = re.compile(r"^(?:工作)?(?:岗位|职务|工种)(?:名称|工种|职务)*$")
_WAGE = re.compile(
    r"(?:月工资|工资标准|月薪|月基本工资|基本工资|每月工资|税前工资|劳动报酬|工资报酬|月劳动报酬|工资为|每月|薪酬|"
    r"转正后?的?工资|标准为(?=[^。;；]{0,12}元/月))"
    r"[^。;；\d¥￥]{0,24}?(?:人民币)?"
    r"(?:[¥￥](?=[\d,.]+)|(?=[\d,，.]+元))"
    r"(\d{1,3}(?:[,，]\d{3})+(?:\.\d{1,2})?|\d{3,6}(?:\.\d{1,2})?)(?![\d,，.]*\d)元?"
)
_PROBATION_OVER = re.compile(r"试用期?(?:满|结束|届满|合格|过)后?")
_NOT_MONTHLY = re.compile(r"元(?:/|每|一)?(?:天|日|小时|时|年)")
_NOT_WAGE = re.compile(r"试用期|见习期|最低|补偿|违约|罚款|赔偿|保底|培训费")
_POSITION = re.compile(
    r"(?:担任|从事|(?:工作)?岗位(?:\([^()]{1,24}\))?(?:为[::]?|是|[::])|职务(?:为|[::])|工种(?:为|[::])|"
    r"岗位\(工种\)|工作内容[::]|在[一-鿿]{2,10}?(?:部|处|科|室|车间|中心|组)(?=[一-鿿]{2,8}岗位)|"
    r"安排乙方(?:在.{2,12}?)从事)[^一-鿿A-Za-z]{0,2}([一-鿿A-Za-z/()]{2,12}?)(?=岗位|工作(?!地)|职务|一职|[,，。;；、\n]|$)"
)
_SIGNED = re.compile(r"(?:签订|签约|签署|订立)(?:日期|时间|于)?[::]?$|日期[::]?$|年月日[::]?$")
_CLOSING = re.compile(r"(?:盖章|签字|签名|签章|公章)")


def read_contract(pages: Sequence[PageReading], *, title: str, score: float) -> ContractPaper:
    """Return what a labour contract says; what is not found has an empty field."""
    running = Running(flow_of(pages))
    flows = [flow for page in pages for flow in line_flows(page)]
    term = read_term(running)
    signed = _signed(running)
    return ContractPaper(
        pages=tuple(PageRef(file=page.file, page=page.page) for page in pages),
        score=score,
        title=title,
        employer=_employer(running, pages) or employer_in(flows),
        uscc=uscc_in(flows),
        employee=_employee(running, pages),
        id_number=id_numbers(running),
        contract_type=term.kind,
        type_field=term.kind_field,
        start=term.start,
        start_field=term.start_field,
        end=term.end,
        end_field=term.end_field,
        monthly_wage=_wage(running),
        position=_position(running, pages),
        sign_date=None if signed is None else signed.date,
        sign_date_field=running.date_field(signed, SIGNED),
        ended_on=last_day(running),
    )


def _employee(running: Running, pages: Sequence[PageReading]) -> FieldValue:
    """Return the employee: behind a label, in a form's cell, behind 乙方 without a colon."""
    labelled = people_after(running, _EMPLOYEE)
    cells = [
        people_after(Running(led_in("姓名:", page, cell)), _EMPLOYEE)
        for page, cell in form_values(pages, _EMPLOYEE_CELL)
    ]
    found = [field for field in (labelled, *cells) if field.value]
    return best(found) if found else people_after(running, _EMPLOYEE, _EMPLOYEE_BARE)


def _employer(running: Running, pages: Sequence[PageReading]) -> FieldValue | None:
    """Return the company behind 甲方 and its like, in running text or a form; None without one."""
    found = [*_companies_after(running)]
    for page, cell in form_values(pages, _EMPLOYER_CELL):
        found.extend(_companies_after(Running(led_in("甲方:", page, cell))))
    return best(found) if found else None


def _companies_after(running: Running) -> Iterator[FieldValue]:
    """Yield the companies behind labels."""
    for start, end in after_labels(running, _EMPLOYER, 44):
        text = running.text[start:end]
        name = find_company(text)
        if name is None or text.find(name[:2]) > 3:
            continue
        at = start + max(text.find(name[:2]), 0)
        yield running.field(name, (at, at + len(name)), 0.98)


def _wage(running: Running) -> FieldValue:
    """Return the monthly wage: one amount behind a word for it, 大写 as a second reading."""
    found = []
    for match in _WAGE.finditer(running.text):
        lead = _clause_before(running.text[max(0, match.start() - 14) : match.start(1)])
        tail = running.text[match.end(1) : match.end(1) + 5]
        value = parse_amount(match[1])
        if value is None or _NOT_WAGE.search(lead) or _NOT_MONTHLY.match(tail):
            continue
        found.append(running.field(yuan_text(value), match.span(1), 0.96))
    field = best(found)
    return _with_words(running, field)


def _clause_before(text: str) -> str:
    """Return the clause that leads up to an amount; after probation is no probation."""
    return _PROBATION_OVER.sub("", re.split(r"[,，;；。]", text)[-1])


def _with_words(running: Running, field: FieldValue) -> FieldValue:
    """Let an amount in words confirm a wage."""
    if field.value is None:
        return field
    words = {value for _, value in find_capitals(running.text)}
    if Decimal(field.value) in words:
        return field.model_copy(update={"score": max(field.score, 0.985)})
    return field


def _position(running: Running, pages: Sequence[PageReading]) -> FieldValue:
    """Return the post agreed upon, in running text or a form."""
    found = list(_posts(running))
    for page, cell in form_values(pages, _POSITION_CELL):
        found.extend(_posts(Running(led_in("岗位:", page, cell))))
    return found[0] if found else FieldValue()


def _posts(running: Running) -> Iterator[FieldValue]:
    """Yield the posts that clauses name."""
    for match in _POSITION.finditer(running.text):
        stop = running.upto_break(match.start(1), match.end(1))
        text = running.text[match.start(1) : stop].strip("()")
        if 2 <= len(text) <= 12 and not re.search(r"甲方|乙方|其他|安排|需要|竞争|同类", text):
            yield running.field(text, (match.start(1), stop), 0.95)


def _signed(running: Running) -> DateMention | None:
    """Return the day of signing: labelled, else the last day behind the signatures."""
    for day in running.dates:
        if re.search(
            r"(?:签订|签约|签署|订立)(?:日期|时间)?[::]?$", running.text[: day.start][-8:]
        ):
            return day
    closings = [match.start() for match in _CLOSING.finditer(running.text)]
    behind = [
        day
        for day in running.dates
        if closings and day.start > closings[-1] - 60 and not _is_period(running, day)
    ]
    labelled = [day for day in behind if _SIGNED.search(running.text[: day.start][-8:])]
    days = labelled or behind
    return max(days, key=lambda d: running.score(d.start, d.end)) if days else None


def _is_period(running: Running, day: DateMention) -> bool:
    """Say whether a day begins or ends a period."""
    before, after = running.text[: day.start][-2:], running.text[day.end : day.end + 2]
    return "至" in before + after or "自" in before or "起" in after
