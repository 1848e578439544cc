"""Seal impressions: round, elliptical and square, engraved with text, unevenly inked."""

from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from models.marks import SealKind, SealShape
from samples import fonts
from samples.noise import cloud, generator
from samples.sheet import BoxMm, Colour, DrawnSeal, Mask, Sheet

GRAIN = 16.0
"""Pixels per millimetre of an impression: above the finest scan (400 dpi = 15.7)."""
RED: Colour = (214, 36, 44)
BLUE: Colour = (38, 62, 168)
SEAL_BLACK: Colour = (36, 36, 40)


@dataclass(frozen=True, slots=True)
class Engraving:
    """What is cut into a seal; lengths in millimetres."""

    kind: SealKind
    shape: SealShape
    size: tuple[float, float]
    ring: str
    """The owner's name along the rim; on a square seal, the whole text."""
    face: str
    purpose: str = ""
    """Straight line below the middle, e.g. 财务专用章."""
    centre: str = ""
    """Straight line through the middle: the taxpayer's number on an invoice seal."""
    code: str = ""
    star: bool = True
    border: float = 1.0
    inner_ring: float = 0.0
    """Distance of a second thin ring from the rim; 0 for none."""
    letter: float = 5.2
    """Height of the ring's characters."""
    purpose_size: float = 4.2
    in_relief: bool = True
    """False: white characters on an inked square (阴文)."""

    @property
    def text(self) -> str:
        """Return all that is engraved, ring first."""
        return " ".join(part for part in (self.ring, self.centre, self.purpose, self.code) if part)


@dataclass(frozen=True, slots=True)
class Touch:
    """How the seal was pressed: ink, evenness, turn in degrees, colour."""

    colour: Colour = RED
    strength: float = 0.85
    uneven: float = 0.35
    turn: float = 0.0

    @classmethod
    def sample(cls, rng: Random, colour: Colour = RED, *, faint: bool = False) -> "Touch":
        """Draw a usual touch: most read well, one in eight is weak; or one that is faint."""
        strength = rng.uniform(0.72, 0.95) if rng.random() < 0.88 else rng.uniform(0.55, 0.7)
        if faint:
            strength = rng.uniform(0.26, 0.42)
        red, green, blue = (min(255, max(0, v + rng.randint(-14, 14))) for v in colour)
        ink = (red, green, blue)
        return cls(ink, strength, rng.uniform(0.15, 0.5), rng.gauss(0, 9))


def impression(engraving: Engraving, touch: Touch, rng: Random) -> Mask:
    """Draw the ink of one impression, turned, with a margin for the turn: (height, width)."""
    width, height = engraving.size
    side = round(hypot(width, height) * GRAIN * 1.04)
    canvas = np.zeros((side, side), np.uint8)
    cut = _SHAPES[engraving.shape](engraving)
    top, left = (side - cut.shape[0]) // 2, (side - cut.shape[1]) // 2
    canvas[top : top + cut.shape[0], left : left + cut.shape[1]] = cut
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), -touch.turn, 1)
    turned = cv2.warpAffine(canvas, turn, (side, side), flags=cv2.INTER_LINEAR)
    return inked(turned.astype(np.uint8, copy=False), touch, rng)


def press(
    sheet: Sheet, engraving: Engraving, at: tuple[float, float], touch: Touch, rng: Random
) -> BoxMm:
    """Press a seal with its middle at `at`; note it in the sheet's truth; return its box."""
    mask = impression(engraving, touch, rng)
    place = stain_place(mask, at)
    sheet.stain(mask, place, touch.colour, seal=True)
    box = inked_box(mask, place)
    cut = (max(box[0], 0), max(box[1], 0), min(box[2], sheet.width), min(box[3], sheet.height))
    owner = engraving.ring if engraving.kind is not SealKind.LEGAL_REP else None
    sheet.seals.append(
        DrawnSeal(
            cut,
            engraving.kind,
            engraving.shape,
            touch.colour,
            owner,
            engraving.text,
            engraving.code or engraving.centre or None,
            whole=cut == box,
            faint=touch.strength < 0.5,
        )
    )
    return cut


def stain_place(mask: Mask, centre: tuple[float, float]) -> BoxMm:
    """Return where a mask of this grain lies around a middle."""
    half_width, half_height = mask.shape[1] / GRAIN / 2, mask.shape[0] / GRAIN / 2
    x, y = centre
    return x - half_width, y - half_height, x + half_width, y + half_height


