"""
Canvases to learn from: paper crowded with print, rules, pens and seals, exactly labelled.

A canvas is denser and odder than any page, and shares no layout with the samples: what the network
is measured on are whole pages that it never saw.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples import fonts
from samples.ink.bank import Bank, Piece
from samples.noise import cloud
from samples.seals import GRAIN
from samples.studio import Studio

SIDE_MM = 92.0
"""A canvas's side: two seals side by side."""
PRINT, RULE, PEN, SEAL, PRINTS, REGION = range(6)
"""Channels: print, rules, handwriting, seal ink, fingerprint, seal area."""
CHANNELS = 6
FAINT = 70
"""Of 255: ink below this is not asked for."""
HANZI = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"
    "下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加"
    "量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与"
    "关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者"
    "最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少"
    "图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光"
    "门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采"
    "转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节"
    "话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际"
    "商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精"
    "值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住"
    "调满县局照参红细引听该铁价严"
)
FIGURES = "0123456789,.-¥%()/:"
LATIN = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ "

Picture = NDArray[np.uint8]
Instance = tuple[float, float, float, float, int]
"""Left, top, right, bottom in pixels, shape."""


Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour, and the channels that it is labelled in."""

    rgb: Rgb
    channels: tuple[int, ...]


@dataclass(slots=True)
class Canvas:
    """A patch being composed, at `dpi`."""

    dpi: float
    colour: NDArray[np.float32]
    """(side, side, 3) RGB, 0 to 1."""
    masks: NDArray[np.uint8]
    """(CHANNELS, side, side), 0 to 255."""
    instances: list[Instance] = field(default_factory=list)

    @classmethod
    def blank(cls, dpi: float, rng: Random) -> "Canvas":
        """Start with paper: white, tinted, or a form's coloured ground."""
        side = round(SIDE_MM * dpi / 25.4)
        white = rng.uniform(0.9, 1.0)
        tint = [white * (1 - max(0.0, rng.gauss(0, 0.02))) for _ in range(3)]
        if rng.random() < 0.06:
            tint = [rng.uniform(0.7, 1.0) for _ in range(3)]
        colour = np.ones((side, side, 3), np.float32) * np.array(tint, np.float32)
        if rng.random() < 0.15:  # a fibre, a stain, a security ground
            rough = cloud(rng, (side, side), rng.choice((2, 6, 40)))[..., None]
            colour *= 1 - rng.uniform(0.02, 0.12) * rough
        return cls(dpi, colour, np.zeros((CHANNELS, side, side), np.uint8))

    @property
    def side(self) -> int:
        """Return the side in pixels."""
        return int(self.colour.shape[0])

    def soak(
        self,
        ink: Picture,
        at: tuple[int, int],
        rgb: tuple[float, float, float],
        channel: int | None,
    ) -> None:
        """Multiply a patch of ink in with its left top corner at `at`, and label it."""
        window = self._window(ink, at)
        if window is None:
            return
        rows, columns, part = window
        cover = part.astype(np.float32)[..., None] / 255
        self.colour[rows, columns] *= 1 - cover * (1 - np.array(rgb, np.float32))
        if channel is not None:
            target = self.masks[channel, rows, columns]
            np.maximum(target, part, out=target)

    def mark(self, region: Picture, at: tuple[int, int], channel: int) -> None:
        """Label an area without inking it."""
        window = self._window(region, at)
        if window is not None:
            rows, columns, part = window
            target = self.masks[channel, rows, columns]
            np.maximum(target, part, out=target)

    def _window(self, ink: Picture, at: tuple[int, int]) -> tuple[slice, slice, Picture] | None:
        left, top = at
        rows = slice(max(top, 0), min(top + ink.shape[0], self.side))
        columns = slice(max(left, 0), min(left + ink.shape[1], self.side))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return None
        return (
            rows,
            columns,
            ink[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left],
        )


