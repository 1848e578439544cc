"""Several months of several people on one paper: a matrix, blocks, or rows by month."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from models.marks import Role, SlotFound
from models.paper import DocumentKind
from models.quantities import Month
from samples import marks, signing, spelling
from samples.grid import Grid, Look, Spot
from samples.papers.paper import Job, Paper, entry, press_all, printed_headings
from samples.payroll import PayRow
from samples.sheet import Sheet
from samples.studio import Person, Studio

Shape = Literal["matrix", "blocks", "rows"]
MOST = 12
"""So many people stand on such a paper, the claimant among them."""


@dataclass(frozen=True, slots=True)
class MatrixLook:
    """How such a paper is set."""

    name: str
    shape: Shape
    family: Literal["song", "hei", "kai"]
    months: spelling.MonthStyle
    title: str
    numbers: spelling.AmountStyle = "plain"
    ruled: bool = True


def draw(studio: Studio, jobs: list[Job], look: MatrixLook) -> list[Paper]:
    """Draw one paper for all months and people."""
    return [_Matrix(studio, jobs, look).draw()]


class _Matrix:
    """One such paper being drawn."""

    def __init__(self, studio: Studio, jobs: list[Job], look: MatrixLook) -> None:
        self.studio, self.jobs, self.look = studio, jobs, look
        self.sheet = Sheet(297, 210)
        self.body = studio.type(look.family, 9)
        self.label = studio.words.words.signature[0]
        self.people = self._chosen()
        self.paper = Paper(
            DocumentKind.PAYROLL_VOUCHER,
            f"matrix/{look.name}",
            [self.sheet],
            tuple(job.payroll.month for job in jobs),
            look.title,
            jobs[0].payroll.company.name,
        )

    def draw(self) -> Paper:
        """Draw heading, table or tables, and seals."""
        company = self.jobs[0].payroll.company.name
        self.sheet.centred(16, company, self.studio.type(self.look.family, 12))
        self.sheet.centred(25, self._title(), self.studio.type(self.look.family, 17).bold)
        self.sheet.right((283, 32), "单位：元", self.studio.type(self.look.family, 10))
        shapes = {"matrix": self._matrix, "blocks": self._blocks, "rows": self._rows}
        bottom = shapes[self.look.shape]()
        y = min(bottom + 16, 188.0)
        press_all(self.sheet, self.jobs[0].order.seals, [(80, y), (150, y + 2), (215, y)],
                  self.studio)  # fmt: skip
        return self.paper

    def _chosen(self) -> list[Person]:
        """Return the people on the paper: as many as it holds, the claimant kept."""
        every = [row.person for row in self.jobs[0].payroll.rows]
        room = {"blocks": 24 // (2 * len(self.jobs)), "rows": 15 // len(self.jobs)}
        most = max(min(room.get(self.look.shape, MOST), MOST), 1)
        mine = self.jobs[0].order.employee
        others = [person for person in every if person != mine]
        kept = others[: most - 1] if mine in every else others[:most]
        return [person for person in every if person == mine or person in kept]

    def _title(self) -> str:
        if self.look.shape != "matrix":
            return self.look.title
        first, last = self.jobs[0].payroll.month, self.jobs[-1].payroll.month
        if first == last:
            return f"{first.year}年{first.month}月{self.look.title}"
        if first.year == last.year:
            return f"{first.year}年{first.month}月至{last.month}月{self.look.title}"
        return f"{first.year}年{first.month}月至{last.year}年{last.month}月{self.look.title}"

    def _row(self, job: Job, person: Person) -> PayRow:
        return next(row for row in job.payroll.rows if row.person == person)

    def _matrix(self) -> float:
        """Set people in rows, and gross and net of each month side by side."""
        printed = self.jobs[0].order.gross_printed
        scheme = self.jobs[0].payroll.scheme
        inner = [scheme.gross, scheme.net] if printed else [scheme.net]
        each = min(220 / (len(self.jobs) * len(inner)), 26.0)
        columns = [12.0, 20.0, *[each] * (len(self.jobs) * len(inner)), 26.0]
        grid = Grid(self.sheet, (10, 36), columns, [7.0, 7.0, *[8.0] * len(self.people)])
        bold = Look(self.body.bold)
        for column, name in enumerate(("序号", "姓名")):
            grid.put(Spot(0, column, 2), name, bold)
        for place, job in enumerate(self.jobs):
            start = 2 + place * len(inner)
            month = spelling.month(job.payroll.month, self.look.months)
            grid.put(Spot(0, start, 1, len(inner)), month, bold)
            for step, name in enumerate(inner):
                grid.put(Spot(1, start + step), name, bold)
        last = 2 + len(self.jobs) * len(inner)
        grid.put(Spot(0, last, 2), self.label, bold)
        for at, person in enumerate(self.people, 2):
            grid.put(Spot(at, 0), str(at - 1), Look(self.body))
            grid.put(Spot(at, 1), person.name, Look(self.body))
            for place, job in enumerate(self.jobs):
                self._amounts(grid, (at, 2 + place * len(inner)), (job, person), inner)
            self._sign(grid, Spot(at, last), person, None)
        return self._ruled(grid, 2)

    def _blocks(self) -> float:
        """Set one small table a month, each under its month."""
        y = 34.0
        for job in self.jobs:
            names = printed_headings(job)
            month = spelling.month(job.payroll.month, self.look.months)
            self.sheet.text((12, y + 4), f"月份：{month}", self.body.bold)
            columns = [20.0, *[(273 - 20 - 26) / len(names)] * len(names), 26.0]
            grid = Grid(self.sheet, (12, y + 6), columns, [6.5] * (len(self.people) + 1))
            for column, name in enumerate(("姓名", *names, self.label)):
                grid.put(Spot(0, column), name, Look(self.body.bold))
            for at, person in enumerate(self.people, 1):
                grid.put(Spot(at, 0), person.name, Look(self.body))
                self._amounts(grid, (at, 1), (job, person), names)
                self._sign(grid, Spot(at, len(names) + 1), person, job.payroll.month)
            y = self._ruled(grid, 1) + 4
        return y

    def _rows(self) -> float:
        """Set a row for each person and month."""
        names = printed_headings(self.jobs[0])
        columns = [20.0, 24.0, *[(273 - 70) / len(names)] * len(names), 26.0]
        count = len(self.people) * len(self.jobs)
        grid = Grid(self.sheet, (12, 36), columns, [7.0] * (count + 1))
        for column, name in enumerate(("姓名", "月份", *names, self.label)):
            grid.put(Spot(0, column), name, Look(self.body.bold))
        pairs = [(person, job) for person in self.people for job in self.jobs]
        for at, (person, job) in enumerate(pairs, 1):
            month = spelling.month(job.payroll.month, self.look.months)
            grid.put(Spot(at, 0), person.name, Look(self.body))
            grid.put(Spot(at, 1), month, Look(self.body))
            self._amounts(grid, (at, 2), (job, person), names)
            self._sign(grid, Spot(at, len(names) + 2), person, job.payroll.month)
        return self._ruled(grid, 1)

    def _amounts(
        self, grid: Grid, at: tuple[int, int], of: tuple[Job, Person], names: list[str]
    ) -> None:
        """Print a person's amounts of a month side by side, and note them."""
        job, person = of
        scheme = job.payroll.scheme
        every = self._row(job, person).amounts(scheme)
        printed: dict[str, Decimal] = {name: every[name] for name in names}
        for step, (name, value) in enumerate(printed.items()):
            text = spelling.amount(value, self.look.numbers)
            box = grid.put(Spot(at[0], at[1] + step), text, Look(self.body, "right"))
            covered = job.order.wage_covered and person == job.order.employee
            if covered and name == scheme.gross:
                marks.blot(self.sheet, box, self.studio.rng)
        keys = (scheme.gross, scheme.net)
        self.paper.entries.append(entry(person, job.payroll.month, printed, keys))

    def _sign(self, grid: Grid, spot: Spot, person: Person, month: Month | None) -> None:
        order = self.jobs[0].order
        mine = person == order.employee
        box = grid.put(spot, "", Look(self.body))
        role = Role.EMPLOYEE if mine else Role.COLLEAGUE
        slot = signing.Slot(box, self.label, role, person, month if mine else None)
        signing.fill(self.sheet, slot, order.found if mine else SlotFound.PEN, self.studio)

    def _ruled(self, grid: Grid, headings: int) -> float:
        grid.rule("full" if self.look.ruled else "none", headings)
        return grid.bottom


TUNING = (
    MatrixLook("by-month", "matrix", "song", "年月", "工资汇总表", "grouped"),
    MatrixLook("blocks", "blocks", "hei", "年月份", "工资表"),
    MatrixLook("by-person", "rows", "song", "dash", "职工工资明细", "grouped"),
)
REPORTING = (
    MatrixLook("spread", "matrix", "hei", "compact", "薪资汇总"),
    MatrixLook("stacked-blocks", "blocks", "song", "hanzi", "薪酬支付情况", "grouped"),
    MatrixLook("ledger-rows", "rows", "kai", "dot", "员工薪资台账", "plain", ruled=False),
)
