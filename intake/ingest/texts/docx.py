"""
Reads a DOCX as its author means it: insertions accepted, deletions gone, both of them noted.

Our own walk, because python-docx's `.text` leaves tracked insertions out (its issue 1123) and would
so turn 月工资9000元 into 月工资元.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from intake.ingest.laid import BLACK, Laid
from intake.ingest.limits import Limits
from intake.ingest.notes import ACTIVE_CONTENT, TRACKED_CHANGES
from intake.ingest.package import Package, open_package
from intake.ingest.relations import fetches, targets
from intake.ingest.sheets.xlsx_styles import hex_colour
from intake.ingest.texts.blocks import (
    Block,
    PageBreak,
    Paragraph,
    Table,
    TableCell,
    TextDocument,
)
from intake.ingest.texts.docx_pictures import Pictures
from intake.ingest.texts.docx_runs import Gathered, gather
from intake.ingest.texts.docx_styles import Styles
from intake.ingest.texts.lay import lay_out
from intake.ingest.xml_part import child, children, tree

DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
DOCUMENT_BYTES = 32 << 20
STYLES_BYTES = 8 << 20
ACTIVE = ("word/vbaProject.bin", "word/embeddings/", "word/activeX/", "word/afchunk")
FETCHED = ("/attachedTemplate", "/aFChunk", "/frame", "/subDocument", "/oleObject")
"""Relations by which a document brings in what lies elsewhere."""
TRANSPARENT = ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")
"""What wraps blocks without being one."""


def read_docx(path: Path, limits: Limits) -> Laid:
    """Lay a document out. Raises DamagedFile, FileTooLarge, UnsafeArchive, TooManyPages."""
    with open_package(path, limits) as package:
        return lay_out(_document(package), limits)


def _document(package: Package) -> TextDocument:
    styles = tree(package.read(STYLES, STYLES_BYTES)) if package.has(STYLES) else None
    reader = _Reader(Styles(styles), Pictures(package, targets(package, DOCUMENT, "/image")))
    body = child(tree(package.read(DOCUMENT, DOCUMENT_BYTES)), "body")
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    active = reader.active or any(package.under(name) for name in ACTIVE)
    active = active or any(fetches(package, part, FETCHED) for part in (DOCUMENT, SETTINGS))
    return TextDocument(blocks, (TRACKED_CHANGES,) * reader.tracked + (ACTIVE_CONTENT,) * active)


class _Reader:
    """Walks through the blocks of a document."""

    def __init__(self, styles: Styles, pictures: Pictures) -> None:
        self._styles = styles
        self._pictures = pictures
        self.tracked = False
        self.active = False

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Yield the blocks below an element, in order."""
        for element in parent:
            if element.tag == "p":
                yield from self._paragraph(element)
            elif element.tag == "tbl":
                yield self._table(element)
            elif element.tag in TRANSPARENT:
                self.tracked = self.tracked or element.tag in ("ins", "moveTo")
                yield from self.blocks(element)
            elif element.tag == "altChunk":
                self.active = True

    def _paragraph(self, element: Element) -> Iterator[Block]:
        """Yield a paragraph, with the pictures and text boxes that hang on it."""
        look = self._styles.of_paragraph(element.find("pPr"))
        gathered = gather(element, look, self._styles)
        self._note(gathered)
        if gathered.breaks:
            yield PageBreak()
        for drawing in gathered.drawings:
            yield from self._pictures.of(drawing)
        yield Paragraph(
            runs=tuple(gathered.runs),
            align=look.align or Paragraph().align,
            unseen=tuple(gathered.unseen),
        )
        for box in gathered.boxes:
            yield from self.blocks(box)

    def _note(self, gathered: Gathered) -> None:
        self.tracked = self.tracked or gathered.tracked
        self.active = self.active or gathered.active

    def _table(self, element: Element) -> Table:
        widths = [_twips(column) for column in children(element.find("tblGrid"), "gridCol")]
        rows = []
        for row in _rows(element):
            if child(row, "trPr", "del") is not None:
                self.tracked = True
                continue
            self.tracked = self.tracked or child(row, "trPr", "ins") is not None
            rows.append(tuple(self._cell(cell) for cell in _cells(row)))
        most = max((sum(cell.columns for cell in row) for row in rows), default=1)
        if len(widths) < most:
            widths = [1.0] * most
        return Table(tuple(rows), tuple(widths), ruled=_is_ruled(element))

    def _cell(self, element: Element) -> TableCell:
        properties = element.find("tcPr")
        span = None if properties is None else properties.find("gridSpan")
        count = "1" if span is None else span.get("val", "1")
        merge = None if properties is None else properties.find("vMerge")
        shade = None if properties is None else properties.find("shd")
        fill = None if shade is None else hex_colour(shade.get("fill", ""))
        return TableCell(
            blocks=tuple(self.blocks(element)),
            columns=min(int(count), 64) if count.isdecimal() and len(count) < 4 else 1,
            fill=fill if fill != BLACK else None,
            continues=merge is not None and merge.get("val", "continue") == "continue",
        )


def _rows(table: Element) -> Iterator[Element]:
    """Yield a table's rows, those in content controls too."""
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in TRANSPARENT:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    """Yield a row's cells, those in content controls too."""
    for element in row:
        if element.tag == "tc":
            yield element
        elif element.tag in TRANSPARENT:
            yield from _cells(element)


def _twips(column: Element) -> float:
    text = column.get("w", "")
    return float(text) if text.isdecimal() and 0 < len(text) < 7 else 1.0


def _is_ruled(table: Element) -> bool:
    """Say whether a table has rules: of its own, by its style, or on its cells."""
    properties = table.find("tblPr")
    borders = None if properties is None else properties.find("tblBorders")
    if borders is not None:
        return any(side.get("val", "none") not in ("none", "nil") for side in borders)
    styled = properties is not None and properties.find("tblStyle") is not None
    return styled or next(table.iter("tcBorders"), None) is not None
