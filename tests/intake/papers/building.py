"""Page readings made by hand: words where a reader would put them, tables as found."""

from dataclasses import dataclass, field

from models.evidence import Box
from models.marks import Role, Slot, SlotFound, SlotState
from models.page import Cell, Channel, ColourMode, Frame, PageReading, Quality, Table, Word

WIDTH, HEIGHT = 1654, 2339
"""A4 at 200 dpi."""
SIZE = 28.0
"""Height of a word in pixels."""


def char_width(char):
    return SIZE * (0.55 if ord(char) < 256 else 1.0)


def word(text, left, top, *, score=0.99, reader="first"):
    """Return a word whose first character begins at (left, top)."""
    lefts, x = [], float(left)
    for char in text:
        lefts.append(x)
        x += char_width(char)
    box = Box(left=left, top=top, right=x, bottom=top + SIZE)
    return Word(text=text, box=box, score=score, reader=reader, char_lefts=tuple(lefts))


@dataclass
class Sheet:
    """A page in the making; lines and tables are set one below the other."""

    file: str = "scan.pdf"
    number: int = 1
    words: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    slots: list = field(default_factory=list)
    second: list = field(default_factory=list)
    y: float = 120.0

    def line(self, *texts, left=150, score=0.99, gap=60):
        """Set words of one line, `gap` pixels apart."""
        x = left
        for text in texts:
            made = word(text, x, self.y, score=score)
            self.words.append(made)
            x = made.box.right + gap
        self.y += 48
        return self

    def title(self, text):
        return self.line(text, left=500)

    def table(self, rows, *, width=130, ruled=True, spans=None):
        """Set a table of strings; `spans` maps (row, column) to (rows, columns)."""
        spans = spans or {}
        top, height, cells = self.y, 44.0, []
        hidden = {
            (r + dr, c + dc)
            for (r, c), (down, across) in spans.items()
            for dr in range(down)
            for dc in range(across)
            if dr or dc
        }
        for r, texts in enumerate(rows):
            for c, text in enumerate(texts):
                if (r, c) in hidden:
                    continue
                down, across = spans.get((r, c), (1, 1))
                box = Box(
                    left=100 + c * width,
                    top=top + r * height,
                    right=100 + (c + across) * width,
                    bottom=top + (r + down) * height,
                )
                own = (word(text, box.left + 6, box.top + 8),) if text else ()
                self.words.extend(own)
                cells.append(
                    Cell(
                        row=r,
                        column=c,
                        row_span=down,
                        column_span=across,
                        box=box,
                        text=text,
                        score=0.99 if text else 0.0,
                        words=own,
                    )
                )
        box = Box(
            left=100,
            top=top,
            right=100 + width * len(rows[0]),
            bottom=top + height * len(rows),
        )
        self.tables.append(
            Table(box=box, rows=len(rows), columns=len(rows[0]), cells=tuple(cells), ruled=ruled)
        )
        self.y = box.bottom + 40
        return self

    def reread(self, text, as_text, *, score=0.9):
        """Let the second reader see `as_text` where the first saw `text`."""
        for seen in [w for w in self.words if w.text == text]:
            self.second.append(Word(text=as_text, box=seen.box, score=score, reader="second"))
        return self

    def slot(self, *, table=None, row=None, role=Role.EMPLOYEE):
        self.slots.append(
            Slot(
                box=Box(left=1200, top=self.y, right=1350, bottom=self.y + 40),
                label="签名",
                role=role,
                table=table,
                row=row,
                state=SlotState.SIGNED,
                found=SlotFound.PEN,
                score=0.9,
            )
        )
        return self

    def reading(self, **more):
        """Return the page."""
        frame = Frame(
            width=WIDTH,
            height=HEIGHT,
            dpi=200,
            to_delivered=(1 / WIDTH, 0, 0, 0, 1 / HEIGHT, 0, 0, 0, 1),
        )
        values = {
            "file": self.file,
            "page": self.number,
            "width": WIDTH,
            "height": HEIGHT,
            "channel": Channel.SCAN,
            "frame": frame,
            "quality": Quality(dpi=200, colour=ColourMode.COLOUR),
            "words": tuple(self.words),
            "tables": tuple(self.tables),
            "slots": tuple(self.slots),
            "second": tuple(self.second),
        }
        return PageReading(**{**values, **more})


COMPANY = "北京华信科技有限公司"
USCC = "91350100M000100Y43"
ID = "11010519491231002X"
HEAD = [
    "序号",
    "姓名",
    "基本工资",
    "奖金",
    "应发工资",
    "养老",
    "个税",
    "扣款合计",
    "实发工资",
    "签名",
]
ROWS = [
    ["1", "张伟", "8,000.00", "500.00", "8,500.00", "300.00", "200.00", "500.00", "8,000.00", ""],
    ["2", "李娜", "7,000.00", "200.00", "7,200.00", "250.00", "50.00", "300.00", "6,900.00", ""],
    ["3", "王芳", "6,000.00", "100.00", "6,100.00", "150.00", "50.00", "200.00", "5,900.00", ""],
]
TOTAL = [
    "",
    "合计",
    "21,000.00",
    "800.00",
    "21,800.00",
    "700.00",
    "300.00",
    "1,000.00",
    "20,800.00",
    "",
]


def payroll(title=f"{COMPANY}2024年3月工资表", rows=None, *, total=True, head=None, **sheet):
    """Return a sheet with the usual table."""
    made = Sheet(**sheet)
    made.title(title)
    body = ROWS if rows is None else rows
    made.table([head or HEAD, *body, *([TOTAL] if total else [])])
    return made


def contract_page(**sheet):
    """Return a first page of a contract with the usual terms."""
    made = Sheet(**sheet)
    made.title("劳动合同书")
    made.line(f"甲方（用人单位）：{COMPANY}")
    made.line(f"统一社会信用代码：{USCC}")
    made.line("乙方（劳动者）：张伟", "性别：男")
    made.line(f"居民身份证号码：{ID}")
    made.line("第一条 本合同为固定期限劳动合同，期限自2023年1月1日起至2025年12月31日止，其中")
    made.line("试用期自2023年1月1日起至2023年3月31日止。")
    made.line("第二条 乙方同意在甲方担任工程师岗位工作。")
    made.line("第三条 乙方月工资为8500.00元，试用期工资为6800元。")
    return made
