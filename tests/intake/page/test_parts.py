"""Each step of standing a page upright does what it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import EngineFailure
from intake.page import geometry
from intake.page.glyphs import find_glyphs, grey_of, lines_run_down
from intake.page.light import even_light, measure_light, needs_evening
from intake.page.orientation import LineClassifier, model_file
from intake.page.sheet import find_sheet, ordered
from intake.page.skew import measure_skew
from tests.intake.page import drawing

sizes = st.tuples(st.integers(2, 4000), st.integers(2, 4000))


# Geometry


@given(sizes, st.sampled_from([0, 90, 180, 270]))
def test_a_turn_takes_corners_to_corners(size, degrees):
    way, turned = geometry.turn(size, degrees)
    old, new = geometry.corners(size), geometry.apply(way, geometry.corners(turned))
    assert np.array_equal(new, np.roll(old, degrees // 90, axis=0))


@given(sizes, st.floats(-10, 10))
def test_setting_straight_loses_no_corner_and_keeps_lengths(size, degrees):
    way, grown = geometry.rotation(size, degrees)
    inside = geometry.apply(np.linalg.inv(way), geometry.corners(size))
    assert (inside >= -1e-6).all()
    assert (inside <= np.array(grown) + 1e-6).all()
    assert np.linalg.det(way[:2, :2]) == pytest.approx(1)


@pytest.mark.parametrize("factor", [0.37, 0.5, 1.7])
def test_a_warped_spot_lands_where_the_way_says(factor):
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[100:120, 200:230] = 0
    way = geometry.scaling(1 / factor, 1 / factor)
    new = geometry.warp(pixels, way, (round(400 * factor), round(300 * factor)))
    weight = 255.0 - new[:, :, 0]
    rows, columns = np.mgrid[: new.shape[0], : new.shape[1]] + 0.5
    middle = np.array([[(weight * columns).sum(), (weight * rows).sum()]]) / weight.sum()
    assert geometry.apply(way, middle) == pytest.approx(np.array([[215.0, 110.0]]), abs=0.3)


def test_a_part_of_a_picture_is_warped_like_the_whole():
    pixels = drawing.sheet(100).pixels
    way = geometry.shift(300, 200) @ geometry.scaling(0.8, 0.8)
    whole = geometry.warp(pixels, way, (200, 100), smooth=False)
    part = geometry.warp_part(pixels, way, (200, 100))
    assert np.abs(part.astype(int) - whole).max() <= 4
    beyond = geometry.warp_part(pixels, geometry.shift(5000, 5000), (20, 10))
    assert (beyond == 255).all()


# Sheet


@given(st.permutations(range(4)))
def test_corners_are_put_in_order(order):
    quad = np.array([[10.0, 12.0], [95.0, 8.0], [99.0, 140.0], [5.0, 133.0]])
    assert np.array_equal(ordered(quad[order]), quad)


@pytest.mark.parametrize("desk", [(60, 85, 110), (40, 40, 40), (120, 150, 175), (140, 90, 60)])
def test_a_sheets_corners_are_found_to_a_pixel_or_two(desk):
    shifts = np.array([[0.03, -0.02], [-0.03, 0.03], [0.02, 0.02], [-0.01, -0.03]])
    shot = drawing.photographed(drawing.sheet(200), shifts, desk=desk)
    found = find_sheet(shot.pixels)
    true = geometry.apply(shot.way, geometry.corners(drawing.A4_MM))
    assert found.found
    assert not found.cut
    assert np.abs(found.corners - true).max() < 3


def test_a_scan_is_its_own_sheet():
    assert not find_sheet(drawing.sheet(200).pixels).found
    assert not find_sheet(drawing.skewed(drawing.sheet(200), 3).pixels).found


def test_a_printed_frame_is_no_sheet():
    pixels = drawing.sheet(200).pixels.copy()
    pixels[150:-150, 150:-150] = (pixels[150:-150, 150:-150] * [0.8, 0.95, 1]).astype(np.uint8)
    for margin in range(140, 170):
        for edge in (margin, -margin):
            pixels[140:-140, edge] = pixels[edge, 140:-140] = (60, 120, 180)
    assert not find_sheet(pixels).found


def test_a_sheet_that_runs_out_of_the_picture_is_cut():
    shot = drawing.photographed(drawing.sheet(200), np.zeros((4, 2)))
    assert find_sheet(np.ascontiguousarray(shot.pixels[400:])).cut


# Lines


@pytest.mark.parametrize("degrees", [-5, -2.3, -0.4, -0.1, 0, 0.05, 0.7, 3.1, 5])
def test_skew_is_measured_to_a_tenth_of_a_degree(degrees):
    shot = drawing.skewed(drawing.sheet(120), degrees)
    assert measure_skew(find_glyphs(grey_of(shot.pixels))) == pytest.approx(degrees, abs=0.08)


def test_noise_has_no_skew():
    noise = np.random.default_rng(1).integers(0, 256, (1400, 1000), dtype=np.uint8)
    assert measure_skew(find_glyphs(noise)) == 0.0
    assert measure_skew(find_glyphs(np.full((1400, 1000), 255, np.uint8))) == 0.0


def test_lines_that_run_down_are_told_from_lines_that_run_across():
    grey = grey_of(drawing.sheet(120).pixels)
    assert not lines_run_down(find_glyphs(grey))
    assert lines_run_down(find_glyphs(np.ascontiguousarray(np.rot90(grey))))


# Which way is up


def test_a_missing_model_is_an_engine_failure(tmp_path):
    with pytest.raises(EngineFailure):
        LineClassifier(tmp_path / "nothing.onnx")


def test_the_model_is_found_without_importing_its_package():
    assert model_file().stat().st_size > 100_000


def test_the_classifier_answers_every_crop(orient):
    assert orient.upside_down([]) == ()
    crops = [np.full((20, width, 3), 255, np.uint8) for width in (1, 40, 4000)]
    assert len(orient.upside_down(crops)) == 3


# Light


def test_uneven_light_is_seen_and_evened():
    white = np.full((900, 600, 3), 240, np.uint8)
    white[200:220, 100:500] = (30, 30, 30)
    white[400:440, 250:290] = (60, 60, 200)
    assert not needs_evening(measure_light(white))
    shade = np.linspace(0.4, 1, 600)[None, :, None]
    dim = (white * shade).astype(np.uint8)
    light = measure_light(dim)
    assert needs_evening(light)
    even = even_light(dim, light)
    paper = even[600:]
    assert paper.min() > 225
    assert even[205:215, 120:480].max() < 70
    blue, _, red = even[420, 270].astype(int)
    assert red - blue > 90
