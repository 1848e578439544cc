"""A blank sheet has dust, shadows and holes on it; a sheet with one stamp is not blank."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from intake.page import is_blank, stand_upright
from intake.page_image import LayerWord
from tests.intake.page import drawing

PX = 200 / 25.4


def paper(level=246):
    noise = np.random.default_rng(2).normal(0, 3, (2339, 1654, 1))
    return np.clip(np.full((2339, 1654, 3), level) + noise, 0, 255).astype(np.uint8)


def page_of(pixels):
    return stand_upright(drawing.Shot(pixels, np.eye(3)).delivered(dpi=200.0), orient=None)


def dusty(pixels):
    random = np.random.default_rng(3)
    for x, y in zip(random.integers(0, 1654, 60), random.integers(0, 2339, 60), strict=True):
        cv2.circle(pixels, (int(x), int(y)), 1, (60, 60, 60), -1)
    return pixels


def punched(pixels):
    for y in (1000, 1630):
        cv2.circle(pixels, (95, y), round(2.9 * PX), (20, 20, 20), -1)
    return pixels


def shadowed(pixels):
    pixels[:, :25] = 60
    pixels[:18] = 90
    return pixels


def showing_through(pixels):
    mirrored = drawing.sheet(200).pixels[:, ::-1]
    return (pixels - (255 - mirrored[:2339, :1654]) * 0.08).astype(np.uint8)


@pytest.mark.parametrize("spoil", [lambda p: p, dusty, punched, shadowed, showing_through])
def test_blank(spoil):
    assert is_blank(page_of(spoil(paper())))


def worded(pixels):
    cv2.putText(pixels, "8500.00", (700, 1100), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30, 30, 30), 2)
    return pixels


def stamped(pixels):
    cv2.circle(pixels, (1100, 1500), round(20 * PX), (70, 70, 210), 8)
    for angle in range(0, 360, 30):
        at = (round(1100 + 120 * np.cos(angle)), round(1500 + 120 * np.sin(angle)))
        cv2.putText(pixels, "A", at, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (70, 70, 210), 3)
    return pixels


def signed(pixels):
    for stroke in range(6):
        start = (800 + 40 * stroke, 1900 + 20 * (stroke % 2))
        cv2.line(pixels, start, (start[0] + 25, start[1] + 50), (150, 60, 40), 4)
    return pixels


@pytest.mark.parametrize("write", [worded, stamped, signed])
def test_not_blank(write):
    assert not is_blank(page_of(write(paper())))


def test_a_page_that_is_all_dark_or_has_a_text_layer_is_not_blank():
    assert not is_blank(page_of(paper(level=30)))
    hidden = LayerWord("8500.00", (0.1, 0.1, 0.2, 0.12))
    assert not is_blank(replace(page_of(paper()), layer=(hidden,)))


def test_a_printed_page_is_not_blank_nor_is_a_scrap():
    assert not is_blank(page_of(drawing.sheet(200).pixels))
    assert not is_blank(page_of(np.full((9, 9, 3), 255, np.uint8)))
