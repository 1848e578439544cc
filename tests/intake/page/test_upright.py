"""However a page was laid before scanner or camera, it stands upright and knows the way back."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.errors import PageDamaged
from intake.page import stand_upright
from intake.page_image import DeliveredPage
from models.page import Channel, ColourMode
from tests.intake.page import drawing

SOME = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
STRAIGHT = np.zeros((4, 2))
corner_shifts = st.lists(st.floats(-0.035, 0.035), min_size=8, max_size=8).map(
    lambda values: np.array(values).reshape(4, 2)
)


def check_way_back(page, shot, *, landscape=False, pixels=1.5):
    """The marks, found on the upright page, lead back to where they are on the delivered one."""
    width, height = page.delivered_size
    for name, place in drawing.mark_places(page.pixels).items():
        x, y = page.frame.point(*place)
        true_x, true_y = shot.fraction(drawing.marks(landscape=landscape)[name])
        assert math.hypot((x - true_x) * width, (y - true_y) * height) <= pixels, name


def check_upright(page, *, landscape=False, degrees=0.12):
    """The marks lie where the sheet has them, level, at the page's own dpi."""
    places, true = drawing.mark_places(page.pixels), drawing.marks(landscape=landscape)
    (x0, y0), (x1, y1) = places["red"], places["green"]
    (a0, b0), (a1, b1) = true["red"], true["green"]
    seen, meant = math.atan2(y1 - y0, x1 - x0), math.atan2(b1 - b0, a1 - a0)
    assert abs(math.degrees(seen - meant)) <= degrees
    assert page.mm(math.hypot(x1 - x0, y1 - y0)) == pytest.approx(
        math.hypot(a1 - a0, b1 - b0), rel=0.03
    )


@SOME
@given(
    turn=st.sampled_from([0, 90, 180, 270]),
    skew=st.floats(-5, 5),
    dpi=st.sampled_from([150, 200, 300]),
    landscape=st.booleans(),
)
def test_a_turned_and_skewed_scan_stands_upright(orient, turn, skew, dpi, landscape):
    shot = drawing.turned(drawing.skewed(drawing.sheet(dpi, landscape=landscape), skew), turn)
    page = stand_upright(shot.delivered(dpi=dpi), orient=orient)
    assert page.rotation == (360 - turn) % 360
    assert page.quality.skew_degrees == pytest.approx(skew, abs=0.1)
    assert 180 <= page.frame.dpi <= 310
    check_upright(page, landscape=landscape)
    check_way_back(page, shot, landscape=landscape, pixels=0.7 + dpi / 200)


@SOME
@given(turn=st.sampled_from([0, 90, 180, 270]), shifts=corner_shifts, landscape=st.booleans())
def test_a_photographed_sheet_lies_flat(orient, turn, shifts, landscape):
    sheet = drawing.turned(drawing.sheet(200, landscape=landscape), turn)
    shot = drawing.photographed(sheet, shifts)
    page = stand_upright(shot.delivered(), orient=orient)
    assert page.rotation == (360 - turn) % 360
    check_upright(page, landscape=landscape, degrees=0.3)
    check_way_back(page, shot, landscape=landscape)


def test_a_straight_scan_keeps_every_pixel(orient):
    shot = drawing.sheet(200)
    for turn in (0, 90, 180, 270):
        page = stand_upright(drawing.turned(shot, turn).delivered(dpi=200.0), orient=orient)
        assert np.array_equal(page.pixels, shot.pixels)


def test_a_page_drawn_from_a_file_is_turned_but_neither_searched_nor_levelled(orient):
    shot = drawing.turned(drawing.sheet(200, landscape=True), 90)
    page = stand_upright(shot.delivered(dpi=200.0, channel=Channel.DIGITAL), orient=orient)
    assert page.rotation == 270
    assert (page.quality.skew_degrees, page.frame.dpi) == (0.0, 200.0)


def test_without_an_engine_lines_are_laid_level_and_nothing_is_turned_on_its_head():
    shot = drawing.sheet(200)
    for turn, rotation in ((0, 0), (90, 90), (180, 0), (270, 90)):
        page = stand_upright(drawing.turned(shot, turn).delivered(dpi=200.0), orient=None)
        assert page.rotation == rotation


class Undecided:
    """An engine to which every line looks the same."""

    def upside_down(self, crops):
        return tuple(0.0 for _ in crops)


def test_a_page_of_which_nothing_is_sure_is_left_as_it_came():
    shot = drawing.turned(drawing.sheet(200), 90)
    assert stand_upright(shot.delivered(dpi=200.0), orient=Undecided()).rotation == 0


def test_a_photos_paper_becomes_white_and_its_inks_keep_their_hues(orient):
    page = stand_upright(
        drawing.photographed(drawing.sheet(200), STRAIGHT).delivered(), orient=orient
    )
    margin = page.pixels[100:-100, 60:140]
    assert margin.mean() > 240
    assert np.ptp(margin.reshape(-1, 3).mean(axis=0)) < 6
    assert page.quality.colour is ColourMode.COLOUR
    assert set(drawing.mark_places(page.pixels)) == set(drawing.MARK_BGR)


def test_a_scan_is_not_touched_by_the_light(orient):
    shot = drawing.sheet(200)
    tinted = drawing.Shot((shot.pixels * np.array([0.95, 0.97, 0.98])).astype(np.uint8), shot.way)
    page = stand_upright(tinted.delivered(dpi=200.0), orient=orient)
    assert np.array_equal(page.pixels, tinted.pixels)


def test_the_fingerprint_the_layer_and_the_name_travel_on():
    page = stand_upright(drawing.sheet(100).delivered(), orient=None)
    assert (page.file, page.page, page.delivered_size) == ("paper", 1, (827, 1169))


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (1, 30_000), (40, 40)])
def test_pictures_of_odd_sizes_are_pages_too(orient, size):
    pixels = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    page = stand_upright(drawing.Shot(pixels, np.eye(3)).delivered(), orient=orient)
    assert page.pixels.shape == (page.frame.height, page.frame.width, 3)
    assert page.delivered_size == size


def drawn(width, height, dpi):
    pixels = np.full((height, width, 3), 255, np.uint8)
    return DeliveredPage("a.pdf", 1, pixels, dpi, Channel.DIGITAL)


def test_a_page_that_claims_to_be_kilometres_long_is_damaged():
    with pytest.raises(PageDamaged, match="757577 m"):
        stand_upright(drawn(1, 3000, 3000 / (757_577 / 0.0254)), orient=None)


@SOME
@given(
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    dpi=st.one_of(st.none(), st.floats(1e-6, 1200)),
)
def test_a_drawn_page_of_any_size_stands_upright_or_is_damaged(width, height, dpi):
    try:
        page = stand_upright(drawn(width, height, dpi), orient=None)
    except PageDamaged:
        assert dpi < 20
    else:
        assert page.frame.dpi > 0
