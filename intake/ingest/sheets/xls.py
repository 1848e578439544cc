"""Reads an XLS (before 2007) by xlrd, which tells what is hidden; its formulas it does not tell."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.formatting import XF
from xlrd.sheet import Cell as XlsCell
from xlrd.sheet import Sheet as XlsSheet

from intake.errors import DamagedFile, EncryptedFile, FileTooLarge
from intake.ingest.laid import BLACK, Laid
from intake.ingest.limits import Limits
from intake.ingest.notes import ACTIVE_CONTENT
from intake.ingest.sheets.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    Cell,
    Look,
    Place,
    Sheet,
    Span,
)
from intake.ingest.sheets.lay import lay_out
from intake.ingest.sheets.numbers import Value, is_number, shown
from intake.ingest.sheets.xlsx_marks import LOW, NARROW

FILE_BYTES = 40 << 20
"""xlrd holds the file and every cell as an object: a larger one would not fit."""
MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
"""The storage that macros are kept in."""
WIDTH_UNIT = 256
"""Column widths count so many parts of a character."""
TWIPS = 20
"""Type sizes and row heights count so many parts of a point."""


def read_xls(path: Path, limits: Limits) -> Laid:
    """
    Lay a workbook out, sheet by sheet.

    Raises DamagedFile, EncryptedFile, FileTooLarge, TooManyPages.
    """
    if path.stat().st_size > FILE_BYTES:
        raise FileTooLarge(f"a workbook of more than {FILE_BYTES >> 20} MiB; send it as XLSX")
    content = path.read_bytes()
    book = _opened(content)
    if book.nsheets > MOST_SHEETS:
        raise FileTooLarge(f"more than {MOST_SHEETS} sheets")
    try:
        sheets = [_sheet(book, sheet) for sheet in book.sheets()]
    except (IndexError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise DamagedFile(f"the workbook refers to what it does not hold: {error}") from error
    return lay_out(sheets, (ACTIVE_CONTENT,) * (MACROS in content), limits)


def _opened(content: bytes) -> Book:
    try:
        return xlrd.open_workbook(
            file_contents=content,
            logfile=io.StringIO(),
            formatting_info=True,
            ragged_rows=True,
        )
    except MemoryError:
        raise
    except Exception as error:  # a parser of hostile bytes may raise anything
        if "encrypted" in str(error).lower():
            raise EncryptedFile("the workbook asks for a password") from error
        raise DamagedFile(f"the workbook cannot be read: {error}") from error


def _sheet(book: Book, sheet: XlsSheet) -> Sheet:
    if sheet.nrows > MOST_ROWS or sheet.ncols > MOST_COLUMNS:
        raise FileTooLarge(f"a sheet of more than {MOST_ROWS} rows or {MOST_COLUMNS} columns")
    rows, columns = sheet.rowinfo_map, sheet.colinfo_map
    return Sheet(
        name=sheet.name,
        cells=dict(_cells(book, sheet)),
        spans=tuple(
            Span((top, left), (bottom - 1, right - 1))
            for top, bottom, left, right in sheet.merged_cells
        ),
        hidden_rows=frozenset(
            row
            for row, info in rows.items()
            if info.hidden or (info.height_mismatch and info.height < LOW * TWIPS)
        ),
        hidden_columns=frozenset(
            column
            for column, info in columns.items()
            if info.hidden or info.width < NARROW * WIDTH_UNIT
        ),
        is_hidden=sheet.visibility != 0,
    )


def _cells(book: Book, sheet: XlsSheet) -> Iterator[tuple[Place, Cell]]:
    """Yield what every cell shows."""
    for row in range(sheet.nrows):
        for column, raw in enumerate(sheet.row(row)):
            value = _value(book, raw)
            if value is None or value == "":
                continue
            look = _look(book, book.xf_list[raw.xf_index])
            text = shown(value, look.code)
            yield (
                (row, column),
                Cell(text, look, is_number(value), hidden="" if text else shown(value, "")),
            )


def _value(book: Book, raw: XlsCell) -> Value:
    """Return a cell's value as Python has it."""
    match raw.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(raw.value)
        case xlrd.XL_CELL_NUMBER:
            return float(raw.value)
        case xlrd.XL_CELL_DATE:
            return _day(book, raw.value)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(raw.value)
    return None


def _day(book: Book, value: float) -> date | float:
    """Return a date's day; a number that is none stays a number."""
    try:
        day: date = xlrd.xldate_as_datetime(value, book.datemode)
    except (xlrd.XLDateError, ValueError, OverflowError):
        return float(value)
    return day


def _look(book: Book, form: XF) -> Look:
    font = book.font_list[form.font_index]
    ground = form.background
    code = book.format_map.get(form.format_key)
    return Look(
        colour=book.colour_map.get(font.colour_index) or BLACK,
        fill=book.colour_map.get(ground.pattern_colour_index) if ground.fill_pattern else None,
        points=font.height / TWIPS,
        code="" if code is None else code.format_str,
    )
