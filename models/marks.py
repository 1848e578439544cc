"""Marks that people leave on paper: seals, signatures, and what is neither."""

from enum import StrEnum

from models.evidence import Box
from models.lattice import Lattice
from models.quantities import Score
from models.record import Record


class SealKind(StrEnum):
    """What a seal's legend says it is for (rules.md §8: settled by text first)."""

    OFFICIAL = "official"  # 公章
    FINANCIAL = "financial"  # 财务专用章
    CONTRACT = "contract"  # 合同专用章
    INVOICE = "invoice"  # 发票专用章
    HR = "hr"  # 人事专用章
    LEGAL_REP = "legal_rep"  # 法定代表人名章
    OTHER = "other"
    UNREAD = "unread"


class SealShape(StrEnum):
    """Outline of the impression."""

    ROUND = "round"
    ELLIPSE = "ellipse"
    SQUARE = "square"
    OTHER = "other"


class InkColour(StrEnum):
    """Colour of the ink; black on copies."""

    RED = "red"
    BLUE = "blue"
    BLACK = "black"


class Outline(Record):
    """Where a seal's edge runs, in upright pixels of its page; angles in radians, clockwise."""

    x: float
    y: float
    a: float
    """Half its longer axis; half a side of a square."""
    b: float
    angle: float = 0.0
    """Of the longer axis, against the page."""
    tilt: float = 0.0
    """How far what is written on it is turned against that axis."""


class Seal(Record):
    """One seal impression, in upright pixels of its page."""

    box: Box
    kind: SealKind
    shape: SealShape
    colour: InkColour
    owner_name: str | None = None
    seal_text: str = ""
    """Everything read on it: ring legend, then purpose line, then code."""
    code: str | None = None
    """13-digit police filing code, or the taxpayer's number on an invoice seal."""
    whole: bool = True
    score: Score
    """That this is a seal."""
    kind_score: Score = 0.0
    text_score: Score = 0.0
    picture: str = ""
    """Equal for impressions that are one picture, copied; empty where there is no copy."""
    texture: str = ""
    """How this impression took its ink, written compactly: what copies are known by."""
    variants: tuple[str, ...] = ()
    """Further readings of the ring legend (other unrollings), best first."""
    lattices: tuple[Lattice, ...] = ()
    """What the legend may say, reading by reading: whose seal it is, is asked later."""
    outline: Outline | None = None


class MarkKind(StrEnum):
    """Marks that are no seal and no signature."""

    FINGERPRINT = "fingerprint"
    TICK = "tick"
    SLASH = "slash"
    DATE_STAMP = "date_stamp"
    HANDWRITTEN_DATE = "handwritten_date"
    LOGO = "logo"
    STRADDLE_SLICE = "straddle_slice"  # 骑缝章
    HANDWRITING = "handwriting"
    """Pen strokes outside any slot: a possible signature."""


class InkMark(Record):
    """One such mark, in upright pixels of its page."""

    box: Box
    kind: MarkKind
    score: Score


class SlotState(StrEnum):
    """Whether a place for a signature is signed."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    UNSURE = "unsure"


class SlotFound(StrEnum):
    """What was found in it."""

    PEN = "pen"
    PEN_FINGERPRINT = "pen_fingerprint"
    EMPTY = "empty"
    SLASH = "slash"
    TICK = "tick"
    PRINTED = "printed"
    OTHER_PERSON = "other_person"
    FINGERPRINT = "fingerprint"
    DATE_ONLY = "date_only"
    SEAL_ONLY = "seal_only"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """Whose signature a place asks for."""

    EMPLOYEE = "employee"
    NOT_EMPLOYEE = "not_employee"
    COLLEAGUE = "colleague"
    PREPARER = "preparer"  # 制表
    REVIEWER = "reviewer"  # 审核、复核
    LEADER = "leader"  # 负责人、主管
    CLERK = "clerk"  # 经办
    EMPLOYER_REP = "employer_rep"  # 法定代表人、甲方
    UNKNOWN = "unknown"


class Slot(Record):
    """
    A place for a signature, judged before anyone knows whose case it is.

    In a table the slot is a cell of the signature column, `table` and `row` say which; elsewhere it
    is the space after a label such as 领款人签名.
    """

    box: Box
    label: str
    """The printed words that ask for the signature, e.g. `签名`, `乙方（签字）`."""
    role: Role
    """From the label alone: EMPLOYEE for 本人, 领款人, 乙方 and a signature column's rows."""
    table: int | None = None
    row: int | None = None
    state: SlotState
    found: SlotFound
    score: Score
    """That state and found are right."""
    text: str = ""
    """What the reader made of the strokes; a hint to whose name it is, never proof."""