def inked_box(mask: Mask, place: BoxMm) -> BoxMm:
    """Return the box of the ink itself inside a placed mask."""
    rows, columns = np.flatnonzero(mask.max(1) > 60), np.flatnonzero(mask.max(0) > 60)
    x_scale = (place[2] - place[0]) / mask.shape[1]
    y_scale = (place[3] - place[1]) / mask.shape[0]
    return (
        place[0] + float(columns[0]) * x_scale,
        place[1] + float(rows[0]) * y_scale,
        place[0] + float(columns[-1] + 1) * x_scale,
        place[1] + float(rows[-1] + 1) * y_scale,
    )


def inked(cut: Mask, touch: Touch, rng: Random) -> Mask:
    """Ink a clean cut: cloudy pressure, specks where the paper did not take it, soft edges."""
    slope = generator(rng).uniform(-1, 1, 2).astype(np.float32)
    height, width = cut.shape
    lean = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :] * slope[0]
    lean = lean + np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None] * slope[1]
    clouds = cloud(rng, cut.shape, 90)
    take = 1 - touch.uneven * (0.9 * clouds + 0.5 * np.abs(lean))
    specks = cloud(rng, cut.shape, 3, smooth=False)
    take = take * np.where(specks < 0.10 + 0.22 * touch.uneven * clouds, 0.45, 1.0)
    soft = cv2.GaussianBlur(cut, (0, 0), 1.2).astype(np.float32)
    inked: Mask = np.clip(soft * take * touch.strength, 0, 255).astype(np.uint8)
    return inked


def _round(engraving: Engraving) -> Mask:
    return _oval(engraving)


def _oval(engraving: Engraving) -> Mask:
    width, height = (v * GRAIN for v in engraving.size)
    image = Image.new("L", (round(width) + 2, round(height) + 2))
    pen = ImageDraw.Draw(image)
    pen.ellipse((1, 1, width, height), outline=255, width=round(engraving.border * GRAIN))
    if engraving.inner_ring:
        gap = engraving.inner_ring * GRAIN
        pen.ellipse((gap, gap, width - gap, height - gap), outline=255, width=round(0.3 * GRAIN))
    if engraving.star:
        radius = min(width, height) * 0.175
        lift = 0.02 * height if engraving.purpose else 0
        _star(pen, (width / 2, height / 2 - lift), radius)
    canvas = np.asarray(image).copy()
    _ring(canvas, engraving.ring, engraving, clockwise=True)
    if engraving.code:
        _ring(canvas, engraving.code, engraving, clockwise=False)
    _lines(canvas, engraving)
    return canvas


def _lines(canvas: Mask, engraving: Engraving) -> None:
    """Engrave the straight lines: purpose and centre."""
    width, height = (v * GRAIN for v in engraving.size)
    if engraving.purpose:
        drop = 0.26 if engraving.star or engraving.centre else 0.06
        middle = (width / 2, height * (0.5 + drop))
        _straight(canvas, engraving.purpose, engraving, middle)
    if engraving.centre:
        small = replace(engraving, purpose_size=3.3)
        _straight(canvas, engraving.centre, small, (width / 2, height * 0.5))


def _star(pen: ImageDraw.ImageDraw, middle: tuple[float, float], radius: float) -> None:
    points = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.382
        angle = step * pi / 5 - pi / 2
        points.append((middle[0] + reach * cos(angle), middle[1] + reach * sin(angle)))
    pen.polygon(points, fill=255)


