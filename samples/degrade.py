"""What scanners, copiers and phones do to a page; every step keeps the way from the sheet."""

from dataclasses import dataclass, replace
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.noise import cloud, generator
from samples.raster import Picture
from samples.sheet import BoxMm

Matrix = NDArray[np.float64]
"""3x3 homography."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a sheet and the way to it: sheet millimetres -> pixels."""

    pixels: Picture
    matrix: Matrix
    dpi: float
    tags: tuple[str, ...] = ()
    rotation: int = 0
    """Degrees clockwise that the content is turned."""

    @property
    def size(self) -> tuple[int, int]:
        """Return (width, height) in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def frac(self, box: BoxMm) -> tuple[float, float, float, float]:
        """Map a box of the sheet to fractions of the picture: the hull of its corners, cut."""
        corners = np.array(
            [[[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]]], np.float64
        )
        points = cv2.perspectiveTransform(corners, self.matrix)[0]
        low, high = points.min(0) / self.size, points.max(0) / self.size
        cut = np.clip(np.concatenate([low, high]), 0, 1)
        return float(cut[0]), float(cut[1]), float(cut[2]), float(cut[3])

    def moved(self, matrix: Matrix, size: tuple[int, int], edge: tuple[int, int, int]) -> "Shot":
        """Warp by a pixel homography onto a canvas of `size`, the outside filled with `edge`."""
        pixels = cv2.warpPerspective(
            self.pixels, matrix, size, flags=cv2.INTER_LINEAR, borderValue=edge
        )
        return replace(self, pixels=pixels.astype(np.uint8), matrix=matrix @ self.matrix)

    def tagged(self, *tags: str) -> "Shot":
        """Note what was done."""
        return replace(self, tags=self.tags + tags)


def fresh(pixels: Picture, dpi: float) -> Shot:
    """Wrap a rendered sheet."""
    return Shot(pixels, np.diag([dpi / 25.4, dpi / 25.4, 1.0]), dpi)


def scanned(shot: Shot, rng: Random) -> Shot:
    """Look like a colour scan: off-white paper, soft print, a little sensor noise."""
    soft = cv2.GaussianBlur(shot.pixels, (0, 0), shot.dpi / 200 * rng.uniform(0.45, 0.8))
    white = rng.uniform(244, 254)
    paper = white - np.array([rng.uniform(0, 2), rng.uniform(0, 2), rng.uniform(0, 7)])
    table = np.arange(256)[:, None] * paper / 255
    tinted = cv2.LUT(soft, table.astype(np.uint8)[:, None])
    return replace(shot, pixels=_noisy(tinted, rng, rng.uniform(1.0, 3.0))).tagged("scanned")


def _noisy(picture: NDArray[Any], rng: Random, sigma: float) -> Picture:
    """Add noise; one tile of it is repeated, the eye and the engines cannot tell."""
    height, width, depth = picture.shape
    tile = generator(rng).normal(0, sigma, (256, 256, depth)).round().astype(np.int16)
    below, right = max(height - 256, 0), max(width - 256, 0)
    noise = cv2.copyMakeBorder(tile, 0, below, 0, right, cv2.BORDER_WRAP)[:height, :width]
    noisy: Picture = cv2.add(picture, noise, dtype=cv2.CV_8U).astype(np.uint8, copy=False)
    return noisy


def skewed(shot: Shot, degrees: float) -> Shot:
    """Turn clockwise about the middle on a bed of the same size; corners are lost."""
    width, height = shot.size
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1), [0, 0, 1]])
    return shot.moved(turn, shot.size, (250, 250, 248)).tagged(f"skew:{degrees:.2f}")


def turned(shot: Shot, degrees: int) -> Shot:
    """Turn clockwise by 90, 180 or 270 degrees."""
    width, height = shot.size
    back = {
        90: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]]),
        180: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]),
        270: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1.0]]),
    }[degrees]
    pixels = np.ascontiguousarray(np.rot90(shot.pixels, -degrees // 90))
    rotation = (shot.rotation + degrees) % 360
    done = replace(shot, pixels=pixels, matrix=back @ shot.matrix, rotation=rotation)
    return done.tagged(f"turned:{degrees}")


def copied(shot: Shot, rng: Random) -> Shot:
    """Look like a photocopy scanned in grey: contrast up, toner specks, streaks."""
    weights = np.array([[0.45, 0.40, 0.15]], np.float32)
    grey = cv2.transform(shot.pixels, weights).astype(np.float32)
    gain, lift = rng.uniform(1.15, 1.45), rng.uniform(6, 22)
    toned = 255 - (255 - grey) * gain + lift
    streaks = generator(rng).normal(0, 1.2, (1, grey.shape[1])).astype(np.float32)
    soft = cv2.GaussianBlur(np.clip(toned + streaks, 0, 250), (0, 0), shot.dpi / 200 * 0.8)
    flat = soft.astype(np.uint8)[..., None]
    specked = _specks(_noisy(flat, rng, rng.uniform(2, 5)), rng, shot.dpi)
    three = cv2.cvtColor(specked, cv2.COLOR_GRAY2RGB).astype(np.uint8, copy=False)
    return replace(shot, pixels=three).tagged("grey")


def _specks(picture: Picture, rng: Random, dpi: float) -> Picture:
    """Sprinkle toner dust."""
    height, width = picture.shape[:2]
    for _ in range(rng.randint(10, 60)):
        at = (rng.randrange(width), rng.randrange(height))
        radius = max(1, round(rng.uniform(0.03, 0.12) * dpi / 25.4))
        cv2.circle(picture, at, radius, (rng.randint(20, 120),) * 3, -1)
    return picture


def binarised(shot: Shot, rng: Random) -> Shot:
    """Keep black and white only, at a fixed or a local threshold, as copiers and fax do."""
    grey = cv2.cvtColor(shot.pixels, cv2.COLOR_RGB2GRAY)
    if rng.random() < 0.5:
        _, black = cv2.threshold(grey, rng.randint(165, 205), 255, cv2.THRESH_BINARY)
        how = "global"
    else:
        window = round(shot.dpi / 25.4 * 5) | 1
        black = cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, window, 14
        )
        how = "local"
    three = cv2.cvtColor(black, cv2.COLOR_GRAY2RGB).astype(np.uint8, copy=False)
    return replace(shot, pixels=three).tagged(f"binarised:{how}")


def photographed(shot: Shot, rng: Random) -> Shot:
    """Look like a phone's photo: tilted on a desk, lit from a side, soft, noisy."""
    width, height = shot.size
    margin = rng.uniform(0.04, 0.10)
    canvas = (round(width * (1 + 2 * margin)), round(height * (1 + 2 * margin)))
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = np.array(
        [
            [
                x + margin * width + rng.uniform(-1, 1) * 0.035 * width,
                y + margin * height + rng.uniform(-1, 1) * 0.035 * height,
            ]
            for x, y in source
        ],
        np.float32,
    )
    matrix = cv2.getPerspectiveTransform(source, target).astype(np.float64)
    laid = shot.moved(matrix, canvas, (255, 255, 255))
    sheet = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, canvas)
    seen = np.where((sheet > 127)[..., None], laid.pixels, _desk(canvas, rng))
    lit = seen * _light(canvas, rng)[..., None]
    soft = cv2.GaussianBlur(lit, (0, 0), shot.dpi / 200 * rng.uniform(0.5, 1.0))
    warm = np.array([1.0, rng.uniform(0.96, 1.0), rng.uniform(0.86, 1.0)], np.float32)
    toned = cv2.convertScaleAbs(soft * warm)
    pixels = _noisy(toned, rng, rng.uniform(2, 6))
    return replace(laid, pixels=pixels).tagged("photo", "perspective")


