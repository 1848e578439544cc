"""Reads an XLSX: its values by calamine, what they look like and what is hidden by our own scan."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from intake.errors import DamagedFile, EncryptedFile, FileTooLarge
from intake.ingest.laid import Laid
from intake.ingest.limits import Limits
from intake.ingest.notes import ACTIVE_CONTENT, STALE_FORMULAS
from intake.ingest.package import Package, open_package, resolved
from intake.ingest.sheets.formulas import is_stale
from intake.ingest.sheets.grid import MOST_SHEETS, Cell, Look, Place, Sheet, Span
from intake.ingest.sheets.lay import lay_out
from intake.ingest.sheets.numbers import Value, is_number, shown
from intake.ingest.sheets.xlsx_marks import Marks, marks_of
from intake.ingest.sheets.xlsx_pictures import pictures_of
from intake.ingest.sheets.xlsx_styles import looks_of
from intake.ingest.xml_part import children, tree

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET_BYTES = 64 << 20
SMALL_BYTES = 4 << 20
ACTIVE = ("xl/vbaProject.bin", "xl/embeddings/", "xl/activeX/", "xl/macrosheets/", "xl/ctrlProps/")
"""Parts that may do something: macros, embedded programs, controls."""
LINKED = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
"""Parts that fetch values from elsewhere."""


def read_xlsx(path: Path, limits: Limits) -> Laid:
    """
    Lay a workbook out, sheet by sheet.

    Raises DamagedFile, EncryptedFile, FileTooLarge, UnsafeArchive, TooManyPages.
    """
    with open_package(path, limits) as package:
        sheets, stale = _sheets(path, package)
        active = any(package.under(name) for name in ACTIVE + LINKED)
    notes = (STALE_FORMULAS,) * stale + (ACTIVE_CONTENT,) * active
    return lay_out(sheets, notes, limits)


def _sheets(path: Path, package: Package) -> tuple[list[Sheet], bool]:
    """Read every sheet; say whether some formula's kept result is stale or missing."""
    looks = looks_of(package)
    marks = {name: marks_of(package.read(part, SHEET_BYTES)) for name, part in _parts(package)}
    pictures = {name: pictures_of(package, part) for name, part in _parts(package)}
    sheets, stale = [], False
    with _opened(path) as book:
        for meta in book.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            mark = marks.get(meta.name)
            if mark is None:
                raise DamagedFile(f"the sheet {meta.name} has no part of its own")
            values, spans = _values(book, meta.name)
            cells = dict(_cells(values, mark, looks))
            stale = stale or any(cell.doubted for cell in cells.values())
            sheets.append(
                Sheet(
                    name=meta.name,
                    cells=cells,
                    spans=spans,
                    hidden_rows=frozenset(mark.hidden_rows),
                    hidden_columns=frozenset(mark.hidden_columns),
                    is_hidden=meta.visible is not SheetVisibleEnum.Visible,
                    pictures=pictures[meta.name],
                )
            )
    return sheets, stale


def _parts(package: Package) -> list[tuple[str, str]]:
    """Return (name, part) of every worksheet, in the workbook's order."""
    relations = tree(package.read(RELATIONS, SMALL_BYTES))
    targets = {
        relation.get("Id"): resolved(relation.get("Target", ""), WORKBOOK)
        for relation in children(relations, "Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    listed = list(children(tree(package.read(WORKBOOK, SMALL_BYTES)).find("sheets"), "sheet"))
    if len(listed) > MOST_SHEETS:
        raise FileTooLarge(f"more than {MOST_SHEETS} sheets")
    return [
        (sheet.get("name", ""), targets[key])
        for sheet in listed
        if (key := sheet.get("id")) in targets
    ]


def _opened(path: Path) -> CalamineWorkbook:
    with answered("the workbook"):
        return load_workbook(str(path))


def _values(book: CalamineWorkbook, name: str) -> tuple[list[list[Any]], tuple[Span, ...]]:
    """Return a sheet's rows from its first cell on, and its merged cells."""
    with answered(f"the sheet {name}"):
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or ()
    return rows, tuple(Span(first, last) for first, last in merged)


@contextmanager
def answered(what: str) -> Iterator[None]:
    """Turn what calamine raises into our own errors, its panics too, which are no Exceptions."""
    try:
        yield
    except CalamineError as error:
        if "assword" in str(error):
            raise EncryptedFile("the workbook asks for a password") from error
        raise DamagedFile(f"{what} cannot be read: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedFile(f"{what} cannot be read") from error


def _cells(
    rows: list[list[Value]], marks: Marks, looks: tuple[Look, ...]
) -> Iterator[tuple[Place, Cell]]:
    """Yield what every cell shows that has a value, a formula or a ground of its own."""
    values = {
        (r, c): value
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value not in ("", None)
    }
    for place in sorted(values.keys() | marks.formulas.keys() | marks.styles.keys()):
        style = marks.styles.get(place, 0)
        look = looks[style] if style < len(looks) else Look()
        value = values.get(place)
        text = shown(value, look.code)
        formula = marks.formulas.get(place, "")
        doubted = place in marks.without_result or bool(
            formula
            and isinstance(value, int | float)
            and is_number(value)
            and is_stale(formula, value, values)
        )
        if text or value is not None or doubted or look.fill:
            hidden = "" if text or value is None else shown(value, "")
            yield place, Cell(text, look, is_number(value), doubted, hidden)
