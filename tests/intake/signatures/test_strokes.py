"""The ink of one place."""

import cv2
import numpy as np
import pytest

from intake.page_image import PageImage
from intake.signatures.strokes import strokes_in
from models.evidence import Box
from models.page import Channel, ColourMode, Frame, Quality
from tests.intake.ink.pages import look

PLACE = Box(left=400, top=200, right=800, bottom=310)


def page_with_a_hand():
    pixels = np.full((600, 1000, 3), 245, np.uint8)
    for x in range(460, 640, 60):
        cv2.ellipse(pixels, (x, 255), (22, 30), 20, 0, 320, (40, 30, 30), 4, cv2.LINE_AA)
    frame = Frame(width=1000, height=600, dpi=200, to_delivered=(1, 0, 0, 0, 1, 0, 0, 0, 1))
    quality = Quality(dpi=200, colour=ColourMode.COLOUR)
    return PageImage("a", 1, pixels, frame, 0, Channel.SCAN, quality, (1000, 600))


@pytest.mark.parametrize(
    "label",
    [
        Box(left=210, top=235, right=370, bottom=270),
        Box(left=900, top=235, right=990, bottom=270),
        Box(left=500, top=20, right=700, bottom=60),
        Box(left=500, top=500, right=700, bottom=540),
    ],
)
def test_a_label_outside_the_place_takes_no_ink_from_it(label):
    page = page_with_a_hand()
    whole = strokes_in(page, look(page), PLACE, print_=(), seals=())
    beside = strokes_in(page, look(page), PLACE, print_=(label,), seals=())
    assert np.count_nonzero(whole.pen) > 500
    assert np.array_equal(whole.pen, beside.pen)


def test_a_label_inside_the_place_is_no_ink_of_it():
    page = page_with_a_hand()
    inside = strokes_in(page, look(page), PLACE, print_=(PLACE,), seals=())
    assert np.count_nonzero(inside.pen) == 0
