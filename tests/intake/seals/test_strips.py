from math import pi

import numpy as np
import pytest

from intake.seals.planes import RING, WRAP, Turn
from intake.seals.strips import drawn_ink, legends, lettered, lines_of, runs, wrapped

COLUMNS = 512


def strip_with(*places, rows=(20, 50)):
    """Lettering at (first, last) columns of a turn, black on white; ink is the same."""
    lifted = np.full((64, COLUMNS + 2 * WRAP), 255, np.uint8)
    for first, last in places:
        for column in range(first, last):
            if column % 20 < 14:  # characters and the spaces between them
                lifted[slice(*rows), WRAP + column % COLUMNS] = 0
    planes = np.zeros((3, *lifted.shape), np.float32)
    planes[0] = (255 - lifted) / 255
    planes[2] = RING
    return planes, lifted


def turn(start=pi / 2):
    return Turn(start, COLUMNS, (np.zeros((1, 1)), np.zeros((1, 1))))


def first_legend(*places, **kinds):
    planes, lifted = strip_with(*places, **kinds)
    return next(legends(planes, lifted, turn()))


def test_an_upright_legend_runs_over_the_top():
    legend = first_legend((120, 394))
    assert legend.tilt == pytest.approx(0, abs=0.1)
    assert legend.strip.seen.shape[1] < COLUMNS * 0.65
    assert legend.strip.lifted.shape == legend.strip.seen.shape


@pytest.mark.parametrize("degrees", [-40, -15, 20, 45])
def test_a_turned_seal_is_read_from_its_own_foot(degrees):
    shift = round(degrees / 360 * COLUMNS)
    legend = first_legend((100 + shift, 414 + shift))
    assert np.degrees(legend.tilt) == pytest.approx(degrees, abs=6)


def test_a_legend_that_goes_over_the_seam_is_put_together():
    legend = first_legend((330, 512), (0, 120))
    assert (legend.strip.lifted.min(axis=0) < 128).sum() == pytest.approx(302 * 0.7, abs=20)


def test_a_second_wide_arc_without_letters_is_the_next_guess():
    planes, lifted = strip_with((60, 200), (300, 450))
    found = list(legends(planes, lifted, turn()))
    assert len(found) >= 2
    assert abs(found[0].tilt) < abs(found[1].tilt)


def test_rows_are_cut_to_the_letters():
    legend = first_legend((120, 394), rows=(10, 30))
    assert legend.strip.seen.shape[0] < 40


def test_without_letters_there_is_no_legend():
    planes, lifted = strip_with()
    assert list(legends(planes, lifted, turn())) == []


def test_straight_lines_are_cut_out_from_top_to_bottom():
    lifted = np.full((160, 224), 255, np.uint8)
    lifted[30:58, 60:160] = 0
    lifted[100:130, 40:190] = 0
    lifted[150:153, 20:200] = 0  # a rule is no line of text
    found = lines_of(np.zeros((3, 160, 224), np.float32), lifted)
    assert [strip.seen.shape[1] for strip in found] == [114, 164]


def test_the_share_of_lettering_is_that_of_black():
    assert lettered(np.full((4, 4), 255, np.uint8)) == 0
    assert lettered(np.zeros((4, 4), np.uint8)) == 1


def test_faint_letters_are_drawn_as_dark_as_the_ring():
    planes = np.zeros((3, 1, 3), np.float32)
    planes[0] = (0.0, 0.2, 0.5)
    assert drawn_ink(planes)[0].tolist() == [255, 122, 0]


def test_runs_are_the_stretches_of_true():
    assert runs(np.array([True, False, True, True])) == [(0, 1), (2, 4)]
    assert runs(np.zeros(3, np.bool_)) == []


@pytest.mark.parametrize("angle", [-7.0, -3.2, 0.0, 3.2, 9.0])
def test_angles_are_wrapped_around(angle):
    assert -pi <= wrapped(angle) < pi
    assert np.cos(wrapped(angle)) == pytest.approx(np.cos(angle))
