"""Seals for the report: each as it stands on the page, and its legend unrolled to be read."""

from dataclasses import dataclass
from math import cos, pi, sin

import cv2
import numpy as np

from intake.page_image import Pixels
from intake.seals.planes import Points
from intake.seals.shape import Ring
from intake.seals.unroll import BOTTOM, Arc, Band, band_points
from models.marks import Outline, Seal, SealShape
from models.page import PageReading

BAND = Band(-0.04, 0.52)
"""The rim with the legend below it."""
ROWS = 72
"""Pixels: enough to read by."""
SHORTEN = 0.8
"""Width of the unrolled legend against its true length: it fits beside its seal."""
SIDE = 160
"""Pixels of an upright square face."""


@dataclass(frozen=True, slots=True)
class Straightened:
    """What is written on a seal, straightened, in the colours of the page."""

    seal: Seal
    picture: Pixels


def straightened(pixels: Pixels, reading: PageReading) -> list[Straightened]:
    """Return the seals of a delivered page whose outline is known, straightened."""
    return [
        Straightened(seal, _seen(pixels, reading, _points(seal.outline, seal.shape)))
        for seal in reading.seals
        if seal.outline is not None
    ]


def _points(outline: Outline, shape: SealShape) -> Points:
    """Return the places of the straightened picture's pixels on the upright page."""
    if shape is SealShape.SQUARE:
        reach = np.linspace(-1.04 * outline.a, 1.04 * outline.a, SIDE)
        us, vs = np.meshgrid(reach, reach)
        c, s = cos(outline.angle), sin(outline.angle)
        return outline.x + us * c - vs * s, outline.y + us * s + vs * c
    ring = Ring(outline.x, outline.y, outline.a, outline.b, outline.angle)
    foot = BOTTOM + outline.tilt
    depth = outline.b * (BAND.inner - BAND.outer)
    columns = round(2 * pi * (outline.a + outline.b) / 2 * 0.75 / depth * ROWS * SHORTEN)
    return band_points(ring, (BAND, Arc(foot, foot + 2 * pi)), (ROWS, columns))


def _seen(pixels: Pixels, reading: PageReading, points: Points) -> Pixels:
    """Look up places of the upright page on the delivered picture; white outside."""
    height, width = pixels.shape[:2]
    way = np.array(reading.frame.to_delivered, np.float64).reshape(3, 3)
    upright = np.stack(points, axis=-1).reshape(1, -1, 2)
    there = cv2.perspectiveTransform(upright, way)[0] * (width, height)
    us, vs = (axis.reshape(points[0].shape).astype(np.float32) for axis in there.T)
    white = (255, 255, 255)
    return np.asarray(cv2.remap(pixels, us, vs, cv2.INTER_AREA, borderValue=white), np.uint8)
