"""What happens to paper on its way in: turned, photographed, copied, binarised, compressed."""

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.ink.canvas import REGION, SEAL, Canvas, Instance
from samples.noise import cloud, generator

NET_DPI = 110.0
"""The resolution at which the network looks."""
KEEP_VISIBLE = 0.55
"""A seal of which less is on the patch is a slice, not a seal to be found."""

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Example:
    """One patch as the network sees it, with what it should say."""

    picture: Picture
    """(side, side, 3) BGR at NET_DPI."""
    masks: Picture
    """(CHANNELS, side, side), 0 or 255."""
    instances: tuple[Instance, ...]


def wear(canvas: Canvas, rng: Random) -> Example:
    """Bend, dirty and copy a canvas, and bring it to the network's resolution."""
    picture = np.clip(canvas.colour * 255, 0, 255).astype(np.uint8)
    matrix = _bend(canvas.side, rng)
    picture = cv2.warpPerspective(
        picture, matrix, (canvas.side,) * 2, borderValue=_border(rng)
    ).astype(np.uint8)
    masks = np.stack(
        [cv2.warpPerspective(m, matrix, (canvas.side,) * 2).astype(np.uint8) for m in canvas.masks]
    )
    instances = tuple(_moved(item, matrix) for item in canvas.instances)
    picture = _aged(picture, masks, rng)
    side = round(canvas.side * NET_DPI / canvas.dpi)
    how = cv2.INTER_AREA if canvas.dpi > NET_DPI else cv2.INTER_LINEAR
    small = cv2.resize(picture, (side, side), interpolation=how).astype(np.uint8)
    labels = np.stack(
        [_label(mask, side, region=index == REGION) for index, mask in enumerate(masks)]
    )
    labels = _only_seen(labels, small)
    scale = side / canvas.side
    cut = (_cut(tuple(v * scale for v in item[:4]), item[4], side) for item in instances)
    kept = tuple(item for item in cut if item and _shows(item, labels))
    return Example(np.ascontiguousarray(small[:, :, ::-1]), labels, kept)


def _only_seen(labels: Picture, picture: Picture) -> Picture:
    """Ask for no ink that binarising has wiped out."""
    grey = picture.min(2)
    if float(np.mean((grey > 40) & (grey < 215))) > 0.25:
        return labels
    seen = cv2.dilate((grey < 200).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.uint8)
    inks: Picture = labels * seen
    inks[REGION] = labels[REGION]
    return inks


def _shows(item: Instance, labels: Picture) -> bool:
    """Say whether enough of a seal's ink is left to be found."""
    rows, columns = slice(int(item[1]), int(item[3]) + 1), slice(int(item[0]), int(item[2]) + 1)
    region, ink = labels[REGION, rows, columns], labels[SEAL, rows, columns]
    return float(np.mean(region > 0)) > 0.3 and float(np.mean(ink > 0)) > 0.05


def _label(mask: Picture, side: int, *, region: bool) -> Picture:
    small = cv2.resize(mask, (side, side), interpolation=cv2.INTER_AREA)
    return np.where(small > (127 if region else 75), 255, 0).astype(np.uint8)


def _bend(side: int, rng: Random) -> NDArray[np.float64]:
    """Return a small turn, zoom and tilt; sometimes a quarter turn."""
    turn = rng.gauss(0, 1.5) if rng.random() < 0.7 else rng.uniform(-8, 8)
    zoom = rng.uniform(0.8, 1.25) if rng.random() < 0.8 else rng.uniform(0.6, 1.6)
    matrix = np.vstack([cv2.getRotationMatrix2D((side / 2, side / 2), turn, zoom), [0, 0, 1]])
    if rng.random() < 0.35:
        reach = side * 0.06
        square = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
        pulled = square + np.array(
            [[rng.uniform(-reach, reach) for _ in "xy"] for _ in square], np.float32
        )
        matrix = cv2.getPerspectiveTransform(square, pulled.astype(np.float32)) @ matrix
    return np.asarray(matrix, np.float64)


def _border(rng: Random) -> tuple[int, int, int]:
    grey = rng.randint(0, 255)
    return grey, min(255, grey + rng.randint(0, 20)), grey


def _moved(item: Instance, matrix: NDArray[np.float64]) -> Instance:
    left, top, right, bottom, shape = item
    # An oval's box under a small turn is that of its own middle points, not of its corners.
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    if shape == 2:
        points = [(left, top), (right, top), (right, bottom), (left, bottom)]
    else:
        points = [(left, middle_y), (right, middle_y), (middle_x, top), (middle_x, bottom)]
    moved = cv2.perspectiveTransform(np.array([points], np.float64), matrix)[0]
    x0, y0 = moved.min(0)
    x1, y1 = moved.max(0)
    return float(x0), float(y0), float(x1), float(y1), shape


def _cut(box: tuple[float, ...], shape: int, side: int) -> Instance | None:
    x0, y0, x1, y1 = box
    cut = max(x0, 0.0), max(y0, 0.0), min(x1, float(side)), min(y1, float(side))
    visible = max(cut[2] - cut[0], 0) * max(cut[3] - cut[1], 0)
    if visible < KEEP_VISIBLE * (x1 - x0) * (y1 - y0):
        return None
    return *cut, shape


