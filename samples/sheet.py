"""A sheet of paper as a list of things drawn on it, in millimetres; it also keeps the truth."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.evidence import BoxFrac
from models.marks import MarkKind, SealKind, SealShape
from samples import fonts
from samples.truth import SlotTruth

Colour = tuple[int, int, int]
"""RGB."""
BoxMm = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres of the sheet."""
Mask = NDArray[np.uint8]
"""How much ink: 0 none, 255 full; (height, width)."""

A4 = (210.0, 297.0)
BLACK: Colour = (22, 22, 24)
PT = 25.4 / 72
"""One typographic point in millimetres."""


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: face, size in millimetres per em, colour."""

    face: str
    size: float
    colour: Colour = BLACK

    @property
    def bold(self) -> "Type":
        """Return the bold of the same family."""
        name = self.face if self.face.endswith("-bold") else f"{self.face}-bold"
        return Type(name, self.size, self.colour)

    def sized(self, size: float) -> "Type":
        """Return the same face at another size."""
        return Type(self.face, size, self.colour)

    def width(self, text: str) -> float:
        """Return the advance of a line in millimetres."""
        return fonts.width(fonts.spelled(text, self.face), self.face) * self.size


@dataclass(frozen=True, slots=True)
class Text:
    """A printed run; x, y is the left end of its baseline."""

    text: str
    x: float
    y: float
    type: Type


@dataclass(frozen=True, slots=True)
class Line:
    """A printed rule."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.2
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Fill:
    """A tinted rectangle under the print."""

    box: BoxMm
    colour: Colour


@dataclass(frozen=True, slots=True)
class Stain:
    """Ink that came after the print: a seal, pen strokes, a fingerprint."""

    mask: Mask
    box: BoxMm
    colour: Colour
    seal: bool = False
    """Seals may be pressed on a copy: they stay red where the copy is grey."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A run of text and where its ink is, for the truth."""

    text: str
    box: BoxMm
    line: int
    handwritten: bool = False


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell for the truth."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    box: BoxMm


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table for the truth."""

    box: BoxMm
    rows: int
    columns: int
    ruled: str
    cells: tuple[DrawnCell, ...]


@dataclass(frozen=True, slots=True)
class DrawnSeal:
    """A seal for the truth."""

    box: BoxMm
    kind: SealKind
    shape: SealShape
    colour: Colour
    owner_name: str | None
    seal_text: str
    code: str | None
    whole: bool = True
    faint: bool = False


@dataclass(frozen=True, slots=True)
class DrawnSlot:
    """A slot for the truth; `truth` holds everything but its place."""

    box: BoxMm
    truth: SlotTruth
    ink: BoxMm | None = None


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark for the truth."""

    box: BoxMm
    kind: MarkKind


@dataclass(slots=True)
class Sheet:
    """One side of paper being drawn; things lie in the order in which they were added."""

    width: float = A4[0]
    height: float = A4[1]
    prints: list[Text | Line | Fill] = field(default_factory=list)
    stains: list[Stain] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    tables: list[DrawnTable] = field(default_factory=list)
    seals: list[DrawnSeal] = field(default_factory=list)
    slots: list[DrawnSlot] = field(default_factory=list)
    marks: list[DrawnMark] = field(default_factory=list)
    paper: Colour = (255, 255, 255)
    blank: bool = False

    def frac(self, box: BoxMm) -> BoxFrac:
        """Return a box as fractions of the sheet, cut at its edges."""
        left, top, right, bottom = box
        return (
            min(max(left / self.width, 0.0), 1.0),
            min(max(top / self.height, 0.0), 1.0),
            min(max(right / self.width, 0.0), 1.0),
            min(max(bottom / self.height, 0.0), 1.0),
        )

    def text(self, at: tuple[float, float], text: str, type_: Type, line: int | None = None) -> int:
        """Set a run from the left end of its baseline; return its line's number."""
        text = fonts.spelled(text, type_.face)
        number = self._next_line() if line is None else line
        if text.strip():
            self.prints.append(Text(text, *at, type_))
            self.placed.append(Placed(text.strip(), ink_box(text, at, type_), number))
        return number

    def centred(self, y: float, text: str, type_: Type) -> int:
        """Set a line in the middle of the sheet."""
        return self.text(((self.width - type_.width(text)) / 2, y), text, type_)

    def right(
        self, at: tuple[float, float], text: str, type_: Type, line: int | None = None
    ) -> int:
        """Set a run whose right end is at x."""
        return self.text((at[0] - type_.width(text), at[1]), text, type_, line)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], width: float = 0.2
    ) -> None:
        """Rule a line."""
        self.prints.append(Line(*start, *end, width))

    def fill(self, box: BoxMm, colour: Colour) -> None:
        """Tint a rectangle."""
        self.prints.append(Fill(box, colour))

    def stain(self, mask: Mask, box: BoxMm, colour: Colour, *, seal: bool = False) -> None:
        """Put ink over everything that is there."""
        self.stains.append(Stain(mask, box, colour, seal))

    def _next_line(self) -> int:
        return max((run.line for run in self.placed), default=-1) + 1


def ink_box(text: str, at: tuple[float, float], type_: Type) -> BoxMm:
    """Return where the ink of a run lies."""
    lead = text[: len(text) - len(text.lstrip())]
    x = at[0] + type_.width(lead)
    left, top, right, bottom = fonts.ink(text.strip(), type_.face)
    size = type_.size
    return x + left * size, at[1] + top * size, x + right * size, at[1] + bottom * size
