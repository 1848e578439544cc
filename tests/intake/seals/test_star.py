from math import degrees, pi, radians

import pytest

from intake.seals.impression import impression
from intake.seals.shape import Ring
from intake.seals.star import FIFTH, find_star
from models.marks import InkColour, SealKind
from samples.sheet import Sheet
from tests.intake.ink.pages import engraving, page_of, pressed


def _star(kind=SealKind.FINANCIAL, angle=0.0, at=(0.0, 0.0), **more):
    """Find the star of a seal whose ring was found off by `at` millimetres."""
    sheet = Sheet(120, 90)
    box = pressed(sheet, engraving(kind, **more), (60, 45), turn=angle)
    page = page_of(sheet)
    x, y = ((box.left + box.right) / 2 + at[0], (box.top + box.bottom) / 2 + at[1])
    ring = Ring(page.px(x), page.px(y), page.px(20.0), page.px(20.0))
    return find_star(impression(page, ring.box.grown(0.1 * ring.radius), InkColour.RED), ring)


@pytest.mark.parametrize("angle", [-33.0, -8.0, 0.0, 8.0, 20.0])
def test_a_star_says_how_far_a_seal_is_turned_but_for_whole_fifths(angle):
    star = _star(angle=angle)
    off = {(degrees(star.turn) - sign * angle + 36) % 72 - 36 for sign in (1, -1)}
    assert min(map(abs, off)) < 4


def test_a_star_is_found_where_the_ring_was_found_a_little_off():
    assert _star(at=(1.5, -1.0)) is not None


def test_a_star_is_as_large_as_it_is():
    star = _star()
    assert 0.2 < star.reach < 0.45


def test_an_invoice_seal_has_no_star():
    assert _star(star=False) is None


def test_the_middle_of_a_star_turns_with_its_face():
    star = _star(at=(2.0, 0.0))
    upright, turned = star.turned(0.0), star.turned(pi / 2)
    assert upright == pytest.approx((star.u, star.v))
    assert turned == pytest.approx((star.v, -star.u))
    assert abs(star.turn) <= FIFTH / 2 + radians(0.1)
