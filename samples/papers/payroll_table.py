"""工资表: one month's payroll as a table, people in rows."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from models.marks import Role, SlotFound
from models.paper import DocumentKind
from samples import marks, signing, spelling
from samples.grid import Grid, Look, Ruling, Spot
from samples.papers.paper import Job, Order, Paper, entry, press_all, printed_headings, signers
from samples.payroll import Payroll, PayRow
from samples.sheet import Sheet, Type
from samples.studio import Studio

LANDSCAPE = (297.0, 210.0)
ID_COLUMNS = ("身份证号", "公民身份号码")
MonthPlace = Literal["title", "above", "period", "account", "split"]


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a company sets its payroll table."""

    name: str
    ruling: Ruling
    month_at: MonthPlace
    family: Literal["song", "hei", "kai"]
    people: tuple[str, ...]
    """Columns before the amounts, from 序号 姓名 部门 岗位 工号."""
    grouped: bool = False
    """A second heading level: 应发项目, 扣款项目."""
    note: bool = False
    numbers: Literal["plain", "grouped", "short"] = "plain"
    zero: str = "0.00"
    row_height: float = 8.5
    tinted: bool = False
    payday: bool = False
    company_line: bool = False
    """The company above the title, in a line of its own."""


TUNING = (
    TableLook("ledger", "full", "title", "song", ("序号", "姓名", "部门"), note=True, grouped=True),
    TableLook(
        "plain",
        "full",
        "above",
        "hei",
        ("序号", "姓名", "岗位"),
        numbers="grouped",
        zero="-",
    ),
    TableLook(
        "open",
        "none",
        "title",
        "song",
        ("姓名", "部门"),
        numbers="grouped",
        zero="",
        row_height=7.5,
        payday=True,
    ),
    TableLook(
        "lines",
        "rows",
        "period",
        "kai",
        ("序号", "姓名", "身份证号"),
        company_line=True,
        payday=True,
    ),
    TableLook(
        "tinted",
        "full",
        "split",
        "hei",
        ("序号", "姓名"),
        numbers="short",
        tinted=True,
        grouped=True,
    ),
    TableLook("boxed", "frame", "title", "song", ("序号", "姓名", "岗位"), payday=True),
    TableLook("loose", "none", "period", "song", ("部门", "姓名"), row_height=7.0, payday=True),
)
REPORTING = (
    TableLook(
        "register",
        "full",
        "above",
        "song",
        ("编号", "姓名", "公民身份号码"),
        numbers="grouped",
        company_line=True,
        grouped=True,
    ),
    TableLook("frame", "frame", "title", "hei", ("序号", "姓名", "职务"), payday=True),
    TableLook("kai", "full", "account", "kai", ("姓名", "部门"), note=True, zero=""),
    TableLook(
        "bands",
        "rows",
        "split",
        "song",
        ("编号", "姓名"),
        numbers="grouped",
        tinted=True,
        zero="-",
        company_line=True,
        grouped=True,
    ),
    TableLook(
        "bare",
        "none",
        "period",
        "hei",
        ("部门", "姓名"),
        zero="0.00",
        row_height=8.0,
        payday=True,
    ),
)


def draw(studio: Studio, payroll: Payroll, order: Order, look: TableLook, title: str) -> Paper:
    """Draw one month's table; more rows than a page holds go on over the next pages."""
    paper = Paper(
        DocumentKind.PAYROLL_VOUCHER,
        f"table/{look.name}",
        [],
        (payroll.month,) if order.month_readable else (),
        title,
        payroll.company.name,
    )
    room = int((LANDSCAPE[1] - 30 - 13 - 40) / look.row_height) - 1
    rows = list(payroll.rows)
    chunks = [rows[i : i + room] for i in range(0, len(rows), room)] or [[]]
    for place, chunk in enumerate(chunks):
        last = place == len(chunks) - 1
        page = _Page(studio, payroll, order, look)
        paper.sheets.append(page.draw(paper, chunk, first=place * room, last=last))
    return paper


