"""The year that a month without one takes."""

import pytest

from intake.papers.wage_month import _only_year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("年度:2024年 单位:元\n2 徐国 17737.15 1981.05 314.13 16571.97", 2024),
        ("7月份工资表\n2 徐国 17737.15 314.13", None),
        ("2023年12月15日\n2024年1月", None),
        ("制表日期 2024-08-05", 2024),
    ],
)
def test_an_amount_that_looks_like_a_month_names_no_year(text, year):
    assert _only_year(text) == year
