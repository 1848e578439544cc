"""领款单, 付款凭证, 银行代发清单: other papers that show a wage was paid."""

from dataclasses import dataclass
from decimal import Decimal

from models.marks import Role, SlotFound
from models.paper import DocumentKind
from samples import ids, marks, signing, spelling
from samples.grid import Grid, Look, Spot
from samples.papers.paper import Job, Paper, entry, press_all, signers
from samples.payroll import PayRow
from samples.sheet import BoxMm, Sheet, Type
from samples.studio import Studio

SLIP = (210.0, 148.0)


Entry = tuple[str, str, Decimal | None, Decimal | None]
"""摘要, 会计科目, 借方, 贷方."""


@dataclass(frozen=True, slots=True)
class ReceiptLook:
    """Wordings of one set."""

    name: str
    title: str
    payee: str
    """Label of the claimant's signature."""


def _paper(job: Job, look: ReceiptLook, sheet: Sheet) -> Paper:
    return Paper(
        DocumentKind.PAYROLL_VOUCHER,
        look.name,
        [sheet],
        (job.payroll.month,) if job.order.month_readable else (),
        look.title,
        job.payroll.company.name,
        by_hand=job.order.by_hand,
    )


def _row(job: Job) -> PayRow:
    return job.payroll.row_of(job.order.employee) or job.payroll.rows[0]


def _note(paper: Paper, job: Job, row: PayRow, items: dict[str, Decimal]) -> None:
    keys = ("gross", "net")
    amounts = {**items, "net": row.net}
    if job.order.gross_printed:
        amounts["gross"] = row.gross
    paper.entries.append(entry(row.person, job.payroll.month, amounts, keys))


def _sign(paper: Paper, job: Job, box: BoxMm, look: ReceiptLook, studio: Studio) -> None:
    row = _row(job)
    slot = signing.Slot(box, look.payee, Role.EMPLOYEE, row.person, job.payroll.month)
    signing.fill(paper.sheets[-1], slot, job.order.found, studio)


def _gross(studio: Studio, job: Job, row: PayRow, at: tuple[Grid, Spot, Type]) -> None:
    """Print the gross wage into a cell, or nothing, or spill ink over it, as ordered."""
    grid, spot, type_ = at
    text = spelling.amount(row.gross, "grouped") if job.order.gross_printed else ""
    box = grid.put(spot, text, Look(type_))
    if job.order.wage_covered and row.person == job.order.employee:
        marks.blot(grid.sheet, box, studio.rng)


def receipts(studio: Studio, jobs: list[Job], look: ReceiptLook) -> list[Paper]:
    """Draw a 领款单 a month: what for, in figures and in capitals, signed by the payee."""
    return [_receipt(studio, job, look) for job in jobs]


def _receipt(studio: Studio, job: Job, look: ReceiptLook) -> Paper:
    sheet = Sheet(*SLIP)
    paper = _paper(job, look, sheet)
    row, month = _row(job), job.order.spelled(job.payroll.month)
    day = job.payroll.month.plus(1).first_day.replace(day=studio.rng.randint(5, 20))
    sheet.centred(20, look.title, studio.type("song", 20).bold)
    sheet.centred(29, spelling.date(day), studio.type("song", 10.5))
    grid = Grid(sheet, (20, 34), [34.0, 51.0, 34.0, 51.0], [10.0, 10.0, 10.0, 10.0, 12.0, 14.0])
    why = "" if job.order.by_hand else f"{month}工资"
    wide = {1: ("单位", job.payroll.company.name), 2: ("事由", why)}
    body = studio.type("song", 10.5)
    for at, (name, text) in wide.items():
        grid.put(Spot(at, 0), name, Look(body))
        if text:
            grid.put(Spot(at, 1, 1, 3), text, Look(body))
    _receipt_cells(studio, job, grid)
    if job.order.by_hand:
        _receipt_by_hand(studio, job, grid)
    grid.put(Spot(5, 0), look.payee, Look(body))
    box = grid.put(Spot(5, 1), "", Look(body))
    grid.rule("full")
    _sign(paper, job, (box[0] + 3, box[1] + 1, box[2] - 8, box[3] - 1), look, studio)
    press_all(sheet, job.order.seals, [(150, 112), (96, 118), (45, 120)], studio)
    _note(paper, job, row, {"代扣款项": row.deducted} if job.order.gross_printed else {})
    return paper


