"""One seal on crowded paper, handed in somehow, as the network sees it and as it was engraved."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, radians, sin
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page_image import PageImage
from intake.seals.impression import Impression, impression
from intake.seals.planes import (
    INNER,
    RING,
    SQUARE,
    Points,
    inner_points,
    planes_of,
    square_points,
    square_tone,
    tone_of,
    turn_of,
)
from intake.seals.shape import Floats, Ring
from intake.seals.squares import Square
from models.marks import InkColour, SealShape
from models.page import Channel as PageChannel
from models.page import ColourMode, Frame, Quality
from samples import hand, marks, seals
from samples.channels import Channel, shoot
from samples.degrade import Shot
from samples.ink.canvas import HANZI
from samples.lettering.designs import any_seal
from samples.seals import GRAIN, Engraving, Touch
from samples.sheet import Mask, Sheet, Type
from samples.studio import Studio

SIDE_MM = 68.0
LOOKS = ("scan", "grey", "binarised", "photo", "red_on_copy")
LOOK_WEIGHTS = (22, 24, 36, 12, 6)
DPIS = (150, 200, 200, 200, 200, 300, 300, 400)
POINTS = (8.0, 9.0, 10.5, 12.0, 14.0, 15.0)
"""Sizes of print; few, since every loaded font is kept."""
SIDEWAYS, LENGTHWAYS = 0.012, 0.012
"""Standard deviations of a fitted outline's middle and half axes, in radii."""
CREDIBLE_TILT = 3.0
"""Degrees by which the upright middle of a seal may be out."""

Target = NDArray[np.uint8]
"""(height, width): 255 where lettering was engraved."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the network sees, and what it should say."""

    planes: NDArray[np.uint8]
    """(3, height, width), 0 to 255."""
    letters: Target


