import json
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import EngineFailure
from intake.ink import network
from intake.ink.draw import draw_maps
from intake.ink.network import CELL, SIZE_UNIT, InkNetwork, open_ink, spots_of, weights_file
from intake.session import OnnxSession, OpenVinoSession
from models.evidence import Box
from models.marks import SealKind, SealShape
from samples import marks
from samples.ink.record import hashed, sources_hash
from samples.sheet import Sheet
from tests.intake.ink.pages import (
    engraving,
    grey_copy,
    likeness,
    look,
    page_image,
    page_of,
    pressed,
)

MOST_BYTES = 4_000_000


def test_the_weights_are_those_that_the_recipe_describes():
    record = json.loads(weights_file().with_suffix(".json").read_text("utf-8"))
    assert record["weights"] == hashed(weights_file())
    assert record["stages"][-1]["sources"] == sources_hash()
    assert record["seed"]
    assert record["stages"][-1]["steps"] > 1000


def test_the_weights_are_small():
    assert weights_file().stat().st_size <= MOST_BYTES


def test_both_runtimes_see_the_same():
    pytest.importorskip("onnxruntime")
    sheet = Sheet(120, 90)
    pressed(sheet, engraving(), (60, 45))
    page = page_of(sheet)
    one = InkNetwork(OpenVinoSession(weights_file(), precise=True)).look(page)
    other = InkNetwork(OnnxSession(weights_file())).look(page)
    for name in ("print_", "rules", "pen", "seal", "finger", "region"):
        off = cv2.absdiff(getattr(one, name), getattr(other, name))
        assert off.max() <= 2, name
    assert [spot.score for spot in one.spots] == pytest.approx(
        [spot.score for spot in other.spots], abs=2e-3
    )


def test_bfloat16_changes_nothing_that_is_decided():
    sheet = Sheet(120, 90)
    box = pressed(sheet, engraving(SealKind.FINANCIAL), (60, 45))
    page = page_of(sheet)
    exact = InkNetwork(OpenVinoSession(weights_file(), precise=True)).look(page)
    assert likeness(exact.spots[0].box, look(page).spots[0].box) > 0.9
    assert abs(exact.spots[0].score - look(page).spots[0].score) < 0.1
    assert likeness(exact.spots[0].box, box.model_copy(update=_px(box, page))) > 0.8


def _px(box, page):
    return {side: page.px(value) for side, value in box.model_dump().items()}


def _answer(x, y, size, *, shape=0, heat=0.9):
    """The instance maps for one seal, as the network would answer at its best."""
    (width, height), maps = size, np.zeros((8, 24, 24), np.float32)
    column, row = int(x / CELL), int(y / CELL)
    maps[:, row, column] = (
        heat,
        x / CELL - column,
        y / CELL - row,
        np.log(width / SIZE_UNIT),
        np.log(height / SIZE_UNIT),
        *(float(shape == place) for place in range(3)),
    )
    return maps


@given(
    st.floats(70, 120),
    st.floats(70, 120),
    st.floats(20, 120),
    st.floats(20, 120),
    st.integers(0, 2),
)
def test_what_the_maps_say_is_the_box_that_is_told(x, y, width, height, shape):
    (spot,) = spots_of(_answer(x, y, (width, height), shape=shape), (192, 192))
    assert spot.box.centre == pytest.approx((x, y), abs=0.01)
    assert (spot.box.width, spot.box.height) == pytest.approx((width, height), rel=1e-3)
    assert spot.shape is (SealShape.ROUND, SealShape.ELLIPSE, SealShape.SQUARE)[shape]


@given(st.floats(0, 191), st.floats(0, 191), st.floats(10, 300))
def test_no_box_reaches_over_the_picture(x, y, side):
    for spot in spots_of(_answer(x, y, (side, side)), (192, 192)):
        assert 0 <= spot.box.left < spot.box.right <= 192
        assert 0 <= spot.box.top < spot.box.bottom <= 192


