from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.ocr.stitch import GAP, clean, stitch
from tests.intake.ocr.paper import blank, line


def ink_height(grey):
    rows = np.flatnonzero((grey < 128).any(axis=1))
    return int(rows[-1] - rows[0]) + 1


@pytest.mark.parametrize("size", [16, 24, 40, 80])
def test_ink_is_brought_to_one_height(size):
    cleaned = clean(line("8500", size=size), 28)
    assert ink_height(cleaned) == pytest.approx(28, abs=2)


def test_paper_becomes_white_and_ink_black():
    cleaned = clean(line("8500", ink=(90, 90, 90), ground=(200, 210, 205)), 28)
    assert np.median(cleaned) == 255
    assert cleaned.min() < 20


def test_rules_are_painted_over():
    crop = line("8500", margin=30)
    plain = clean(crop, 28)
    crop[:, 4:7] = 20
    crop[2:4] = 20
    assert abs(clean(crop, 28).astype(int) - plain).mean() < 3


def test_the_line_with_most_ink_is_taken_where_a_neighbour_looks_in():
    crop = blank(200, 90)
    crop[20:70, :141] = line("8500.00", size=32, margin=12)[:50]
    crop[:4, 40:60] = 0
    assert ink_height(clean(crop, 28)) == pytest.approx(28, abs=2)


@pytest.mark.parametrize("crop", [blank(100, 40), blank(2, 2), blank(100, 40, (90, 90, 90))])
def test_nothing_is_left_of_a_crop_without_ink(crop):
    assert clean(crop, 28) is None


@given(st.lists(st.tuples(st.integers(5, 60), st.integers(5, 300)), min_size=1, max_size=12))
def test_lines_stand_below_each_other_apart_and_whole(sizes):
    lines = [np.zeros(size, np.uint8) for size in sizes]
    sheet = stitch(lines)
    assert (sheet.pixels == 0).sum() == sum(height * width for height, width in sizes)
    assert list(sheet.middles) == sorted(sheet.middles)
    for (above, below), (one, other) in zip(pairwise(sheet.middles), pairwise(sizes), strict=True):
        assert below - above == pytest.approx(one[0] / 2 + GAP + other[0] / 2)