def _desk(size: tuple[int, int], rng: Random) -> Picture:
    base = np.array(rng.choice(((120, 88, 60), (70, 70, 74), (150, 140, 128), (88, 60, 42))))
    shape = (size[1], size[0])
    grain = cloud(rng, shape, 9)[..., None] * 26 + cloud(rng, shape, 120)[..., None] * 30
    desk: Picture = np.clip(base + grain - 25, 0, 255).astype(np.uint8)
    return desk


def _light(size: tuple[int, int], rng: Random) -> NDArray[np.float32]:
    """Return light between about 0.55 and 1.0: a slope, a vignette, a soft shadow."""
    width, height = size
    y, x = np.mgrid[-1 : 1 : complex(0, 64), -1 : 1 : complex(0, 64)]
    angle = generator(rng).uniform(0, 2 * np.pi)
    slope = 0.5 + 0.5 * (x * np.cos(angle) + y * np.sin(angle)) / 1.42
    light = rng.uniform(0.62, 0.8) + rng.uniform(0.18, 0.3) * slope - 0.06 * (x**2 + y**2)
    edge = rng.uniform(-0.9, 0.9)
    light = light - rng.uniform(0, 0.16) / (1 + np.exp(-(x * np.sin(angle) + y - edge) * 9))
    spread = cv2.resize(light.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    lit: NDArray[np.float32] = np.clip(spread, 0.3, 1.02).astype(np.float32)
    return lit
