"""Amounts as they are printed and as they are misread."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.amounts import amount_candidates, is_dash, looks_numeric, parse_amount

FEN = st.integers(0, 10**9).map(lambda fen: Decimal(fen) / 100)
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")

SPELLINGS = {
    "plain": "{:.2f}",
    "thousands": "{:,.2f}",
    "currency": "¥{:,.2f}",
    "wide currency": "￥ {:,.2f}",
    "unit": "{:,.2f}元",
    "words": "人民币{:.2f}元整",
    "bracketed currency": "(小写)¥{:.2f}",
}


@pytest.mark.parametrize("spelling", [s for s in SPELLINGS.values() if not s.startswith("(")])
@given(value=FEN)
def test_every_spelling_of_an_amount_reads_back_to_it(spelling, value):
    assert parse_amount(spelling.format(value)) == value
    assert parse_amount(spelling.format(value).translate(FULL_WIDTH)) == value


@given(FEN.filter(bool))
def test_brackets_and_minus_make_an_amount_negative(value):
    assert parse_amount(f"({value:,.2f})") == -value
    assert parse_amount(f"（{value:.2f}）") == -value
    assert parse_amount(f"-{value:,.2f}") == -value


@pytest.mark.parametrize(
    "text", ["", "-", "—", "8.500.00", "8,50", "85O0.00", "1,2345.00", "8.505", "2024年", "约8000"]
)
def test_nothing_is_read_strictly_that_breaks_the_grammar(text):
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        ("8.500.00", "8500.00", "point for comma"),
        ("8,500,00", "8500.00", "comma for point"),
        ("8.500", "8500", "point for comma"),
        ("12,34500", "12345.00", "point lost"),
        ("85O0.00", "8500.00", "letter for digit"),
        ("l2,000.00", "12000.00", "letter for digit"),
        ("8 500.00", "8500.00", "blank inside"),
        ("8'500.00", "8500.00", "mark for separator"),
        ("8500.00|", "8500.00", "mark at the edge"),
    ],
)
def test_a_misread_amount_has_a_candidate_and_a_reason(text, value, why):
    assert [(str(c.value), c.why) for c in amount_candidates(text)] == [(value, why)]


def test_a_digit_too_many_leaves_two_candidates():
    values = [str(candidate.value) for candidate in amount_candidates("11,783.042")]
    assert values == ["11783.04", "11783042"]


@given(FEN)
def test_a_grammatical_amount_has_itself_as_only_candidate(value):
    (candidate,) = amount_candidates(f"{value:,.2f}")
    assert (candidate.value, candidate.why) == (value, "")


@given(FEN.filter(lambda value: value >= 1000), st.data())
def test_exchanging_points_and_commas_keeps_the_value_among_the_candidates(value, data):
    printed = f"{value:,.2f}"
    marks = [index for index, char in enumerate(printed) if char in ",."]
    index = data.draw(st.sampled_from(marks))
    misread = printed[:index] + {",": ".", ".": ","}[printed[index]] + printed[index + 1 :]
    assert value in {candidate.value for candidate in amount_candidates(misread)}


@pytest.mark.parametrize("text", ["应发工资", "张三", "", "—"])
def test_words_have_no_candidates(text):
    assert amount_candidates(text) == ()
    assert not looks_numeric(text)


def test_a_dash_stands_for_nought_and_is_no_number():
    assert is_dash("—")
    assert is_dash(" - ")
    assert not is_dash("-8")
    assert looks_numeric("8,5O0.00")
