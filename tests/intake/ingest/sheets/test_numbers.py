"""A cell's number is shown as its format says."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.ingest.sheets.numbers import general, is_date_code, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (8500.0, "", "8500"),
        (8500.5, "General", "8500.5"),
        (8500.299999999999, "", "8500.3"),
        (0.1 + 0.2, "", "0.3"),
        (8333.3333333333339, "", "8333.3333333"),
        (8500.0, "0.00", "8500.00"),
        (8500.456, "#,##0.00", "8500.46"),
        (8500.5, "0.0#", "8500.5"),
        (8500.0, "0.##", "8500"),
        (0.08, "0%", "8%"),
        (-200.0, "#,##0.00_);(#,##0.00)", "-200.00"),
        (8500.0, '"¥"#,##0.00', "8500.00"),
        (8500.0, '[Red]0.00"元"', "8500.00"),
        (0.0, '0.00;-0.00;"-"', "-"),
        (8500.0, ";;;", ""),
        ("机密", ";;;", ""),
        ("张伟", "@", "张伟"),
        (0.0, "0;-0;;@", ""),
        (123456789012345.0, "", "123456789012345"),
        (1.1010519491231e17, "0", "110105194912310000"),
        (True, "", "TRUE"),
        (time(9, 30), "", "09:30"),
        (None, "", ""),
    ],
)
def test_numbers_are_shown_as_their_code_says(value, code, text):
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy-m-d", "2024-05-01"),
        ('yyyy"年"m"月"', "2024年5月"),
        ("mmm-yy", "2024年5月"),
        ('m"月"d"日"', "5月1日"),
        ('m"月"', "5月"),
        ("", "2024-05-01"),
    ],
)
def test_a_days_cell_shows_no_more_than_its_code(code, text):
    assert shown(date(2024, 5, 1), code) == text
    assert shown(datetime(2024, 5, 1, 12), code) == text  # noqa: DTZ001


def test_a_code_of_days_is_told_from_one_of_numbers():
    assert is_date_code('yyyy"年"m"月"')
    assert not is_date_code("0.00")
    assert not is_date_code('General"日"')


@given(st.decimals(min_value=0, max_value=999_999, places=2))
def test_an_amount_of_yuan_and_fen_is_shown_in_full(amount):
    assert float(general(float(amount))) == float(amount)
    assert "E" not in general(float(amount))
