"""What an OFD page draws: texts, pictures, paths, each in a box of its own (§8)."""

import math
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from intake.errors import FileTooLarge
from intake.ingest.laid import Area, Fill, Item, Picture, Stroke, Text
from intake.ingest.ofd.resources import Resources
from intake.ingest.ofd.values import (
    IDENTITY,
    Matrix,
    colour,
    matrix,
    number,
    numbers,
    offsets,
)
from intake.ingest.package import Package
from intake.ingest.type import BASELINE, one_line

PICTURE_BYTES = 50 << 20
MOST_ITEMS = 100_000
MOST_PICTURES = 200
USUAL_MM = 3.5
WORD_GAP = 0.7
"""Of the type's height: characters further apart are two words."""
HAIR_MM = 0.15
CURVE_POINTS = 8
LAYERS = ("Layer", "PageBlock", "CompositeObject")


class Drawing:
    """Gathers a page's items in the order of drawing."""

    def __init__(
        self, package: Package, resources: Resources, box: tuple[float, float, float, float]
    ) -> None:
        self._package = package
        self._resources = resources
        self._origin = (box[0], box[1])
        self._pictures = 0
        self.items: list[Item] = []
        self.unseen: list[tuple[str, Area]] = []

    def draw(self, content: Element | None) -> None:
        """Draw what stands below an element. Raises FileTooLarge, DamagedFile."""
        for element in () if content is None else content:
            shown = element.get("Visible", "true").lower() != "false" and _alpha(element) > 0
            if element.tag in LAYERS and shown:
                self.draw(element)
            elif element.tag in LAYERS:
                self._hide(element)
            elif element.tag == "TextObject":
                self._text(element, shown=shown)
            elif shown:
                self._other(element)
            if len(self.items) > MOST_ITEMS:
                raise FileTooLarge(f"a page draws more than {MOST_ITEMS} things")

    def _hide(self, element: Element) -> None:
        """Note the texts in a part of the page that is not shown."""
        for text in element.iter("TextObject"):
            self._text(text, shown=False)

    def _other(self, element: Element) -> None:
        if element.tag == "ImageObject":
            self._picture(element)
        elif element.tag == "PathObject":
            self.items.extend(self._path(element))

    def _text(self, element: Element, *, shown: bool) -> None:
        """Write a text object; one without a filled outline and without a stroke shows nothing."""
        size = max(number(element.get("Size"), USUAL_MM), 0.01)
        fill = element.find("FillColor")
        ink = colour(None if fill is None else fill.get("Value"))
        drawn = element.get("Fill", "true").lower() != "false" or element.get("Stroke") == "true"
        place = self._placed(element)
        for code in element.findall("TextCode"):
            for text, area in _words(code, size, place):
                if shown and drawn and _alpha(fill) > 0:
                    self.items.append(Text(text, area, ink))
                else:
                    self.unseen.append((text, area))

    def _picture(self, element: Element) -> None:
        part = self._resources.media.get(element.get("ResourceID", ""))
        if part is None:
            return
        self._pictures += 1
        if self._pictures > MOST_PICTURES:
            raise FileTooLarge(f"a page draws more than {MOST_PICTURES} pictures")
        place = self._placed(element)
        corners = [place.at(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        if element.get("CTM") is None:
            corners = [place.at(0, 0), place.at(place.width, place.height)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        area = Area(min(xs), min(ys), max(xs), max(ys))
        self.items.append(Picture(self._package.read(part, PICTURE_BYTES), area))

    def _path(self, element: Element) -> Iterator[Item]:
        """Yield a path: its filled figures as the rectangles that they nearly always are, lines."""
        data = element.find("AbbreviatedData")
        place = self._placed(element)
        ink, ground = element.find("StrokeColor"), element.find("FillColor")
        wide = max(number(element.get("LineWidth"), 0.353), HAIR_MM)
        text = "" if data is None or data.text is None else data.text
        for points in _figures(text.split()):
            moved = tuple(place.at(x, y) for x, y in points)
            if len(moved) < 2:
                continue
            if element.get("Fill", "false").lower() == "true" and _alpha(ground) > 0:
                xs, ys = [x for x, _ in moved], [y for _, y in moved]
                area = Area(min(xs), min(ys), max(xs), max(ys))
                yield Fill(area, colour(None if ground is None else ground.get("Value")))
            if element.get("Stroke", "true").lower() != "false":
                yield Stroke(moved, wide, colour(None if ink is None else ink.get("Value")))

    def _placed(self, element: Element) -> "Place":
        boundary = numbers(element.get("Boundary"))
        left, top, width, height = boundary if len(boundary) == 4 else (0.0, 0.0, 0.0, 0.0)
        origin = (left - self._origin[0], top - self._origin[1])
        return Place(origin, width, height, matrix(element.get("CTM")))


class Place:
    """Where an object's own coordinates lie on the page."""

    def __init__(
        self, origin: tuple[float, float], width: float, height: float, ctm: Matrix = IDENTITY
    ) -> None:
        self._origin = origin
        self.width = width
        self.height = height
        self._ctm = ctm

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a point's place on the page, in millimetres."""
        a, b, c, d, e, f = self._ctm
        return self._origin[0] + a * x + c * y + e, self._origin[1] + b * x + d * y + f

    @property
    def scale(self) -> float:
        """Return by how much type is enlarged downwards."""
        return math.hypot(self._ctm[2], self._ctm[3]) or 1.0


def _words(code: Element, size: float, place: Place) -> Iterator[tuple[str, Area]]:
    """Yield a text code's words: characters that stand close to each other on one line."""
    text = one_line(code.text or "").rstrip()
    left = number(code.get("X"))
    down = number(code.get("Y"), size)
    xs = offsets(code.get("DeltaX"), len(text), size)
    ys = offsets(code.get("DeltaY"), len(text), 0.0)
    high = size * place.scale
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and not _parted(text, xs, ys, index, size):
            continue
        word = text[start:index]
        if word.strip():
            x, y = place.at(left + xs[start], down + ys[start])
            yield (
                word,
                Area(x, y - BASELINE * high, x + high * len(word), y + high * (1 - BASELINE)),
            )
        start = index


def _parted(
    text: str, xs: tuple[float, ...], ys: tuple[float, ...], index: int, size: float
) -> bool:
    """Say whether a new word begins at a character."""
    if abs(ys[index] - ys[index - 1]) > 0.1 * size:
        return True
    own = size if ord(text[index - 1]) > 0x2E7F else 0.5 * size
    step = xs[index] - xs[index - 1]
    return step > own + WORD_GAP * size or step < -0.1 * size


def _alpha(element: Element | None) -> float:
    """Return how opaque something is: 0 to 255."""
    return 255.0 if element is None else number(element.get("Alpha"), 255.0)


def _figures(parts: list[str]) -> Iterator[list[tuple[float, float]]]:
    """Yield the figures of a path's abbreviated data (§9.1), curves as short lines."""
    points: list[tuple[float, float]] = []
    at = 0
    while at < len(parts):
        command = parts[at]
        count = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}.get(command, 0)
        values = [number(part) for part in parts[at + 1 : at + 1 + count]]
        at += 1 + count
        if len(values) < count:
            break
        if command in ("S", "M"):
            if points:
                yield points
            points = [(values[0], values[1])]
        elif command == "C" and points:
            points.append(points[0])
        elif count and points:
            points.extend(_run(command, points[-1], values))
    if points:
        yield points


def _run(
    command: str, start: tuple[float, float], values: list[float]
) -> Iterator[tuple[float, float]]:
    """Yield the points of one segment after its start."""
    if command in ("L", "A"):
        yield values[-2], values[-1]
        return
    knots = [start, *zip(values[::2], values[1::2], strict=True)]
    for step in range(1, CURVE_POINTS + 1):
        t = step / CURVE_POINTS
        yield _bezier(knots, t)


def _bezier(knots: list[tuple[float, float]], t: float) -> tuple[float, float]:
    """Return a point of a curve by its knots (de Casteljau)."""
    while len(knots) > 1:
        knots = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for (x0, y0), (x1, y1) in pairwise(knots)]
    return knots[0]
