"""Wage months in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.months import MonthRole, find_months, parse_month, wage_months, years_in
from models.quantities import Month

MONTHS = st.builds(Month, st.integers(2000, 2039), st.integers(1, 12))
DIGITS = "〇一二三四五六七八九"
NAMES = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")

SPELLINGS = {
    "年月": lambda m: f"{m.year}年{m.month}月",
    "年0月": lambda m: f"{m.year}年{m.month:02d}月份",
    "spaced": lambda m: f"{m.year} 年 {m.month} 月",
    "dash": lambda m: f"{m.year}-{m.month:02d}",
    "point": lambda m: f"{m.year}.{m.month}",
    "slash": lambda m: f"{m.year}/{m.month:02d}",
    "six digits": lambda m: f"{m.year}{m.month:02d}",
    "full width": lambda m: f"{m.year}年{m.month}月".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "Chinese": lambda m: "".join(DIGITS[int(d)] for d in str(m.year)) + f"年{NAMES[m.month]}月",
    "circle for nought": lambda m: (
        "".join(DIGITS[int(d)] for d in str(m.year)).replace("〇", "○") + f"年{NAMES[m.month]}月份"
    ),
    "two-digit year": lambda m: f"{m.year % 100:02d}年{m.month}月",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
@given(month=MONTHS)
def test_every_spelling_of_a_month_reads_back_to_it(spelling, month):
    assert parse_month(spelling(month)) == month
    assert wage_months(f"某某公司 {spelling(month)} 工资表") == (month,)


@given(month=MONTHS, length=st.integers(1, 30), dash=st.sampled_from("—-–~至到～一"))
def test_a_range_is_all_its_months(month, length, dash):
    last = month.plus(length)
    text = f"{month.year}年{month.month}月{dash}{last.year}年{last.month}月"
    assert wage_months(text) == tuple(month.through(last))


@given(month=MONTHS, length=st.integers(1, 11), mark=st.sampled_from("、,，;和及"))
def test_a_list_is_all_its_months(month, length, mark):
    named = tuple(month.through(month.plus(length)))
    assert wage_months(mark.join(f"{m.year}年{m.month}月" for m in named)) == named


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2024年5月、6月、7月", "2024-05 2024-06 2024-07"),
        ("2024年5、6、7月", "2024-05 2024-06 2024-07"),
        ("2024年1-3月", "2024-01 2024-02 2024-03"),
        ("2024.1-3", "2024-01 2024-02 2024-03"),
        ("2024.01-2024.03", "2024-01 2024-02 2024-03"),
        ("2024-01-2024-03", "2024-01 2024-02 2024-03"),
        ("202401-202403", "2024-01 2024-02 2024-03"),
        ("自2024年1月起至2024年3月止", "2024-01 2024-02 2024-03"),
        ("二〇二四年一至三月", "2024-01 2024-02 2024-03"),
        ("2024年第一季度", "2024-01 2024-02 2024-03"),
        ("2023年11月至2月", "2023-11 2023-12 2024-01 2024-02"),
        ("2023年12月、1月", "2023-12 2024-01"),
        ("2024年5月 6月", "2024-05 2024-06"),
        ("工资明细表（2019.1.1至2019.1.31）", "2019-01"),
        ("2O24年3月", "2024-03"),
        ("2024车3月工资", "2024-03"),
        ("2024年3目工资", "2024-03"),
        ("2024年05.月", "2024-05"),
        ("二二四年三月", "2024-03"),
    ],
)
def test_lists_ranges_and_misreadings(text, months):
    assert " ".join(map(str, wage_months(text))) == months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("所属期：2024年3月 发放日期：2024年4月10日", "2024-03"),
        ("支付日期：2024-04-10 会计期间：2024-03", "2024-03"),
        ("2024年4月发放2024年3月工资", "2024-03"),
        ("2024年3月工资表 制表日期：2024年4月", "2024-03"),
        ("制表日期：2024年4月", ""),
        ("发放月份：2024年4月", ""),
        ("填报日期 2024年4月8日", ""),
    ],
)
def test_the_month_of_paying_or_printing_is_no_wage_month(text, months):
    assert " ".join(map(str, wage_months(text))) == months


@pytest.mark.parametrize("text", ["2024年13月", "2024年 月工资表", "工资 3 个月", "合同期三年", ""])
def test_nothing_is_made_of_what_is_no_month(text):
    assert find_months(text) == ()


@given(MONTHS)
def test_a_single_day_is_no_wage_month(month):
    (mention,) = find_months(f"{month.year}年{month.month}月15日")
    assert mention.has_day
    assert wage_months(f"{month.year}年{month.month}月15日") == ()


def test_a_month_without_a_year_takes_it_from_elsewhere():
    (mention,) = find_months("3月份工资")
    assert mention.lacks_year
    assert mention.role is MonthRole.WAGE
    assert mention.months == ()
    assert mention.in_year(2024) == (Month(2024, 3),)
    assert wage_months("3月份工资", year=2024) == (Month(2024, 3),)


def test_december_paid_in_january_is_of_the_year_before():
    (mention,) = find_months("12月工资")
    assert mention.up_to(Month(2024, 1)) == (Month(2023, 12),)


def test_years_are_found_where_a_date_names_them():
    assert years_in("2024年度 工资台账 2023年12月 制表 2025-01-05 编号 2019") == (2024, 2023, 2025)


def test_months_in_a_row_with_points_between_are_a_list():
    assert wage_months("2024.05.2024.06") == (Month(2024, 5), Month(2024, 6))


def test_a_range_of_days_that_cuts_months_is_a_cycle():
    assert find_months("2024.02.26-2024.03.25")[0].cycle
    assert not find_months("2024.02.01-2024.03.31")[0].cycle
    assert not find_months("2024.03.01-2024.03.15")[0].cycle
