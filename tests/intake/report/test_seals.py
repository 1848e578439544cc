"""Seals in the report: straightened in the colours of the page, with the legend as read."""

from math import pi

import numpy as np
import pytest

from intake.report.crops import PagePictures
from intake.report.render import render_report
from intake.report.seals import straightened
from models.marks import Outline, SealKind, SealShape
from models.page import Frame
from samples.seals import Touch
from tests.drawing import bgr, one_seal
from tests.intake.completeness.builders import (
    application_sheet,
    case_of,
    contract_sheet,
    page,
    seal,
    voucher_sheet,
)

WHITE = 255


def page_with(outline, shape=SealShape.ROUND, size=(472, 472), turned=False):
    """A reading of a page of 60 mm at 200 dpi with one seal; `turned`: delivered upside down."""
    width, height = size
    way = (1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1)
    if turned:
        way = (-1 / width, 0, 1, 0, -1 / height, 1, 0, 0, 1)
    frame = Frame(width=width, height=height, dpi=200, to_delivered=way)
    marked = seal(SealKind.FINANCIAL).model_copy(update={"outline": outline, "shape": shape})
    return page("05.pdf", frame=frame, seals=(marked,))


def drawn(turn=0.0):
    pixels, _ = one_seal(touch=Touch(turn=turn))
    return bgr(pixels)


def red(picture):
    values = picture.astype(int)
    return (values[..., 2] - values[..., 1]) > 40


RING = Outline(x=236, y=236, a=157.5, b=157.5)


def test_the_rim_of_an_unrolled_seal_is_a_straight_line_above_its_letters():
    (found,) = straightened(drawn(), page_with(RING))
    by_row = red(found.picture).mean(axis=1)
    assert by_row[:12].max() > 0.9
    assert by_row[60:].max() < 0.5


@pytest.mark.parametrize("degrees", [-30, 25])
def test_a_turned_seal_is_unrolled_from_its_own_foot(degrees):
    tilted = RING.model_copy(update={"tilt": degrees * pi / 180})
    (upright,) = straightened(drawn(), page_with(RING))
    (turned,) = straightened(drawn(degrees), page_with(tilted))
    letters = slice(12, 50), slice(None)
    same = red(upright.picture[letters]) == red(turned.picture[letters])
    assert same.mean() > 0.85


def test_a_seal_is_found_again_on_a_page_that_was_delivered_upside_down():
    picture = drawn()
    (upright,) = straightened(picture, page_with(RING))
    (turned,) = straightened(
        np.ascontiguousarray(np.rot90(picture, 2)), page_with(RING, turned=True)
    )
    assert (red(upright.picture) == red(turned.picture)).mean() > 0.9


def test_a_square_seal_is_stood_upright():
    square = Outline(x=236, y=236, a=60, b=60, angle=0.3)
    (found,) = straightened(drawn(), page_with(square, SealShape.SQUARE))
    assert found.picture.shape[:2] == (160, 160)


def test_a_seal_without_an_outline_is_left_out():
    assert straightened(drawn(), page_with(None)) == []


def test_what_lies_outside_the_picture_is_white():
    edge = RING.model_copy(update={"x": 30})
    (found,) = straightened(np.zeros((472, 472, 3), np.uint8), page_with(edge))
    assert (found.picture == WHITE).all(axis=2).any()


def test_the_report_shows_each_seal_with_its_legend():
    case = case_of(voucher_sheet(), contract_sheet(), application_sheet())
    shown = case.documents[0].seals[0]
    pictures = {
        (shown.file, shown.page): PagePictures(
            "data:page", {shown.bbox_frac: "data:crop"}, {shown.bbox_frac: "data:strip"}
        )
    }
    page = render_report(case, pictures)
    assert "data:strip" in page
    assert "data:crop" in page
    assert page.count("读作") == 1
    assert "财务专用章" in page
