import json

import numpy as np
import pytest

from intake.errors import EngineFailure
from intake.seals import lettering
from intake.seals.impression import impression
from intake.seals.lettering import Lettering, open_lettering, weights_file
from intake.seals.planes import RING, planes_of, tone_of, turn_of
from intake.seals.read_lifted import bareness, read_lifted
from intake.seals.shape import Ring
from intake.seals.star import find_star
from intake.session import OnnxSession, OpenVinoSession
from models.marks import InkColour, SealKind
from samples.ink.record import hashed
from samples.lettering.record import sources_hash
from samples.sheet import Sheet, Type
from tests.intake.ink.pages import COMPANY, engraving, grey_copy, page_of, pressed

MOST_BYTES = 2_000_000


def _lifted_of(sheet, box, colour=InkColour.RED, *, copied=False):
    """Return the impression in `box` (mm) and its ring."""
    page = page_of(sheet)
    if copied:
        page = grey_copy(page)
    x, y = (page.px((box.left + box.right) / 2), page.px((box.top + box.bottom) / 2))
    ring = Ring(x, y, page.px(20.0), page.px(20.0))
    return impression(page, ring.box.grown(0.12 * ring.radius), colour), ring


def _printed_over():
    sheet = Sheet(120, 90)
    box = pressed(sheet, engraving(SealKind.FINANCIAL), (60, 45))
    for y in (32, 52):
        sheet.text(
            (20, y), "编制单位北京宏达科技有限公司负责人张三李四王五", Type("noto-serif", 4.2)
        )
    return sheet, box


def test_the_weights_are_those_that_the_recipe_describes():
    record = json.loads(weights_file().with_suffix(".json").read_text("utf-8"))
    assert record["weights"] == hashed(weights_file())
    assert record["sources"] == sources_hash()
    assert record["seed"]
    assert record["steps"] >= 1000


def test_the_weights_are_small():
    assert weights_file().stat().st_size <= MOST_BYTES


def test_both_runtimes_lift_the_same():
    pytest.importorskip("onnxruntime")
    lifted, ring = _lifted_of(*_printed_over())
    planes = planes_of(lifted, turn_of(ring).points, tone_of(lifted, ring), RING)
    one = Lettering(OpenVinoSession(weights_file(), precise=True)).lift(planes)
    other = Lettering(OnnxSession(weights_file())).lift(planes)
    assert np.abs(one.astype(int) - other).max() <= 2


def test_letters_are_lifted_out_of_print_on_a_copy_without_colour(engine):
    lifted, ring = _lifted_of(*_printed_over(), InkColour.BLACK, copied=True)
    star = find_star(lifted, ring)
    text = read_lifted(lifted, ring, star, (engine, open_lettering()))
    assert sum(char in text.legend for char in COMPANY) >= len(COMPANY) - 2


def test_a_seal_without_a_purpose_is_bare_below_its_star_and_one_with_a_purpose_is_not(engine):
    letters = open_lettering()
    for kind, least, most in ((SealKind.OFFICIAL, 0.9, 1.0), (SealKind.FINANCIAL, 0.0, 0.1)):
        sheet = Sheet(120, 90)
        lifted, ring = _lifted_of(sheet, pressed(sheet, engraving(kind), (60, 45)))
        text = read_lifted(lifted, ring, find_star(lifted, ring), (engine, letters))
        assert least <= text.bare <= most


def test_white_is_bare():
    assert bareness(np.full((160, 224), 255, np.uint8)) == 1.0


def test_missing_weights_are_an_engine_failure(monkeypatch):
    monkeypatch.setattr(lettering, "WEIGHTS", "none.onnx")
    with pytest.raises(EngineFailure):
        open_lettering()
