"""Pictures on a sheet: a seal pasted over the cells, a scan pasted as a whole."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from intake.errors import FileTooLarge
from intake.ingest.package import Package
from intake.ingest.relations import targets
from intake.ingest.sheets.grid import COLUMN_MM, ROW_MM, Pasted
from intake.ingest.xml_part import child, tree

PART_BYTES = 4 << 20
PICTURE_BYTES = 50 << 20
MOST_PICTURES = 100
EMU_PER_MM = 36_000.0
"""English metric units (ECMA-376 part 1 §20.1.2.1)."""
MOST_MM = 500.0
ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


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
    anchors = [anchor for anchor in root if anchor.tag in ANCHORS]
    if len(anchors) > MOST_PICTURES:
        raise FileTooLarge(f"more than {MOST_PICTURES} pictures on a sheet")
    for anchor in anchors:
        blip = child(anchor, "pic", "blipFill", "blip")
        part = images.get("" if blip is None else blip.get("embed", ""), "")
        if package.has(part):
            corner = _corner(anchor.find("from")) or _point(anchor.find("pos"))
            yield Pasted(package.read(part, PICTURE_BYTES), corner, _size(anchor, corner))


def _corner(marker: Element | None) -> tuple[float, float] | None:
    """Return a corner as (row, column) with the fraction of the cell that it lies in."""
    if marker is None:
        return None
    row, column = _number(marker.find("row")), _number(marker.find("col"))
    down, across = _number(marker.find("rowOff")), _number(marker.find("colOff"))
    return (
        row + min(down / EMU_PER_MM / ROW_MM, 1.0),
        column + min(across / EMU_PER_MM / COLUMN_MM, 1.0),
    )


def _point(position: Element | None) -> tuple[float, float]:
    """Return a point told in lengths as (row, column) of cells of the usual size."""
    if position is None:
        return 0.0, 0.0
    across, down = (_length(position, name) for name in ("x", "y"))
    return down / ROW_MM, across / COLUMN_MM


def _size(anchor: Element, corner: tuple[float, float]) -> tuple[float, float]:
    """Return a picture's own size; where none is told, that of the cells that it covers."""
    for extent in (anchor.find("ext"), child(anchor, "pic", "spPr", "xfrm", "ext")):
        if extent is not None and (width := _length(extent, "cx")):
            return width, _length(extent, "cy")
    last = _corner(anchor.find("to")) or corner
    return (last[1] - corner[1]) * COLUMN_MM, (last[0] - corner[0]) * ROW_MM


def _number(element: Element | None) -> float:
    text = "" if element is None or element.text is None else element.text.strip()
    return float(text) if text.isdecimal() and len(text) < 10 else 0.0


def _length(element: Element, name: str) -> float:
    """Return a length in millimetres."""
    text = element.get(name, "")
    return min(float(text) / EMU_PER_MM, MOST_MM) if text.isdecimal() and len(text) < 10 else 0.0
