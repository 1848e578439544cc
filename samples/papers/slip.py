"""工资条: one person's month as a slip, lying or standing; and a sheet of slips to be cut."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from models.marks import Role, SlotFound
from models.paper import DocumentKind
from samples import marks, signing, spelling
from samples.grid import Grid, Look, Ruling, Spot
from samples.papers.paper import Job, Paper, entry, press_all, printed_headings
from samples.payroll import PayRow
from samples.sheet import BoxMm, Sheet
from samples.spelling import AmountStyle
from samples.studio import Studio

HALF = (210.0, 148.0)
"""A5 lying: what slips are printed on."""
FAMILY = Literal["song", "hei", "kai"]


@dataclass(frozen=True, slots=True)
class SlipLook:
    """How a slip is set."""

    name: str
    family: FAMILY
    ruling: Ruling = "full"
    numbers: AmountStyle = "plain"
    month_label: str = "工资月份"
    yuan_sign: bool = False
    """Amounts carry ¥."""

    def number(self, value: Decimal) -> str:
        """Write an amount."""
        return ("¥" if self.yuan_sign else "") + spelling.amount(value, self.numbers)


def lying(studio: Studio, jobs: list[Job], look: SlipLook) -> list[Paper]:
    """Draw the employee's slip of each month: headings in a row, amounts below."""
    title = studio.rng.choice(studio.words.words.slip_titles)
    return [_lying(studio, job, look, title) for job in jobs]


def standing(studio: Studio, jobs: list[Job], look: SlipLook) -> list[Paper]:
    """Draw the employee's slip of each month as pairs of label and value."""
    title = studio.rng.choice(studio.words.words.slip_titles)
    return [_standing(studio, job, look, title) for job in jobs]


def strips(studio: Studio, jobs: list[Job], look: SlipLook) -> list[Paper]:
    """Draw everybody's slips of a month under one another, each with its headings."""
    title = studio.rng.choice(studio.words.words.slip_titles)
    return [_strips(studio, job, look, title) for job in jobs]


def _paper(job: Job, name: str, title: str, sheet: Sheet) -> Paper:
    return Paper(
        DocumentKind.PAYROLL_VOUCHER,
        f"slip/{name}",
        [sheet],
        (job.payroll.month,) if job.order.month_readable else (),
        title,
        job.payroll.company.name,
    )


def _row(job: Job) -> PayRow:
    """Return the claimant's row; somebody else's where the claimant is absent."""
    return job.payroll.row_of(job.order.employee) or job.payroll.rows[0]


def _month(job: Job) -> str:
    return job.order.spelled(job.payroll.month)


def _note(paper: Paper, job: Job, row: PayRow) -> None:
    scheme = job.payroll.scheme
    amounts = row.amounts(scheme)
    shown = {name: amounts[name] for name in printed_headings(job)}
    paper.entries.append(entry(row.person, job.payroll.month, shown, (scheme.gross, scheme.net)))


def _signature(paper: Paper, job: Job, slot: tuple[BoxMm, str, PayRow], studio: Studio) -> None:
    box, label, row = slot
    mine = row.person == job.order.employee
    place = signing.Slot(
        box,
        label,
        Role.EMPLOYEE if mine else Role.COLLEAGUE,
        row.person,
        job.payroll.month if mine else None,
    )
    found = job.order.found if mine else SlotFound.PEN
    signing.fill(paper.sheets[-1], place, found, studio)


def _cover(job: Job, name: str, row: PayRow) -> bool:
    mine = row.person == job.order.employee
    return job.order.wage_covered and mine and name == job.payroll.scheme.gross


def _lying(studio: Studio, job: Job, look: SlipLook, title: str) -> Paper:
    sheet = Sheet(*HALF)
    paper = _paper(job, look.name, title, sheet)
    row, month = _row(job), _month(job)
    sheet.centred(20, f"{job.payroll.company.name}{title}", studio.type(look.family, 15).bold)
    small = studio.type(look.family, 10)
    line = sheet.text((14, 31), f"姓名：{row.person.name}", small)
    sheet.text((62, 31), f"部门：{row.person.department}", small, line)
    sheet.text((112, 31), f"{look.month_label}：{month}", small, line)
    sheet.right((196, 31), "单位：元", small, line)
    names = printed_headings(job)
    grid = Grid(sheet, (12, 35), [186 / len(names)] * len(names), [11.0, 10.0])
    body = studio.type(look.family, 8.5)
    amounts = row.amounts(job.payroll.scheme)
    for column, name in enumerate(names):
        grid.put(Spot(0, column), name, Look(body.bold))
        box = grid.put(Spot(1, column), look.number(amounts[name]), Look(body))
        if _cover(job, name, row):
            marks.blot(sheet, box, studio.rng)
    grid.rule(look.ruling)
    label = studio.words.words.signature[0]
    sheet.text((16, 72), label + "：", small)
    left = 16 + small.width(label + "：")
    _signature(paper, job, ((left, 65, left + 36, 75), label, row), studio)
    press_all(sheet, job.order.seals, [(92, 84), (150, 90), (186, 70)], studio)
    _note(paper, job, row)
    return paper


