import cv2
import numpy as np
import pytest

from intake.ocr.crops import cut
from intake.ocr.detect import Line
from tests.intake.ocr.paper import blank, write


def row(left="8,500.00", right="300.00", *, gap=40):
    """A line of two cells, their texts `gap` pixels apart, and where a rule between them goes."""
    pixels, first = write(blank(600, 60), left, (20, 14))
    pixels, _ = write(pixels, right, (first[2] + gap, 14))
    return pixels, int(first[2] + gap / 2)


def whole(pixels):
    height, width = pixels.shape[:2]
    return Line(x=width / 2, y=height / 2, width=width, height=height, slope=0.0, score=1.0)


def test_a_line_without_rules_is_one_piece():
    pixels, _ = row()
    (crop,) = cut(pixels, whole(pixels))
    assert (crop.start, crop.end) == (0.0, 1.0)


@pytest.mark.parametrize("slant", [0, 2, -2])
def test_a_rule_parts_a_line_and_is_on_neither_piece(slant):
    pixels, x = row()
    cv2.line(pixels, (x, -1), (x + slant, 60), (40, 40, 40), 2)
    left, right = cut(pixels, whole(pixels))
    assert left.end * 600 < x + 1 < right.start * 600 + 4
    for piece in (left, right):
        columns = (piece.pixels[:, :, 0] < 128).mean(axis=0)
        assert columns.max() < 0.8


def test_rules_at_the_ends_are_cut_off():
    pixels, _ = row()
    pixels[:, 2:5] = pixels[:, 590:593] = 30
    (crop,) = cut(pixels, whole(pixels))
    assert crop.start > 0
    assert crop.end < 1
    assert (crop.pixels[:, :3] > 128).all()


@pytest.mark.parametrize("text", ["川中|(1)", "111111", "刂川丨工作"])
def test_long_strokes_of_characters_are_no_rules(text):
    pixels, box = write(blank(500, 54), text, (20, 10), size=34)
    tight = pixels[int(box[1]) - 4 : int(box[3]) + 5]
    assert len(cut(tight, whole(tight))) == 1


def test_light_print_on_a_dark_ground_is_one_piece():
    pixels, _ = write(blank(400, 50, (60, 140, 210)), "年份2019", (20, 8), ink=(255, 255, 255))
    assert len(cut(pixels, whole(pixels))) == 1


@pytest.mark.parametrize("level", [255, 128, 0])
def test_nothing_is_cut_where_nothing_stands(level):
    noise = np.random.default_rng(1).normal(0, 4, (40, 200, 3))
    pixels = np.clip(level + noise, 0, 255).astype(np.uint8)
    assert cut(pixels, whole(pixels)) == ()


def test_a_tilted_line_is_turned_level():
    pixels, box = write(blank(600, 600), "社会保险个人部分", (150, 280))
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    turn = cv2.getRotationMatrix2D(middle, -8, 1)
    turned = cv2.warpAffine(pixels, turn, (600, 600), borderValue=(255, 255, 255))
    line = Line(*middle, width=box[2] - box[0] + 20, height=50, slope=8.0, score=1)
    (crop,) = cut(turned, line)
    inked = np.flatnonzero((crop.pixels[:, :, 0] < 128).any(axis=1))
    assert inked[-1] - inked[0] < 40


def test_a_line_at_the_rim_of_the_page_is_filled_up_with_white():
    pixels, _ = write(blank(200, 60), "工资", (0, 10))
    line = Line(x=20, y=28, width=80, height=80, slope=0.0, score=1)
    (crop,) = cut(pixels, line)
    assert crop.pixels.shape[:2] == (80, 80)
    assert (crop.pixels[0] == 255).all()


def test_a_stacked_column_is_set_side_by_side():
    pixels = blank(60, 300)
    for index, char in enumerate("扣款明细表"):
        pixels, _ = write(pixels, char, (12, 10 + 40 * index))
    (crop,) = cut(pixels, Line(x=30, y=115, width=56, height=230, slope=0.0, score=1))
    assert crop.stacked
    height, width = crop.pixels.shape[:2]
    assert width / height == pytest.approx(5 * 56 / 40, rel=0.35)
