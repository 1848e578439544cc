from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.quantities import Month
from samples import spelling
from samples.papers.application import spell_months

MAY = Month(2024, 5)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("8500", "捌仟伍佰元整"),
        ("30010", "叁万零壹拾元整"),
        ("100005", "壹拾万零伍元整"),
        ("0.50", "伍角整"),
        ("10.05", "壹拾元零伍分"),
    ],
)
def test_amounts_in_capital_numerals_follow_the_settlement_rules(value, words):
    assert spelling.in_words(Decimal(value)) == words


@given(st.integers(1, 99_999_999))
def test_whole_amounts_in_capitals_read_back_as_themselves(whole):
    words = spelling.in_words(Decimal(whole)).removesuffix("元整")
    assert cn2an.cn2an(words, "smart") == whole


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("年月", "2024年5月"),
        ("dash", "2024-05"),
        ("hanzi", "二〇二四年五月"),
        ("compact", "202405"),
        ("period", "2024.05.01-2024.05.31"),
    ],
)
def test_months_are_spelled_as_their_style_says(style, text):
    assert spelling.month(MAY, style) == text


def test_months_of_an_application_are_joined_into_ranges_only_where_they_follow_one_another():
    months = (MAY, MAY.plus(1), MAY.plus(2), MAY.plus(5))
    assert spell_months(months, "range") == "2024年5月至2024年7月、2024年10月"
    assert spell_months(months, "list") == "2024年5月、6月、7月、10月"
