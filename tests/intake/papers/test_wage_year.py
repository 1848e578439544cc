"""The year that a month without one takes."""

import pytest

from intake.papers.wage_month import Clues, _only_year, resolved
from intake.text.months import find_months
from models.quantities import Month


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


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("年度：2023年\n20230118现金付讫", ()),
        ("年度：2023年\n2023年11月8日现金付讫", (Month(2023, 10),)),
        ("年度：2022年\n2023年1月10日", (Month(2022, 10),)),
        ("发放日期：2023年1月10日", (Month(2022, 10),)),
        ("年度：2023年", (Month(2023, 10),)),
    ],
)
def test_a_day_of_paying_that_contradicts_the_year_leaves_the_month_to_a_person(text, months):
    (mention,) = find_months("10月份工资表")
    assert resolved(mention, Clues.of(text))[0] == months
