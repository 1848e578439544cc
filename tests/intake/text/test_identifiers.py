"""Citizen IDs and credit codes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.identifiers import born_on, check_id, check_uscc, find_ids, find_usccs

ID = "11010519491231002X"
USCC = "91350100M000100Y43"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@st.composite
def ids(draw):
    born = draw(st.dates(dt.date(1950, 1, 1), dt.date(2005, 12, 31)))
    body = f"{draw(st.integers(110000, 659999))}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    total = sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


@given(ids())
def test_a_number_made_by_the_standard_is_valid(number):
    assert check_id(number).valid
    assert check_id(number).value == number


@given(ids(), st.integers(0, 16), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(number, place, step):
    wrong = str((int(number[place]) + step) % 10)
    assert not check_id(number[:place] + wrong + number[place + 1 :]).valid


@given(ids(), st.data())
def test_a_lookalike_read_for_a_digit_leaves_the_number_among_the_candidates(number, data):
    places = [index for index in range(17) if number[index] in "083"]
    if places:
        place = data.draw(st.sampled_from(places))
        misread = (
            number[:place] + {"0": "8", "8": "3", "3": "8"}[number[place]] + number[place + 1 :]
        )
        assert number in check_id(misread).candidates


def test_letters_where_only_digits_stand_are_digits():
    assert check_id("11O1051949123l002x").value == ID
    assert check_id("11O1051949123l002x").valid


def test_fifteen_digits_are_a_legacy_number():
    check = check_id("110105491231002")
    assert (check.valid, check.legacy) == (True, True)
    assert not check_id("110105493931002").valid


def test_the_birth_date_is_in_the_number():
    assert born_on(ID) == dt.date(1949, 12, 31)
    assert born_on("110105194913310021") is None


def test_credit_codes_are_checked_and_letters_outside_the_alphabet_put_right():
    assert check_uscc(USCC).valid
    assert check_uscc("9135O1OOM000100Y43").value == USCC
    assert not check_uscc("91350100M000100Y4A").valid
    assert USCC in check_uscc("91350100MO00100Y48").candidates


@pytest.mark.parametrize("number", ["110105012345678", "M000100Y4"])
def test_old_registration_numbers_are_legacy(number):
    assert check_uscc(number).legacy


def test_numbers_are_found_in_running_text():
    assert find_ids(f"身份证号：{ID}，电话13800000000") == (ID,)
    assert find_usccs(f"统一社会信用代码 {USCC} 身份证 {ID}") == (USCC,)


@pytest.mark.parametrize(
    "text",
    ["25 330 220 840 670 5578", "12400 2190 14590 1531"],
)
def test_amounts_side_by_side_are_no_credit_code(text):
    assert find_usccs(text) == ()


@pytest.mark.parametrize("text", [USCC, f"{USCC[:8]} {USCC[8:]}", f"代码 {USCC} 8500.00"])
def test_a_credit_code_may_be_printed_in_groups_and_beside_amounts(text):
    assert find_usccs(text) == (USCC,)