class _Page:
    """One page of a table being drawn."""

    def __init__(self, studio: Studio, payroll: Payroll, order: Order, look: TableLook) -> None:
        self.studio, self.payroll, self.order, self.look = studio, payroll, order, look
        self.sheet = Sheet(*LANDSCAPE)
        self.body: Type = studio.type(look.family, 9)
        words = studio.words.words.signature
        self.sign = words[len(payroll.company.uscc + payroll.company.name) % len(words)]

    @property
    def amounts(self) -> list[str]:
        """Return the amount headings that are printed."""
        return printed_headings(Job(self.payroll, self.order))

    def draw(self, paper: Paper, rows: list[PayRow], *, first: int, last: bool) -> Sheet:
        top = self._heading(paper)
        grid = self._grid(top, len(rows), last=last)
        levels = 2 if self.look.grouped else 1
        self._columns(grid, levels)
        for place, row in enumerate(rows):
            self._row(paper, grid, (place + levels, first + place + 1), row)
        if last:
            self._totals(grid, levels + len(rows))
        grid.rule(self.look.ruling, levels)
        if last:
            self._foot(grid)
        return self.sheet

    def _heading(self, paper: Paper) -> float:
        """Set company, title, month and unit; return where the table may begin."""
        studio, look, sheet = self.studio, self.look, self.sheet
        company = self.payroll.company.name
        big, small = studio.type(look.family, 18).bold, studio.type(look.family, 10)
        y = 18.0
        if look.company_line:
            sheet.centred(y, company, studio.type(look.family, 14))
            y += 9
        month = self._month()
        title = paper.title
        if look.month_at == "title":
            title = month + title
            if not look.company_line and studio.rng.random() < 0.5:
                title = company + title
        elif look.month_at == "split":
            title = f"{month}{title}"
        sheet.centred(y, title, big)
        line = sheet.text((12, y + 9), self._left_line(company, month), small)
        sheet.right((285, y + 9), self._right_line(), small, line)
        return y + 12

    def _month(self) -> str:
        if not self.order.month_readable:
            return "    年    月"
        month, look = self.payroll.month, self.look
        if look.month_at == "period":
            return spelling.month(month, "period")
        if look.month_at == "split":
            return spelling.month(month, "只月")
        style = self.order.month_style
        if look.month_at == "title" and style in {"dash", "dot", "compact"}:
            style = "年月"
        return spelling.month(month, style)

    def _left_line(self, company: str, month: str) -> str:
        lead = "" if self.look.company_line else f"单位名称：{company}    "
        if self.look.month_at == "above":
            return f"{lead}所属月份：{month}"
        if self.look.month_at == "period":
            return f"{lead}工资所属期：{month}"
        if self.look.month_at == "account":
            return f"{lead}会计期间：{month}"
        return lead.strip()

    def _right_line(self) -> str:
        parts = []
        if self.look.month_at == "split" and self.order.month_readable:
            parts.append(f"年度：{self.payroll.month.year}年")
        if self.look.payday:
            day = self.payroll.month.plus(1).first_day.replace(day=self.studio.rng.randint(5, 20))
            parts.append(f"发放日期：{spelling.date(day)}")
        return "    ".join([*parts, "单位：元"])

    def _grid(self, top: float, rows: int, *, last: bool) -> Grid:
        look = self.look
        lead = {
            "序号": 9.0,
            "编号": 11.0,
            "姓名": 17.0,
            "工号": 15.0,
            **dict.fromkeys(ID_COLUMNS, 33.0),
        }
        widths = [lead.get(name, 18.0) for name in look.people]
        amounts = [17.5] * len(self.amounts)
        tail = [26.0] + ([16.0] if look.note else [])
        free = 273 - sum(widths) - sum(tail)
        each = min(free / len(amounts), 24.0)
        heights = [6.5, 6.5] if look.grouped else [9.0]
        heights += [look.row_height] * (rows + (1 if last else 0))
        columns = [*widths, *(each for _ in amounts), *tail]
        left = (297 - sum(columns)) / 2
        return Grid(self.sheet, (left, top), columns, heights)

    def _columns(self, grid: Grid, levels: int) -> None:
        look = Look(self.body.bold)
        names = [*self.look.people, *self.amounts, self.sign]
        if self.look.note:
            names.append("备注")
        if self.look.tinted:
            self.sheet.fill((grid.xs[0], grid.ys[0], grid.right, grid.ys[levels]), (226, 232, 240))
        groups = self._groups() if levels == 2 else []
        for start, size, label in groups:
            grid.put(Spot(0, start, 1, size), label, look)
        inside = {c for start, size, _ in groups for c in range(start, start + size)}
        for column, name in enumerate(names):
            spot = Spot(1, column) if column in inside else Spot(0, column, levels)
            grid.put(spot, name, look)

    def _groups(self) -> list[tuple[int, int, str]]:
        scheme = self.payroll.scheme
        start = len(self.look.people)
        earned = len(scheme.earnings) + (1 if self.order.gross_printed else 0)
        cut = len(scheme.deductions) + (1 if scheme.deducted else 0)
        first = "应发项目" if self.studio.set_name == "tuning" else "应付部分"
        second = "扣款项目" if self.studio.set_name == "tuning" else "代扣款项"
        return [(start, earned, first), (start + earned, cut, second)]

    def _row(self, paper: Paper, grid: Grid, place: tuple[int, int], row: PayRow) -> None:
        at, number = place
        person = row.person
        facts = {
            "序号": str(number),
            "编号": f"{number:03d}",
            "姓名": person.name,
            "工号": f"G{1000 + number * 7}",
            "部门": person.department,
            "身份证号": person.id_number,
            "公民身份号码": person.id_number,
        }
        centre, right = Look(self.body), Look(self.body, "right")
        for column, name in enumerate(self.look.people):
            grid.put(Spot(at, column), facts.get(name, person.position), centre)
        amounts = row.amounts(self.payroll.scheme)
        start = len(self.look.people)
        for column, name in enumerate(self.amounts, start):
            box = grid.put(Spot(at, column), self._number(amounts[name]), right)
            covered = self.order.wage_covered and person == self.order.employee
            if covered and name == self.payroll.scheme.gross:
                marks.blot(self.sheet, box, self.studio.rng)
        self._sign(grid, Spot(at, start + len(self.amounts)), row)
        if self.look.note:
            grid.put(Spot(at, start + len(self.amounts) + 1), "", centre)
        scheme = self.payroll.scheme
        printed = {name: amounts[name] for name in self.amounts}
        noted = entry(person, self.payroll.month, printed, (scheme.gross, scheme.net))
        if set(ID_COLUMNS) & set(self.look.people):
            noted = noted.model_copy(update={"id_number": person.id_number})
        paper.entries.append(noted)

    def _number(self, value: Decimal) -> str:
        return spelling.amount(value, self.look.numbers) if value else self.look.zero

    def _sign(self, grid: Grid, spot: Spot, row: PayRow) -> None:
        mine = row.person == self.order.employee
        found = self.order.found if mine else SlotFound.PEN
        if not mine and self.studio.rng.random() < 0.08:
            found = SlotFound.EMPTY
        box = grid.put(spot, "", Look(self.body))
        slot = signing.Slot(
            box,
            self.sign,
            Role.EMPLOYEE if mine else Role.COLLEAGUE,
            row.person,
            self.payroll.month if mine else None,
        )
        signing.fill(self.sheet, slot, found, self.studio)

    def _totals(self, grid: Grid, at: int) -> None:
        start = len(self.look.people)
        grid.put(Spot(at, 0, 1, start), "合计", Look(self.body.bold))
        rows = [row.amounts(self.payroll.scheme) for row in self.payroll.rows]
        for column, name in enumerate(self.amounts, start):
            total = sum((row[name] for row in rows), Decimal(0))
            grid.put(Spot(at, column), self._number(total), Look(self.body, "right"))
        tail = 2 if self.look.note else 1
        for column in range(start + len(self.amounts), start + len(self.amounts) + tail):
            grid.put(Spot(at, column), "", Look(self.body))

    def _foot(self, grid: Grid) -> None:
        base = grid.bottom + 10
        labels = [("制表", Role.PREPARER), ("审核", Role.REVIEWER), ("财务负责人", Role.LEADER)]
        if self.studio.set_name == "reporting":
            labels = [
                ("单位负责人", Role.LEADER),
                ("复核", Role.REVIEWER),
                ("填表人", Role.PREPARER),
            ]
        signers(self.sheet, labels, (16, 200, base), self.studio)
        if self.studio.rng.random() < 0.15:
            day = self.payroll.month.plus(1).first_day.replace(day=self.studio.rng.randint(5, 20))
            text = f"{spelling.date(day, 'dot')} 现金付讫"
            at = (248.0, min(grid.bottom + 30, 196))
            marks.date_stamp(self.sheet, at, text, self.body, self.studio.rng)
        if self.studio.rng.random() < 0.2:
            base = grid.bottom - 24  # carelessly over the last rows
        middle = min(base + self.studio.rng.uniform(4, 16), self.sheet.height - 22)
        xs = self.studio.rng.sample([52, 108, 164, 225, 262], len(self.order.seals))
        press_all(self.sheet, self.order.seals, [(float(x), middle) for x in xs], self.studio)