@dataclass(frozen=True, slots=True)
class Scene:
    """A pressed seal in a picture."""

    cut: Engraving
    touch: Touch
    middle: tuple[float, float]
    """In millimetres of the sheet."""
    shot: Shot
    colour: InkColour

    def engraved(
        self, xs: Floats, ys: Floats, shape: tuple[int, ...]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return where pixels of the picture are on the engraving, in its own pixels."""
        points = np.stack([xs, ys], axis=-1).reshape(1, -1, 2)
        on_sheet = cv2.perspectiveTransform(points, np.linalg.inv(self.shot.matrix))[0]
        dx, dy = (on_sheet - np.array(self.middle)).T
        c, s = cos(radians(self.touch.turn)), sin(radians(self.touch.turn))
        us, vs = dx * c + dy * s, dy * c - dx * s
        size = xs.shape
        return (
            (us * GRAIN + shape[1] / 2).reshape(size).astype(np.float32),
            (vs * GRAIN + shape[0] / 2).reshape(size).astype(np.float32),
        )

    def seen(self, us: Floats, vs: Floats) -> NDArray[np.float64]:
        """Return where points of the engraving, in mm from its middle, are in the picture."""
        c, s = cos(radians(self.touch.turn)), sin(radians(self.touch.turn))
        on_sheet = np.stack([us * c - vs * s, us * s + vs * c], axis=-1) + np.array(self.middle)
        return np.asarray(cv2.perspectiveTransform(on_sheet[None], self.shot.matrix)[0], np.float64)


def lessons(studio: Studio) -> Iterator[Lesson]:
    """Compose one scene and yield the pictures of its seal."""
    scene = compose(studio)
    page = page_of(scene.shot)
    name, lines = seals.letters_alone(scene.cut)
    if scene.cut.shape is SealShape.SQUARE:
        square = _fitted_square(scene, studio.rng)
        lifted = impression(page, square.box.grown(0.1 * square.half), scene.colour)
        tone = square_tone(lifted, square)
        yield _lesson(scene, lifted, (square_points(square), tone, SQUARE), name)
        return
    ring = fitted(scene, studio.rng)
    lifted = impression(page, ring.box.grown(0.12 * ring.radius), scene.colour)
    tone = tone_of(lifted, ring)
    yield _lesson(scene, lifted, (turn_of(ring).points, tone, RING), name)
    tilt = radians(scene.touch.turn + studio.rng.gauss(0, CREDIBLE_TILT)) - ring.angle
    yield _lesson(scene, lifted, (inner_points(ring, tilt), tone, INNER), lines)


def _lesson(
    scene: Scene, lifted: Impression, seen: tuple[Points, float, float], letters: Mask
) -> Lesson:
    """Sample the picture, and what was engraved, at the same places."""
    planes = planes_of(lifted, *seen)
    us, vs = scene.engraved(*seen[0], letters.shape)
    truth = cv2.remap(letters, us, vs, cv2.INTER_AREA)
    return Lesson((planes * 255).astype(np.uint8), np.asarray(truth, np.uint8))


def compose(studio: Studio) -> Scene:
    """Print, write and stamp on a small sheet, and hand it in."""
    rng = studio.rng
    look = rng.choices(LOOKS, LOOK_WEIGHTS)[0]
    sheet = Sheet(SIDE_MM, SIDE_MM)
    cut = any_seal(studio)
    middle = (SIDE_MM / 2 + rng.uniform(-3, 3), SIDE_MM / 2 + rng.uniform(-3, 3))
    _print(sheet, studio, cut, middle)
    _write(sheet, studio)
    ink = rng.choices((seals.RED, seals.BLUE, seals.SEAL_BLACK), (16, 1, 2))[0]
    touch = _touch(rng, ink)
    if rng.random() < 0.12:
        _neighbour(sheet, studio, middle, ink)
    mask = _worn(seals.impression(cut, touch, rng), rng)
    sheet.stain(mask, seals.stain_place(mask, middle), touch.colour, seal=True)
    channel = Channel(
        look=look,
        container="pdf",
        dpi=rng.choice(DPIS),
        skew=0.8,
    )
    shot = _compressed(shoot(sheet, channel, rng), rng)
    colour = InkColour.BLACK if channel.colourless else _colour(touch)
    return Scene(cut, touch, middle, shot, colour)


def _touch(rng: Random, ink: tuple[int, int, int]) -> Touch:
    """Press lightly or hard, evenly or not, straight or turned; often as badly as people do."""
    draw = rng.random()
    usual = Touch.sample(rng, ink, faint=draw < 0.1)
    turn = rng.uniform(-45, 45) if rng.random() < 0.2 else usual.turn
    uneven = rng.uniform(0.4, 0.9) if rng.random() < 0.2 else usual.uneven
    return Touch(usual.colour, usual.strength, uneven, turn)


def _worn(mask: Mask, rng: Random) -> Mask:
    """Let the ink run, or the stamp be worn thin, now and then."""
    draw, size = rng.random(), rng.choice((3, 5))
    if draw < 0.15:
        return np.asarray(cv2.erode(mask, np.ones((size, size), np.uint8)), np.uint8)
    if draw < 0.3:
        return np.asarray(cv2.dilate(mask, np.ones((size, size), np.uint8)), np.uint8)
    return mask


def _print(sheet: Sheet, studio: Studio, cut: Engraving, middle: tuple[float, float]) -> None:
    """Print what papers bear where seals are pressed: lines, figures, rules, the owner's name."""
    rng = studio.rng
    if rng.random() < 0.2:
        return
    for _ in range(rng.randint(1, 2)):
        type_ = studio.type(rng.choice(("song", "hei", "kai")), rng.choice(POINTS))
        y, pitch = rng.uniform(2, 20), type_.size * rng.uniform(1.3, 3.2)
        while y < SIDE_MM and rng.random() < 0.9:
            sheet.text((rng.uniform(-8, 36), y), _words(rng, cut), type_)
            y += pitch
    if rng.random() < 0.35:
        pitch, y = rng.uniform(6, 14), rng.uniform(0, 12)
        for step in range(9):
            sheet.line((0, y + step * pitch), (SIDE_MM, y + step * pitch), rng.uniform(0.15, 0.4))
        for x in (rng.uniform(0, SIDE_MM) for _ in range(rng.randint(0, 4))):
            sheet.line((x, y), (x, SIDE_MM), rng.uniform(0.15, 0.4))
    if rng.random() < 0.3:
        type_ = studio.type(rng.choice(("song", "hei")), rng.choice(POINTS))
        x, y = middle[0] - rng.uniform(8, 30), middle[1] + rng.uniform(-14, 16)
        sheet.text((x, y), cut.ring, type_)
        sheet.text((x, y + type_.size * rng.uniform(1.4, 2.4)), _date(rng), type_)


def _words(rng: Random, cut: Engraving) -> str:
    draw = rng.random()
    if draw < 0.4:
        return "    ".join(f"{rng.uniform(10, 20000):,.2f}" for _ in range(rng.randint(1, 4)))
    if draw < 0.5:
        return _date(rng)
    if draw < 0.55:
        return cut.purpose or cut.ring
    return "".join(rng.choice(HANZI) for _ in range(rng.randint(2, 20)))


def _date(rng: Random) -> str:
    return f"20{rng.randint(10, 29)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"


def _write(sheet: Sheet, studio: Studio) -> None:
    """Sign and date across it."""
    rng = studio.rng
    for _ in range(rng.choices((0, 1, 2, 3), (5, 4, 2, 1))[0]):
        person = studio.person()
        text = (
            person.name if rng.random() < 0.8 else f"2024.{rng.randint(1, 12)}.{rng.randint(1, 28)}"
        )
        mask = hand.write(text, person.hand, rng.uniform(5, 11), rng)
        at = (rng.uniform(2, 50), rng.uniform(8, SIDE_MM - 8))
        hand.put(sheet, mask, at, person.hand.colour)
    if rng.random() < 0.06:
        marks.fingerprint(sheet, (rng.uniform(12, 56), rng.uniform(12, 56)), rng)
    if rng.random() < 0.05:
        at, type_ = (rng.uniform(20, 48), rng.uniform(20, 48)), Type(studio.faces["hei"], 4)
        marks.date_stamp(sheet, at, "2024.05.10 现金付讫", type_, rng)


def _neighbour(
    sheet: Sheet, studio: Studio, middle: tuple[float, float], ink: tuple[int, int, int]
) -> None:
    """Press another seal that overlaps it."""
    rng = studio.rng
    away, turn = rng.uniform(20, 36), rng.uniform(0, 2 * pi)
    other = any_seal(studio)
    mask = seals.impression(other, Touch.sample(rng, ink), rng)
    place = (middle[0] + away * cos(turn), middle[1] + away * sin(turn))
    sheet.stain(mask, seals.stain_place(mask, place), ink, seal=True)


def _compressed(shot: Shot, rng: Random) -> Shot:
    if shot.tags and any(tag.startswith("binarised") for tag in shot.tags):
        return shot
    quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(45, 92)]
    _, data = cv2.imencode(".jpg", np.ascontiguousarray(shot.pixels[..., ::-1]), quality)
    pixels = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    return Shot(np.ascontiguousarray(pixels), shot.matrix, shot.dpi, shot.tags, shot.rotation)


