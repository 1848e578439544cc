"""Several months of one person on one paper: months in rows, or months in columns."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from models.marks import Role
from models.paper import DocumentKind
from samples import marks, signing, spelling
from samples.grid import Grid, Look, Spot
from samples.papers.paper import Job, Paper, entry, press_all, printed_headings
from samples.sheet import Sheet
from samples.spelling import AmountStyle
from samples.studio import Person, Studio


@dataclass(frozen=True, slots=True)
class YearLook:
    """How such a paper is set."""

    name: str
    family: Literal["song", "hei", "kai"]
    months: spelling.MonthStyle
    numbers: AmountStyle = "plain"
    title: str = "工资发放情况表"
    across: bool = False
    """Months in columns, items in rows; one signature for all months."""


def draw(studio: Studio, jobs: list[Job], look: YearLook) -> list[Paper]:
    """Draw one paper for all months; an absent employee's place is taken by a colleague."""
    first = jobs[0]
    present = first.payroll.row_of(first.order.employee)
    person = first.order.employee if present else first.payroll.rows[0].person
    sheet = Sheet(297, 210)
    paper = Paper(
        DocumentKind.PAYROLL_VOUCHER,
        f"year/{look.name}",
        [sheet],
        tuple(job.payroll.month for job in jobs),
        look.title,
        first.payroll.company.name,
    )
    sheet.centred(18, f"{first.payroll.company.name}", studio.type(look.family, 13))
    sheet.centred(28, look.title, studio.type(look.family, 18).bold)
    small = studio.type(look.family, 10)
    line = sheet.text((14, 38), f"姓名：{person.name}", small)
    sheet.text((70, 38), f"身份证号：{person.id_number}", small, line)
    sheet.right((283, 38), "金额单位：元", small, line)
    table = _across if look.across else _down
    bottom = table(_Job(studio, jobs, person, look), paper)
    y = min(bottom + 18, 185.0)
    press_all(sheet, first.order.seals, [(90, y), (160, y + 2), (215, y)], studio)
    return [paper]


@dataclass(frozen=True, slots=True)
class _Job:
    """All that one table needs."""

    studio: Studio
    jobs: list[Job]
    person: Person
    look: YearLook

    def amounts(self, job: Job) -> dict[str, Decimal]:
        row = job.payroll.row_of(self.person) or job.payroll.rows[0]
        every = row.amounts(job.payroll.scheme)
        return {name: every[name] for name in printed_headings(job)}

    def cell(self, grid: Grid, spot: Spot, job: Job, name: str) -> None:
        look = Look(self.studio.type(self.look.family, 9))
        text = spelling.amount(self.amounts(job)[name], self.look.numbers)
        box = grid.put(spot, text, look)
        mine = self.person == job.order.employee
        if job.order.wage_covered and mine and name == job.payroll.scheme.gross:
            marks.blot(grid.sheet, box, self.studio.rng)

    def note(self, paper: Paper, job: Job) -> None:
        scheme = job.payroll.scheme
        amounts = self.amounts(job)
        keys = (scheme.gross, scheme.net)
        noted = entry(self.person, job.payroll.month, amounts, keys)
        number = self.person.id_number
        paper.entries.append(noted.model_copy(update={"id_number": number}))


def _down(all_: _Job, paper: Paper) -> float:
    """Set one month a row, each signed for."""
    studio, look = all_.studio, all_.look
    names = printed_headings(all_.jobs[0])
    height = min(9.5, 118 / (len(all_.jobs) + 1))
    each = (270 - 34 - 30) / len(names)
    columns = [34.0, *[each] * len(names), 30.0]
    grid = Grid(paper.sheets[0], (13.5, 42), columns, [height] * (len(all_.jobs) + 1))
    body = studio.type(look.family, 9)
    label = studio.words.words.signature[0]
    for column, name in enumerate(("月份", *names, label)):
        grid.put(Spot(0, column), name, Look(body.bold))
    for at, job in enumerate(all_.jobs, 1):
        grid.put(Spot(at, 0), spelling.month(job.payroll.month, look.months), Look(body))
        for column, name in enumerate(names, 1):
            all_.cell(grid, Spot(at, column), job, name)
        box = grid.put(Spot(at, len(names) + 1), "", Look(body))
        slot = signing.Slot(box, label, Role.EMPLOYEE, all_.person, job.payroll.month)
        signing.fill(grid.sheet, slot, job.order.found, studio)
        all_.note(paper, job)
    grid.rule("full")
    return grid.bottom


def _across(all_: _Job, paper: Paper) -> float:
    """Set one month a column; one signature below serves all."""
    studio, look, jobs = all_.studio, all_.look, all_.jobs
    names = printed_headings(jobs[0])
    each = min(32.0, (270 - 32) / len(jobs))
    height = min(9.0, 105 / (len(names) + 1))
    grid = Grid(
        paper.sheets[0], (13.5, 42), [32.0, *[each] * len(jobs)], [height] * (len(names) + 1)
    )
    body = studio.type(look.family, 9)
    grid.put(Spot(0, 0), "项目", Look(body.bold))
    for column, job in enumerate(jobs, 1):
        month = spelling.month(job.payroll.month, look.months)
        grid.put(Spot(0, column), month, Look(body.bold))
        for at, name in enumerate(names, 1):
            all_.cell(grid, Spot(at, column), job, name)
        all_.note(paper, job)
    for at, name in enumerate(names, 1):
        grid.put(Spot(at, 0), name, Look(body))
    grid.rule("full")
    label = studio.words.words.signature[-1]
    y = grid.bottom + 11
    grid.sheet.text((16, y), label + "：", body.sized(4.0))
    left = 16 + body.sized(4.0).width(label + "：")
    slot = signing.Slot((left, y - 7, left + 36, y + 3), label, Role.EMPLOYEE, all_.person)
    signing.fill(grid.sheet, slot, jobs[0].order.found, studio)
    return grid.bottom


TUNING = (
    YearLook("months-down", "song", "年月"),
    YearLook("months-across", "hei", "dot0", "grouped", "个人工资明细表", across=True),
)
REPORTING = (
    YearLook("ledger-down", "kai", "compact", "grouped", "职工工资台账"),
    YearLook("ledger-across", "hei", "dash", "plain", "个人薪酬明细", across=True),
)
