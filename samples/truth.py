"""What is on the drawn papers, exactly: the truth that readings are measured against."""

import datetime as dt

from models.case import CaseApplication, CaseContract, Decision, PartyEmployee, PartyEmployer
from models.claim import Claim
from models.evidence import BoxFrac
from models.finding import FlagCode, Missing
from models.marks import InkColour, MarkKind, Role, SealKind, SealShape, SlotFound, SlotState
from models.paper import DocumentKind, PageRef
from models.quantities import Month, Yuan
from models.record import Record


class TextTruth(Record):
    """One run of text; `line` is the number of its line on the page, runs of a line share it."""

    text: str
    bbox_frac: BoxFrac
    line: int
    handwritten: bool = False


class CellTruth(Record):
    """One cell of a drawn table, spans included; an empty cell has empty text."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    bbox_frac: BoxFrac


class TableTruth(Record):
    """One drawn table; `ruled` is `full`, `partly` or `none`."""

    bbox_frac: BoxFrac
    rows: int
    columns: int
    ruled: str
    cells: tuple[CellTruth, ...]


class SealTruth(Record):
    """One seal impression; a missing code or name is null, as on the impression."""

    bbox_frac: BoxFrac
    kind: SealKind
    shape: SealShape
    colour: InkColour
    owner_name: str | None
    seal_text: str
    code: str | None
    whole: bool = True
    faint: bool = False
    """So weak or so covered that a person would have to look twice."""


class SlotTruth(Record):
    """One place for a signature: whose it is, what is in it."""

    bbox_frac: BoxFrac
    label: str
    role: Role
    person: str | None
    """Whose signature the slot asks for, where the paper says so."""
    month: Month | None
    state: SlotState
    found: SlotFound
    ink_frac: BoxFrac | None = None
    """Where the pen strokes are; null if there are none."""
    text: str = ""
    """What is written, if anything is."""


class MarkTruth(Record):
    """A mark that is neither seal nor signature."""

    bbox_frac: BoxFrac
    kind: MarkKind


class PageTruth(Record):
    """One delivered page and all that is on it."""

    file: str
    page: int
    width: int
    height: int
    """Pixels as delivered (EXIF applied); for a digital page, points."""
    kind: DocumentKind
    document: str
    rotation: int
    """Degrees clockwise that the content is turned on the delivered page: 0, 90, 180, 270."""
    channel: str
    dpi: float | None
    tags: tuple[str, ...] = ()
    """What was done to it: `skew:2.1`, `jpeg:60`, `perspective`, `binarised`, ..."""
    texts: tuple[TextTruth, ...] = ()
    tables: tuple[TableTruth, ...] = ()
    seals: tuple[SealTruth, ...] = ()
    slots: tuple[SlotTruth, ...] = ()
    marks: tuple[MarkTruth, ...] = ()


class EntryTruth(Record):
    """One person's row or slip for one month; null where the paper prints no such amount."""

    name: str
    id_number: str | None = None
    month: Month | None
    gross: Yuan | None
    net: Yuan | None
    items: dict[str, Yuan] = {}


class DocumentTruth(Record):
    """One paper: its pages and what it says."""

    id: str
    kind: DocumentKind
    layout: str
    pages: tuple[PageRef, ...]
    months: tuple[Month, ...] = ()
    """Empty where the month cannot be read."""
    title: str = ""
    employer: str | None = None
    uscc: str | None = None
    entries: tuple[EntryTruth, ...] = ()
    by_hand: bool = False
    """What was to be filled in is handwritten: reading it is another matter than reading print."""
    contract: CaseContract | None = None
    application: CaseApplication | None = None
    employee: str | None = None
    id_number: str | None = None


class WageTruth(Record):
    """A claimed month's wage as printed; null where no paper prints it."""

    gross: Yuan | None
    net: Yuan | None
    document: str | None


class FileTruth(Record):
    """One file: how many pages, or what is wrong with it."""

    name: str
    pages: int
    problem: str | None = None


class CaseTruth(Record):
    """One drawn case and the right answer."""

    case: str
    set: str
    seed: int
    channel: str
    claim: Claim
    decision: Decision
    """What a careful clerk would say of the papers."""
    machine_decisions: tuple[Decision, ...]
    """What the machine may say: `review` is honest where the copy hides what a clerk would know."""
    missing: tuple[Missing, ...]
    doubtful: tuple[Missing, ...] = ()
    flags: tuple[FlagCode, ...] = ()
    """Blocking flags that are due."""
    months: tuple[Month, ...]
    wages: dict[Month, WageTruth]
    employer: PartyEmployer
    employee: PartyEmployee
    contract: CaseContract | None
    application: CaseApplication | None
    documents: tuple[DocumentTruth, ...]
    files: tuple[FileTruth, ...]
    declared_on: dt.date