def _standing(studio: Studio, job: Job, look: SlipLook, title: str) -> Paper:
    sheet = Sheet(210, 297)
    paper = _paper(job, look.name, title, sheet)
    row, month = _row(job), _month(job)
    sheet.centred(28, job.payroll.company.name, studio.type(look.family, 13))
    sheet.centred(39, title, studio.type(look.family, 18).bold)
    pairs = _pairs(job, row, month, look)
    rows = -(-len(pairs) // 2)
    grid = Grid(sheet, (25, 46), [36.0, 44.0, 36.0, 44.0], [10.0] * rows + [14.0])
    body = studio.type(look.family, 10.5)
    for place, (name, text) in enumerate(pairs):
        # First the left pair of columns from top to bottom, then the right one.
        at, column = place % rows, 2 * (place // rows)
        grid.put(Spot(at, column), name, Look(body))
        box = grid.put(Spot(at, column + 1), text, Look(body))
        if _cover(job, name, row):
            marks.blot(sheet, box, studio.rng)
    label = studio.words.words.signature[-1]
    grid.put(Spot(rows, 0), label, Look(body))
    box = grid.put(Spot(rows, 1), "", Look(body))
    grid.put(Spot(rows, 2), "备注", Look(body))
    grid.put(Spot(rows, 3), "", Look(body))
    grid.rule(look.ruling)
    _signature(paper, job, (box, label, row), studio)
    y = grid.bottom + 24
    sheet.text((28, y), "单位（盖章）：", body)
    press_all(sheet, job.order.seals, [(70, y + 2), (128, y + 4), (172, y)], studio)
    _note(paper, job, row)
    return paper


def _pairs(job: Job, row: PayRow, month: str, look: SlipLook) -> list[tuple[str, str]]:
    amounts = row.amounts(job.payroll.scheme)
    facts = [
        ("姓名", row.person.name),
        (look.month_label, month),
        ("部门", row.person.department),
        ("岗位", row.person.position),
    ]
    return facts + [(name, look.number(amounts[name])) for name in printed_headings(job)]


def _strips(studio: Studio, job: Job, look: SlipLook, title: str) -> Paper:
    sheet = Sheet(297, 210)
    paper = _paper(job, look.name, title, sheet)
    body = studio.type(look.family, 8.5)
    names = printed_headings(job)
    label = studio.words.words.signature[0]
    y = 12.0
    for row in job.payroll.rows:
        if y + 26 > sheet.height - 12:
            sheet = Sheet(297, 210)
            paper.sheets.append(sheet)
            y = 12.0
        heading = f"{job.payroll.company.name}{_month(job)}{title}"
        sheet.text((12, y + 4), heading, body.bold)
        columns = [20.0, 22.0, *[(273 - 20 - 22 - 26) / len(names)] * len(names), 26.0]
        grid = Grid(sheet, (12, y + 6), columns, [7.0, 8.0])
        _strip(studio, job, look, (grid, row))
        box = grid.box(Spot(1, len(names) + 2))
        grid.put(Spot(0, len(names) + 2), label, Look(body))
        grid.put(Spot(1, len(names) + 2), "", Look(body))
        grid.rule(look.ruling)
        _signature(paper, job, (box, label, row), studio)
        _note(paper, job, row)
        y += 27
    room = min(y + 12, 188.0)
    press_all(sheet, job.order.seals, [(70, room), (140, room), (200, room)], studio)
    return paper


def _strip(studio: Studio, job: Job, look: SlipLook, at: tuple[Grid, PayRow]) -> None:
    grid, row = at
    body = studio.type(look.family, 8.5)
    amounts = row.amounts(job.payroll.scheme)
    texts = [("姓名", row.person.name), ("部门", row.person.department)]
    texts += [(name, look.number(amounts[name])) for name in printed_headings(job)]
    for column, (name, text) in enumerate(texts):
        grid.put(Spot(0, column), name, Look(body))
        box = grid.put(Spot(1, column), text, Look(body))
        if _cover(job, name, row):
            marks.blot(grid.sheet, box, studio.rng)


TUNING_LYING = (SlipLook("lying", "song"), SlipLook("lying-rows", "hei", "rows", "grouped"))
TUNING_STANDING = (
    SlipLook("standing", "hei"),
    SlipLook("standing-open", "song", "none", "grouped", "月份"),
)
TUNING_STRIPS = (SlipLook("strips", "song"),)
REPORTING_LYING = (SlipLook("lying-kai", "kai", "full", "grouped", "所属期间"),)
REPORTING_STANDING = (
    SlipLook("standing-rows", "hei", "rows", "plain", "薪资期间", yuan_sign=True),
    SlipLook("standing-song", "song", "full", "grouped", "所属月份"),
)
REPORTING_STRIPS = (SlipLook("strips-rows", "hei", "rows", "grouped"),)
