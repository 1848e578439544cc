"""补缴申请: as a form to be filled in, or as a letter of the employer."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from models.case import CaseApplication
from models.marks import Role, SlotFound
from models.paper import DocumentKind
from models.quantities import Month
from samples import signing, spelling
from samples.grid import Grid, Look, Spot
from samples.papers.flow import Blank, Flow
from samples.papers.paper import Paper, press_all
from samples.seals import Engraving
from samples.sheet import Sheet
from samples.studio import Company, Person, Studio

MonthsStyle = Literal["list", "range", "short_range", "hanzi", "compact", "dots"]
MONTHS_STYLES: tuple[MonthsStyle, ...] = (
    "list",
    "range",
    "short_range",
    "hanzi",
    "compact",
    "dots",
)
REASONS = {
    "employer_arrears": (
        "因我单位资金周转困难，未能按时缴纳",
        "单位欠缴",
        "因单位原因欠缴上述月份职工基本医疗保险费",
        "用人单位未按时足额缴费，现申请补缴欠费",
    ),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is applied for."""

    company: Company
    employee: Person
    months: tuple[Month, ...]
    date: dt.date
    seal: Engraving | None
    reason: str = "employer_arrears"
    found: SlotFound = SlotFound.PEN
    by_hand: bool = False
    style: MonthsStyle | None = None

    def record(self) -> CaseApplication:
        """Return the truth."""
        return CaseApplication(
            employer=self.company.name,
            employee=self.employee.name,
            id_number=self.employee.id_number,
            months=self.months,
            reason=self.reason,
            date=self.date,
        )


def spell_months(months: tuple[Month, ...], style: MonthsStyle) -> str:
    """Spell months as a list, or as ranges where they follow one another."""
    if style == "list":
        return _listed(months)
    if style == "dots":
        return "、".join(spelling.month(month, "dot0") for month in months)
    return "、".join(_range(first, last, style) for first, last in _spans(months))


def _spans(months: tuple[Month, ...]) -> list[tuple[Month, Month]]:
    spans: list[tuple[Month, Month]] = []
    for month in months:
        if spans and spans[-1][1].plus(1) == month:
            spans[-1] = (spans[-1][0], month)
        else:
            spans.append((month, month))
    return spans


def _listed(months: tuple[Month, ...]) -> str:
    parts: list[str] = []
    year = 0
    for month in months:
        parts.append(f"{month.month}月" if month.year == year else f"{month.year}年{month.month}月")
        year = month.year
    return "、".join(parts)


def _range(first: Month, last: Month, style: MonthsStyle) -> str:
    spell = {"hanzi": "hanzi", "compact": "compact"}.get(style, "年月")
    start = spelling.month(first, "hanzi" if spell == "hanzi" else _month_style(spell))
    if first == last:
        return start
    if style == "short_range" and first.year == last.year:
        return f"{first.year}年{first.month}月至{last.month}月"
    end = spelling.month(last, _month_style(spell))
    return f"{start}-{end}" if style == "compact" else f"{start}至{end}"


def _month_style(name: str) -> spelling.MonthStyle:
    return "hanzi" if name == "hanzi" else ("compact" if name == "compact" else "年月")


Drawer = Callable[[Studio, Request], list[Sheet]]


@dataclass(frozen=True, slots=True)
class ApplicationLook:
    """One template."""

    name: str
    sheets: Drawer
    title: str


def draw(studio: Studio, request: Request, look: ApplicationLook) -> Paper:
    """Draw an application."""
    return Paper(
        DocumentKind.APPLICATION,
        f"application/{look.name}",
        look.sheets(studio, request),
        title=look.title,
        employer=request.company.name,
        uscc=request.company.uscc,
        application=request.record(),
        employee=request.employee,
        by_hand=request.by_hand,
    )


def _months(studio: Studio, request: Request) -> str:
    style: MonthsStyle = studio.rng.choice(MONTHS_STYLES)
    style = request.style or style
    return spell_months(request.months, style)


def _form_rows(studio: Studio, request: Request) -> list[tuple[str, str, float]]:
    company, person = request.company, request.employee
    first = studio.set_name == "tuning"
    reason = studio.rng.choice(REASONS[request.reason])
    return [
        ("单位名称" if first else "用人单位", company.name, 12),
        ("统一社会信用代码" if first else "信用代码", company.uscc, 12),
        ("职工姓名" if first else "姓名", person.name, 12),
        ("身份证号码" if first else "公民身份号码", person.id_number, 12),
        ("补缴险种" if first else "申请险种", "职工基本医疗保险", 12),
        ("补缴月份" if first else "补缴起止年月", _months(studio, request), 16),
        ("补缴原因" if first else "申请理由", reason, 30),
    ]


