from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.capital_numerals import LIMIT, capital_words, find_capitals, parse_capital

amounts = st.integers(0, 10**7 - 1).map(lambda fen: Decimal(fen).scaleb(-2))
large = st.integers(0, int(LIMIT) * 100 - 1).map(lambda fen: Decimal(fen).scaleb(-2))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),  # the two examples of the rule
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("3215.68", "人民币叁仟贰佰壹拾伍元陆角捌分"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("8500", "人民币捌仟伍佰元整"),
        ("10", "人民币壹拾元整"),
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角"),
        ("100000005", "人民币壹亿零伍元整"),
        ("20240000.01", "人民币贰仟零贰拾肆万元零壹分"),
    ],
)
def test_an_amount_is_written_as_the_rule_says(amount, words):
    assert capital_words(Decimal(amount)) == words


@given(large)
def test_what_was_written_is_read_back(amount):
    assert parse_capital(capital_words(amount)) == amount


@given(amounts)
def test_what_another_writer_wrote_is_read(amount):
    assert parse_capital(cn2an.an2cn(str(amount), "rmb")) == amount


@given(st.integers(100, 10**9).map(lambda fen: Decimal(fen).scaleb(-2)), st.data())
def test_a_character_less_never_gives_an_amount_without_its_ending(amount, data):
    words = capital_words(amount)
    cut = data.draw(st.integers(4, len(words) - 1))
    read = parse_capital(words[:cut])
    assert read is None or (words[cut - 1] == "角" and read < amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("人民币 捌仟伍佰圆正", "8500"),
        ("人民币（大写）：捌仟伍佰元整", "8500"),
        ("貳萬陸仟億元整", None),
        ("陸億元整", "600000000"),
        ("貳萬零參佰圓整", "20300"),
        ("壹拾万柒仟元零伍角叁分", "107000.53"),
        ("壹拾万零柒仟元伍角叁分", "107000.53"),
        ("壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("壹元零角贰分", "1.02"),
        ("伍角整", "0.50"),
    ],
)
def test_other_spellings_of_the_same_are_read(text, amount):
    assert parse_capital(text) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("人民币", id="no amount"),
        pytest.param("元整", id="no digit"),
        pytest.param("捌仟伍佰元", id="no 整: something may have been cut off"),
        pytest.param("叁元零肆分整", id="整 after 分"),
        pytest.param("壹佰伍元整", id="零 missing where 150 might be meant"),
        pytest.param("拾元整", id="a digit might have been put in front"),
        pytest.param("一百元整", id="ordinary numerals"),
        pytest.param("廿元整", id="廿"),
        pytest.param("伍毛", id="毛"),
        pytest.param("另伍分", id="另"),
        pytest.param("壹佰壹佰元整", id="a unit twice"),
        pytest.param("壹拾壹佰元整", id="units ascending"),
        pytest.param("壹贰元整", id="two digits on end"),
        pytest.param("壹元伍角壹元整", id="two amounts"),
        pytest.param("零零元整", id="two zeros"),
        pytest.param("-伍元整", id="a sign"),
    ],
)
def test_what_may_be_misread_is_refused(text):
    assert parse_capital(text) is None


@pytest.mark.parametrize("amount", ["-0.01", "0.005", "1000000000000", "NaN"])
def test_what_no_paper_bears_is_not_written(amount):
    with pytest.raises((ValueError, ArithmeticError)):
        capital_words(Decimal(amount))


def test_amounts_are_found_in_a_line():
    line = "合计（大写）：壹万贰仟叁佰肆拾伍元陆角 ￥12345.60 实发人民币捌仟元整"
    assert find_capitals(line) == (
        ("壹万贰仟叁佰肆拾伍元陆角", Decimal("12345.60")),
        ("捌仟元整", Decimal(8000)),
    )


@pytest.mark.parametrize("line", ["捌什伍佰元整", "壹佰元伍角丨分", "壹佰元伍角·分", "十壹佰元整"])
def test_a_run_beside_a_misread_character_is_passed_over(line):
    assert find_capitals(line) == ()
