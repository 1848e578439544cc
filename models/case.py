"""The case file: what the pipeline returns, the store keeps and the pages show (`case.json`)."""

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import Field

from models.arrears import ArrearsStatement
from models.claim import Claim
from models.correction import Applied
from models.evidence import BoxFrac, FieldValue
from models.finding import Flag, Missing, Requirement
from models.marks import InkColour, MarkKind, Role, SealKind, SealShape, SlotFound, SlotState
from models.page import Quality
from models.paper import ContractType, DocumentKind, FileReport, PageRef
from models.quantities import Month, Score, Yuan
from models.record import Record


class Decision(StrEnum):
    """The three answers a case can have."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    REVIEW = "review"


class DecidedBy(StrEnum):
    """Who said so."""

    ENGINE = "engine"
    CLERK = "clerk"
    REVIEWER = "reviewer"


class OwnerCheck(StrEnum):
    """Whether a seal's legend is the expected employer's name."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNSURE = "unsure"


class PartyEmployer(Record):
    """The employer as the papers say."""

    name: str | None = None
    uscc: str | None = None


class PartyEmployee(Record):
    """The employee as the papers say."""

    name: str | None = None
    id_number: str | None = None


class Wage(Record):
    """What the papers print as one month's wage."""

    gross: Yuan | None = None
    net: Yuan | None = None
    document: str | None = None
    score: Score = 0.0
    field: FieldValue = FieldValue()
    """The gross with its evidence and readings."""
    base: Yuan | None = Field(None, exclude_if=lambda value: value is None)
    """What of the gross counts for the base, where something is taken off."""
    excluded: dict[str, Yuan] = Field({}, exclude_if=lambda value: not value)
    """What is no wage by law and was taken off, by its heading."""


class CaseContract(Record):
    """The labour contract in short."""

    employer: str | None = None
    uscc: str | None = None
    employee: str | None = None
    id_number: str | None = None
    type: ContractType | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    monthly_wage: Yuan | None = None
    position: str | None = None
    sign_date: dt.date | None = None


class CaseApplication(Record):
    """The application in short."""

    employer: str | None = None
    employee: str | None = None
    id_number: str | None = None
    months: tuple[Month, ...] = ()
    reason: str | None = None
    date: dt.date | None = None


class Placed(Record):
    """Something with a place on a delivered page."""

    file: str
    page: int
    bbox_frac: BoxFrac


class CaseSeal(Placed):
    """A seal as the case file shows it."""

    kind: SealKind
    shape: SealShape
    colour: InkColour
    owner_name: str | None
    owner_check: OwnerCheck
    seal_text: str
    code: str | None
    whole: bool
    score: Score


class SignatureState(StrEnum):
    """Whether pen strokes stand there."""

    HANDWRITTEN = "handwritten"
    UNSURE = "unsure"


class CaseSignature(Placed):
    """Handwriting, in a slot or outside one."""

    person: str | None
    role: Role
    state: SignatureState
    score: Score


class CaseSlot(Placed):
    """A place for a signature and what is in it."""

    role: Role
    month: Month | None
    state: SlotState
    found: SlotFound
    score: Score


class CaseMark(Placed):
    """A mark that is no seal and no signature."""

    kind: MarkKind


class Document(Record):
    """One paper of the case."""

    id: str
    kind: DocumentKind
    months: tuple[Month, ...] = ()
    pages: tuple[PageRef, ...]
    fields: dict[str, FieldValue] = {}
    seals: tuple[CaseSeal, ...] = ()
    signatures: tuple[CaseSignature, ...] = ()
    signature_slots: tuple[CaseSlot, ...] = ()
    other_marks: tuple[CaseMark, ...] = ()


class CasePage(Record):
    """A page and the document it belongs to."""

    file: str
    page: int
    width: int
    height: int
    rotation: int
    document: str
    quality: Quality


class PolicyRef(Record):
    """Which policy data decided."""

    region: str
    version: str


class Provenance(Record):
    """How the answer came about."""

    versions: dict[str, str]
    policy: PolicyRef
    seconds: dict[str, float]


class CaseFile(Record):
    """The whole case."""

    schema_: Literal[1] = Field(1, alias="schema")
    case: str
    decision: Decision
    decided_by: DecidedBy = DecidedBy.ENGINE
    claim: Claim
    employer: PartyEmployer
    employee: PartyEmployee
    months: tuple[Month, ...]
    wages: dict[Month, Wage]
    contract: CaseContract | None
    application: CaseApplication | None
    files: tuple[FileReport, ...]
    documents: tuple[Document, ...]
    requirements: tuple[Requirement, ...]
    missing: tuple[Missing, ...]
    flags: tuple[Flag, ...]
    pages: tuple[CasePage, ...]
    statement: ArrearsStatement | None
    provenance: Provenance
    corrections: tuple[Applied, ...] = Field((), exclude_if=lambda value: not value)
    """What people said of these papers and this case, in the order in which they said it."""
    held: Literal["assist"] | None = Field(None, exclude_if=lambda value: value is None)
    """Why a case without a doubt is left to a person: the site calls nothing complete by itself."""
