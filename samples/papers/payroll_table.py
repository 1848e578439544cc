"""工资表: one month's payroll as a table, people in rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.marks import Role, SlotFound
from models.paper import DocumentKind
from samples import marks, signing, spelling
from samples.grid import Grid, Look, Spot
from samples.papers.paper import Job, Order, Paper, entry, press_all, printed_headings, signers
from samples.papers.table_looks import ID_COLUMNS, TableLook
from samples.payroll import Payroll, PayRow
from samples.sheet import Sheet, Type
from samples.studio import Studio

LANDSCAPE = (297.0, 210.0)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a table: a person's, or a sum over people."""

    rows: tuple[PayRow, ...]
    label: str = ""
    """小计, 合计; empty for a person's own row."""
    number: int = 0


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
    lines = _lines(payroll.rows, look)
    chunks = [lines[i : i + room] for i in range(0, len(lines), room)] or [[]]
    for place, chunk in enumerate(chunks):
        last = place == len(chunks) - 1
        page = _Page(studio, payroll, order, look, again=place > 0)
        paper.sheets.append(page.draw(paper, [*chunk, *_sums(payroll, look, chunk, last=last)]))
        if last:
            page.foot()
    return paper


def _lines(rows: Sequence[PayRow], look: TableLook) -> list[_Line]:
    """Put people in order, with the sums of departments where the look has them."""
    if not look.subtotals:
        return [_Line((row,), number=number) for number, row in enumerate(rows, 1)]
    lines: list[_Line] = []
    number = 0
    for name in dict.fromkeys(row.person.department for row in rows):
        own = tuple(row for row in rows if row.person.department == name)
        for row in own:
            number += 1
            lines.append(_Line((row,), number=number))
        lines.append(_Line(own, "小计"))
    return lines


def _sums(payroll: Payroll, look: TableLook, chunk: Sequence[_Line], *, last: bool) -> list[_Line]:
    """Return the sums that end a page."""
    if last:
        return [_Line(payroll.rows, "合计")]
    if not look.page_sums:
        return []
    return [_Line(tuple(row for line in chunk if not line.label for row in line.rows), "本页小计")]


class _Page:
    """One page of a table being drawn."""

    def __init__(
        self, studio: Studio, payroll: Payroll, order: Order, look: TableLook, *, again: bool
    ) -> None:
        self.studio, self.payroll, self.order, self.look = studio, payroll, order, look
        self.titled = not again or look.further == "all"
        self.headed = not again or look.further != "none"
        self.sheet = Sheet(*LANDSCAPE)
        self.body: Type = studio.type(look.family, 9)
        words = studio.words.words.signature
        self.sign = words[len(payroll.company.uscc + payroll.company.name) % len(words)]

    @property
    def amounts(self) -> list[str]:
        """Return the amount headings that are printed."""
        return printed_headings(Job(self.payroll, self.order))

    @property
    def start(self) -> int:
        """Return the first column of amounts."""
        return len(self.look.people) + len(self.look.asides)

    @property
    def levels(self) -> int:
        """Return how many rows the headings fill."""
        return (1 + self.look.grouped + bool(self.look.tier)) if self.headed else 0

    def draw(self, paper: Paper, lines: Sequence[_Line]) -> Sheet:
        """Draw a page's part of the table."""
        top = self._heading(paper) if self.titled else 18.0
        self.grid = self._grid(top, len(lines))
        if self.headed:
            self._columns(self.grid, self.levels)
        for place, line in enumerate(lines, self.levels):
            if line.label:
                self._sum(self.grid, place, line)
            else:
                self._row(paper, self.grid, (place, line.number), line.rows[0])
        self.grid.rule(self.look.ruling, self.levels)
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

    def _grid(self, top: float, rows: int) -> Grid:
        look = self.look
        lead = {
            "序号": 9.0,
            "编号": 11.0,
            "姓名": 17.0,
            "工号": 15.0,
            **dict.fromkeys(ID_COLUMNS, 33.0),
        }
        widths = [lead.get(name, 18.0) for name in look.people] + [16.0] * len(look.asides)
        amounts = [17.5] * len(self.amounts)
        tail = [26.0] + ([16.0] if look.note else [])
        free = 273 - sum(widths) - sum(tail)
        each = min(free / len(amounts), 24.0)
        heights = [9.0] if self.levels == 1 else [6.5] * self.levels
        columns = [*widths, *(each for _ in amounts), *tail]
        left = (297 - sum(columns)) / 2
        return Grid(self.sheet, (left, top), columns, heights + [look.row_height] * rows)

    def _columns(self, grid: Grid, levels: int) -> None:
        look = Look(self.body.bold)
        names = [*self.look.people, *self.look.asides, *self.amounts, self.sign]
        if self.look.note:
            names.append("备注")
        if self.look.tinted:
            self.sheet.fill((grid.xs[0], grid.ys[0], grid.right, grid.ys[levels]), (226, 232, 240))
        groups = self._groups() if self.look.grouped else []
        if self.look.tier:
            grid.put(Spot(0, self.start, 1, len(self.amounts)), self.look.tier, look)
        upper = 1 if self.look.tier else 0
        for start, size, label in groups:
            grid.put(Spot(upper, start, 1, size), label, look)
        inside = {c for start, size, _ in groups for c in range(start, start + size)}
        under = range(self.start, self.start + len(self.amounts)) if self.look.tier else ()
        for column, name in enumerate(names):
            at = levels - 1 if column in inside else upper if column in under else 0
            grid.put(Spot(at, column, levels - at), name, look)

    def _groups(self) -> list[tuple[int, int, str]]:
        scheme = self.payroll.scheme
        earned = len(scheme.earnings) + (1 if self.order.gross_printed else 0)
        cut = len(scheme.deductions) + (1 if scheme.deducted else 0)
        first = "应发项目" if self.studio.set_name == "tuning" else "应付部分"
        second = "扣款项目" if self.studio.set_name == "tuning" else "代扣款项"
        return [(self.start, earned, first), (self.start + earned, cut, second)]

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
        for column, name in enumerate(self.look.asides, len(self.look.people)):
            grid.put(Spot(at, column), self._aside(name, row), centre)
        amounts = row.amounts(self.payroll.scheme)
        start = self.start
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

    def _aside(self, name: str, row: PayRow) -> str:
        """Return what stands in a column that belongs to no sum."""
        fen = int(row.gross * 100)
        if name in {"出勤天数", "计薪天数"}:
            return f"{21 + fen % 3}"
        if name == "入职日期":
            return f"20{10 + fen % 12}-{1 + fen % 9:02d}-01"
        values = {
            "公积金基数": row.gross.quantize(Decimal(100)),
            "社保基数": row.gross.quantize(Decimal(1000)),
            "上月应发": row.gross - 100,
            "累计应发工资": row.gross * self.payroll.month.month,
        }
        return self._number(values[name])

    def _sum(self, grid: Grid, at: int, line: _Line) -> None:
        grid.put(Spot(at, 0, 1, self.start), line.label, Look(self.body.bold))
        rows = [row.amounts(self.payroll.scheme) for row in line.rows]
        for column, name in enumerate(self.amounts, self.start):
            total = sum((row[name] for row in rows), Decimal(0))
            grid.put(Spot(at, column), self._number(total), Look(self.body, "right"))
        tail = 2 if self.look.note else 1
        for column in range(self.start + len(self.amounts), self.start + len(self.amounts) + tail):
            grid.put(Spot(at, column), "", Look(self.body))

    def foot(self) -> None:
        """Sign and seal below the table."""
        grid = self.grid
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