def compose(studio: Studio, bank: Bank, dpi: float) -> Canvas:
    """Compose one canvas."""
    rng = studio.rng
    canvas = Canvas.blank(dpi, rng)
    if rng.random() < 0.9:
        print_text(canvas, studio)
    if rng.random() < 0.6:
        rule(canvas, rng)
    if rng.random() < 0.55:
        decorate(canvas, bank, rng)
    layers = [stamp, write]
    rng.shuffle(layers)
    if rng.random() < 0.15:  # stamped or signed on a copy, of which it is no part
        layers[rng.randrange(2)](canvas, bank, rng)
        copy(canvas, rng)
        rng.shuffle(layers)
    for layer in layers:
        layer(canvas, bank, rng)
    return canvas


def copy(canvas: Canvas, rng: Random) -> None:
    """Make all that is on the paper a copier's black."""
    grey = canvas.colour @ np.array([0.35, 0.5, 0.15], np.float32)
    if rng.random() < 0.5:
        grey = np.where(grey > rng.uniform(0.45, 0.85), 0.97, rng.uniform(0.02, 0.3))
    else:
        grey = np.clip((grey - rng.uniform(0, 0.3)) * rng.uniform(1, 1.7), 0, 1)
    canvas.colour[:] = np.asarray(grey, np.float32)[..., None]


def print_text(canvas: Canvas, studio: Studio) -> None:
    """Fill blocks with lines of print in the set's faces: body text, tables' figures, titles."""
    rng = studio.rng
    page = Image.new("L", (canvas.side, canvas.side))
    pen = ImageDraw.Draw(page)
    unit = canvas.dpi / 72
    for _ in range(rng.randint(1, 4)):
        face = rng.choice(
            (*studio.words.fonts.song, *studio.words.fonts.hei, *studio.words.fonts.kai)
        )
        if rng.random() < 0.25:
            face += "-bold"
        points = rng.choices(((6.5, 16), (14, 26), (20, 60)), (70, 18, 12))[0]
        size = rng.uniform(*points) * unit
        _block(pen, canvas, (face, size), rng)
    ink = np.asarray(page)
    strength = rng.uniform(0.35, 1)
    rgb = _print_colour(rng)
    faded = (ink.astype(np.float32) * strength).astype(np.uint8)
    canvas.soak(faded, (0, 0), rgb, None)
    canvas.masks[PRINT] = np.maximum(canvas.masks[PRINT], ink)


def _print_colour(rng: Random) -> tuple[float, float, float]:
    draw = rng.random()
    if draw < 0.82:
        grey = rng.uniform(0, 0.25)
        return grey, grey, grey
    if draw < 0.93:  # letterheads and warnings are printed red
        return rng.uniform(0.75, 0.95), rng.uniform(0.05, 0.25), rng.uniform(0.05, 0.25)
    return rng.uniform(0, 0.3), rng.uniform(0.1, 0.5), rng.uniform(0.4, 0.8)


def _block(pen: ImageDraw.ImageDraw, canvas: Canvas, type_: tuple[str, float], rng: Random) -> None:
    face, size = type_
    font = fonts.font(face, max(round(size), 5))  # whole pixels: loaded fonts are kept
    left, y = rng.uniform(-0.1, 0.7) * canvas.side, rng.uniform(-0.05, 0.9) * canvas.side
    gap = size * rng.uniform(1.15, 2.6)
    columns = rng.random() < 0.4
    for _ in range(rng.randint(1, 2 if size > 80 else 16)):
        x = left
        for _ in range(rng.randint(2, 6) if columns else 1):
            pen.text((x, y), _words(rng, columns=columns), 255, font)
            x += size * rng.uniform(3.5, 7)
        y += gap


def _words(rng: Random, *, columns: bool) -> str:
    if columns and rng.random() < 0.6:
        return f"{rng.uniform(0, 20000):,.2f}"
    count = rng.randint(2, 6) if columns else rng.randint(3, 36)
    source = FIGURES if rng.random() < 0.15 else HANZI if rng.random() < 0.93 else LATIN
    return "".join(rng.choice(source) for _ in range(count))