def _receipt_cells(studio: Studio, job: Job, grid: Grid) -> None:
    row, body = _row(job), studio.type("song", 10.5)
    printed = job.order.gross_printed
    cut = spelling.amount(row.deducted, "grouped") if printed else ""
    net = f"人民币（大写）{spelling.in_words(row.net)}    ¥{spelling.amount(row.net, 'grouped')}"
    cells = {
        (0, 0): "领款人",
        (0, 1): row.person.name,
        (0, 2): "部门",
        (0, 3): row.person.department,
        (3, 0): studio.words.words.gross[0] if printed else "",
        (3, 2): "代扣款项" if printed else "",
        (3, 3): cut,
        (4, 0): studio.words.words.net[0],
        (5, 2): "会计",
        (5, 3): "",
    }
    filled = {(0, 1), (0, 3), (3, 3)} if job.order.by_hand else set()
    for (at, column), text in cells.items():
        if (at, column) not in filled:
            grid.put(Spot(at, column), text, Look(body))
    if job.order.by_hand:
        return
    _gross(studio, job, row, (grid, Spot(3, 1), body))
    grid.put(Spot(4, 1, 1, 3), net, Look(body))


def _receipt_by_hand(studio: Studio, job: Job, grid: Grid) -> None:
    """Let the cashier fill in the blanks of a receipt with a pen."""
    row, cashier = _row(job), studio.person()
    capitals, figures = Spot(4, 1, 1, 2), Spot(4, 3)
    texts = [
        (Spot(0, 1), row.person.name),
        (Spot(0, 3), row.person.department),
        (Spot(2, 1, 1, 3), job.order.spelled(job.payroll.month).strip() + "工资"),
        (capitals, spelling.in_words(row.net)),
        (figures, f"¥{spelling.amount(row.net)}"),
    ]
    if job.order.gross_printed:
        texts.append((Spot(3, 1), spelling.amount(row.gross)))
        texts.append((Spot(3, 3), spelling.amount(row.deducted)))
    for spot, text in texts:
        left, top, right, bottom = grid.note(spot, text)
        inner = (left + 2, top + 1.8, min(right - 2, left + 75), bottom - 1.8)
        signing.scribble(grid.sheet, inner, text.replace("-", "."), cashier, studio)


def payments(studio: Studio, jobs: list[Job], look: ReceiptLook) -> list[Paper]:
    """Draw a 付款凭证 (a bookkeeping voucher) a month with the wage's lines."""
    return [_payment(studio, job, look, number) for number, job in enumerate(jobs, 1)]


def _payment(studio: Studio, job: Job, look: ReceiptLook, number: int) -> Paper:
    sheet = Sheet(240, 140)
    paper = _paper(job, look, sheet)
    row, month = _row(job), job.order.spelled(job.payroll.month)
    day = job.payroll.month.plus(1).first_day.replace(day=studio.rng.randint(5, 20))
    sheet.centred(17, look.title, studio.type("song", 20).bold)
    small = studio.type("song", 10)
    line = sheet.text((18, 27), f"单位：{job.payroll.company.name}", small)
    sheet.text((120, 27), spelling.date(day), small, line)
    sheet.right((222, 27), f"凭证号：付字第{number + studio.rng.randrange(10, 80)}号", small, line)
    cuts = {k: v for k, v in row.deductions.items() if v}
    lines: list[Entry] = [
        (
            f"发放{month}工资",
            f"应付职工薪酬-{studio.words.words.gross[0]}-{row.person.name}",
            row.gross,
            None,
        )
    ]
    if not job.order.gross_printed:
        lines = []
    lines += [("", f"其他应付款-代扣{name}", None, value) for name, value in cuts.items()]
    lines.append((f"{row.person.name}{month}实发工资", "银行存款", None, row.net))
    grid = Grid(sheet, (18, 31), [62.0, 78.0, 32.0, 32.0], [8.0, *[8.0] * len(lines), 8.0])
    _lines(studio, job, grid, lines)
    y = grid.bottom + 10
    labels = [("会计主管", Role.LEADER), ("记账", Role.CLERK), ("制单", Role.PREPARER)]
    signers(sheet, labels, (18, 150, y), studio)
    body = studio.type("song", 9.5)
    sheet.text((152, y), look.payee + "：", body)
    left = 152 + body.width(look.payee + "：")
    _sign(paper, job, (left, y - 7, left + 34, y + 2.5), look, studio)
    press_all(sheet, job.order.seals, [(60, y + 8), (118, y + 12), (215, y + 14)], studio)
    _note(paper, job, row, cuts)
    return paper


