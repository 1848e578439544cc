"""Quality says what the picture can tell, and what to do better next time."""

import cv2
import numpy as np
import pytest

from intake.page import quality, stand_upright
from models.page import ColourMode
from tests.intake.page import drawing

PAGE = drawing.sheet(200)
GREY = np.repeat(PAGE.pixels[:, :, 1:2], 3, axis=2)


def jpeg(pixels, quality_=70):
    return cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality_])[1], 1)


def noisy(pixels, sigma=3.0):
    noise = np.random.default_rng(1).normal(0, sigma, pixels.shape[:2])[..., None]
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("pixels", "mode"),
    [
        (PAGE.pixels, ColourMode.COLOUR),
        (jpeg(PAGE.pixels), ColourMode.COLOUR),
        (GREY, ColourMode.GREY),
        (jpeg(GREY), ColourMode.GREY),
        (noisy(GREY), ColourMode.GREY),
        (np.where(GREY > 128, 255, 0).astype(np.uint8), ColourMode.BINARISED),
        (np.full((900, 700, 3), 255, np.uint8), ColourMode.BINARISED),
    ],
)
def test_colour_mode(pixels, mode):
    assert quality.colour_mode(pixels) is mode


def test_one_blue_signature_makes_a_page_coloured():
    pixels = GREY.copy()
    cv2.polylines(
        pixels, [np.array([[900, 2000], [960, 1960], [1010, 2020]])], False, (160, 60, 20), 4
    )
    assert quality.colour_mode(pixels) is ColourMode.COLOUR


def test_the_softer_the_edges_the_lower_the_sharpness():
    grey = np.ascontiguousarray(PAGE.pixels[:, :, 1])
    values = [quality.sharpness(grey)]
    values += [quality.sharpness(cv2.GaussianBlur(grey, (0, 0), s)) for s in (0.8, 1.6, 2.5, 4)]
    assert values == sorted(values, reverse=True)
    assert values[0] > 0.9
    assert values[1] > 0.5
    assert values[-1] < quality.LOW_SHARPNESS
    assert quality.sharpness(np.full((500, 500), 255, np.uint8)) == 1.0


def warned(pixels, dpi=200.0):
    shot = drawing.Shot(np.ascontiguousarray(pixels), PAGE.way)
    return stand_upright(shot.delivered(dpi=dpi), orient=None).quality.warnings


def test_warnings_name_what_is_wrong():
    assert warned(PAGE.pixels) == ()
    assert warned(drawing.sheet(100).pixels, dpi=None) == ("low_dpi",)
    assert "blurred" in warned(cv2.GaussianBlur(PAGE.pixels, (0, 0), 5))
    assert "dark" in warned(PAGE.pixels // 3)
    assert "skewed" in warned(drawing.skewed(PAGE, 7).pixels)
    cut = drawing.photographed(PAGE, np.zeros((4, 2))).pixels[400:]
    assert "cropped" in warned(cut, dpi=None)