def test_two_peaks_for_one_box_are_one_seal_the_surer():
    maps = _answer(80, 80, (100, 100), heat=0.7)
    maps = np.maximum(maps, _answer(104, 80, (100, 100)))
    maps[1, 10, 13] -= 3.0  # the second peak tells the first one's middle
    spots = spots_of(maps, (192, 192))
    assert [spot.score for spot in spots] == [pytest.approx(0.9)]


def test_seals_that_overlap_are_two_in_colour_and_on_a_grey_copy():
    sheet = Sheet(110, 80)
    pressed(sheet, engraving(), (40, 40))
    pressed(sheet, engraving(SealKind.FINANCIAL), (64, 44))
    for page in (page_of(sheet), grey_copy(page_of(sheet))):
        assert len([spot for spot in look(page).spots if spot.score > 0.5]) == 2


@pytest.mark.parametrize("seed", range(3))
def test_a_pressed_thumb_is_labelled_a_fingerprint_red_or_copied(seed):
    sheet = Sheet(120, 90)
    left, top, right, bottom = marks.fingerprint(sheet, (60, 45), Random(seed))
    for page in (page_of(sheet), grey_copy(page_of(sheet))):
        maps = look(page)
        area = np.count_nonzero(maps.finger > 127) / maps.px(1) ** 2
        assert area > 0.4 * (right - left) * (bottom - top)
        assert np.count_nonzero(maps.seal > 127) < np.count_nonzero(maps.finger > 127)


def test_a_seal_is_no_fingerprint():
    sheet = Sheet(120, 90)
    pressed(sheet, engraving(), (60, 45))
    maps = look(page_of(sheet))
    assert np.count_nonzero(maps.finger > 127) < np.count_nonzero(maps.seal > 127) / 20


@pytest.mark.parametrize("size", [(1, 1), (40, 700), (300, 200)])
def test_bare_paper_has_no_ink_and_no_seals(size):
    maps = look(page_image(np.full((*size, 3), 250, np.uint8)))
    assert maps.spots == ()
    assert max(int(ink.max()) for ink in (maps.pen, maps.seal, maps.finger)) < 128


@pytest.mark.parametrize("dpi", [75, 150, 300])
def test_the_pages_resolution_does_not_change_what_is_seen(dpi):
    sheet = Sheet(120, 90)
    box = pressed(sheet, engraving(), (60, 45))
    page = page_of(sheet, dpi)
    spot = look(page).spots[0]
    assert spot.score > 0.4
    assert likeness(spot.box, box.model_copy(update=_px(box, page))) > 0.75


def test_a_window_of_the_maps_is_cut_at_their_edges():
    sheet = Sheet(120, 90)
    maps = look(page_of(sheet))
    whole = maps.pen.shape
    rows, columns = maps.window(page_box(-50, -50, 9999, 9999))
    assert maps.pen[rows, columns].shape == whole
    assert maps.pen[maps.window(page_box(9000, 9000, 9999, 9999))].size == 0


def page_box(left, top, right, bottom):
    return Box(left=left, top=top, right=right, bottom=bottom)


def test_what_is_seen_can_be_drawn():
    sheet = Sheet(120, 90)
    pressed(sheet, engraving(), (60, 45))
    maps = look(page_of(sheet))
    drawn = draw_maps(maps)
    assert drawn.shape == (*maps.pen.shape, 3)
    assert (drawn != 255).any()


def test_missing_weights_are_an_engine_failure(monkeypatch):
    monkeypatch.setattr(network, "WEIGHTS", "nothing.onnx")
    with pytest.raises(EngineFailure, match=r"nothing\.onnx"):
        open_ink()


def test_a_network_that_fails_is_an_engine_failure():
    class Broken:
        def run_all(self, _batch):
            raise RuntimeError("out of memory")

    with pytest.raises(EngineFailure, match="out of memory"):
        InkNetwork(Broken()).look(page_of(Sheet(20, 20)))


def test_weights_lie_inside_the_package():
    assert Path(network.__file__).parent in weights_file().parents
