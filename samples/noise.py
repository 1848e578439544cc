"""Smooth random fields: pressure of a seal, flow of ink, light on a desk."""

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
"""(height, width)."""


def generator(rng: Random) -> np.random.Generator:
    """Return numpy's generator, seeded by the drawing's own."""
    return np.random.default_rng(rng.getrandbits(64))


def cloud(rng: Random, shape: tuple[int, ...], cell: int, *, smooth: bool = True) -> Field:
    """Return values between 0 and 1 that change over about `cell` pixels."""
    height, width = shape[:2]
    coarse = (max(2, height // cell + 1), max(2, width // cell + 1))
    seeds = generator(rng).random(coarse, np.float32)
    how = cv2.INTER_CUBIC if smooth else cv2.INTER_LINEAR
    return np.clip(cv2.resize(seeds, (width, height), interpolation=how), 0, 1).astype(np.float32)
