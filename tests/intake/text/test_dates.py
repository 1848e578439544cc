"""Days in every spelling."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.dates import find_dates, parse_date

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31))
DIGITS = "〇一二三四五六七八九"


def chinese(number):
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (
        DIGITS[ones] if ones else ""
    )


SPELLINGS = {
    "年月日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "spaced": lambda d: f"{d.year} 年 {d.month:02d} 月 {d.day:02d} 日",
    "dash": lambda d: d.isoformat(),
    "point": lambda d: f"{d.year}.{d.month}.{d.day}",
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "eight digits": lambda d: f"{d:%Y%m%d}",
    "Chinese": lambda d: (
        "".join(DIGITS[int(c)] for c in str(d.year)) + f"年{chinese(d.month)}月{chinese(d.day)}日"
    ),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
@given(day=DAYS)
def test_every_spelling_of_a_day_reads_back_to_it(spelling, day):
    assert parse_date(spelling(day)) == day


@given(DAYS, DAYS)
def test_days_are_found_in_order(first, second):
    text = f"合同期限自{first.year}年{first.month}月{first.day}日起至{second.isoformat()}止"
    assert [mention.date for mention in find_dates(text)] == [first, second]


@pytest.mark.parametrize("text", ["2024年2月30日", "2024年3月", "2024", "三年", "1234567890"])
def test_what_the_calendar_does_not_have_is_no_day(text):
    assert find_dates(text) == ()


def test_letters_for_digits_are_put_right():
    assert parse_date("2O24年l月3日") == dt.date(2024, 1, 3)