def glyph(char: str, face: str, size: tuple[float, float]) -> Mask:
    """Draw one character stretched into (width, height) millimetres."""
    em = round(size[1] * GRAIN * 1.1)
    image = Image.new("L", (em * 2, em * 2))
    ImageDraw.Draw(image).text((em, em), char, 255, fonts.font(face, em), anchor="mm")
    box = image.getbbox() or (0, 0, em, em)
    if char.isascii():
        middle = image.crop((box[0], box[1], box[2], box[3]))
    else:
        middle = image.crop((em - em // 2, em - em // 2, em + em // 2, em + em // 2))
    target = (max(1, round(size[0] * GRAIN)), max(1, round(size[1] * GRAIN)))
    return np.asarray(middle.resize(target, Image.Resampling.BOX))


def _ring(canvas: Mask, text: str, engraving: Engraving, *, clockwise: bool) -> None:
    """Engrave along the rim: the owner's name over the top, a code under the bottom."""
    letter = engraving.letter if clockwise else 1.5
    gap = engraving.border + (0.9 if clockwise else 0.7)
    rim_x, rim_y = engraving.size[0] / 2 - gap, engraving.size[1] / 2 - gap
    span = _span(len(text)) if clockwise else 0.082 * len(text)
    for place, char in enumerate(text):
        offset = (place + 0.5) / len(text) - 0.5 if len(text) > 1 else 0.0
        angle = (-pi / 2 + offset * span) if clockwise else (pi / 2 - offset * span)
        radius = letter / 2
        x = (rim_x - radius) * cos(angle) + engraving.size[0] / 2
        y = (rim_y - radius) * sin(angle) + engraving.size[1] / 2
        room = span / len(text) * (min(rim_x, rim_y) - letter * 0.75)
        width = min(letter * 0.82, room * 0.94)
        tile = glyph(char, engraving.face, (width, letter))
        upright = _normal(angle, rim_x, rim_y) + (pi / 2 if clockwise else -pi / 2)
        _stamp(canvas, tile, (x * GRAIN, y * GRAIN), upright)


def _span(letters: int) -> float:
    """Return the angle a name takes: short names do not run round the whole rim."""
    return min(0.36 * letters + 0.4, 1.52 * pi)


def _normal(angle: float, rim_x: float, rim_y: float) -> float:
    """Return the direction away from an ellipse's rim."""
    return float(np.arctan2(sin(angle) / rim_y, cos(angle) / rim_x))


def _straight(canvas: Mask, text: str, engraving: Engraving, middle: tuple[float, float]) -> None:
    height = engraving.purpose_size
    room = engraving.size[0] * (0.64 if text.isascii() else 0.62)
    advance = min(height * (0.62 if text.isascii() else 1.0), room / len(text))
    for place, char in enumerate(text):
        tile = glyph(char, engraving.face, (advance * 0.92, height))
        x = middle[0] + (place - (len(text) - 1) / 2) * advance * GRAIN
        _stamp(canvas, tile, (x, middle[1]), 0.0)


def _stamp(canvas: Mask, tile: Mask, middle: tuple[float, float], angle: float) -> None:
    """Lay a tile on the canvas, turned clockwise by `angle` radians."""
    height, width = tile.shape
    side = int(hypot(height, width)) + 3
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle * 180 / pi, 1)
    turn[:, 2] += (side / 2 - width / 2, side / 2 - height / 2)
    turned = cv2.warpAffine(tile, turn, (side, side), flags=cv2.INTER_LINEAR)
    left, top = round(middle[0] - side / 2), round(middle[1] - side / 2)
    y0, x0 = max(top, 0), max(left, 0)
    part = turned[y0 - top : canvas.shape[0] - top, x0 - left : canvas.shape[1] - left]
    target = canvas[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]]
    np.maximum(target, part, out=target)


def _square_letters(engraving: Engraving) -> Mask:
    """Engrave in columns from the right, as a name chop is read; rows for a long text."""
    width, height = engraving.size
    columns = 2 if len(engraving.ring) <= 4 else 3
    per = -(-len(engraving.ring) // columns)
    margin = engraving.border + 0.7
    cell = ((width - 2 * margin) / columns, (height - 2 * margin) / per)
    canvas = np.zeros((round(height * GRAIN), round(width * GRAIN)), np.uint8)
    for place, char in enumerate(engraving.ring):
        column, row = divmod(place, per)
        tile = glyph(char, engraving.face, (cell[0] * 0.94, cell[1] * 0.94))
        x = width - margin - (column + 0.5) * cell[0]
        _stamp(canvas, tile, (x * GRAIN, (margin + (row + 0.5) * cell[1]) * GRAIN), 0.0)
    return canvas


def _square(engraving: Engraving) -> Mask:
    """Frame the letters, or cut them out of the red (白文)."""
    canvas = _square_letters(engraving)
    if not engraving.in_relief:
        return np.asarray(255 - canvas, np.uint8)
    image = Image.fromarray(canvas)
    edge = (1, 1, canvas.shape[1] - 2, canvas.shape[0] - 2)
    ImageDraw.Draw(image).rounded_rectangle(
        edge, GRAIN, outline=255, width=round(engraving.border * GRAIN)
    )
    return np.asarray(image)


def letters_alone(engraving: Engraving) -> tuple[Mask, Mask]:
    """Draw only what is to be read: the name (all of a square seal), and the straight lines."""
    if engraving.shape is SealShape.SQUARE:
        name = _square_letters(engraving)
        return name, np.zeros_like(name)
    width, height = (round(v * GRAIN) + 2 for v in engraving.size)
    name, lines = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8)
    _ring(name, engraving.ring, engraving, clockwise=True)
    _lines(lines, engraving)
    return name, lines


_SHAPES = {
    SealShape.ROUND: _round,
    SealShape.ELLIPSE: _oval,
    SealShape.SQUARE: _square,
}
