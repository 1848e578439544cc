"""What an XLSX sheet says beside its values: what is hidden, how cells look, what is computed."""

import re
from dataclasses import dataclass, field

from intake.errors import FileTooLarge
from intake.ingest.sheets.formulas import NotUnderstoodError, column_index, moved
from intake.ingest.sheets.grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Place
from intake.ingest.xml_part import Events, scan

NARROW = 0.15
"""Of a character: a column no wider is as good as hidden."""
LOW = 1.5
"""Points: a row no higher is as good as hidden."""

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class Marks:
    """What was noted on one sheet, while it is scanned."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    styles: dict[Place, int] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    """Without `=`; empty for one that is not understood."""
    without_result: set[Place] = field(default_factory=set)
    """Formulas for which the file keeps no result."""


def marks_of(content: bytes) -> Marks:
    """
    Scan a sheet's XML. Raises DamagedFile, and FileTooLarge for a sheet out of all measure.

    The bounds are checked here, before anyone makes room for the rectangle that the cells span.
    """
    scanner = _Scanner()
    scan(content, Events(scanner.start, scanner.end, scanner.text))
    return scanner.marks


@dataclass(frozen=True, slots=True)
class _Shared:
    """A formula written once for a range of cells."""

    place: Place
    formula: str


class _Scanner:
    """Follows the rows and cells of a sheet."""

    def __init__(self) -> None:
        self.marks = Marks()
        self._row = self._column = -1
        self._cells = 0
        self._formula: dict[str, str] | None = None
        self._has_formula = self._has_result = False
        self._text: list[str] | None = None
        self._shared: dict[str, _Shared] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note the beginning of an element."""
        if name == "row":
            self._begin_row(attributes)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "col":
            self._column_range(attributes)
        elif name == "f":
            self._formula, self._text, self._has_formula = attributes, [], True
        elif name in ("v", "is"):
            self._text = []

    def text(self, text: str) -> None:
        """Gather a formula's or a result's text."""
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        """Note the end of an element."""
        if name == "f" and self._text is not None:
            self._end_formula("".join(self._text))
        elif name in ("v", "is"):
            self._has_result = self._has_result or bool("".join(self._text or ()).strip())
        elif name == "c" and self._has_formula and not self._has_result:
            self.marks.without_result.add((self._row, self._column))
        if name in ("f", "v", "is"):
            self._text = None

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes.get("r"), self._row + 2) - 1
        self._column = -1
        if not 0 <= self._row < MOST_ROWS:
            raise FileTooLarge(f"a sheet of more than {MOST_ROWS} rows")
        if _is_true(attributes.get("hidden")) or _size(attributes.get("ht"), LOW + 1) < LOW:
            self.marks.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_index(match[1]) if match else self._column + 1
        self._cells += 1
        if self._column >= MOST_COLUMNS or self._cells > MOST_CELLS:
            raise FileTooLarge(f"a sheet of more than {MOST_COLUMNS} columns or too many cells")
        self._has_formula = False
        self._has_result = attributes.get("t") == "str"  # a formula may well yield an empty text
        if style := _number(attributes.get("s"), 0):
            self.marks.styles[self._row, self._column] = style

    def _column_range(self, attributes: dict[str, str]) -> None:
        width = _size(attributes.get("width"), NARROW + 1)
        if not _is_true(attributes.get("hidden")) and width >= NARROW:
            return
        first = _number(attributes.get("min"), 1)
        last = min(_number(attributes.get("max"), first), MOST_COLUMNS)
        self.marks.hidden_columns.update(range(first - 1, last))

    def _end_formula(self, text: str) -> None:
        place, attributes = (self._row, self._column), self._formula or {}
        shared = attributes.get("si") if attributes.get("t") == "shared" else None
        if attributes.get("t") in ("array", "dataTable"):
            text = ""
        elif shared is not None and text:
            self._shared[shared] = _Shared(place, text)
        elif shared is not None and shared in self._shared:
            text = _moved(self._shared[shared], place)
        self.marks.formulas[place] = text


def _moved(shared: _Shared, place: Place) -> str:
    """Return a shared formula as it reads in a cell; empty if it cannot be moved there."""
    try:
        return moved(shared.formula, (place[0] - shared.place[0], place[1] - shared.place[1]))
    except NotUnderstoodError:
        return ""


def _number(text: str | None, missing: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else missing


def _size(text: str | None, missing: float) -> float:
    try:
        return missing if text is None else float(text)
    except ValueError:
        return missing


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")
