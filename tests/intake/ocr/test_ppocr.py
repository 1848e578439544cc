from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import EngineFailure
from intake.ocr.detect import Line
from intake.ocr.ppocr import PpOcr, in_reading_order
from intake.ocr.recognise import Glyph
from models.evidence import Box
from models.page import ColourMode, Word
from tests.intake.ocr.paper import blank, line, page, write

ROWS = [
    ("姓名", "基本工资", "奖金", "应发工资"),
    ("王小明", "7,000.00", "1,500.50", "8,500.50"),
    ("欧阳喆", "12,340.00", "0.00", "12,340.00"),
]
COLUMNS = (60, 260, 480, 700)


def payroll(*, ruled=True):
    """A small payroll table: its picture and where each text stands."""
    pixels, truth = blank(1000, 420), []
    for number, row in enumerate(ROWS):
        for x, text in zip(COLUMNS, row, strict=True):
            pixels, box = write(pixels, text, (x, 80 + 70 * number))
            truth.append((text, box))
    if ruled:
        for y in range(65, 300, 70):
            cv2.line(pixels, (40, y), (940, y), (30, 30, 30), 2)
        for x in (40, 240, 460, 680, 940):
            cv2.line(pixels, (x, 65), (x, 275), (30, 30, 30), 2)
    return pixels, truth


@pytest.mark.parametrize("ruled", [True, False])
def test_a_payroll_table_is_read_cell_by_cell(engine, ruled):
    pixels, truth = payroll(ruled=ruled)
    words = engine.read_page(page(pixels))
    assert [word.text for word in words] == [text for text, _ in truth]
    for word, (_, box) in zip(words, truth, strict=True):
        assert word.box.left == pytest.approx(box[0], abs=10)
        assert word.box.right == pytest.approx(box[2], abs=10)
        assert word.box.top < (box[1] + box[3]) / 2 < word.box.bottom
        assert word.score > 0.8
        assert word.reader == engine.name


def test_characters_are_placed_where_they_stand(engine):
    text = "应发工资8,500.00元"
    pixels, box = write(blank(), text, (100, 100))
    (word,) = engine.read_page(page(pixels))
    assert word.text == text
    starts = [box[0] + (box[2] - box[0]) * share for share in (0, 4 / 9, 8 / 9)]
    found = [word.char_lefts[index] for index in (0, 4, 12)]
    assert found == pytest.approx(starts, abs=12)


def test_a_blank_page_has_no_words(engine):
    assert engine.read_page(page(blank())) == ()


def test_a_grey_page_is_read(engine):
    pixels, _ = write(blank(), "社会保险", (100, 100))
    words = engine.read_page(page(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)))
    assert [word.text for word in words] == ["社会保险"]


def test_a_binarised_copy_is_read(engine):
    pixels, truth = payroll()
    copy = np.where(cv2.GaussianBlur(pixels, (0, 0), 0.8) > 140, 255, 0).astype(np.uint8)
    words = engine.read_page(page(copy, colour=ColourMode.BINARISED))
    assert [word.text for word in words] == [text for text, _ in truth]


@pytest.mark.parametrize("degrees", [-3, 2])
def test_a_slightly_turned_page_is_read_where_it_stands(engine, degrees):
    pixels, truth = payroll(ruled=False)
    turn = cv2.getRotationMatrix2D((500, 200), degrees, 1)
    turned = cv2.warpAffine(pixels, turn, (1000, 420), borderValue=(255, 255, 255))
    words = engine.read_page(page(turned))
    for text, box in truth:
        middle = turn @ ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, 1)
        (found,) = [word for word in words if word.text == text and _holds(word.box, middle)]
        assert found.score > 0.5


def _holds(box, point):
    return box.left < point[0] < box.right and box.top < point[1] < box.bottom


def test_light_print_on_a_coloured_ground_is_read(engine):
    pixels = blank(800, 200)
    pixels[60:140] = (60, 120, 190)
    pixels, _ = write(pixels, "二〇二四年工资表", (100, 80), ink=(255, 255, 255))
    (word,) = engine.read_page(page(pixels))
    assert word.text.replace("○", "〇") == "二〇二四年工资表"


def test_a_stacked_column_is_read_downwards(engine):
    pixels = blank(400, 420)
    for index, char in enumerate("应发工资合计"):
        pixels, _ = write(pixels, char, (100, 40 + 40 * index))
    (word,) = engine.read_page(page(pixels))
    assert word.text == "应发工资合计"
    assert word.box.height > 4 * word.box.width