def _colour(touch: Touch) -> InkColour:
    red, _, blue = touch.colour
    if max(touch.colour) - min(touch.colour) < 30:
        return InkColour.BLACK
    return InkColour.RED if red > blue else InkColour.BLUE


def page_of(shot: Shot) -> PageImage:
    """Wrap a picture as an upright page."""
    height, width = shot.pixels.shape[:2]
    frame = Frame(
        width=width,
        height=height,
        dpi=shot.dpi,
        to_delivered=(1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1),
    )
    return PageImage(
        file="scene",
        page=1,
        pixels=np.ascontiguousarray(shot.pixels[..., ::-1]),
        frame=frame,
        rotation=0,
        channel=PageChannel.SCAN,
        quality=Quality(dpi=shot.dpi, colour=ColourMode.COLOUR),
        delivered_size=(width, height),
    )


def fitted(scene: Scene, rng: Random) -> Ring:
    """Return the outline as a finder fits it: nearly."""
    turn = np.linspace(0, 2 * pi, 72, endpoint=False)
    width, height = scene.cut.size
    outline = scene.seen(width / 2 * np.cos(turn), height / 2 * np.sin(turn))
    (x, y), axes, degrees = cv2.fitEllipse(outline.astype(np.float32))
    if axes[0] < axes[1]:
        axes, degrees = axes[::-1], degrees + 90
    angle = radians((degrees + 90) % 180 - 90)
    reach = (axes[0] + axes[1]) / 4
    a, b = (axis / 2 * (1 + rng.gauss(0, LENGTHWAYS)) for axis in axes)
    x, y = x + rng.gauss(0, SIDEWAYS) * reach, y + rng.gauss(0, SIDEWAYS) * reach
    if b > 0.93 * a:
        return Ring(x, y, (a + b) / 2, (a + b) / 2)
    return Ring(x, y, max(a, b), min(a, b), angle)


def _fitted_square(scene: Scene, rng: Random) -> Square:
    half = scene.cut.size[0] / 2
    corners = scene.seen(np.array([-half, half, half, -half]), np.array([-half, -half, half, half]))
    x, y = corners.mean(axis=0)
    top = corners[1] - corners[0]
    side = float(np.sqrt(cv2.contourArea(corners.astype(np.float32)))) / 2
    return Square(
        x + rng.gauss(0, 0.02) * side,
        y + rng.gauss(0, 0.02) * side,
        side * (1 + rng.gauss(0, 0.02)),
        float(np.arctan2(top[1], top[0])) + rng.gauss(0, radians(1.5)),
        1.0,
    )
