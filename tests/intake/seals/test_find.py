from random import Random

import cv2
import numpy as np
import pytest

from intake.seals.copies import one_picture
from intake.seals.find import find_seals
from intake.seals.lettering import open_lettering
from intake.seals.read import SealReader
from models.marks import InkColour, MarkKind, SealKind, SealShape
from samples import marks
from samples.seals import BLUE, RED, Touch, press
from samples.sheet import Sheet, Type
from tests.intake.ink.pages import (
    COMPANY,
    Reader,
    engraving,
    grey_copy,
    invoice_seal,
    likeness,
    look,
    mm_box,
    name_chop,
    page_image,
    page_of,
    pressed,
)


def _found(page, engine):
    return find_seals(page, look(page), reader=SealReader(engine, open_lettering()))


def _sheet():
    sheet = Sheet(150, 110)
    for y in range(15, 105, 9):
        sheet.text(
            (8, y), "本单位承诺以上所填内容真实有效，如有不实愿承担责任", Type("noto-serif", 3.9)
        )
    return sheet


def _one(page, engine):
    found = _found(page, engine=engine)
    assert len(found.seals) == 1
    return found.seals[0]


@pytest.mark.parametrize(
    "kind", [SealKind.OFFICIAL, SealKind.FINANCIAL, SealKind.CONTRACT, SealKind.HR]
)
def test_a_seals_kind_is_what_is_engraved_on_it(kind, engine):
    sheet = Sheet(150, 110)
    box = pressed(sheet, engraving(kind), (70, 50))
    page = page_of(sheet)
    seal = _one(page, engine)
    assert (seal.kind, seal.shape, seal.colour) == (kind, SealShape.ROUND, InkColour.RED)
    assert seal.owner_name == COMPANY
    assert seal.whole
    assert likeness(mm_box(page, seal.box), box) > 0.9


def test_an_invoice_seal_is_an_ellipse_with_the_taxpayers_number(engine):
    sheet = Sheet(150, 110)
    pressed(sheet, invoice_seal(), (70, 50))
    seal = _one(page_of(sheet), engine)
    assert (seal.kind, seal.shape) == (SealKind.INVOICE, SealShape.ELLIPSE)
    assert seal.code == "91110108MA01ABCD2X"


def test_a_name_chop_is_read_in_columns_from_the_right(engine):
    sheet = Sheet(150, 110)
    pressed(sheet, name_chop("张立国印"), (70, 50), turn=6.0)
    seal = _one(page_of(sheet), engine)
    assert (seal.kind, seal.shape) == (SealKind.LEGAL_REP, SealShape.SQUARE)
    assert seal.seal_text == "张立国印"


@pytest.mark.parametrize("turn", [-45.0, -20.0, 25.0, 45.0])
def test_a_turned_seal_over_text_is_found_and_read(turn, engine):
    sheet = _sheet()
    box = pressed(sheet, engraving(SealKind.FINANCIAL), (75, 55), turn=turn)
    page = page_of(sheet)
    seal = _one(page, engine)
    assert likeness(mm_box(page, seal.box), box) > 0.9
    assert seal.kind is SealKind.FINANCIAL


@pytest.mark.parametrize("apart", [24.0, 32.0])
def test_overlapping_seals_are_told_apart(apart, engine):
    sheet = _sheet()
    boxes = [
        pressed(sheet, engraving(), (55, 50)),
        pressed(sheet, engraving(SealKind.FINANCIAL), (55 + apart, 56)),
    ]
    page = page_of(sheet)
    found = [mm_box(page, seal.box) for seal in _found(page, engine=engine).seals]
    assert len(found) == 2
    assert all(max(likeness(box, other) for other in found) > 0.85 for box in boxes)


def test_a_seal_hidden_behind_another_is_never_called_official(engine):
    sheet = Sheet(150, 110)
    pressed(sheet, engraving(SealKind.FINANCIAL), (55, 50))
    pressed(sheet, engraving(SealKind.CONTRACT), (60, 66))
    kinds = [seal.kind for seal in _found(page_of(sheet), engine=engine).seals]
    assert len(kinds) == 2
    assert SealKind.OFFICIAL not in kinds


def test_a_faint_uneven_seal_is_found(engine):
    sheet = _sheet()
    box = pressed(sheet, engraving(), (75, 55), strength=0.3, uneven=0.6)
    page = page_of(sheet)
    assert likeness(mm_box(page, _one(page, engine).box), box) > 0.75


def test_a_blue_seal_is_blue(engine):
    sheet = Sheet(150, 110)
    pressed(sheet, engraving(), (75, 55), colour=BLUE)
    assert _one(page_of(sheet), engine).colour is InkColour.BLUE


