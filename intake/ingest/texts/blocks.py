"""What a text document consists of, once its changes are accepted."""

from dataclasses import dataclass, field
from enum import StrEnum

from intake.ingest.laid import BLACK, Rgb


class Align(StrEnum):
    """Where a paragraph's lines stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look."""

    text: str
    colour: Rgb = BLACK
    points: float = 10.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with what it holds and does not show: deleted and hidden text."""

    runs: tuple[Run, ...] = ()
    align: Align = Align.LEFT
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; sizes in millimetres."""

    content: bytes
    width: float
    height: float
    floating: bool = False
    """Over the text beside it, as a seal is; its offset follows."""
    across: float = 0.0
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where the author begins a new page."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table, over so many columns of its grid."""

    blocks: "tuple[Block, ...]"
    columns: int = 1
    fill: Rgb | None = None
    continues: bool = False
    """Part of the cell above."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are those of its grid's columns, in any unit."""

    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...]
    ruled: bool = True


Block = Paragraph | Image | PageBreak | Table


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A document's blocks in order, and facts about the file."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = field(default=())
