"""Ready-made pieces of ink: drawn once, then laid on many canvases at other sizes and strengths."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from models.marks import SealKind, SealShape
from samples import hand, seals
from samples.engravings import cut_seals
from samples.ids import seal_code
from samples.ink.decoys import draw_decoy
from samples.marks import _thumb as thumb
from samples.noise import cloud
from samples.seals import GRAIN, Engraving, Touch
from samples.sheet import Mask
from samples.studio import Studio

SHAPES = (SealShape.ROUND, SealShape.ELLIPSE, SealShape.SQUARE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A patch of ink at GRAIN pixels per millimetre, and its outline filled."""

    ink: Mask
    region: Mask
    shape: int = -1
    """Index into SHAPES; -1 for what is no seal."""


@dataclass(frozen=True, slots=True)
class Bank:
    """Pieces by what they are."""

    seals: tuple[Piece, ...]
    chops: tuple[Piece, ...]
    pens: tuple[Piece, ...]
    prints: tuple[Piece, ...]
    """Fingerprints."""
    decoys: tuple[Piece, ...]
    """Stars, logos, emblems, frames, date stamps: printed or stamped, and no seals."""
    circles: tuple[Piece, ...]
    """Circles, loops and underlines drawn by hand."""


def fill_bank(studio: Studio, faces: tuple[Path, ...], size: int) -> Bank:
    """Draw `size` seals and matching numbers of the rest; handwriting faces are optional."""
    rng = studio.rng

    def many(count: int, draw: Callable[[], Piece]) -> tuple[Piece, ...]:
        return tuple(draw() for _ in range(count))

    return Bank(
        seals=many(size, lambda: _seal(studio)),
        chops=many(size // 3, lambda: _chop(studio)),
        pens=many(size * 2, lambda: _pen(studio, faces)),
        prints=many(size // 6, lambda: _fingerprint(rng)),
        decoys=many(size // 2, lambda: _decoy(studio)),
        circles=many(size // 4, lambda: _circle(rng)),
    )


def _seal(studio: Studio) -> Piece:
    rng = studio.rng
    box = cut_seals(studio, studio.company())
    cut = rng.choices(
        (box.official, box.financial, box.contract, box.invoice, box.hr, _foreign(studio)),
        (4, 4, 2, 2, 1, 4),
    )[0]
    return _pressed(cut, rng)


def _foreign(studio: Studio) -> Engraving:
    """Return a seal unlike the set's own: other rims, letters, sizes, purposes."""
    rng = studio.rng
    shape = rng.choices(SHAPES, (6, 3, 1))[0]
    long = rng.uniform(26, 58) if rng.random() < 0.3 else rng.uniform(36, 46)
    flat = long * (rng.uniform(0.62, 0.8) if shape is SealShape.ELLIPSE else 1)
    purpose = rng.choice(
        (
            "",
            "业务专用章",
            "业务部",
            "工会委员会",
            "财务专用章",
            "财务章",
            "合同专用章(1)",
            "办公室",
            "资料专用章",
            "收讫",
        )
    )
    return Engraving(
        SealKind.OTHER,
        shape,
        (long, flat),
        studio.company().name[: rng.randint(5, 16)],
        rng.choice((*studio.words.fonts.song, *studio.words.fonts.hei, studio.words.fonts.seal)),
        purpose=purpose,
        centre=rng.choice(("", "", "", "91350100M000100Y43", "2019.05.20")),
        code=seal_code(rng, studio.company().place.area) if rng.random() < 0.4 else "",
        star=rng.random() < 0.55,
        border=rng.uniform(0.35, 1.9),
        inner_ring=rng.choice((0.0, 0.0, rng.uniform(1.4, 8))),
        letter=rng.uniform(3.2, 6.4),
        purpose_size=rng.uniform(2.8, 5.0),
    )


def _chop(studio: Studio) -> Piece:
    rng = studio.rng
    side = rng.uniform(9, 24)
    name = studio.person().name
    cut = Engraving(
        SealKind.LEGAL_REP,
        SealShape.SQUARE,
        (side, side * rng.choice((1, 1, rng.uniform(0.5, 1.3)))),
        rng.choice((name, name + "印", name + "之印", name[:2])),
        rng.choice((studio.words.fonts.seal, *studio.words.fonts.kai, *studio.words.fonts.hei)),
        border=rng.uniform(0.35, 1.2),
        in_relief=rng.random() < 0.65,
    )
    return _pressed(cut, rng)


def _pressed(cut: Engraving, rng: Random) -> Piece:
    strength = rng.uniform(0.25, 0.55) if rng.random() < 0.2 else rng.uniform(0.6, 1.0)
    uneven = rng.uniform(0.1, 0.95) if rng.random() < 0.4 else rng.uniform(0.1, 0.5)
    turn = rng.uniform(-180, 180) if rng.random() < 0.08 else rng.gauss(0, 16)
    touch = Touch(strength=strength, uneven=uneven, turn=turn)
    ink = seals.impression(cut, touch, rng)
    if rng.random() < 0.15:  # worn or held askew: one side is hardly there
        ink = (ink * _fading(ink.shape, rng)).astype(np.uint8)
    if rng.random() < 0.12:  # over-inked: the gaps run full
        swollen = cv2.dilate(ink, np.ones((7, 7), np.uint8))
        ink = np.maximum(ink, (cv2.GaussianBlur(swollen, (0, 0), 3) * 0.8).astype(np.uint8))
    return Piece(ink, _outline(cut, touch.turn, ink.shape), SHAPES.index(cut.shape))


def _fading(shape: tuple[int, ...], rng: Random) -> NDArray[np.float32]:
    """Return 1 on one side of a line through the patch, falling to little on the other."""
    turn, place = rng.uniform(0, 6.2832), rng.uniform(-0.5, 0.6)
    y, x = np.mgrid[-1 : 1 : complex(0, shape[0]), -1 : 1 : complex(0, shape[1])]
    along = np.cos(turn) * x + np.sin(turn) * y
    kept = np.clip(1 - (along - place) / rng.uniform(0.15, 0.8), rng.uniform(0, 0.3), 1)
    return np.asarray(kept, np.float32)


def _outline(cut: Engraving, turn: float, shape: tuple[int, ...]) -> Mask:
    region = np.zeros(shape, np.uint8)
    middle = ((shape[1] - 1) / 2, (shape[0] - 1) / 2)
    size = (cut.size[0] * GRAIN, cut.size[1] * GRAIN)
    if cut.shape is SealShape.SQUARE:
        corners = cv2.boxPoints((middle, size, turn))
        cv2.fillPoly(region, [corners.astype(np.int32)], 255)
    else:
        cv2.ellipse(region, (middle, size, turn), 255, -1)
    return region


def _pen(studio: Studio, faces: tuple[Path, ...]) -> Piece:
    rng = studio.rng
    text = _scribbled(studio)
    if faces and rng.random() < 0.45:
        mask = _brushed(text, rng.choice(faces), rng)
    else:
        base = studio.person().hand
        pen = replace(
            base,
            pen=rng.uniform(0.15, 0.95) if rng.random() < 0.92 else rng.uniform(0.95, 1.8),
            slant=rng.gauss(0.05, 0.15),
            joined=rng.random() ** 1.5,
            wobble=rng.uniform(0.01, 0.07),
            tight=rng.uniform(0.6, 1.05),
            climb=rng.gauss(0.02, 0.06),
        )
        high = rng.uniform(13, 30) if rng.random() < 0.07 else rng.uniform(4, 13)
        mask = hand.write(text, pen, high, rng)
    return Piece(_warped(mask, rng), mask[:1, :1])


def _scribbled(studio: Studio) -> str:
    rng = studio.rng
    draw = rng.random()
    if draw < 0.5:
        name = studio.person().name
        return name[: rng.randint(1, len(name))] if rng.random() < 0.1 else name
    if draw < 0.6:
        letters = studio.words.surnames + studio.words.given
        return "".join(rng.choice(letters) for _ in range(rng.randint(1, 9)))
    if draw < 0.75:
        return f"{rng.randint(2015, 2026)}.{rng.randint(1, 12)}.{rng.randint(1, 28)}"
    if draw < 0.9:
        return f"{rng.randint(100, 99999)}" + rng.choice(("", ".00", ".50"))
    return rng.choice(("/", "7", "1", "21", "-", "0", "X", "、", "〇"))


def _brushed(text: str, face: Path, rng: Random) -> Mask:
    """Write with a handwriting font: brush and gel pens that the stroke model does not know."""
    size = round(rng.uniform(4.5, 13) * 2) * round(GRAIN / 2)
    font = ImageFont.truetype(str(face), size)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (int(right - left) + 24, int(bottom - top) + 24))
    pen = ImageDraw.Draw(image)
    pen.text((12 - left, 12 - top), text, 255, font)
    mask = np.asarray(image).copy()
    if rng.random() < 0.5:  # thin the brush into a pen
        mask = cv2.erode(mask, np.ones((3, 3), np.uint8), iterations=rng.randint(1, 3)).astype(
            np.uint8
        )
    return mask


def _warped(mask: Mask, rng: Random) -> Mask:
    """Bend smoothly by up to a millimetre: no two signatures have the same proportions."""
    height, width = mask.shape
    reach = rng.uniform(0, 1.1) * GRAIN
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x = x + (cloud(rng, mask.shape, 60) - 0.5) * 2 * reach
    y = y + (cloud(rng, mask.shape, 60) - 0.5) * 2 * reach
    return cv2.remap(mask, x, y, cv2.INTER_LINEAR).astype(np.uint8)


def _fingerprint(rng: Random) -> Piece:
    ink = thumb((rng.uniform(8, 17), rng.uniform(10, 22)), rng)
    ink = np.clip(ink.astype(np.float32) * rng.uniform(0.5, 1.25), 0, 255).astype(np.uint8)
    if rng.random() < 0.3:  # smeared
        ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(2, 6)).astype(np.uint8)
    return Piece(ink, (ink > 0).astype(np.uint8) * 255)


def _circle(rng: Random) -> Piece:
    """Draw a loop or an underline by hand, as people mark a figure."""
    side = round(rng.uniform(12, 46) * GRAIN)
    flat = rng.uniform(0.3, 1)
    mask = np.zeros((side, side), np.uint8)
    turns = rng.uniform(0.6, 1.4)
    phase, drift = rng.uniform(0, 6.28), rng.uniform(-0.1, 0.1)
    angles = np.linspace(0, 6.2832 * turns, 80) + phase
    reach = side * 0.44 * (1 + drift * np.linspace(0, 1, 80) + 0.03 * np.sin(angles * 2 + phase))
    points = np.stack(
        [side / 2 + reach * np.cos(angles), side / 2 + flat * reach * np.sin(angles)], 1
    )
    width = round(rng.uniform(0.25, 1.0) * GRAIN)
    cv2.polylines(
        mask,
        [points.astype(np.int32)],
        isClosed=False,
        color=255,
        thickness=width,
        lineType=cv2.LINE_AA,
    )
    return Piece(_warped(mask, rng), mask[:1, :1])


def _decoy(studio: Studio) -> Piece:
    ink = draw_decoy(studio)
    return Piece(ink, ink[:1, :1])
