"""One picture of a seal on two papers is noticed; two honest impressions of one stamp are not."""

from random import Random

import numpy as np
import pytest

from intake.seals.copies import ALIKE, one_picture, unevenness, with_copies_marked
from intake.seals.impression import impression
from intake.seals.ink_texture import SIDE, texture_of, told
from intake.seals.planes import tone_of
from intake.seals.shape import Ring
from models.marks import InkColour, SealKind, SealShape
from samples import seals
from samples.degrade import fresh, scanned
from samples.raster import render
from samples.seals import Engraving, Touch
from samples.sheet import Sheet, Type
from tests.drawing import bgr
from tests.intake.completeness.builders import page, seal
from tests.intake.ink.pages import page_image

MIDDLE_MM = 30.0
NAME = "北京宏达科技有限公司"
CUT = Engraving(SealKind.OFFICIAL, SealShape.ROUND, (40.0, 40.0), NAME, "noto-serif-bold")


def picture(seed, turn=0.0, uneven=0.35):
    return seals.impression(CUT, Touch(turn=turn, uneven=uneven), Random(seed))


def scan(mask, seed, words=""):
    """An impression on a paper of its own, scanned: its texture."""
    sheet = Sheet(60, 60)
    for line, y in enumerate(range(14, 54, 8)):
        sheet.text((4, y), words[line:] + words, Type("noto-serif", 4.0))
    at = (MIDDLE_MM + seed % 3, MIDDLE_MM - seed % 2)
    sheet.stain(mask, seals.stain_place(mask, at), seals.RED, seal=True)
    shot = scanned(fresh(render(sheet, 200), 200), Random(seed))
    ring = Ring(at[0] / 25.4 * 200, at[1] / 25.4 * 200, 157.5, 157.5)
    lifted = impression(page_image(bgr(shot.pixels), 200), ring.box.grown(20), InkColour.RED)
    return texture_of(lifted, ring, tone_of(lifted, ring), InkColour.RED)


@pytest.fixture(scope="module")
def first():
    return scan(picture(1), 10)


def test_one_picture_scanned_twice_is_known_again(first):
    assert one_picture(first, scan(picture(1), 11))


def test_print_under_the_picture_does_not_hide_it(first):
    assert one_picture(first, scan(picture(1), 12, "编制单位工资合计"))


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_another_impression_of_the_stamp_is_honest(first, seed):
    assert not one_picture(first, scan(picture(seed), 20 + seed))


def test_honest_impressions_differ_by_more_than_a_scanner_does(first):
    copied = unevenness(told(first), told(scan(picture(1), 13)))
    honest = unevenness(told(first), told(scan(picture(5), 14)))
    assert copied < ALIKE < honest


def test_a_stamp_pressed_at_another_turn_is_laid_over_and_still_honest(first):
    spread = unevenness(told(first), told(scan(picture(6, turn=24), 15)))
    assert spread is not None
    assert spread > ALIKE


def test_a_picture_that_was_turned_is_known_again(first):
    turned = np.ascontiguousarray(np.rot90(picture(1)))
    assert one_picture(first, scan(turned, 16))


def test_nothing_is_no_copy_of_anything(first):
    assert unevenness(told(first), told(scan(np.zeros((660, 660), np.uint8), 17))) is None


def test_a_texture_is_written_and_read_without_loss_beyond_its_steps(first):
    texture = told(first)
    assert texture.ink.shape == texture.shown.shape == (SIDE, SIDE)
    assert len(first) < 6000
    assert 0 < texture.ink.mean() < 1


def with_seals(*textures, kind=SealKind.OFFICIAL):
    marks = tuple(seal(kind).model_copy(update={"texture": each}) for each in textures)
    return page(f"{textures}.pdf"[:40], seals=marks)


def test_copies_on_different_pages_bear_one_name(first):
    copy, other = scan(picture(1), 18), scan(picture(7), 19)
    pages = with_copies_marked([with_seals(first, other), with_seals(copy)])
    names = [mark.picture for each in pages for mark in each.seals]
    assert names[0] == names[2] != ""
    assert names[1] == ""


def test_two_impressions_on_one_page_are_not_compared(first):
    (marked,) = with_copies_marked([with_seals(first, first)])
    assert [mark.picture for mark in marked.seals] == ["", ""]


def test_seals_of_different_kinds_are_not_compared(first):
    pages = [with_seals(first), with_seals(first, kind=SealKind.CONTRACT)]
    assert all(not mark.picture for each in with_copies_marked(pages) for mark in each.seals)


def test_pages_without_textures_stay_as_they_are():
    plain = page("a.pdf", seals=(seal(SealKind.OFFICIAL),))
    assert with_copies_marked([plain, page("b.pdf")]) == (plain, page("b.pdf"))