def _aged(picture: Picture, masks: Picture, rng: Random) -> Picture:
    """Put the patch through one channel."""
    channel = rng.choices(("colour", "grey", "binary", "phone"), (4, 3, 3, 2))[0]
    if channel == "phone":
        picture = _desk(_light(picture, rng), masks, rng)
    if rng.random() < 0.5:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.5)).astype(np.uint8)
    picture = _noise(picture, rng)
    if channel in ("grey", "binary"):
        picture = _streaked(_grey(picture, rng), rng)
    if channel == "binary":
        picture = _binary(picture, rng)
    elif rng.random() < 0.7:
        picture = _jpeg(picture, rng)
    return picture


def _noise(picture: Picture, rng: Random) -> Picture:
    strength = abs(rng.gauss(0, 6))
    noise = generator(rng).normal(0, strength, picture.shape)
    gain = rng.uniform(0.85, 1.1)
    return np.clip(picture.astype(np.float32) * gain + noise, 0, 255).astype(np.uint8)


def _light(picture: Picture, rng: Random) -> Picture:
    """Light from one side, in a lamp's colour."""
    field = 0.55 + 0.45 * cloud(rng, picture.shape[:2], picture.shape[0] // 2)
    if rng.random() < 0.4:
        field *= _shadow(picture.shape[0], rng)
    cast = np.array([1, rng.uniform(0.85, 1.02), rng.uniform(0.7, 1.05)], np.float32)
    lit = picture * field[..., None] * cast * rng.uniform(0.9, 1.3)
    bright: Picture = np.clip(lit, 0, 255).astype(np.uint8)
    return bright


def _shadow(side: int, rng: Random) -> NDArray[np.float32]:
    """Throw the shadow of a hand or a telephone over one side, its edge more or less soft."""
    turn, soft = rng.uniform(0, 6.2832), rng.uniform(0.02, 0.4)
    y, x = np.mgrid[-1 : 1 : complex(0, side), -1 : 1 : complex(0, side)]
    depth = (np.cos(turn) * x + np.sin(turn) * y - rng.uniform(-0.6, 0.8)) / soft
    return np.asarray(1 - rng.uniform(0.15, 0.5) * np.clip(depth, 0, 1), np.float32)


def _desk(picture: Picture, masks: Picture, rng: Random) -> Picture:
    """Let the paper end on a desk: a dark, grained, often reddish ground with a hard edge."""
    if rng.random() < 0.5:
        return picture
    side = picture.shape[0]
    edge = rng.uniform(0.05, 0.35) * side
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    turn = rng.gauss(0, 0.08)
    distance = [
        x + turn * y - edge,
        y + turn * x - edge,
        side - edge - x + turn * y,
        side - edge - y + turn * x,
    ]
    outside = rng.choice(distance) < 0
    ground = np.array([rng.uniform(0.1, 0.9) for _ in range(3)], np.float32)
    grain = 0.6 + 0.4 * cloud(rng, (side, side), rng.randint(3, 40))
    desk = np.clip(ground * grain[..., None] * 255, 0, 255)
    masks[:, outside] = 0
    return np.where(outside[..., None], desk, picture).astype(np.uint8)


def _grey(picture: Picture, rng: Random) -> Picture:
    weights = np.array(
        [rng.uniform(0.15, 0.6), rng.uniform(0.3, 0.7), rng.uniform(0.05, 0.3)], np.float32
    )
    grey = picture.astype(np.float32) @ (weights / weights.sum())
    if rng.random() < 0.5:  # a copier's contrast
        grey = np.clip((grey - rng.uniform(0, 70)) * rng.uniform(1, 1.9), 0, 255)
    return np.repeat(grey.astype(np.uint8)[..., None], 3, 2)


def _streaked(picture: Picture, rng: Random) -> Picture:
    """Draw a dirty glass's lines and a lid's dark border, as old copiers do."""
    if rng.random() < 0.75:
        return picture
    side = picture.shape[0]
    dirty = picture.copy()
    for _ in range(rng.randint(0, 3)):
        x = rng.randrange(side)
        dirty[:, x : x + rng.randint(1, 3)] = rng.randint(20, 190)
    if rng.random() < 0.5:
        dirty[:, : rng.randint(1, side // 12)] = rng.randint(0, 90)
    return dirty


def _binary(picture: Picture, rng: Random) -> Picture:
    grey = picture[:, :, 0]
    if rng.random() < 0.4:
        block = 2 * rng.randint(7, 30) + 1
        flat = cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, block, rng.uniform(4, 18)
        )
    else:
        level = rng.uniform(95, 215)
        flat = np.where(grey > level, 255, 0)
    flat = np.asarray(flat, np.uint8)
    if rng.random() < 0.4:
        specks = generator(rng).random(flat.shape) < rng.uniform(0, 0.004)
        flat = np.where(specks, 255 - flat, flat).astype(np.uint8)
    return np.repeat(flat[..., None], 3, 2)


def _jpeg(picture: Picture, rng: Random) -> Picture:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(30, 92)])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.asarray(decoded, np.uint8)
