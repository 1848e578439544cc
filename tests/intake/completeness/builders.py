"""Papers built by hand: a complete case of one month, and every way to spoil it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.arrears.policies import load_policy
from intake.completeness import Judges, decide
from models.case import CaseFile, OwnerCheck
from models.claim import Claim, Employee, Employer
from models.evidence import Box, Evidence, FieldValue, Reading
from models.marks import (
    InkColour,
    InkMark,
    MarkKind,
    Role,
    Seal,
    SealKind,
    SealShape,
    Slot,
    SlotFound,
    SlotState,
)
from models.page import Channel, ColourMode, Frame, PageReading, Quality, Word
from models.paper import (
    ApplicationPaper,
    ContractPaper,
    ContractType,
    DocumentKind,
    FileReport,
    OtherPaper,
    PageRef,
    Paper,
    Papers,
    PayrollEntry,
    VoucherPaper,
)
from models.policy import Policy
from models.quantities import Month

EMPLOYER = "海淀云杉机械有限公司"
OTHER_EMPLOYER = "宁波海潮食品有限公司"
USCC = "91350100M000100Y43"
NAME = "赵明轩"
ID = "11010519491231002X"
OTHER_NAME = "孙丽"
OTHER_ID = "440106199003074512"
MAY, JUNE, JULY = (Month(2024, month) for month in (5, 6, 7))

DPI = 200.0
WIDTH, HEIGHT = 1654, 2339
FRAME = Frame(
    width=WIDTH, height=HEIGHT, dpi=DPI, to_delivered=(1 / WIDTH, 0, 0, 0, 1 / HEIGHT, 0, 0, 0, 1)
)
SLOT_BOX = Box(left=1300, top=500, right=1500, bottom=560)
ROW_BOX = Box(left=100, top=500, right=1500, bottom=560)


def read(value: str | None, score: float = 0.99, **more: object) -> FieldValue:
    """A field that was read somewhere on the page."""
    spot = Evidence(file="x.pdf", page=1, bbox_frac=(0.1, 0.1, 0.2, 0.12), reader="test")
    fields = {"value": value, "score": score if value is not None else 0.0, "evidence": spot}
    return FieldValue(**{**fields, **more})


def unread(note: str = "", *offers: str) -> FieldValue:
    """A field that was sought and not read; `offers` are readings nobody believed."""
    readings = tuple(Reading(value=offer, reader="test", score=0.3) for offer in offers)
    return read(None, note=note, readings=readings)


NOTHING = FieldValue()


def box(x: float, y: float, width: float = 300, height: float = 300) -> Box:
    """A box around a point, in pixels."""
    return Box(left=x - width / 2, top=y - height / 2, right=x + width / 2, bottom=y + height / 2)


def seal(kind: SealKind, owner: str | None = EMPLOYER, **more: object) -> Seal:
    """A clear red seal."""
    x = 500 if kind is SealKind.FINANCIAL else 1000
    fields = {
        "box": box(x, 1600),
        "kind": kind,
        "shape": SealShape.ROUND,
        "colour": InkColour.RED,
        "owner_name": owner,
        "seal_text": owner or "",
        "score": 0.97,
        "kind_score": 0.97,
        "text_score": 0.97,
    }
    return Seal(**{**fields, **more})


FINANCIAL, OFFICIAL = seal(SealKind.FINANCIAL), seal(SealKind.OFFICIAL)


def slot(
    state: SlotState = SlotState.SIGNED, found: SlotFound = SlotFound.PEN, **more: object
) -> Slot:
    """A place for the employee's signature, signed unless told otherwise."""
    fields = {
        "box": SLOT_BOX,
        "label": "签名",
        "role": Role.EMPLOYEE,
        "state": state,
        "found": found,
        "score": 0.97,
    }
    return Slot(**{**fields, **more})


def handwriting(x: float, y: float) -> InkMark:
    """Pen strokes outside any slot."""
    return InkMark(box=box(x, y, 150, 40), kind=MarkKind.HANDWRITING, score=0.9)


