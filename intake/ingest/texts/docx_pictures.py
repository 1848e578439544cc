"""Pictures in a DOCX: pasted scans, and seals laid over the text."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from intake.errors import FileTooLarge
from intake.ingest.package import Package
from intake.ingest.texts.blocks import Image
from intake.ingest.type import POINT_MM
from intake.ingest.xml_part import child

EMU_PER_MM = 36_000.0
"""English metric units (ECMA-376 part 1 §20.1.2.1)."""
PICTURE_BYTES = 50 << 20
ALL_BYTES = 200 << 20
MOST_PICTURES = 300
MOST_MM = 400.0
USUAL_MM = 40.0

_POINTS = re.compile(r"(?:^|;)\s*(width|height):([\d.]+)pt")


class Pictures:
    """Reads the pictures that drawings refer to."""

    def __init__(self, package: Package, parts: Mapping[str, str]) -> None:
        self._package = package
        self._parts = parts
        self._count = self._bytes = 0

    def of(self, drawing: Element) -> Iterator[Image]:
        """Yield the pictures in a drawing. Raises DamagedFile, FileTooLarge."""
        width, height = _size(drawing)
        anchor = drawing.find("anchor")
        for place in (*drawing.iter("blip"), *drawing.iter("imagedata")):
            part = self._parts.get(place.get("embed", place.get("id", "")), "")
            if not self._package.has(part):
                continue
            content = self._read(part)
            if anchor is None:
                yield Image(content, width, height)
            else:
                across, down = _offset(anchor, "positionH"), _offset(anchor, "positionV")
                yield Image(content, width, height, floating=True, across=across, down=down)

    def _read(self, part: str) -> bytes:
        content = self._package.read(part, PICTURE_BYTES)
        self._count += 1
        self._bytes += len(content)
        if self._count > MOST_PICTURES or self._bytes > ALL_BYTES:
            raise FileTooLarge("the document has too many pictures")
        return content


def _size(drawing: Element) -> tuple[float, float]:
    """Return width and height in millimetres."""
    extent = next(drawing.iter("extent"), None)
    if extent is not None:
        return _mm(extent.get("cx", "")), _mm(extent.get("cy", ""))
    shape = next(drawing.iter("shape"), None)
    stated = dict(_POINTS.findall("" if shape is None else shape.get("style", "")))
    sides = [_points(stated.get(side)) for side in ("width", "height")]
    return sides[0], sides[1]


def _offset(anchor: Element, axis: str) -> float:
    """Return how far a floating picture is moved, if it is told from where the text stands."""
    position = anchor.find(axis)
    if position is None or position.get("relativeFrom") not in ("column", "paragraph", "line"):
        return 0.0
    offset = child(position, "posOffset")
    text = "" if offset is None or offset.text is None else offset.text.strip()
    negative = text.startswith("-")
    length = _mm(text.lstrip("-"))
    return -length if negative else length


def _mm(units: str) -> float:
    """Return a length in millimetres; what is no length is of usual size."""
    if not units.isdecimal() or len(units) > 9:
        return USUAL_MM
    return min(int(units) / EMU_PER_MM, MOST_MM)


def _points(text: str | None) -> float:
    try:
        return USUAL_MM if text is None else min(float(text) * POINT_MM, MOST_MM)
    except ValueError:
        return USUAL_MM
