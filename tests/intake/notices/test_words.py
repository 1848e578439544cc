"""Months, rates and numbers in the words of a notice."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.notices.words import day, masked, money, months, months_en, per_mille, percent
from models.quantities import Month


@pytest.mark.parametrize(
    ("listed", "zh", "en"),
    [
        (["2024-05"], "2024年5月", "2024-05"),
        (["2024-05", "2024-06"], "2024年5月、6月", "2024-05, 2024-06"),
        (["2024-05", "2024-06", "2024-07"], "2024年5月至7月", "2024-05 to 2024-07"),
        (["2024-12", "2025-01", "2025-02"], "2024年12月至2025年2月", "2024-12 to 2025-02"),
        (["2024-07", "2024-01", "2024-07"], "2024年1月、7月", "2024-01, 2024-07"),
        ([], "", ""),
    ],
)
def test_months_are_written_as_runs(listed, zh, en):
    values = [Month.parse(text) for text in listed]
    assert months(values) == zh
    assert months_en(values) == en


MONTHS = st.builds(Month, st.integers(2020, 2026), st.integers(1, 12))


def understood(text):
    """Read what `months` writes, as a clerk would."""
    found, year = set(), 0
    for part in filter(None, text.split("、")):
        ends = []
        for end in part.split("至"):
            match = re.fullmatch(r"(?:(\d{4})年)?(\d{1,2})月", end)
            year = int(match[1] or year)
            ends.append(Month(year, int(match[2])))
        found.update(ends[0].through(ends[-1]))
    return found


@given(st.sets(MONTHS))
def test_no_month_is_lost_or_added(values):
    assert understood(months(values)) == values


def test_numbers_are_written_as_people_write_them():
    assert money(Decimal("16409.5")) == "16,409.50"
    assert percent(Decimal("0.098")) == "9.8%"
    assert percent(Decimal("0.10")) == "10%"
    assert per_mille(Decimal("0.0005")) == "0.5‰"
    assert day(date(2024, 12, 10)) == "2024年12月10日"
    assert day(None).split() == ["年", "月", "日"]


def test_an_id_number_shows_its_ends_alone():
    assert masked("11010519491231002X") == "1" + "*" * 16 + "X"
    assert masked(None) == ""