def rule(canvas: Canvas, rng: Random) -> None:
    """Rule a table, a few lines, or a frame."""
    ink = np.zeros((canvas.side, canvas.side), np.uint8)
    width = max(1, round(rng.uniform(0.1, 0.5) * canvas.dpi / 25.4))
    rows = _positions(canvas, rng, rng.uniform(4.5, 14))
    columns = _positions(canvas, rng, rng.uniform(8, 30)) if rng.random() < 0.75 else []
    x0 = columns[0] if columns else round(rng.uniform(-0.1, 0.4) * canvas.side)
    x1 = columns[-1] if columns else round(rng.uniform(0.6, 1.1) * canvas.side)
    for y in rows:
        cv2.line(ink, (x0, y), (x1, y), 255, width)
    for x in columns:
        cv2.line(ink, (x, rows[0]), (x, rows[-1]), 255, width)
    grey = rng.uniform(0, 0.45)
    canvas.soak(ink, (0, 0), (grey, grey, grey) if rng.random() < 0.85 else (0.85, 0.2, 0.2), RULE)


def _positions(canvas: Canvas, rng: Random, pitch_mm: float) -> list[int]:
    pitch = pitch_mm * canvas.dpi / 25.4
    start, count = rng.uniform(-0.3, 0.5) * canvas.side, rng.randint(2, 14)
    return [round(start + step * pitch) for step in range(count)]


def decorate(canvas: Canvas, bank: Bank, rng: Random) -> None:
    """Print stars, logos, emblems and frames: no seals, though some are red."""
    for _ in range(rng.randint(1, 3)):
        piece = rng.choice(bank.decoys)
        rgb = seal_colour(rng) if rng.random() < 0.55 else _print_colour(rng)
        if rng.random() < 0.1:  # gold
            rgb = rng.uniform(0.75, 0.95), rng.uniform(0.6, 0.8), rng.uniform(0.2, 0.5)
        _lay(canvas, piece, rng, Ink(rgb, (PRINT,)))


def stamp(canvas: Canvas, bank: Bank, rng: Random) -> None:
    """Press seals, often upon one another, chops beside them, fingerprints anywhere."""
    rgb = seal_colour(rng)
    spot: tuple[float, float] | None = None
    for _ in range(rng.choices((0, 1, 2, 3), (3, 4, 5, 2))[0]):
        piece = rng.choice(bank.seals) if rng.random() < 0.7 else rng.choice(bank.chops)
        if rng.random() < 0.07:
            piece = sliced(piece, rng)
        near = spot if spot and rng.random() < 0.65 else None
        spot = _lay(canvas, piece, rng, Ink(rgb, (SEAL, REGION)), near)
        if rng.random() < 0.1:
            rgb = seal_colour(rng)
    for _ in range(rng.choices((0, 1, 2), (7, 2, 1))[0]):
        near = spot if rng.random() < 0.3 else None
        _lay(canvas, rng.choice(bank.prints), rng, Ink(seal_colour(rng), (PRINTS,)), near)


def sliced(piece: Piece, rng: Random) -> Piece:
    """Cut a seal as pages do that it was pressed across (骑缝章): labelled, but no seal to find."""
    width = piece.ink.shape[1]
    cut = round(width * rng.uniform(0.12, 0.5))
    part = slice(0, cut) if rng.random() < 0.5 else slice(width - cut, width)
    if rng.random() < 0.3:
        return Piece(piece.ink[part].copy(), piece.region[part].copy())
    return Piece(piece.ink[:, part].copy(), piece.region[:, part].copy())


def write(canvas: Canvas, bank: Bank, rng: Random) -> None:
    """Write names, dates and figures, circle things, tick and strike."""
    for _ in range(rng.choices((0, 1, 2, 3, 6), (2, 3, 3, 2, 1))[0]):
        _lay(canvas, rng.choice(bank.pens), rng, Ink(pen_colour(rng), (PEN,)))
    if rng.random() < 0.25:
        roster(canvas, bank, rng)
    if rng.random() < 0.25:
        rgb = seal_colour(rng) if rng.random() < 0.5 else pen_colour(rng)
        _lay(canvas, rng.choice(bank.circles), rng, Ink(rgb, (PEN,)))


