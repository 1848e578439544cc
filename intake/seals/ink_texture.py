"""
How one impression took its ink: what two impressions of one stamp never share.

The engraving is the same each time; how hard it was pressed here and there, and what the pad left
dry, is not. A picture of a seal that was copied carries it along.
"""

import base64
import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.seals.impression import Impression
from intake.seals.planes import Points
from intake.seals.shape import Ring
from models.marks import InkColour

SIDE = 128
"""Pixels of a texture: 0.33 mm each on a seal of 40 mm."""
REACH = 1.04
"""The outline and a little more."""
FINE = 3
"""The ink is sampled so many times finer, and averaged."""
LEVELS = 14
"""Steps of strength; the highest number stands for what print covers."""
STRONGEST = 1.6
"""Strength, in tones of the ring's line, of the highest step."""
COVERED = 15
NEAR = 2.0
"""Pixels around a covered one that tell its ink (standard deviation)."""
DARK = 90
"""Of 255: darkness from which print covers coloured ink."""
DARKER = 1.4
"""The same for black ink, in its own tones."""

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Texture:
    """Ink strength over a seal's square, in tones of its ring, and where it can be seen."""

    ink: Field
    shown: NDArray[np.bool_]


def texture_of(impression: Impression, ring: Ring, tone: float, colour: InkColour) -> str:
    """Return the texture of an impression, written compactly."""
    points = _points(ring)
    own = _averaged(impression.sampled(*points)) / tone
    dark = _averaged(impression.sampled_dark(*points))
    covered = own > DARKER if colour is InkColour.BLACK else dark > DARK
    spread = cv2.dilate(covered.astype(np.uint8), np.ones((3, 3), np.uint8))
    steps = np.clip(np.round(own / STRONGEST * LEVELS), 0, LEVELS).astype(np.uint8)
    steps[spread > 0] = COVERED
    packed = (steps[:, 0::2] << 4) | steps[:, 1::2]
    return base64.b85encode(zlib.compress(packed.tobytes(), 9)).decode("ascii")


def told(texture: str) -> Texture:
    """Read a texture again."""
    packed = np.frombuffer(zlib.decompress(base64.b85decode(texture)), np.uint8)
    steps = np.empty((SIDE, SIDE), np.uint8)
    steps[:, 0::2] = packed.reshape(SIDE, -1) >> 4
    steps[:, 1::2] = packed.reshape(SIDE, -1) & 15
    shown = np.asarray(steps != COVERED, np.bool_)
    ink = np.where(shown, steps, 0).astype(np.float32) * np.float32(STRONGEST / LEVELS)
    return Texture(np.where(shown, ink, _around(ink, shown)), shown)


def _around(ink: Field, shown: NDArray[np.bool_]) -> Field:
    """Return the mean of the ink that can be seen around each pixel."""
    sums, weights = (
        cv2.GaussianBlur(field, (0, 0), NEAR) for field in (ink, shown.astype(np.float32))
    )
    return np.asarray(sums / np.maximum(weights, 1e-3), np.float32)


def _points(ring: Ring) -> Points:
    reach = np.linspace(-REACH, REACH, SIDE * FINE)
    us, vs = np.meshgrid(reach, reach)
    return ring.x + ring.radius * us, ring.y + ring.radius * vs


def _averaged(strength: NDArray[np.uint8]) -> Field:
    small = cv2.resize(strength.astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)
