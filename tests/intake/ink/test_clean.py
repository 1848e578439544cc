import numpy as np
import pytest

from intake.ink.clean import without_seal_ink
from models.marks import InkColour, Seal, SealKind, SealShape
from samples.seals import BLUE, RED, SEAL_BLACK
from samples.sheet import Sheet, Type
from tests.intake.ink.pages import engraving, page_of, pressed


def _page(colour=RED, *, sealed=True):
    sheet = Sheet(100, 80)
    for y in range(24, 60, 6):
        sheet.text((30, y), "8,500.00 12,345.67", Type("noto-serif", 4.0))
    box = pressed(sheet, engraving(), (50, 40), colour=colour) if sealed else None
    page = page_of(sheet)
    if box is None:
        return page, ()
    seal = Seal(
        box=box.model_copy(
            update={
                side: page.px(getattr(box, side)) for side in ("left", "top", "right", "bottom")
            }
        ),
        kind=SealKind.OFFICIAL,
        shape=SealShape.ROUND,
        colour={RED: InkColour.RED, BLUE: InkColour.BLUE, SEAL_BLACK: InkColour.BLACK}[colour],
        score=1.0,
    )
    return page, (seal,)


@pytest.mark.parametrize("colour", [RED, BLUE])
def test_what_a_seal_covered_looks_as_if_it_had_not_been_there(colour):
    page, seals = _page(colour)
    clean, _ = _page(sealed=False)
    freed = without_seal_ink(page, seals).pixels.astype(int)
    off = np.abs(freed - clean.pixels.astype(int)).max(axis=2)
    before = np.abs(page.pixels.astype(int) - clean.pixels.astype(int)).max(axis=2)
    assert (before > 60).mean() > 0.03
    assert (off > 60).mean() < 0.003


def test_nothing_outside_the_seals_box_changes():
    page, seals = _page()
    freed = without_seal_ink(page, seals).pixels
    box = seals[0].box.grown(page.px(2))
    outside = np.ones(freed.shape[:2], bool)
    outside[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = False
    assert (freed[outside] == page.pixels[outside]).all()


def test_black_seals_stay_for_their_ink_is_that_of_print():
    page, seals = _page(SEAL_BLACK)
    assert (without_seal_ink(page, seals).pixels == page.pixels).all()


def test_the_page_itself_is_left_as_it_was():
    page, seals = _page()
    before = page.pixels.copy()
    without_seal_ink(page, seals)
    assert (page.pixels == before).all()


def test_a_seal_that_reaches_over_the_edge_is_cleaned_on_the_page():
    page, seals = _page()
    over = seals[0].model_copy(update={"box": seals[0].box.grown(page.px(60))})
    assert without_seal_ink(page, [over]).pixels.shape == page.pixels.shape
