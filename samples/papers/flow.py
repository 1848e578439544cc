"""Running text over pages: paragraphs, blanks filled in print or by hand, page breaks."""

from dataclasses import dataclass

from samples import signing
from samples.sheet import BoxMm, Sheet, Type
from samples.studio import Person, Studio

MARGIN = 25.0
HEAD = 28.0
FOOT = 25.0
CLOSING = "，。、；：）》”,.;:)"


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank in running text and what is filled in; `by` set means by hand."""

    text: str
    by: Person | None = None
    least: float = 14.0
    """Width of the rule when little is filled in, in millimetres."""
    ruled: bool = True


Piece = str | Blank


class Flow:
    """Sets paragraphs one under another and begins new sheets as needed."""

    def __init__(self, studio: Studio, type_: Type, leading: float = 1.75) -> None:
        """Begin the first sheet; `leading` is the line distance in type sizes."""
        self.studio, self.type, self.leading = studio, type_, leading
        self.sheets = [Sheet()]
        self.y = HEAD

    @property
    def sheet(self) -> Sheet:
        """Return the sheet being written on."""
        return self.sheets[-1]

    @property
    def step(self) -> float:
        """Return the distance of lines in millimetres."""
        return self.type.size * self.leading

    def turn(self) -> None:
        """Begin a new sheet."""
        self.sheets.append(Sheet())
        self.y = HEAD

    def need(self, height: float) -> None:
        """Begin a new sheet if less than `height` millimetres are left."""
        if self.y + height > self.sheet.height - FOOT:
            self.turn()

    def skip(self, lines: float = 1.0) -> None:
        """Leave some lines empty."""
        self.y += self.step * lines

    def title(self, text: str, type_: Type) -> None:
        """Set a centred title."""
        self.sheet.centred(self.y + type_.size, text, type_)
        self.y += type_.size * 2.4

    def para(self, *pieces: Piece, indent: float = 2.0, bold: bool = False) -> None:
        """Set a paragraph, its first line indented by so many characters."""
        type_ = self.type.bold if bold else self.type
        line = _Line(self, type_, MARGIN + indent * type_.size)
        for piece in pieces:
            if isinstance(piece, Blank):
                line.blank(piece)
            else:
                line.words(piece)
        line.end()

    def place(self, x: float, text: str, *, bold: bool = False) -> BoxMm:
        """Set a label on the current line; return the space to its right up to the margin."""
        type_ = self.type.bold if bold else self.type
        self.sheet.text((x, self.y), text, type_)
        left = x + type_.width(text)
        return left, self.y - self.step * 0.75, self.sheet.width - MARGIN, self.y + self.step * 0.25


class _Line:
    """One line being filled; breaks into the next when full."""

    def __init__(self, flow: Flow, type_: Type, x: float) -> None:
        self.flow, self.type, self.x = flow, type_, x
        flow.need(flow.step)
        self.run, self.start = "", x
        self.number: int | None = None

    @property
    def edge(self) -> float:
        return self.flow.sheet.width - MARGIN

    def words(self, text: str) -> None:
        for char in text:
            width = self.type.width(char)
            if self.x + width > self.edge and char not in CLOSING:
                self.feed()
            self.run += char
            self.x += width

    def flush(self) -> None:
        if self.run:
            at = (self.start, self.flow.y)
            self.number = self.flow.sheet.text(at, self.run, self.type, self.number)
        self.run, self.start = "", self.x

    def feed(self) -> None:
        self.flush()
        self.flow.y += self.flow.step
        self.flow.need(self.flow.step)
        self.x = self.start = MARGIN
        self.number = None

    def blank(self, piece: Blank) -> None:
        size = self.type.size
        natural = size * 0.95 * len(piece.text) if piece.by else self.type.width(piece.text)
        width = max(natural + 2.5, piece.least)
        if self.x + width > self.edge:
            self.feed()
        self.flush()
        y, sheet = self.flow.y, self.flow.sheet
        box = (self.x + 0.8, y - size * 1.15, self.x + width - 0.8, y + size * 0.3)
        if piece.by and piece.text:
            signing.scribble(sheet, box, piece.text, piece.by, self.flow.studio)
        elif piece.text:
            x = self.x + (width - self.type.width(piece.text)) / 2
            self.number = sheet.text((x, y), piece.text, self.type, self.number)
        if piece.ruled:
            sheet.line((self.x, y + size * 0.3), (self.x + width, y + size * 0.3), 0.15)
        self.x += width
        self.start = self.x

    def end(self) -> None:
        self.flush()
        self.flow.y += self.flow.step
