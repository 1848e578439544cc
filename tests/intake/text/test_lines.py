"""Words into lines, and words cut in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.lines import line_text, lines_of, split_word, text_height, union_of
from models.evidence import Box
from models.page import Word


def word(text, left=0.0, top=0.0, step=10.0):
    lefts = tuple(left + step * i for i in range(len(text)))
    box = Box(left=left, top=top, right=left + step * len(text), bottom=top + 20)
    return Word(text=text, box=box, score=0.9, reader="drawn", char_lefts=lefts)


@given(st.integers(-2, 2))
def test_a_cut_that_is_off_by_two_characters_still_parts_the_amounts(off):
    pieces = split_word(word("8,000.008,500.00"), [80 + 10 * off])
    assert [piece.text for piece in pieces] == ["8,000.00", "8,500.00"]


@given(st.integers(-2, 2))
def test_a_cut_between_an_amount_and_a_name_falls_between_them(off):
    pieces = split_word(word("12441.75赵兰玲"), [80 + 10 * off])
    assert [piece.text for piece in pieces] == ["12441.75", "赵兰玲"]
    assert pieces[0].box.right == pieces[1].box.left == 80


@given(st.text("一二三四五六", min_size=2, max_size=9), st.lists(st.floats(0, 100), max_size=3))
def test_pieces_of_a_word_are_the_word(text, places):
    assert "".join(piece.text for piece in split_word(word(text), places)) == text


def test_a_word_without_known_characters_is_not_cut():
    whole = word("8,000.008,500.00").model_copy(update={"char_lefts": ()})
    assert split_word(whole, [80]) == (whole,)


def test_words_on_a_tilted_line_stay_together():
    tilted = [word("甲乙", left=100.0 * i, top=3.0 * i) for i in range(6)]
    other = [word("丙丁", left=100.0 * i, top=40 + 3.0 * i) for i in range(6)]
    assert [len(line) for line in lines_of([*other, *tilted])] == [6, 6]


def test_wide_gaps_become_blanks():
    assert (
        line_text([word("甲方"), word("乙方", left=20), word("丙方", left=80)]) == "甲方乙方 丙方"
    )
    assert line_text([]) == ""


def test_the_usual_height_and_the_common_box():
    words = [word("甲乙"), word("丙丁", left=50, top=30)]
    assert text_height(words) == 20
    assert text_height([]) == 0
    assert union_of(w.box for w in words) == Box(left=0, top=0, right=70, bottom=50)
    with pytest.raises(ValueError, match="no boxes"):
        union_of([])