def test_a_seal_cut_by_the_pages_edge_is_not_whole(engine):
    sheet = Sheet(150, 110)
    pressed(sheet, engraving(), (140, 55))
    seal = _one(page_of(sheet), engine)
    assert not seal.whole
    assert seal.box.right == pytest.approx(page_of(sheet).frame.width)


def test_a_slice_at_the_edge_is_a_straddling_seal_and_no_seal(engine):
    sheet = Sheet(150, 110)
    pressed(sheet, engraving(), (160, 55))
    found = _found(page_of(sheet), engine=engine)
    assert found.seals == ()
    assert MarkKind.STRADDLE_SLICE in {mark.kind for mark in found.marks}


def test_a_grey_copy_of_a_seal_is_found_as_black(engine):
    sheet = Sheet(150, 110)
    box = pressed(sheet, engraving(), (75, 55))
    page = grey_copy(page_of(sheet))
    seal = _one(page, engine)
    assert seal.colour is InkColour.BLACK
    assert likeness(mm_box(page, seal.box), box) > 0.9


def test_what_cannot_be_read_is_unread_and_no_official_seal():
    sheet = Sheet(150, 110)
    pressed(sheet, engraving(), (75, 55))
    seal = _one(page_of(sheet), Reader())
    assert seal.kind is SealKind.UNREAD
    assert seal.owner_name is None
    assert seal.score < 0.9


def test_a_black_ring_that_says_nothing_is_doubtful():
    sheet = Sheet(150, 110)
    pressed(sheet, engraving(), (75, 55))
    seal = _one(grey_copy(page_of(sheet)), Reader())
    assert seal.kind is SealKind.UNREAD
    assert seal.score < 0.5


def test_a_page_of_print_and_rules_has_no_seals():
    sheet = _sheet()
    for x in range(10, 141, 13):
        sheet.line((x, 10), (x, 105), 0.3)
    found = _found(page_of(sheet), engine=Reader())
    assert found.seals == ()
    assert found.marks == ()


def test_a_circle_drawn_by_hand_around_words_is_no_seal():
    page = page_of(_sheet())
    picture = page.pixels.copy()
    turn = np.linspace(0, 2 * np.pi, 90)
    radius = 150 + 6 * np.sin(3 * turn) + 4 * np.cos(7 * turn)
    points = np.stack((500 + radius * np.cos(turn), 420 + radius * 0.8 * np.sin(turn)), axis=1)
    cv2.polylines(picture, [points.astype(np.int32)], True, (50, 40, 210), 4)
    assert _found(page_image(picture), engine=Reader()).seals == ()


def test_a_red_letterhead_is_no_seal():
    sheet = Sheet(210, 110)
    mask = np.zeros((16 * 14, 16 * 180), np.uint8)
    x = 0
    from samples import seals  # noqa: PLC0415

    for char in "北京宏达科技有限公司文件":
        tile = seals.glyph(char, "noto-serif-bold", (13, 13))
        mask[: tile.shape[0], x : x + tile.shape[1]] = tile
        x += tile.shape[1] + 10
    sheet.stain(mask, (10, 15, 190, 29), RED)
    sheet.line((10, 34), (200, 34), 0.8)
    assert _found(page_of(sheet), engine=Reader()).seals == ()


def test_a_fingerprint_is_a_fingerprint():
    sheet = _sheet()
    marks.fingerprint(sheet, (75, 55), Random(3))
    found = _found(page_of(sheet), engine=Reader())
    assert found.seals == ()
    assert [mark.kind for mark in found.marks] == [MarkKind.FINGERPRINT]


def test_a_framed_date_is_a_date_stamp(engine):
    sheet = Sheet(150, 110)
    marks.date_stamp(sheet, (75, 55), "2024.05.10 现金付讫", Type("noto-sans", 4), Random(3))
    found = _found(page_of(sheet), engine=engine)
    assert found.seals == ()
    assert [mark.kind for mark in found.marks] == [MarkKind.DATE_STAMP]


def test_one_picture_pasted_twice_is_told_from_two_impressions(engine):
    def impression(seed):
        sheet = Sheet(150, 110)
        touch = Touch(strength=0.9, uneven=0.35)
        press(sheet, engraving(), (40, 55), touch, Random(seed))
        return _one(page_of(sheet), engine).texture

    assert one_picture(impression(7), impression(7))
    assert not one_picture(impression(7), impression(8))


def test_a_blank_page_and_a_tiny_one_are_read_without_harm():
    for size in ((1, 1), (40, 30), (400, 300)):
        page = page_image(np.full((*size, 3), 255, np.uint8))
        assert _found(page, engine=Reader()).seals == ()


def test_noise_all_over_the_page_is_read_without_harm():
    noise = np.random.default_rng(5).integers(0, 256, (900, 700, 3), np.uint8)
    _found(page_image(noise), engine=Reader())
