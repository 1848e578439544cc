"""
A page laid out from data: what a spreadsheet, a text document or an OFD page puts where.

Such a page is drawn, so that evidence, overlay and report are the same as for a scan; its text is
known exactly, so that nothing on it has to be read.
"""

from dataclasses import dataclass, field

Rgb = tuple[int, int, int]

BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in millimetres from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text on one line."""

    text: str
    area: Area
    """From the top of its characters to their foot; the height is the size of its type."""
    colour: Rgb = BLACK
    doubted: bool = False
    """The file itself gives reason to doubt it."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle; a rule is a thin one."""

    area: Area
    colour: Rgb = BLACK


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, in millimetres."""

    points: tuple[tuple[float, float], ...]
    width: float
    colour: Rgb = BLACK


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the file, as its bytes."""

    content: bytes
    area: Area


Item = Text | Fill | Stroke | Picture


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text that the file holds and does not show, and where it would stand."""

    text: str
    area: Area


@dataclass(frozen=True, slots=True)
class LaidPage:
    """A page of items in the order of drawing; sizes in millimetres."""

    width: float
    height: float
    items: tuple[Item, ...] = ()
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class PastedPage:
    """A picture as large as a paper, pasted into a document: a page of its own, to be read."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Laid:
    """A document laid out."""

    pages: tuple[LaidPage | PastedPage, ...]
    notes: tuple[str, ...] = field(default=())
    """Facts about the file, for `FileReport.notes`."""
