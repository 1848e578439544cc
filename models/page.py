"""What one page says: words, tables, marks. A picklable value, so pages are read in parallel."""

from enum import StrEnum

from pydantic import Field

from models.evidence import Box, BoxFrac, Evidence
from models.marks import InkMark, Seal, Slot
from models.quantities import Score
from models.record import Record


class Channel(StrEnum):
    """How the page came to be a picture."""

    DIGITAL = "digital"
    """Drawn from a born-digital PDF."""
    SCAN = "scan"
    """A flatbed or feeder scan, or a photo; `colour` in Quality tells grey and binarised copies."""


class Frame(Record):
    """The upright page (deskewed, dewarped) and the way back to the delivered page."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    dpi: float = Field(gt=0)
    to_delivered: tuple[float, float, float, float, float, float, float, float, float]
    """Row-major 3x3 homography: upright pixels -> fractions of the delivered page."""

    def delivered(self, box: Box) -> BoxFrac:
        """Map an upright box to the delivered page: the hull of its corners, cut at the edges."""
        corners = (
            (box.left, box.top),
            (box.right, box.top),
            (box.right, box.bottom),
            (box.left, box.bottom),
        )
        xs, ys = zip(*(self.point(x, y) for x, y in corners), strict=True)
        return _clip(min(xs)), _clip(min(ys)), _clip(max(xs)), _clip(max(ys))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map one upright point to fractions of the delivered page."""
        a, b, c, d, e, f, g, h, i = self.to_delivered
        w = g * x + h * y + i
        return (a * x + b * y + c) / w, (d * x + e * y + f) / w

    def mm(self, pixels: float) -> float:
        """Convert an upright length to millimetres."""
        return pixels / self.dpi * 25.4

    def px(self, millimetres: float) -> float:
        """Convert millimetres to upright pixels."""
        return millimetres * self.dpi / 25.4


def _clip(fraction: float) -> float:
    """Keep a fraction on the page."""
    return min(max(fraction, 0.0), 1.0)


class ColourMode(StrEnum):
    """What the picture can tell about ink."""

    COLOUR = "colour"
    GREY = "grey"
    BINARISED = "binarised"


class Quality(Record):
    """How well the page can be read; told while the citizen is still there."""

    dpi: float
    colour: ColourMode
    sharpness: Score = 1.0
    """1 = crisp print edges, 0 = no edge at all."""
    skew_degrees: float = 0.0
    """Measured on the delivered page after the quarter turn; positive = clockwise."""
    warnings: tuple[str, ...] = ()
    """Stable codes: low_dpi, blurred, dark, cropped, skewed."""


class Word(Record):
    """A run of text on one line, as one reader saw it."""

    text: str
    box: Box
    score: Score
    reader: str
    char_lefts: tuple[float, ...] = ()
    """The left edge of each character in upright pixels; empty where the reader does not say."""
    char_scores: tuple[Score, ...] = ()
    """How sure the reader was of each character; a doubtful comma does not make a date doubtful."""
    seen_as: str = ""
    """What the reader saw on the picture, where the text layer's spelling was taken instead."""


class Cell(Record):
    """One cell of a table; text is that of its words, top to bottom, left to right."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    box: Box
    text: str = ""
    score: Score = 0.0
    words: tuple[Word, ...] = ()


class Table(Record):
    """A grid of cells."""

    box: Box
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    ruled: bool = True
    """False where the columns were inferred from the words' positions."""

    def row(self, index: int) -> tuple[Cell, ...]:
        """Return the cells that begin in or span row `index`, left to right."""
        cells = (c for c in self.cells if c.row <= index < c.row + c.row_span)
        return tuple(sorted(cells, key=lambda cell: cell.column))

    def column(self, index: int) -> tuple[Cell, ...]:
        """Return the cells that begin in or span column `index`, top to bottom."""
        cells = (c for c in self.cells if c.column <= index < c.column + c.column_span)
        return tuple(sorted(cells, key=lambda cell: cell.row))


class PageReading(Record):
    """Everything that was read on one page."""

    file: str
    page: int = Field(ge=1)
    width: int
    height: int
    rotation: int = 0
    """Degrees clockwise that the delivered page was turned to stand upright: 0, 90, 180, 270."""
    channel: Channel
    frame: Frame
    quality: Quality
    words: tuple[Word, ...] = ()
    """In reading order."""
    second: tuple[Word, ...] = ()
    """What the independent second reader saw in the places that decide amounts and months."""
    tables: tuple[Table, ...] = ()
    seals: tuple[Seal, ...] = ()
    ink_marks: tuple[InkMark, ...] = ()
    """Handwriting and other marks found outside slots."""
    slots: tuple[Slot, ...] = ()
    hidden_text: tuple[Word, ...] = ()
    """Text-layer words that nobody can see on the picture."""
    fingerprint: str = ""
    """Hash of the delivered pixels: equal for the same page sent twice."""
    blank: bool = False
    exact: bool = False
    """Whether the page was laid out from data: its words are what the file holds, not readings."""
    seconds: float = 0.0

    def evidence(
        self, box: Box, *, score: float = 1.0, reader: str = "", text: str = ""
    ) -> Evidence:
        """Point at an upright box of this page."""
        return Evidence(
            file=self.file,
            page=self.page,
            bbox_frac=self.frame.delivered(box),
            score=min(max(score, 0.0), 1.0),
            reader=reader,
            text=text,
        )