def _lines(studio: Studio, job: Job, grid: Grid, lines: list[Entry]) -> None:
    body = studio.type("song", 9.5)
    for column, name in enumerate(("摘要", "会计科目", "借方金额", "贷方金额")):
        grid.put(Spot(0, column), name, Look(body.bold))
    for at, (why, account, debit, credit) in enumerate(lines, 1):
        grid.put(Spot(at, 0), why, Look(body, "left"))
        grid.put(Spot(at, 1), account, Look(body, "left"))
        for column, value in ((2, debit), (3, credit)):
            text = spelling.amount(value, "grouped") if value is not None else ""
            box = grid.put(Spot(at, column), text, Look(body, "right"))
            if column == 2 and value is not None and job.order.wage_covered:
                marks.blot(grid.sheet, box, studio.rng)
    last = len(lines) + 1
    total = sum((line[2] or Decimal(0) for line in lines), Decimal(0))
    text = spelling.amount(total, "grouped") if total else ""
    grid.put(Spot(last, 0, 1, 2), "合计", Look(body.bold))
    covered = job.order.wage_covered
    grid.put(Spot(last, 2), "" if covered else text, Look(body, "right"))
    grid.put(Spot(last, 3), "" if covered else text, Look(body, "right"))
    grid.rule("full")


def bank_lists(studio: Studio, jobs: list[Job], look: ReceiptLook) -> list[Paper]:
    """Draw a bank's payroll list a month, initialled by the payees."""
    return [_bank_list(studio, job, look) for job in jobs]


def _bank_list(studio: Studio, job: Job, look: ReceiptLook) -> Paper:
    sheet = Sheet()
    paper = _paper(job, look, sheet)
    month = job.order.spelled(job.payroll.month)
    sheet.centred(24, f"{month}{look.title}", studio.type("hei", 17).bold)
    small = studio.type("song", 10)
    line = sheet.text((16, 34), f"委托单位：{job.payroll.company.name}", small)
    sheet.right((194, 34), "币种：人民币  单位：元", small, line)
    rows = list(job.payroll.rows)[:22]
    gross = studio.words.words.gross[0]
    heads = ["序号", "户名", "账号", gross, "代发金额", look.payee]
    if not job.order.gross_printed:
        heads.remove(gross)
    widths = {"序号": 11.0, "户名": 20.0, "账号": 52.0, look.payee: 34.0}
    grid = Grid(sheet, (16, 38), [widths.get(h, 30.0) for h in heads], [8.5] * (len(rows) + 2))
    body = Look(studio.type("song", 9.5))
    for column, name in enumerate(heads):
        grid.put(Spot(0, column), name, Look(body.type.bold))
    for at, row in enumerate(rows, 1):
        _payee(studio, job, (grid, at, look), row)
        _note(paper, job, row, {})
    _bank_total(grid, heads, rows, body)
    grid.rule("full")
    y = grid.bottom + 12
    sheet.text((18, y), f"合计人数：{len(rows)}人", small)
    press_all(sheet, job.order.seals, [(80, y + 14), (140, y + 16), (180, y + 8)], studio)
    return paper


def _payee(studio: Studio, job: Job, at: tuple[Grid, int, ReceiptLook], row: PayRow) -> None:
    grid, number, look = at
    body = Look(studio.type("song", 9.5))
    account = ids.bank_account(studio.rng)
    texts = [str(number), row.person.name, account]
    for column, text in enumerate(texts):
        grid.put(Spot(number, column), text, body)
    column = len(texts)
    if job.order.gross_printed:
        _gross(studio, job, row, (grid, Spot(number, column), body.type))
        column += 1
    grid.put(Spot(number, column), spelling.amount(row.net, "grouped"), body)
    box = grid.put(Spot(number, column + 1), "", body)
    mine = row.person == job.order.employee
    role = Role.EMPLOYEE if mine else Role.COLLEAGUE
    month = job.payroll.month if mine else None
    slot = signing.Slot(box, look.payee, role, row.person, month)
    signing.fill(grid.sheet, slot, job.order.found if mine else SlotFound.PEN, studio)


def _bank_total(grid: Grid, heads: list[str], rows: list[PayRow], body: Look) -> None:
    last = len(rows) + 1
    grid.put(Spot(last, 0, 1, 3), "合计", body)
    sums = {
        heads[3]: sum((row.gross for row in rows), Decimal(0)),
        "代发金额": sum((row.net for row in rows), Decimal(0)),
    }
    for column, name in enumerate(heads[3:], 3):
        text = spelling.amount(sums[name], "grouped") if name in sums else ""
        grid.put(Spot(last, column), text, body)


TUNING_RECEIPT = ReceiptLook("receipt/claim", "领款单", "领款人签字")
TUNING_PAYMENT = ReceiptLook("receipt/payment", "付款凭证", "领款人")
TUNING_BANK = ReceiptLook("receipt/bank", "代发工资清单", "签名")
REPORTING_RECEIPT = ReceiptLook("receipt/salary", "工资领款单", "收款人签名")
REPORTING_PAYMENT = ReceiptLook("receipt/journal", "记账凭证", "收款人")
REPORTING_BANK = ReceiptLook("receipt/batch", "工资代发明细清单", "本人签收")