def word(text: str, x: float, y: float) -> Word:
    """A word on the page."""
    return Word(text=text, box=box(x, y, 120, 30), score=0.99, reader="test")


def page(file: str, number: int = 1, **more: object) -> PageReading:
    """A clean colour scan."""
    fields = {
        "file": file,
        "page": number,
        "width": WIDTH,
        "height": HEIGHT,
        "channel": Channel.SCAN,
        "frame": FRAME,
        "quality": Quality(dpi=DPI, colour=ColourMode.COLOUR),
        "fingerprint": f"pixels of {file}:{number}",
    }
    return PageReading(**{**fields, **more})


def entry(file: str, person: str | None = NAME, **more: object) -> PayrollEntry:
    """The row of a person, the employee unless told otherwise; its slot is the page's first."""
    fields = {
        "name": read(person) if person else unread(),
        "gross": read("8500.00"),
        "net": read("7600.00"),
        "place": PageRef(file=file, page=1),
        "row": ROW_BOX,
        "slots": (0,),
    }
    return PayrollEntry(**{**fields, **more})


def voucher(file: str = "05.pdf", months: Sequence[Month] = (MAY,), **more: object) -> VoucherPaper:
    """A payroll sheet for `months` with the employee's row."""
    fields = {
        "pages": (PageRef(file=file, page=1),),
        "score": 0.98,
        "employer": read(EMPLOYER),
        "months": tuple(months),
        "month_field": read("、".join(map(str, months))) if months else unread("month illegible"),
        "entries": (entry(file),),
        "title": "工资表",
    }
    return VoucherPaper(**{**fields, **more})


def contract(file: str = "contract.pdf", **more: object) -> ContractPaper:
    """A contract with this employer from 2023 to 2025."""
    fields = {
        "pages": (PageRef(file=file, page=1),),
        "score": 0.98,
        "employer": read(EMPLOYER),
        "employee": read(NAME),
        "id_number": read(ID),
        "contract_type": ContractType.FIXED,
        "type_field": read("fixed"),
        "start": dt.date(2023, 1, 1),
        "start_field": read("2023-01-01"),
        "end": dt.date(2025, 12, 31),
        "end_field": read("2025-12-31"),
        "monthly_wage": read("8500.00"),
        "position": read("操作工"),
    }
    return ContractPaper(**{**fields, **more})


def application(
    file: str = "application.pdf", months: Sequence[Month] = (MAY,), **more: object
) -> ApplicationPaper:
    """An application of the employee's for `months`."""
    fields = {
        "pages": (PageRef(file=file, page=1),),
        "score": 0.98,
        "employer": read(EMPLOYER),
        "employee": read(NAME),
        "id_number": read(ID),
        "months": tuple(months),
        "months_field": read("、".join(map(str, months))) if months else unread(),
        "reason": "employer_arrears",
        "reason_field": read("单位欠缴"),
        "date": dt.date(2024, 12, 1),
        "date_field": read("2024-12-01"),
    }
    return ApplicationPaper(**{**fields, **more})


def other(file: str, kind: DocumentKind = DocumentKind.OTHER, **more: object) -> OtherPaper:
    """A paper that nobody asked for."""
    return OtherPaper(
        **{"pages": (PageRef(file=file, page=1),), "score": 0.95, "kind": kind, **more}
    )


@dataclass
class Sheet:
    """A paper with its page and what the page bears besides."""

    paper: Paper
    page: PageReading
    notes: tuple[str, ...] = ()
    more: tuple[PageReading, ...] = ()
    """Its further pages."""


def voucher_sheet(
    month: Month = MAY,
    *,
    seals: Sequence[Seal] = (FINANCIAL, OFFICIAL),
    slots: Sequence[Slot] | None = None,
    bears: dict[str, object] | None = None,
    notes: tuple[str, ...] = (),
    **paper: object,
) -> Sheet:
    """A complete voucher of one month; `paper` changes the paper, `bears` the page."""
    file = str(paper.pop("file", f"{month}.pdf"))
    made = voucher(file, **{"months": (month,), **paper})
    slots = (slot(),) if slots is None else tuple(slots)
    return Sheet(
        made, page(file, **{"seals": tuple(seals), "slots": slots, **(bears or {})}), notes
    )


