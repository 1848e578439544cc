"""What looks like a seal and is none: stars, logos, framed words, date stamps, pictures."""

from collections.abc import Callable
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from samples import fonts, seals
from samples.noise import cloud
from samples.seals import GRAIN
from samples.sheet import Mask
from samples.studio import Studio

Pen = ImageDraw.ImageDraw


def draw_decoy(studio: Studio) -> Mask:
    """Draw one decoy at GRAIN pixels per millimetre."""
    rng = studio.rng
    draw = rng.random()
    if draw < 0.2:
        return _date_stamp(studio)
    if draw < 0.3:
        return _picture(rng)
    side = round((rng.uniform(3, 10) if rng.random() < 0.15 else rng.uniform(10, 45)) * GRAIN)
    image = Image.new("L", (side, side))
    _DRAWN[rng.randrange(len(_DRAWN))](ImageDraw.Draw(image), side, studio)
    return np.asarray(image).copy()


def _date_stamp(studio: Studio) -> Mask:
    """Stamp a date or a word in one or two lines, mostly in a frame."""
    rng = studio.rng
    date = f"{rng.randint(2009, 2026)}.{rng.randint(1, 12):02}.{rng.randint(1, 28):02}"
    word = rng.choice(
        ("现金付讫", "银行收讫", "转账付讫", "已审核", "附件", "作废", "复印件与原件一致")
    )
    lines = rng.choice(((date,), (word,), (word, date), (date, word)))
    size = round(rng.uniform(2.6, 5.5) * GRAIN)
    face = fonts.font(rng.choice((*studio.words.fonts.hei, *studio.words.fonts.song)), size)
    wide = max(round(face.getlength(line)) for line in lines) + size
    high = round(size * (1.25 * len(lines) + 0.6))
    image = Image.new("L", (wide, high))
    pen = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        pen.text((wide / 2, size * (0.9 + 1.25 * place)), line, 255, face, anchor="mm")
    if rng.random() < 0.75:
        pen.rectangle((3, 3, wide - 4, high - 4), outline=255, width=max(3, size // 10))
    touch = seals.Touch(strength=rng.uniform(0.45, 1), uneven=rng.uniform(0.1, 0.6))
    return seals.inked(_turned(np.asarray(image), rng.gauss(0, 6)), touch, rng)


def _turned(mask: Mask, degrees: float) -> Mask:
    side = int(np.hypot(*mask.shape)) + 2
    turn = cv2.getRotationMatrix2D((mask.shape[1] / 2, mask.shape[0] / 2), degrees, 1)
    turn[:, 2] += (side / 2 - mask.shape[1] / 2, side / 2 - mask.shape[0] / 2)
    turned = cv2.warpAffine(mask, turn, (side, side)).astype(np.uint8)
    rows, columns = np.flatnonzero(turned.max(1)), np.flatnonzero(turned.max(0))
    cut: Mask = turned[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy()
    return cut


def _picture(rng: Random) -> Mask:
    """Print a photograph's block: smooth blotches of every darkness inside a hard edge."""
    high, wide = (round(rng.uniform(12, 45) * GRAIN) for _ in "yx")
    coarse, fine = cloud(rng, (high, wide), 150), cloud(rng, (high, wide), 24)
    mask: Mask = np.clip((0.75 * coarse + 0.35 * fine) * 255, 0, 255).astype(np.uint8)
    return mask


def _star(pen: Pen, side: int, _studio: Studio) -> None:
    seals._star(pen, (side / 2, side / 2), side * 0.47)  # noqa: SLF001 — one engraver's own tool


def _logo(pen: Pen, side: int, studio: Studio) -> None:
    rng = studio.rng
    for _ in range(rng.randint(1, 4)):
        x0, y0 = rng.uniform(0, side * 0.5), rng.uniform(0, side * 0.5)
        box = (x0, y0, x0 + rng.uniform(0.2, 0.5) * side, y0 + rng.uniform(0.2, 0.5) * side)
        draw = rng.choice((pen.ellipse, pen.rectangle, pen.ellipse))
        if rng.random() < 0.5:
            draw(box, fill=255)
        else:
            draw(box, outline=255, width=max(2, side // rng.randint(12, 50)))


def _badge(pen: Pen, side: int, studio: Studio) -> None:
    """Draw a printed round or square frame with large type in it: `急`, `作废`, a number."""
    rng = studio.rng
    width = max(2, side // rng.randint(20, 60))
    draw = rng.choice((pen.ellipse, pen.rectangle))
    flat = rng.uniform(0, 0.3) * side
    draw((2, 2 + flat, side - 3, side - 3 - flat), outline=255, width=width)
    text = rng.choice(("急", "作废", "附件", "1", "收", "密", "存根", "已核", "贴照片处", "㊞"))
    size = max(8, round((side - 2 * flat) * 0.8 / max(len(text), 1.3) / 8) * 8)
    middle = (side / 2, side / 2)
    pen.text(middle, text, 255, fonts.font(studio.words.fonts.hei[0], size), anchor="mm")


def _emblem(pen: Pen, side: int, studio: Studio) -> None:
    rng = studio.rng
    for step in range(rng.randint(2, 5)):
        gap = side * (0.02 + 0.09 * step)
        width = max(1, side // rng.randint(30, 90))
        pen.ellipse((gap, gap, side - gap, side - gap), outline=255, width=width)
    for _ in range(rng.randint(3, 24)):
        x, y = rng.uniform(0.3, 0.7) * side, rng.uniform(0.3, 0.7) * side
        pen.line((side / 2, side / 2, x, y), fill=255, width=max(1, side // 60))


def _code(pen: Pen, side: int, studio: Studio) -> None:
    """Print a square code: modules, three finders."""
    rng = studio.rng
    count = rng.randint(21, 37)
    unit = side / count
    for row in range(count):
        for column in range(count):
            if rng.random() < 0.48:
                x, y = column * unit, row * unit
                pen.rectangle((x, y, x + unit, y + unit), fill=255)
    for x, y in ((0.0, 0.0), (side - 7 * unit, 0.0), (0.0, side - 7 * unit)):
        for inset, ink in ((0, 255), (1, 0), (2, 255)):
            gap = inset * unit
            pen.rectangle((x + gap, y + gap, x + 7 * unit - gap, y + 7 * unit - gap), fill=ink)


def _crest(pen: Pen, side: int, studio: Studio) -> None:
    """Print a state's emblem: a filled oval in a wreath, small stars and a gate left white."""
    rng = studio.rng
    flat, rim = rng.uniform(0, 0.08) * side, rng.uniform(0.05, 0.12) * side
    pen.ellipse((flat, 0, side - flat, side - 1), fill=rng.choice((255, 150)))
    pen.ellipse((flat + rim, rim, side - flat - rim, side - rim), fill=255)
    for _ in range(rng.randint(1, 6)):
        reach = rng.uniform(0.03, 0.12) * side
        middle = (rng.uniform(0.3, 0.7) * side, rng.uniform(0.15, 0.5) * side)
        x, y = middle
        points = [
            (x + r * np.sin(k * np.pi / 5), y - r * np.cos(k * np.pi / 5))
            for k, r in enumerate((reach, 0.4 * reach) * 5)
        ]
        pen.polygon(points, fill=0)
    top = rng.uniform(0.55, 0.7) * side
    pen.rectangle((0.3 * side, top, 0.7 * side, top + 0.12 * side), fill=0)
    for _ in range(rng.randint(3, 9)):
        angle = rng.uniform(0, 2 * np.pi)
        x, y = side / 2 * (1 + 0.95 * np.cos(angle)), side / 2 * (1 + 0.95 * np.sin(angle))
        pen.line((side / 2, side * 0.8, x, y), fill=0, width=max(1, side // 60))


def _sunburst(pen: Pen, side: int, studio: Studio) -> None:
    """Print a certifier's mark or a sticker: rays around, arcs or a disc within, Latin letters."""
    rng = studio.rng
    count, inner = rng.randint(24, 90), rng.uniform(0.32, 0.45)
    for ray in range(count):
        angle = 2 * np.pi * ray / count
        x, y = np.cos(angle), np.sin(angle)
        start, end = inner * side, 0.49 * side
        line = (side / 2 + x * start, side / 2 + y * start, side / 2 + x * end, side / 2 + y * end)
        pen.line(line, fill=255, width=max(1, side // rng.randint(40, 90)))
    if rng.random() < 0.5:
        gap = (0.5 - inner) * side
        pen.ellipse((gap, gap, side - gap, side - gap), fill=rng.choice((255, 190)))
    for step in range(rng.randint(0, 5)):
        gap = (0.12 + 0.07 * step) * side
        pen.arc((gap, gap, side - gap, side - gap), 20, 160, fill=255, width=max(1, side // 70))
    text = "".join(rng.choice("ABCDEFGHIKLMNORST-") for _ in range(rng.randint(2, 8)))
    face = fonts.font(studio.words.fonts.hei[0], max(8, round(side / (len(text) + 1) / 8) * 8))
    pen.text((side / 2, side / 2), text, rng.choice((0, 255)), face, anchor="mm")


_DRAWN: tuple[Callable[[Pen, int, Studio], None], ...] = (
    _star,
    _logo,
    _badge,
    _emblem,
    _code,
    _code,
    _crest,
    _sunburst,
)