def roster(canvas: Canvas, bank: Bank, rng: Random) -> None:
    """Sign a column, row below row: names stacked so fill a square as a chop's characters do."""
    x, pitch = rng.uniform(0.05, 0.95) * SIDE_MM, rng.uniform(5.5, 11)
    rgb = pen_colour(rng)
    for row in range(rng.randint(2, 12)):
        piece = rng.choice(bank.pens)
        high = piece.ink.shape[0] / GRAIN
        if high > 1.5 * pitch or rng.random() < 0.1:
            continue
        rgb = pen_colour(rng) if rng.random() < 0.5 else rgb
        at = (x + rng.gauss(0, 1.5), 4 + row * pitch + rng.gauss(0, 0.6))
        _lay_at(canvas, piece, at, Ink(rgb, (PEN,)))


def seal_colour(rng: Random) -> tuple[float, float, float]:
    """Return a seal's ink: mostly reds from orange to crimson, some blue, some black."""
    draw = rng.random()
    if draw < 0.74:
        return rng.uniform(0.72, 0.97), rng.uniform(0.05, 0.4), rng.uniform(0.05, 0.4)
    if draw < 0.86:
        return rng.uniform(0.05, 0.4), rng.uniform(0.1, 0.45), rng.uniform(0.5, 0.85)
    grey = rng.uniform(0.05, 0.45)
    return grey, grey, grey


def pen_colour(rng: Random) -> tuple[float, float, float]:
    """Return a pen's ink: black, blue, some red, some pencil."""
    draw = rng.random()
    if draw < 0.55:
        grey = rng.uniform(0, 0.3)
        return grey, grey, grey * rng.uniform(1, 1.4)
    if draw < 0.85:
        return rng.uniform(0.05, 0.3), rng.uniform(0.1, 0.35), rng.uniform(0.45, 0.8)
    if draw < 0.94:
        return rng.uniform(0.7, 0.9), rng.uniform(0.1, 0.3), rng.uniform(0.1, 0.3)
    grey = rng.uniform(0.35, 0.55)
    return grey, grey, grey


def _lay(
    canvas: Canvas, piece: Piece, rng: Random, kind: Ink, near: tuple[float, float] | None = None
) -> tuple[float, float]:
    """Lay a piece somewhere (or upon `near`, in mm), label it; return its middle in mm."""
    if near is None:
        x, y = rng.uniform(-0.02, 1.02) * SIDE_MM, rng.uniform(-0.02, 1.02) * SIDE_MM
    else:
        spread = rng.choice((9, 18, 18, 28))
        x, y = near[0] + rng.gauss(0, spread), near[1] + rng.gauss(0, spread)
    _lay_at(canvas, piece, (x, y), kind)
    return x, y


def _lay_at(canvas: Canvas, piece: Piece, middle: tuple[float, float], kind: Ink) -> None:
    """Lay a piece with its middle at a place in mm, and label it."""
    scale = canvas.dpi / 25.4 / GRAIN
    size = (max(2, round(piece.ink.shape[1] * scale)), max(2, round(piece.ink.shape[0] * scale)))
    ink = cv2.resize(piece.ink, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    x, y = (round(v * canvas.dpi / 25.4) for v in middle)
    at = (x - size[0] // 2, y - size[1] // 2)
    canvas.soak(ink, at, kind.rgb, None)
    labelled = np.where(ink > FAINT, 255, 0).astype(np.uint8)
    canvas.mark(labelled, at, kind.channels[0])
    if REGION in kind.channels:
        region = cv2.resize(piece.region, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        canvas.mark(region, at, REGION)
        if piece.shape >= 0:
            canvas.instances.extend(_instance(region, at, piece.shape))


def _instance(region: Picture, at: tuple[int, int], shape: int) -> Iterator[Instance]:
    rows, columns = np.flatnonzero(region.max(1) > 127), np.flatnonzero(region.max(0) > 127)
    if rows.size and columns.size:
        left, top = float(at[0] + columns[0]), float(at[1] + rows[0])
        yield left, top, float(at[0] + columns[-1] + 1), float(at[1] + rows[-1] + 1), shape
