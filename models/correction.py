"""
What a person says about one point of a case; it stands beside the machine's reading, never over it.

A correction names its target by its place on the delivered page, so that it is found again after
the page was read anew; requirements and flags are named by what they are about.
"""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from models.evidence import BoxFrac
from models.finding import Code, FlagCode, Item, Material, Verdict
from models.marks import SealKind, SlotFound, SlotState
from models.paper import DocumentKind, PageRef
from models.quantities import Month
from models.record import Record

PERSON = "person"
"""The reader of what a person says, in a field's readings."""


class Act(StrEnum):
    """What the person did."""

    CONFIRM = "confirm"
    """The machine is right: its value is kept as the person's own."""
    CORRECT = "correct"
    REJECT = "reject"
    """It cannot be read (a field), or is no such thing (a seal)."""


class SaidOfField(Record):
    """The value of a field as a person reads it."""

    kind: Literal["field"] = "field"
    act: Act
    page: PageRef
    name: str = Field(min_length=1, max_length=100, examples=["gross"])
    """
    Of a paper: employer, uscc, employee, id_number, months, start, end, type, sign_date,
    monthly_wage, position, reason, date. Of a row of a voucher: employee, id_number, gross, net,
    month.
    """
    at: BoxFrac | None = None
    """A place in the row that is meant; None where the paper has one row or the field is its own"""
    value: str | None = Field(None, max_length=400)
    """As the case file writes it: `8500.00`, `2024-05,2024-06`, `2024-05-31`."""


class SaidOfSeal(Record):
    """What an impression is, and whose."""

    kind: Literal["seal"] = "seal"
    act: Act
    page: PageRef
    at: BoxFrac
    seal: SealKind | None = None
    """None: as the machine reads it."""
    owner: str | None = Field(None, max_length=200)
    """The owner's name as the legend says it; None: as the machine reads it."""


class SaidOfSlot(Record):
    """Whether a place for a signature is signed."""

    kind: Literal["slot"] = "slot"
    act: Act
    page: PageRef
    at: BoxFrac
    state: SlotState | None = None
    found: SlotFound | None = None


class SaidOfPaper(Record):
    """What kind of paper a page belongs to, and for which months it is."""

    kind: Literal["paper"] = "paper"
    act: Act
    page: PageRef
    document: DocumentKind | None = None
    months: tuple[Month, ...] | None = None


class Laid(StrEnum):
    """What a person did with a page."""

    OUT = "out"
    """It does not belong to this case: it stays on file, and nothing is decided on it."""
    APART = "apart"
    """It begins a paper of its own, with the pages behind it."""
    AFTER = "after"
    """It belongs behind another page, into that page's paper; behind none: first in its own."""


class SaidOfPage(Record):
    """Where a page belongs. It holds for the one case; shared papers stay as they are elsewhere."""

    kind: Literal["page"] = "page"
    act: Act = Act.CORRECT
    page: PageRef
    laid: Laid
    after: PageRef | None = None


class SaidOfRequirement(Record):
    """A requirement that a person settles: with the original in hand, or against the machine."""

    kind: Literal["requirement"] = "requirement"
    act: Act = Act.CORRECT
    material: Material
    item: Item | None = None
    month: Month | None = None
    code: Code
    """The code under which it is doubtful or unmet."""
    verdict: Verdict
    """The person's."""
    seen: tuple[PageRef, ...] = ()
    """The pages that the requirement rested on; kept by the service, and it holds for these only"""


class SaidOfFlag(Record):
    """A flag that a person has looked into: it no longer blocks."""

    kind: Literal["flag"] = "flag"
    act: Act = Act.CORRECT
    code: FlagCode
    seen: tuple[PageRef, ...] = ()
    """The pages that it rested on; kept by the service, and it holds for these only."""
    months: tuple[Month, ...] = ()
    """The months that it spoke of; kept by the service."""


Said = Annotated[
    SaidOfField
    | SaidOfSeal
    | SaidOfSlot
    | SaidOfPaper
    | SaidOfPage
    | SaidOfRequirement
    | SaidOfFlag,
    Field(discriminator="kind"),
]
SaidOfPapers = SaidOfField | SaidOfSeal | SaidOfSlot | SaidOfPaper
"""What is said of the papers themselves: it holds for every case that they serve."""


class Correction(Record):
    """What a person said, who, when, why, and what the machine had read there."""

    id: str
    said: Said
    machine: dict[str, Any] = {}
    """What the machine read at the target when the person looked; empty where nothing."""
    by: str
    """The member of staff."""
    at: dt.datetime
    why: str = Field("", max_length=500)


class Applied(Record):
    """A correction of a case, and whether its target is still there."""

    correction: Correction
    holds: bool
    """False where the target was not found again, or is not what the person looked at."""