def test_fine_print_on_a_large_sheet_is_found(engine):
    pixels = blank(3600, 2400)
    for row in range(12):
        pixels, _ = write(pixels, f"职工{row:02d}的基本养老保险", (300, 300 + 60 * row), size=24)
    words = engine.read_page(page(pixels, dpi=300))
    assert [word.text for word in words] == [f"职工{row:02d}的基本养老保险" for row in range(12)]


class Looking:
    """A detector that remembers how it was asked, and finds a line of its own each time."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def find(self, pixels, *, long_mm, closer=False):  # noqa: ARG002
        self.asked.append(closer)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


class Saying:
    """A recogniser that is as sure as the width of a crop says."""

    def __init__(self, scores):
        self.scores = scores

    def read(self, crops):
        return tuple(
            tuple(Glyph("字", (i + 0.5) / 4, self.scores[crop.shape[1]]) for i in range(4))
            for crop in crops
        )


def looked_at(scores, *widths):
    pixels, _ = write(blank(), "基本养老保险", (100, 100))
    lines = [(Line(200.0, 116.0, float(width), 40.0, 0.0, 0.9),) for width in widths]
    detector = Looking(*lines)
    words = PpOcr(detector, Saying(scores)).read_page(page(pixels))
    return detector.asked, [word.score for word in words]


@pytest.mark.parametrize(("first", "second", "best"), [(0.4, 0.95, 0.95), (0.5, 0.4, 0.5)])
def test_a_page_that_is_read_badly_is_looked_at_closer_and_the_surer_reading_is_kept(
    first, second, best
):
    asked, scores = looked_at({160: first, 180: second}, 160, 180)
    assert asked == [False, True]
    assert scores == [best]


def test_a_page_that_is_read_well_is_looked_at_once():
    assert looked_at({160: 0.9}, 160) == ([False], [0.9])


def test_the_same_lines_are_not_read_again():
    assert looked_at({160: 0.4}, 160, 160) == ([False, True], [0.4])


def test_lines_are_answered_one_by_one(engine):
    crops = [line("2024年5月"), blank(200, 50), line("8,500.00"), blank(1, 1)]
    answers = engine.read_lines(crops)
    assert [answer.text for answer in answers] == ["2024年5月", "", "8,500.00", ""]
    assert answers[1].score == 0.0
    assert len(answers[0].char_x) == len("2024年5月")
    assert list(answers[0].char_x) == sorted(answers[0].char_x)


def test_a_network_that_fails_is_an_engine_failure():
    class Broken:
        def find(self, *_, **__):
            raise RuntimeError("out of memory")

    with pytest.raises(EngineFailure, match="out of memory"):
        PpOcr(Broken(), None).read_page(page(blank()))


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 900), st.floats(5, 60)), max_size=30))
def test_reading_order_loses_no_word(places):
    words = [
        Word(text=str(i), box=Box(left=x, top=y, right=x + 20, bottom=y + h), score=1, reader="x")
        for i, (x, y, h) in enumerate(places)
    ]
    ordered = in_reading_order(words)
    assert sorted(word.text for word in ordered) == sorted(word.text for word in words)


def test_words_of_a_line_are_ordered_left_to_right_though_they_are_not_quite_level():
    def word(text, x, y):
        return Word(
            text=text, box=Box(left=x, top=y, right=x + 50, bottom=y + 30), score=1, reader="x"
        )

    words = [word("c", 300, 100), word("a", 0, 106), word("d", 10, 150), word("b", 150, 95)]
    assert "".join(w.text for w in in_reading_order(words)) == "abcd"


@given(st.floats(-44, 44), st.floats(20, 500), st.floats(5, 60))
def test_the_hull_of_a_line_holds_its_corners(slope, width, height):
    tilted = Line(x=500, y=500, width=width, height=height, slope=slope, score=1)
    hull = tilted.box()
    for along in (0, 1):
        for across in (0, 1):
            x, y = tilted.at(along, across)
            assert hull.left - 1e-6 <= x <= hull.right + 1e-6
            assert hull.top - 1e-6 <= y <= hull.bottom + 1e-6
    half = tilted.box(0.0, 0.5)
    assert half.width <= hull.width + 1e-6
    assert replace(tilted, slope=0.0).box().height == pytest.approx(height)


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (900, 2), (30, 3000)])
def test_pages_of_odd_sizes_are_read_without_complaint(engine, size):
    noise = np.random.default_rng(0).integers(0, 255, (*size, 3), dtype=np.uint8)
    assert isinstance(engine.read_page(page(noise)), tuple)