def contract_sheet(*, bears: dict[str, object] | None = None, **paper: object) -> Sheet:
    """A contract, signed by the employee."""
    file = str(paper.pop("file", "contract.pdf"))
    signed = slot(label="乙方（签字）")
    return Sheet(contract(file, **paper), page(file, **{"slots": (signed,), **(bears or {})}))


def application_sheet(*, bears: dict[str, object] | None = None, **paper: object) -> Sheet:
    """An application, signed by the employee."""
    file = str(paper.pop("file", "application.pdf"))
    signed = slot(label="申请人")
    return Sheet(application(file, **paper), page(file, **{"slots": (signed,), **(bears or {})}))


def other_sheet(file: str = "receipt.pdf", **more: object) -> Sheet:
    """An unrelated paper."""
    bears = more.pop("bears", None) or {}
    return Sheet(other(file, **more), page(file, **bears))


def report(file: str, *, pages: int = 1, **more: object) -> FileReport:
    """A file that was read."""
    fields = {"name": file, "sha256": "0" * 64, "type": "application/pdf", "pages": pages}
    return FileReport(**{**fields, **more})


def papers(*sheets: Sheet, files: Sequence[FileReport] = ()) -> Papers:
    """All papers together, with a report for each file and those of `files`."""
    reports = tuple(
        report(sheet.page.file, notes=sheet.notes, pages=1 + len(sheet.more)) for sheet in sheets
    )
    return Papers(
        files=(*reports, *files),
        pages=tuple(page for sheet in sheets for page in (sheet.page, *sheet.more)),
        documents=tuple(sheet.paper for sheet in sheets),
    )


def complete(*months: Month) -> list[Sheet]:
    """Return the sheets of a complete case: vouchers, contract, application."""
    asked = months or (MAY,)
    return [*map(voucher_sheet, asked), contract_sheet(), application_sheet(months=asked)]


def claim(*months: Month, **more: object) -> Claim:
    """What the intake form says."""
    fields = {
        "region": "beijing",
        "declared_on": dt.date(2024, 12, 10),
        "employer": Employer(name=EMPLOYER, uscc=USCC),
        "employee": Employee(name=NAME, id_number=ID),
        "months": months or (MAY,),
        "reason": "employer_arrears",
    }
    return Claim(**{**fields, **more})


def verify_owner(seals: Sequence[Seal], expected: str) -> tuple[OwnerCheck, float]:
    """Compare legends letter by letter; a legend with a question mark is unsure."""
    names = [seal.owner_name or "?" for seal in seals]
    if any(name == expected for name in names):
        return OwnerCheck.MATCH, 0.97
    if any("?" in name for name in names):
        return OwnerCheck.UNSURE, 0.5
    return OwnerCheck.MISMATCH, 0.97


@dataclass
class Remembered:
    """Cases decided before, as (name, month)."""

    decided: set[tuple[str | None, Month]] = field(default_factory=set)
    case: str = "earlier"

    def decided_before(self, employee: Employee, month: Month, *, besides: str) -> bool:
        """Look it up."""
        return besides != self.case and (employee.name, month) in self.decided


def policy(**tables: object) -> Policy:
    """The national policy with some tables exchanged."""
    national = load_policy("national")
    changed = national.tables.model_copy(update=tables)
    return national.model_copy(update={"tables": changed})


NATIONAL = policy()


def case_of(
    *sheets: Sheet,
    asked: Claim | None = None,
    by: Policy = NATIONAL,
    known: Remembered | None = None,
    files: Sequence[FileReport] = (),
) -> CaseFile:
    """Decide the sheets against a claim for May."""
    return decide(
        papers(*sheets, files=files),
        claim() if asked is None else asked,
        by,
        case_id="c1",
        judges=Judges(verify_owner=verify_owner, known=known),
    )
