"""Draws a sheet with print and four coloured marks, and lays it before scanners and cameras."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from intake.page_image import DeliveredPage
from models.page import Channel

A4_MM = (210.0, 297.0)
MARKS_MM = {
    "red": (25.0, 20.0),
    "green": (185.0, 22.0),
    "blue": (182.0, 278.0),
    "pink": (28.0, 275.0),
}
MARK_BGR = {
    "red": (40, 40, 220),
    "green": (40, 170, 40),
    "blue": (220, 60, 30),
    "pink": (220, 40, 220),
}
WORDS = "The employer shall pay the wages of every month in full and on time to the employee"


@dataclass(frozen=True)
class Shot:
    """A delivered picture and the way from millimetres of the sheet to its pixels."""

    pixels: np.ndarray
    way: np.ndarray

    def fraction(self, mm):
        x, y, w = self.way @ (*mm, 1.0)
        height, width = self.pixels.shape[:2]
        return x / w / width, y / w / height

    def delivered(self, *, dpi=None, channel=Channel.SCAN):
        return DeliveredPage("paper", 1, self.pixels, dpi, channel)


@cache
def sheet(dpi=200.0, *, lines=40, landscape=False):
    """Draw an A4 sheet: a title, lines of print, a ruled table, four marks in the corners."""
    wide, tall = A4_MM[::-1] if landscape else A4_MM
    px = dpi / 25.4
    picture = Image.new("RGB", (round(wide * px), round(tall * px)), "white")
    draw = ImageDraw.Draw(picture)
    print_, title = (ImageFont.load_default(size * px) for size in (4.0, 7.0))
    draw.text((wide / 2 * px, 26 * px), "Certificate of Wages", "black", title, anchor="mm")
    for line in range(lines):
        y = 40 + line * 5.6
        if y < tall - 30:
            draw.text((30 * px, y * px), WORDS[line % 7 :][: int(wide / 2.9)], "black", print_)
    for row in range(4):
        y = (tall - 28 + row * 4) * px
        draw.line([(40 * px, y), ((wide - 40) * px, y)], "black", round(0.3 * px))
    for name, mm in marks(landscape=landscape).items():
        place = [(mm[0] - 2.5) * px, (mm[1] - 2.5) * px, (mm[0] + 2.5) * px, (mm[1] + 2.5) * px]
        draw.ellipse(place, MARK_BGR[name][::-1])
    pixels = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    pixels.flags.writeable = False
    return Shot(pixels, np.diag([px, px, 1.0]))


def marks(*, landscape=False):
    if not landscape:
        return MARKS_MM
    return {name: (x * 297 / 210, y * 210 / 297) for name, (x, y) in MARKS_MM.items()}


def moved(shot, way, size, *, ground=(255, 255, 255)):
    """Warp by a matrix from old to new continuous coordinates."""
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    centred = np.linalg.inv(half) @ way @ half
    pixels = cv2.warpPerspective(
        shot.pixels, centred, size, flags=cv2.INTER_LINEAR, borderValue=ground
    )
    return Shot(pixels, way @ shot.way)


def skewed(shot, degrees):
    """Turn clockwise about the middle, on a bed of the same size."""
    height, width = shot.pixels.shape[:2]
    angle = np.deg2rad(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    to_middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1.0]])
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    return moved(shot, np.linalg.inv(to_middle) @ turn @ to_middle, (width, height))


def turned(shot, degrees):
    """Turn clockwise by a multiple of 90 degrees."""
    height, width = shot.pixels.shape[:2]
    way = {
        0: np.eye(3),
        90: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]]),
        180: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]),
        270: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1.0]]),
    }[degrees]
    return Shot(np.ascontiguousarray(np.rot90(shot.pixels, -degrees // 90)), way @ shot.way)


def photographed(shot, shifts, *, desk=(60, 85, 110), light=True):
    """Lay the sheet on a desk; `shifts` are shares of the size that each corner moves by."""
    height, width = shot.pixels.shape[:2]
    margin = 0.09
    size = (round(width * (1 + 2 * margin)), round(height * (1 + 2 * margin)))
    old = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    new = old + np.array([margin * width, margin * height]) + shifts * np.array([width, height])
    way = cv2.getPerspectiveTransform(old, new.astype(np.float32)).astype(float)
    laid = moved(shot, way, size, ground=desk)
    if not light:
        return laid
    rows, columns = np.mgrid[0 : 1 : size[1] * 1j, 0 : 1 : size[0] * 1j]
    shade = (0.95 - 0.3 * columns - 0.15 * rows)[..., None] * np.array([0.9, 0.97, 1.0])
    return Shot((laid.pixels * shade).astype(np.uint8), laid.way)


def mark_places(pixels):
    """Find the middles of the four marks, in continuous pixel coordinates."""
    rows, columns = np.nonzero(pixels.max(axis=2) - pixels.min(axis=2) > 70)
    places = {}
    for name, colour in MARK_BGR.items():
        away = _hue(pixels[rows, columns]) - _hue(np.array([colour], np.uint8))
        mask = np.zeros(pixels.shape[:2], np.uint8)
        near = np.abs(np.angle(np.exp(1j * away))) < 0.35
        mask[rows[near], columns[near]] = 1
        _, _, stats, middles = cv2.connectedComponentsWithStats(mask)
        best = 1 + int(np.argmax(stats[1:, 4]))
        places[name] = tuple(middles[best] + 0.5)
    return places


def _hue(colours):
    blue, green, red = colours.astype(float).T
    return np.arctan2(np.sqrt(3) * (green - blue), 2 * red - green - blue)
