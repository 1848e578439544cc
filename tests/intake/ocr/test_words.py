import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.ocr.crops import Crop
from intake.ocr.detect import Line
from intake.ocr.recognise import Glyph
from intake.ocr.words import fold, tidy, words_of

EM = 30.0
LINE = 46.0


def crop_of(width):
    line = Line(x=100 + width / 2, y=50, width=width, height=LINE, slope=0.0, score=1.0)
    return Crop(np.zeros((46, round(width), 3), np.uint8), line)


def glyphs_at(*places, width, score=1.0):
    return [Glyph(char, x / width, score) for char, x in places]


def spread(text, *, start=10.0, width, step=None):
    """Set characters one after the other, Chinese ones an em wide and others half."""
    x, glyphs = start, []
    for char in text:
        wide = EM if ord(char) > 255 else EM / 2
        if char != " ":
            glyphs.append(Glyph(char, (x + wide / 2) / width, 0.9))
        x += step or wide
    return glyphs


def texts(glyphs, width):
    return [word.text for word in words_of(crop_of(width), glyphs, "x/1")]


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        ("８，５００．００", "8,500.00"),
        ("（元）", "(元)"),
        ("￥", "¥"),
        ("张・三", "张·三"),
        ("①", "①"),
        ("m²", "m²"),
        ("½", "½"),
        ("、。《》", "、。《》"),
        ("\u3000", " "),
    ],
)
def test_widths_are_folded_and_nothing_else(seen, kept):
    assert fold(seen) == kept


@given(st.text(max_size=30))
def test_folding_keeps_the_number_of_characters(text):
    assert len(fold(text)) == len(text)


@given(st.text(max_size=30))
def test_no_digit_comes_out_of_a_sign_that_is_none(text):
    digits = sum(char.isdecimal() for char in text)
    assert sum(char.isdecimal() for char in fold(text)) == digits


def test_a_gap_wider_than_a_character_parts_columns():
    width = 400
    glyphs = spread("基本工资", width=width) + spread("奖金", start=200, width=width)
    assert texts(glyphs, width) == ["基本工资", "奖金"]


def test_a_narrow_gap_does_not():
    width = 400
    glyphs = spread("合同期限", width=width) + spread("三年", start=150, width=width)
    assert texts(glyphs, width) == ["合同期限三年"]


@pytest.mark.parametrize("step", [EM * 1.8, EM * 2.5, EM * 3.2])
def test_a_spaced_out_heading_stays_one_word(step):
    width = 600
    assert texts(spread("工资发放表", width=width, step=step), width) == ["工资发放表"]


def test_two_amounts_that_stand_close_are_two_words():
    width = 400
    glyphs = spread("8500.00", width=width) + spread("300.00", start=130, width=width)
    assert texts(glyphs, width) == ["8500.00", "300.00"]


def test_bars_of_table_rules_are_dropped_and_part_words():
    width = 300
    glyphs = spread("|张三", width=width) + spread("丨李四", start=90, width=width)
    assert texts(glyphs, width) == ["张三", "李四"]


def test_spaces_stay_only_inside_latin_text():
    width = 800
    glyphs = [Glyph(char, (10 + 15 * i) / width, 1.0) for i, char in enumerate("No 12 月 份")]
    assert "".join(glyph.char for glyph in tidy(glyphs)) == "No 12月份"


def test_a_word_is_as_sure_as_its_least_sure_character():
    width = 200
    glyphs = [Glyph("工", 0.2, 0.99), Glyph("资", 0.35, 0.4)]
    (word,) = words_of(crop_of(width), glyphs, "x/1")
    assert word.score == 0.4


@given(
    st.lists(
        st.tuples(st.sampled_from("工资0123.,-A 月|"), st.floats(0.1, 4)), min_size=1, max_size=20
    )
)
def test_left_edges_ascend_inside_the_box_and_no_character_is_lost(steps):
    x, places = 5.0, []
    for char, step in steps:
        x += step * EM
        places.append((char, x))
    width = x + EM
    words = list(words_of(crop_of(width), glyphs_at(*places, width=width), "x/1"))
    read = "".join(word.text for word in words).replace(" ", "")
    assert read == "".join(char for char, _ in places if char not in " |")
    for word in words:
        assert len(word.char_lefts) == len(word.text)
        assert list(word.char_lefts) == sorted(word.char_lefts)
        assert word.box.left == pytest.approx(word.char_lefts[0])
        assert word.char_lefts[-1] <= word.box.right


@given(st.floats(-20, 20))
def test_a_tilted_line_gives_a_box_around_its_text(slope):
    line = Line(x=500, y=500, width=300, height=40, slope=slope, score=1)
    crop = Crop(np.zeros((40, 300, 3), np.uint8), line)
    (word,) = words_of(crop, spread("社会保险", start=5, width=300), "x/1")
    first = line.at(20 / 300, 0.5)
    assert word.box.left <= first[0] <= word.box.right
    assert word.box.top <= first[1] <= word.box.bottom