def _form(studio: Studio, request: Request) -> list[Sheet]:
    """Draw a table of labels and values, the parties' places at the foot of it."""
    sheet = Sheet()
    tuning = studio.set_name == "tuning"
    title = "医疗保险补缴申请表" if tuning else "职工基本医疗保险费补缴申请表"
    sheet.centred(30, title, studio.type("hei", 18).bold)
    rows = _form_rows(studio, request)
    heights = [height for *_, height in rows] + [44.0]
    grid = Grid(sheet, (25, 40), [42.0, 118.0], heights)
    label, value = Look(studio.type("song", 11)), Look(studio.type("song", 11), "left")
    writer = request.employee if request.by_hand else None
    for place, (name, text, _) in enumerate(rows):
        grid.put(Spot(place, 0), name, label)
        written = writer and place in {2, 3, 5}
        box = grid.put(Spot(place, 1), "" if written else text, value)
        if writer and written:
            inner = (box[0] + 2, box[1] + 2.5, box[2] - 30, box[3] - 2.5)
            signing.scribble(sheet, inner, text, writer, studio)
    grid.put(Spot(len(rows), 0), "单位意见" if tuning else "单位审核", label)
    box = grid.put(Spot(len(rows), 1), "", label)
    body = studio.type("song", 11)
    sheet.text((box[0] + 3, box[1] + 9), "情况属实，同意补缴。", body)
    sheet.text((box[0] + 58, box[1] + 26), "（单位公章）", body)
    sheet.text((box[0] + 58, box[1] + 36), spelling.date(request.date), body)
    grid.rule("full")
    if request.seal:
        press_all(sheet, (request.seal,), [(box[0] + 72, box[1] + 24)], studio)
    _signed(sheet, studio, request, grid.bottom + 16)
    return [sheet]


def _signed(sheet: Sheet, studio: Studio, request: Request, y: float) -> None:
    body = studio.type("song", 12)
    label = "申请人（签字）：" if studio.set_name == "tuning" else "职工本人签名："
    sheet.text((30, y), label, body)
    left = 30 + body.width(label) + 1
    slot = signing.Slot(
        (left, y - 7.5, left + 36, y + 2.5), label.strip("："), Role.EMPLOYEE, request.employee
    )
    signing.fill(sheet, slot, request.found, studio)
    at = (134.0, y - 6, 180.0, y + 2)
    sheet.text((118, y), "日期：", body)
    text = spelling.date(request.date)
    if request.found is SlotFound.PEN:
        signing.handwritten_date(sheet, at, text, request.employee, studio)
    else:
        sheet.text((134, y), text, body)


def _letter(studio: Studio, request: Request) -> list[Sheet]:
    """Write a letter to the agency, sealed, and signed by the employee for confirmation."""
    company, person = request.company, request.employee
    flow = Flow(studio, studio.type("song", 14), 2.0)
    tuning = studio.set_name == "tuning"
    flow.title(
        "补缴申请" if tuning else "关于补缴基本医疗保险费的申请", studio.type("song", 20).bold
    )
    flow.skip(0.5)
    flow.para(
        f"{company.place.full}医疗保险事业管理中心：" if tuning else "医疗保障经办中心：", indent=0
    )
    by = person if request.by_hand else None
    reason = studio.rng.choice(REASONS[request.reason])
    months = Blank(_months(studio, request), by, ruled=False) if by else _months(studio, request)
    if tuning:
        flow.para(
            "我单位职工",
            person.name,
            "（身份证号：",
            person.id_number,
            "），于",
            months,
            "期间的职工基本医疗保险费尚未缴纳。原因：",
            reason,
            "。",
        )
        flow.para("现申请为其补缴上述月份的基本医疗保险费，请予办理。")
    else:
        flow.para(
            "兹有我公司员工",
            person.name,
            "，公民身份号码",
            person.id_number,
            "，",
            reason,
            "。现特申请补缴",
            months,
            "的职工基本医疗保险，所附工资凭证、劳动合同真实有效。",
        )
        flow.para("特此申请，望批准。")
    flow.skip(1.5)
    flow.sheet.text((120, flow.y), f"申请单位：{company.name}"[:5], flow.type)
    flow.skip(1)
    name_x = min(120.0, 195 - flow.type.width(company.name))
    flow.sheet.text((name_x, flow.y), company.name, flow.type)
    if request.seal:
        press_all(flow.sheet, (request.seal,), [(name_x + 30, flow.y)], studio)
    flow.skip(1)
    flow.sheet.text((128, flow.y), spelling.date(request.date), flow.type)
    _signed(flow.sheet, studio, request, flow.y + 40)
    return flow.sheets


TUNING = (
    ApplicationLook("form", _form, "医疗保险补缴申请表"),
    ApplicationLook("letter", _letter, "补缴申请"),
)
REPORTING = (
    ApplicationLook("table", _form, "职工基本医疗保险费补缴申请表"),
    ApplicationLook("request", _letter, "关于补缴基本医疗保险费的申请"),
)
