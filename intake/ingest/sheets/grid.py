"""What a sheet's cells show, whichever file they come from."""

import re
from dataclasses import dataclass, field

from intake.ingest.laid import BLACK, Rgb

Place = tuple[int, int]
"""(row, column), from 0."""

MOST_ROWS = 12_000
MOST_COLUMNS = 256
MOST_CELLS = 300_000
"""A year's payroll of a large company has some thousands of rows and some forty columns; more rows
than these would be more pages than a submission may have."""
MOST_SHEETS = 100

COLUMN_MM, ROW_MM = 17.0, 4.8
"""A column and a row of the usual size."""

DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表格?|table)\s*\d*", re.IGNORECASE)
"""What programs call a sheet that nobody has named."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell's text is drawn."""

    colour: Rgb = BLACK
    fill: Rgb | None = None
    points: float = 11.0
    code: str = ""
    """The number format."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows."""

    text: str
    look: Look = Look()
    is_number: bool = False
    doubted: bool = False
    """A formula whose kept result is not what it yields."""
    hidden: str = ""
    """What the cell holds though its number format shows nothing."""


@dataclass(frozen=True, slots=True)
class Span:
    """Cells merged into one, both ends included."""

    first: Place
    last: Place


@dataclass(frozen=True, slots=True)
class Pasted:
    """A picture on a sheet: which point of which cell its corner lies on, and how large it is."""

    content: bytes
    corner: tuple[float, float]
    """(row, column), the fraction counting within the cell."""
    size: tuple[float, float]
    """(width, height) in millimetres."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its cells, and what of it a viewer does not show."""

    name: str
    cells: dict[Place, Cell]
    spans: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    pictures: tuple[Pasted, ...] = field(default=())

    @property
    def title(self) -> str:
        """Return the name where somebody gave it."""
        return "" if DEFAULT_NAME.fullmatch(self.name.strip()) else self.name.strip()
