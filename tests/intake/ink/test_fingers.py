from random import Random

import cv2
import numpy as np
import pytest

from intake.ink.fingers import fingers_in
from intake.ink.masks import masks_of
from samples import marks
from samples.raster import render
from samples.sheet import Sheet
from tests.intake.ink.pages import engraving, pressed


def _red(sheet):
    return masks_of(np.ascontiguousarray(render(sheet, 150)[..., ::-1]), 150).red


@pytest.mark.parametrize("seed", range(5))
def test_a_pressed_thumb_is_a_fingerprint(seed):
    sheet = Sheet(60, 60)
    left, top, right, bottom = marks.fingerprint(sheet, (30, 30), Random(seed))
    found = fingers_in(_red(sheet), 150)
    area = np.count_nonzero(found) * (25.4 / 150) ** 2
    assert area > 0.4 * (right - left) * (bottom - top)


def test_a_seal_is_no_fingerprint():
    sheet = Sheet(60, 60)
    pressed(sheet, engraving(), (30, 30))
    assert not fingers_in(_red(sheet), 150).any()


def test_a_hand_drawn_circle_is_no_fingerprint():
    mask = np.zeros((200, 200), np.uint8)
    cv2.ellipse(mask, (100, 100), (40, 55), 10, 0, 360, 255, 3)
    assert not fingers_in(mask, 100).any()
