"""Pictures on a sheet: a seal pasted over the cells, a scan pasted as a whole."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from intake.errors import FileTooLarge
from intake.ingest.package import Package
from intake.ingest.relations import targets
from intake.ingest.sheets.grid import Pasted
from intake.ingest.xml_part import child, tree

PART_BYTES = 4 << 20
PICTURE_BYTES = 50 << 20
MOST_PICTURES = 100
EMU_PER_COLUMN, EMU_PER_ROW = 609_600.0, 171_450.0
"""English metric units of a column and a row of the usual size."""


def pictures_of(package: Package, sheet: str) -> tuple[Pasted, ...]:
    """Return the pictures on a sheet, in order. Raises DamagedFile, FileTooLarge."""
    return tuple(
        pasted
        for drawing in targets(package, sheet, "/drawing").values()
        if package.has(drawing)
        for pasted in _in_drawing(package, drawing)
    )


def _in_drawing(package: Package, drawing: str) -> Iterator[Pasted]:
    images = targets(package, drawing, "/image")
    root = tree(package.read(drawing, PART_BYTES))
    anchors = [anchor for anchor in root if anchor.tag in ("twoCellAnchor", "oneCellAnchor")]
    if len(anchors) > MOST_PICTURES:
        raise FileTooLarge(f"more than {MOST_PICTURES} pictures on a sheet")
    for anchor in anchors:
        blip = child(anchor, "pic", "blipFill", "blip")
        part = images.get("" if blip is None else blip.get("embed", ""), "")
        first = _corner(anchor.find("from"))
        last = _corner(anchor.find("to")) or _far(first, anchor.find("ext"))
        if package.has(part) and first is not None and last is not None:
            yield Pasted(package.read(part, PICTURE_BYTES), first, last)


def _corner(marker: Element | None) -> tuple[float, float] | None:
    """Return a corner as (row, column) with the fraction of the cell that it lies in."""
    if marker is None:
        return None
    row, column = _number(marker.find("row")), _number(marker.find("col"))
    down, across = _number(marker.find("rowOff")), _number(marker.find("colOff"))
    return row + min(down / EMU_PER_ROW, 1.0), column + min(across / EMU_PER_COLUMN, 1.0)


def _far(first: tuple[float, float] | None, size: Element | None) -> tuple[float, float] | None:
    """Return the other corner of a picture that states its size."""
    if first is None or size is None:
        return None
    down, across = _attribute(size, "cy"), _attribute(size, "cx")
    return first[0] + down / EMU_PER_ROW, first[1] + across / EMU_PER_COLUMN


def _number(element: Element | None) -> float:
    text = "" if element is None or element.text is None else element.text.strip()
    return float(text) if text.isdecimal() and len(text) < 10 else 0.0


def _attribute(element: Element, name: str) -> float:
    text = element.get(name, "")
    return float(text) if text.isdecimal() and len(text) < 10 else 0.0
