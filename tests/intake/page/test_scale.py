"""The resolution is what is stated, if that makes a paper; else what the paper's shape says."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.page.scale import page_dpi, sheet_dpi, sheet_size, text_dpi, working_dpi

A4_AT_200 = (1654.0, 2339.0)


@pytest.mark.parametrize(
    ("size", "stated", "text", "dpi"),
    [
        (A4_AT_200, 200.0, 0.0, 200.0),
        (A4_AT_200, None, 0.0, 200.0),
        (A4_AT_200[::-1], None, 0.0, 200.0),
        (A4_AT_200, 300.0, 0.0, 200.0),  # 198 mm long and shaped like A4: somebody guessed
        ((1169.0, 1654.0), 200.0, 0.0, 200.0),  # A5
        ((3308.0, 4677.0), 200.0, 0.0, 200.0),  # A3
        ((1700.0, 600.0), 200.0, 0.0, 200.0),  # a slip, 216 mm
        ((640.0, 476.0), 300.0, 24.0, 640 / 90 * 25.4),  # would be 54 mm: not believed
        ((1600.0, 1200.0), None, 26.0, 26 / 3.3 * 25.4),
        ((1600.0, 1200.0), None, 0.0, 1600 / 297 * 25.4),
        ((1600.0, 1200.0), None, 400.0, 1600 / 90 * 25.4),
    ],
)
def test_a_pages_resolution(size, stated, text, dpi):
    assert page_dpi(size, stated, lambda: text) == pytest.approx(dpi, rel=0.002)


def test_a_photographed_sheet_is_a4_if_its_shape_is_and_nothing_is_cut():
    assert sheet_dpi((2400.0, 3300.0), lambda: 30.0, cut=False) == pytest.approx(3300 / 297 * 25.4)
    assert sheet_dpi((2400.0, 3300.0), lambda: 30.0, cut=True) == pytest.approx(30 / 3.3 * 25.4)
    assert sheet_dpi((3000.0, 3300.0), lambda: 0.0, cut=False) == pytest.approx(3300 / 297 * 25.4)


def test_without_print_print_says_nothing():
    assert text_dpi(0.0, 1000.0) is None


@given(st.floats(40, 1200), st.floats(0.2, 3.0))
def test_the_working_resolution_is_fit_for_reading_and_never_too_big(dpi, feet):
    size = (feet * 8 * dpi, feet * 12 * dpi)
    working = working_dpi(dpi, size)
    assert working <= 310
    assert working / dpi <= 2.5
    assert size[0] * size[1] * (working / dpi) ** 2 <= 20_100_000
    if 180 <= dpi <= 310 and feet <= 1:
        assert working == dpi
    if dpi >= 100 and feet <= 1:
        assert working >= 180


@given(tilt=st.floats(-0.5, 0.5), roll=st.floats(-0.4, 0.4), landscape=st.booleans())
def test_foreshortening_does_not_change_what_paper_it_is(tilt, roll, landscape):
    half = np.array([148.5, 105.0] if landscape else [105.0, 148.5])
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    sheet = np.column_stack([square * half, np.zeros(4)])
    about_x = np.array(
        [[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]]
    )
    about_y = np.array(
        [[math.cos(roll), 0, math.sin(roll)], [0, 1, 0], [-math.sin(roll), 0, math.cos(roll)]]
    )
    seen = sheet @ (about_x @ about_y).T + [0, 0, 420]
    quad = seen[:, :2] / seen[:, 2:] * 0.75 * 4000 + [2000, 1500]
    width, height = sheet_size(quad, (4000, 3000))
    assert max(width, height) / min(width, height) == pytest.approx(math.sqrt(2), rel=1e-6)
    assert (width > height) == landscape
