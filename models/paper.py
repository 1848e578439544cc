"""What a paper says before anyone asks for a particular person: the result of reading."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from models.evidence import Box, FieldValue
from models.page import PageReading
from models.quantities import Month, Score
from models.record import Record


class DocumentKind(StrEnum):
    """Kinds of paper that a case is made of."""

    PAYROLL_VOUCHER = "payroll_voucher"  # 工资凭证
    LABOR_CONTRACT = "labor_contract"  # 劳动合同
    APPLICATION = "application"  # 补缴申请
    IDENTITY = "identity"  # 身份证
    OTHER = "other"
    BLANK = "blank"


class ContractType(StrEnum):
    """Term of a labour contract (劳动合同法 art. 12-15)."""

    FIXED = "fixed"
    OPEN_ENDED = "open_ended"
    TASK = "task"


class PageRef(Record):
    """A page by its file's name and its number in it, from 1."""

    file: str
    page: int = Field(ge=1)


class PayrollEntry(Record):
    """One person's wages for one month: a row of a table, a slip, a block."""

    name: FieldValue
    id_number: FieldValue = FieldValue()
    position: FieldValue = FieldValue()
    """岗位: tells namesakes apart where no ID number does."""
    month: Month | None = None
    """The row's own month where the paper has several; else None and the paper's months hold."""
    gross: FieldValue = FieldValue()
    """应发: what the base is made of. Null where the paper prints none; never taken from net."""
    net: FieldValue = FieldValue()
    """实发."""
    items: dict[str, FieldValue] = {}
    """Every other amount by its column's heading, e.g. `基本工资`, `医疗`."""
    place: PageRef
    row: Box | None = None
    """The row on its upright page."""
    slots: tuple[int, ...] = ()
    """Indices into the page's slots that this row's person has to sign."""
    checks: tuple[str, ...] = ()
    """Arithmetic that held (`gross-deductions=net`) or failed (`!gross-deductions=net`)."""


class PaperBase(Record):
    """What all papers have."""

    pages: tuple[PageRef, ...] = Field(min_length=1)
    score: Score
    """That the paper is of this kind."""
    employer: FieldValue = FieldValue()
    uscc: FieldValue = FieldValue()
    title: str = ""


class VoucherPaper(PaperBase):
    """A payroll voucher: 工资表, 工资条, 领款单, 银行代发清单, 记账凭证."""

    kind: Literal[DocumentKind.PAYROLL_VOUCHER] = DocumentKind.PAYROLL_VOUCHER
    months: tuple[Month, ...] = ()
    """The wage months that the paper is for; empty if illegible."""
    month_field: FieldValue = FieldValue()
    """How the month stands on the paper, with its readings; `month illegible` in its note."""
    entries: tuple[PayrollEntry, ...] = ()


class ContractPaper(PaperBase):
    """A labour contract."""

    kind: Literal[DocumentKind.LABOR_CONTRACT] = DocumentKind.LABOR_CONTRACT
    employee: FieldValue = FieldValue()
    id_number: FieldValue = FieldValue()
    contract_type: ContractType | None = None
    type_field: FieldValue = FieldValue()
    start: dt.date | None = None
    start_field: FieldValue = FieldValue()
    end: dt.date | None = None
    end_field: FieldValue = FieldValue()
    monthly_wage: FieldValue = FieldValue()
    position: FieldValue = FieldValue()
    sign_date: dt.date | None = None
    sign_date_field: FieldValue = FieldValue()
    ended_on: dt.date | None = None
    """The day employment ended, where the paper says so (解除、终止)."""


class ApplicationPaper(PaperBase):
    """An application for back-payment (补缴申请书)."""

    kind: Literal[DocumentKind.APPLICATION] = DocumentKind.APPLICATION
    employee: FieldValue = FieldValue()
    id_number: FieldValue = FieldValue()
    months: tuple[Month, ...] = ()
    months_field: FieldValue = FieldValue()
    reason: str | None = None
    """A reason code of the policy, e.g. `employer_arrears`; None if not understood."""
    reason_field: FieldValue = FieldValue()
    date: dt.date | None = None
    date_field: FieldValue = FieldValue()
    employment_ended: dt.date | None = None
    flexible_worker: bool = False


class OtherPaper(PaperBase):
    """An identity card, a separator, a blank page, something else."""

    kind: Literal[DocumentKind.IDENTITY, DocumentKind.OTHER, DocumentKind.BLANK]
    employee: FieldValue = FieldValue()
    id_number: FieldValue = FieldValue()
    ended_on: dt.date | None = None
    """The day employment ended, on a paper that says so (解除劳动合同证明书, 离职证明)."""


Paper = Annotated[
    VoucherPaper | ContractPaper | ApplicationPaper | OtherPaper, Field(discriminator="kind")
]


class FileReport(Record):
    """One file that came in: read, or not read for a named reason."""

    name: str
    sha256: str
    type: str
    """Sniffed, e.g. `application/pdf`; never taken from the name."""
    problem: str | None = None
    """Stable code: one of `intake.errors`, e.g. `encrypted`, `damaged`, `empty`, `too_large`."""
    pages: int = 0
    notes: tuple[str, ...] = ()
    """Facts about the file that flags are made of, e.g. `active_content`."""


class Papers(Record):
    """Everything that was read from one set of files: the input of every decision about it."""

    files: tuple[FileReport, ...]
    pages: tuple[PageReading, ...]
    """In the order of the files, then of the pages in them."""
    documents: tuple[Paper, ...]
    """Every page belongs to exactly one."""
    seconds: dict[str, float] = {}

    def page(self, ref: PageRef) -> PageReading:
        """Return the reading of a page; raise LookupError if it is not among them."""
        for reading in self.pages:
            if (reading.file, reading.page) == (ref.file, ref.page):
                return reading
        raise LookupError(f"no page {ref.page} of {ref.file}")
