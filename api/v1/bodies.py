"""What the API says: the shapes of its answers."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from api.store.states import PageState, State, Way
from models.case import DecidedBy, Decision
from models.quantities import Month

Moment = Annotated[
    datetime,
    PlainSerializer(lambda value: value.isoformat(timespec="milliseconds"), return_type=str),
]
Amount = Annotated[
    Decimal,
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["3215.68"]}),
]


class Body(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class SentFile(Body):
    """A file as it was sent."""

    name: str = Field(examples=["工资表-2024-05.pdf"])
    size: int
    sha256: str


class OpenedFile(Body):
    """A file as it was opened: an archive is shown as its entries."""

    name: str
    sha256: str
    type: str
    problem: str | None
    pages: int


class PageCounts(Body):
    """How far reading has come; pages are counted once a file has been opened."""

    total: int
    read: int
    failed: int


class CaseLine(Body):
    """A case in short."""

    id: str
    submission: str
    state: State
    decision: Decision | None
    decided_by: DecidedBy | None
    revision: int
    round: int
    problem: str | None
    months: list[Month]
    payable: Amount | None
    created_at: Moment
    changed_at: Moment


class SubmissionBody(Body):
    """A submission and how far it has come."""

    id: str
    state: State
    way: Way
    received_at: Moment
    problem: str | None
    sent: list[SentFile]
    files: list[OpenedFile]
    pages: PageCounts
    cases: list[CaseLine]


class SubmissionLine(Body):
    """A submission in a list."""

    id: str
    state: State
    way: Way
    received_at: Moment
    problem: str | None


class Receipt(Body):
    """What an accepted submission is answered: it is stored and will be read."""

    id: str
    location: str
    cases: list[str]


class PageLine(Body):
    """A page of a case."""

    n: int = Field(ge=1)
    file: str
    page: int = Field(ge=1)
    state: PageState
    problem: str | None
    image: str
    overlay: str


class RevisionLine(Body):
    """A decision."""

    revision: int
    round: int
    cause: str
    decision: Decision
    decided_by: DecidedBy
    decided_at: Moment


class Findings(Body):
    """What the check found, apart from the rest of the case file."""

    case: str
    revision: int
    decision: Decision
    requirements: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    flags: list[dict[str, Any]]


class CaseList(Body):
    """A part of a list; `next` is the cursor of the part after it, null at the end."""

    items: list[CaseLine]
    next: str | None


class SubmissionList(Body):
    """A part of a list; `next` is the cursor of the part after it, null at the end."""

    items: list[SubmissionLine]
    next: str | None


class PageList(Body):
    """A case's pages, in the order in which its case file shows them."""

    items: list[PageLine]


class RevisionList(Body):
    """A case's decisions, oldest first."""

    items: list[RevisionLine]
