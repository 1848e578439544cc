from random import Random

import cv2
import numpy as np
import pytest

from samples import degrade
from samples.degrade import Shot

MARK = (60.0, 90.0, 75.0, 98.0)
"""A black mark on the sheet, in millimetres."""


def marked() -> Shot:
    pixels = np.full((1169, 827, 3), 255, np.uint8)
    scale = 100 / 25.4
    left, top, right, bottom = (round(v * scale) for v in MARK)
    pixels[top:bottom, left:right] = 0
    return degrade.fresh(pixels, 100)


def ink_box(shot: Shot) -> np.ndarray:
    """Find the mark: the one large dark piece that lies on the paper."""
    dark = (cv2.cvtColor(shot.pixels, cv2.COLOR_RGB2GRAY) < 60).astype(np.uint8)
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    width, height = shot.size
    return np.array(
        [
            columns[0] / width,
            rows[0] / height,
            (columns[-1] + 1) / width,
            (rows[-1] + 1) / height,
        ]
    )


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_box_turns_with_the_page(degrees):
    shot = degrade.turned(marked(), degrees)
    assert np.allclose(shot.frac(MARK), ink_box(shot), atol=0.004)
    assert shot.rotation == degrees


@pytest.mark.parametrize("degrees", [-5.0, -1.3, 2.7, 5.0])
def test_a_box_follows_the_skew_and_a_positive_skew_is_clockwise(degrees):
    shot = degrade.skewed(marked(), degrees)
    assert np.allclose(shot.frac(MARK), ink_box(shot), atol=0.004)
    start = np.array([[[0.0, 148.0], [210.0, 148.0]]])
    left, right = cv2.perspectiveTransform(start, shot.matrix)[0]
    assert (right[1] > left[1]) == (degrees > 0)


def test_a_box_follows_skew_and_turn_together():
    shot = degrade.turned(degrade.skewed(marked(), 3.0), 270)
    assert np.allclose(shot.frac(MARK), ink_box(shot), atol=0.004)


@pytest.mark.parametrize("seed", range(3))
def test_a_box_follows_the_perspective_of_a_photo(seed, monkeypatch):
    bright = lambda size, _rng: np.full((size[1], size[0], 3), 200, np.uint8)  # noqa: E731
    monkeypatch.setattr(degrade, "_desk", bright)
    shot = degrade.photographed(marked(), Random(seed))
    assert np.allclose(shot.frac(MARK), ink_box(shot), atol=0.006)


def test_a_binarised_page_is_black_and_white_and_keeps_the_mark():
    shot = degrade.binarised(degrade.copied(marked(), Random(1)), Random(1))
    assert set(np.unique(shot.pixels)) <= {0, 255}
    left, top, right, bottom = shot.frac(MARK)
    width, height = shot.size
    inside = shot.pixels[
        round(top * height) + 2 : round(bottom * height) - 2,
        round(left * width) + 2 : round(right * width) - 2,
    ]
    assert inside.mean() < 60  # a local threshold may hollow out a large mark
