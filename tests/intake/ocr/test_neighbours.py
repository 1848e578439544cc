from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.ocr.detect import Line
from intake.ocr.neighbours import apart
from tests.intake.ocr.paper import blank, write

SLIM = 8


def line(left, right, *, y=120.0, height=46.0, slope=0.0):
    return Line((left + right) / 2, y, right - left, height, slope, 0.9)


def ends(line):
    return line.x - line.width / 2, line.x + line.width / 2


def test_a_line_ends_before_the_first_figure_of_its_neighbour():
    pixels, first = write(blank(), "3,143.81", (100, 100))
    pixels, second = write(pixels, "10,052.52", (first[2] + SLIM, 100))
    reaching = line(first[0] - 12, first[2] + 18), line(second[0] - 20, second[2] + 12)
    left, right = apart(pixels, reaching)
    assert ends(left)[1] == ends(right)[0]
    assert first[2] - 1 <= ends(left)[1] <= second[0] + 1


@pytest.mark.parametrize(
    "other",
    [line(320, 500), line(150, 250), line(250, 500, y=170.0), line(250, 500, slope=4.0)],
    ids=["beside", "inside", "below", "turned"],
)
def test_other_lines_stay_as_they_were_found(other):
    one = line(100, 300)
    assert apart(blank(), [one, other]) == (one, other)


@given(st.lists(st.tuples(st.integers(20, 800), st.integers(60, 180)), min_size=1, max_size=6))
def test_no_line_grows_or_loses_its_outer_end(spans):
    found = [line(left, left + width) for left, width in spans]
    for before, after in zip(found, apart(blank(), found), strict=True):
        assert after.width <= before.width
        assert replace(after, x=before.x, width=before.width) == before


def test_the_order_of_the_lines_is_kept():
    found = [line(100 * place, 100 * place + 110) for place in (3, 1, 2, 0)]
    parted = apart(blank(), found)
    assert [round(ends(one)[0], -2) for one in parted] == [300, 100, 200, 0]
    in_order = sorted(parted, key=lambda one: one.x)
    assert all(ends(a)[1] <= ends(b)[0] for a, b in pairwise(in_order))
