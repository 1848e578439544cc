"""Marks that are neither seal nor signature: fingerprints, ticks, slashes, date stamps, logos."""

from math import pi
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from models.marks import MarkKind
from samples import hand, seals
from samples.hand import Hand
from samples.noise import cloud, generator
from samples.seals import GRAIN
from samples.sheet import BoxMm, Colour, DrawnMark, Mask, Sheet, Type

PRINT_RED: Colour = (206, 44, 48)


def fingerprint(sheet: Sheet, centre: tuple[float, float], rng: Random) -> BoxMm:
    """Press a red thumb: ridges around a core, patchy, 11 to 15 mm wide."""
    width, height = rng.uniform(11, 14), rng.uniform(15, 19)
    mask = _thumb((width, height), rng)
    place = seals.stain_place(mask, centre)
    sheet.stain(mask, place, PRINT_RED)
    box = seals.inked_box(mask, place)
    sheet.marks.append(DrawnMark(box, MarkKind.FINGERPRINT))
    return box


def _thumb(size: tuple[float, float], rng: Random) -> Mask:
    columns, rows = round(size[0] * GRAIN), round(size[1] * GRAIN)
    y, x = np.mgrid[-1 : 1 : complex(0, rows), -1 : 1 : complex(0, columns)].astype(np.float32)
    noise = generator(rng)
    core_y, lean = noise.uniform(-0.1, 0.35), noise.uniform(-0.25, 0.25)
    radius = np.hypot((x - lean * y) * 1.15, (y - core_y) * 0.85)
    bent = radius + 0.10 * (cloud(rng, x.shape, 70) - 0.5) + 0.05 * np.sin(3 * np.arctan2(y, x))
    ridges = 0.5 + 0.5 * np.sin(2 * pi * bent * size[0] / 2 / 0.55)
    inside = np.clip((1 - x**2 - y**2) * 6, 0, 1)
    patchy = np.clip(0.35 + 0.9 * cloud(rng, x.shape, 60), 0, 1)
    mask = inside * patchy * np.clip(ridges * 1.3, 0.08, 1) * 225
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), rng.uniform(-30, 30), 1)
    side = (columns, rows)
    turned: Mask = cv2.warpAffine(mask.astype(np.uint8), turn, side).astype(np.uint8)
    return turned


def stroke_mark(sheet: Sheet, box: BoxMm, kind: MarkKind, pen: Hand, rng: Random) -> BoxMm:
    """Draw a tick or a slash inside a box; return where it is."""
    height = min(box[3] - box[1], 9.0) * rng.uniform(0.55, 0.8)
    grid = {
        MarkKind.TICK: [80, 560, 260, 800, 620, 220],
        MarkKind.SLASH: [560, 180, 80, 820],
    }[kind]
    mask = hand.draw([grid], pen, height, rng)
    middle = ((box[0] + box[2]) / 2 - mask.shape[1] / GRAIN / 2, (box[1] + box[3]) / 2)
    place = hand.put(sheet, mask, middle, pen.colour)
    sheet.marks.append(DrawnMark(place, kind))
    return place


def blot(sheet: Sheet, box: BoxMm, rng: Random, colour: Colour = (30, 32, 60)) -> None:
    """Spill ink over a box so that nothing under it can be read."""
    width, height = (box[2] - box[0]) * 1.06, (box[3] - box[1]) * 0.95
    size = (round(height * GRAIN), round(width * GRAIN))
    y, x = np.mgrid[-1 : 1 : complex(0, size[0]), -1 : 1 : complex(0, size[1])]
    edge = 1.0 - 0.35 * cloud(rng, size, 24)
    mask = np.where(x**8 + y**4 < edge, 245, 0).astype(np.uint8)
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    soft: Mask = cv2.GaussianBlur(mask, (0, 0), 3).astype(np.uint8)
    sheet.stain(soft, seals.stain_place(soft, middle), colour)


def date_stamp(sheet: Sheet, at: tuple[float, float], text: str, type_: Type, rng: Random) -> None:
    """Stamp a date in a small frame, as cashiers do (`2024.05.10 现金付讫`)."""
    letters = [seals.glyph(char, type_.face, (_advance(char), 4.0)) for char in text]
    width = sum(tile.shape[1] for tile in letters) + round(3 * GRAIN)
    canvas = np.zeros((round(7.5 * GRAIN), width), np.uint8)
    x = round(1.5 * GRAIN)
    for tile in letters:
        top = (canvas.shape[0] - tile.shape[0]) // 2
        canvas[top : top + tile.shape[0], x : x + tile.shape[1]] = tile
        x += tile.shape[1]
    image = Image.fromarray(canvas)
    ImageDraw.Draw(image).rectangle(
        (2, 2, width - 3, canvas.shape[0] - 3), outline=255, width=round(0.5 * GRAIN)
    )
    touch = seals.Touch(rng.choice((seals.RED, seals.BLUE)), 0.8, 0.4)
    mask = seals.inked(np.asarray(image), touch, rng)
    place = seals.stain_place(mask, at)
    sheet.stain(mask, place, touch.colour)
    sheet.marks.append(DrawnMark(seals.inked_box(mask, place), MarkKind.DATE_STAMP))


def straddle(sheets: list[Sheet], mask: Mask, colour: Colour, y: float) -> None:
    """Press one seal over the fanned right edges of all sheets (骑缝章): a slice on each."""
    width = mask.shape[1] // len(sheets)
    for place, sheet in enumerate(sheets):
        part = np.ascontiguousarray(mask[:, place * width : (place + 1) * width])
        left = sheet.width - part.shape[1] / GRAIN
        box = (left, y, sheet.width, y + part.shape[0] / GRAIN)
        sheet.stain(part, box, colour, seal=True)
        if part.max() > 100:
            inked = seals.inked_box(part, box)
            sheet.marks.append(DrawnMark(inked, MarkKind.STRADDLE_SLICE))


def logo(sheet: Sheet, at: tuple[float, float], colour: Colour, rng: Random) -> None:
    """Print a company's round emblem, a hard negative for a seal finder."""
    size = rng.uniform(11, 16)
    side = round(size * GRAIN)
    mask = np.zeros((side, side), np.uint8)
    middle = (side // 2, side // 2)
    cv2.circle(mask, middle, side // 2 - 3, 255, rng.choice((-1, round(0.12 * side))))
    wave = np.array([[0.2, 0.6], [0.4, 0.3], [0.55, 0.62], [0.8, 0.35]]) * side
    cv2.polylines(mask, [wave.astype(np.int32)], isClosed=False, color=0, thickness=side // 9)
    place = seals.stain_place(mask, at)
    sheet.stain(mask, place, colour)
    sheet.marks.append(DrawnMark(seals.inked_box(mask, place), MarkKind.LOGO))


def _advance(char: str) -> float:
    return {".": 1.2, " ": 1.4, "-": 1.8}.get(char, 2.3 if char.isascii() else 4.0)
