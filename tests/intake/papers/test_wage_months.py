"""The month that a voucher is for."""

import pytest

from intake.papers import assemble_papers
from models.quantities import Month
from tests.intake.papers.building import Sheet, payroll


def voucher(sheet):
    (paper,) = assemble_papers([sheet.reading()])
    return paper


def with_lines(title, *lines):
    sheet = Sheet().title(title)
    for line in lines:
        sheet.line(*line)
    sheet.table([["姓名", "应发工资", "实发工资", "签名"], ["张伟", "8500.00", "8000.00", ""]])
    return sheet


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2024年3月工资表", ()),
        ("二〇二四年三月份工资发放表", ()),
        ("工资表", (("所属月份：202403",),)),
        ("工资表", (("工资所属期：2024.03.01-2024.03.31", "发放日期：2024年4月10日"),)),
        ("工资发放表", (("会计期间：2024-03", "制表日期：2024-04-02"),)),
        ("3月份工资表", (("年度：2024年", "单位：元"),)),
        ("3月份工资表", (("发放日期：2024年4月10日",),)),
        ("工资表", (("单位：元", "2024年3月"),)),
        ("2024年4月发放2024年3月工资明细表", ()),
    ],
)
def test_the_wage_month_is_found_and_the_day_of_paying_is_not(title, lines):
    paper = voucher(with_lines(title, *lines))
    assert paper.months == (Month(2024, 3),)
    assert paper.month_field.value == "2024-03"
    assert paper.month_field.score > 0.85


def test_december_paid_in_january_is_of_the_year_before():
    paper = voucher(with_lines("12月份工资表", ("发放日期：2025年1月10日",)))
    assert paper.months == (Month(2024, 12),)


@pytest.mark.parametrize("title", ["工资表", "2024年 月工资表", "年月工资发放表"])
def test_a_month_that_cannot_be_read_is_not_guessed(title):
    paper = voucher(with_lines(title, ("发放日期：2024年4月10日",)))
    assert paper.months == ()
    assert "month illegible" in paper.month_field.note
    assert paper.month_field.evidence is not None


def test_a_month_without_any_year_is_illegible():
    paper = voucher(with_lines("3月份工资表"))
    assert paper.months == ()
    assert "illegible" in paper.month_field.note


def test_readers_that_see_different_months_assert_none():
    sheet = payroll("2024年3月工资表")
    sheet.second.append(sheet.words[0].model_copy(update={"text": "2024年8月", "reader": "second"}))
    paper = voucher(sheet)
    assert paper.months == ()
    assert paper.month_field.note == "readings disagree"


def test_two_places_that_agree_make_sure():
    paper = voucher(with_lines("2024年3月工资表", ("所属期：2024年3月",)))
    assert paper.month_field.score > 0.97


def test_labelled_places_that_disagree_assert_none():
    paper = voucher(
        with_lines("工资表", ("所属期：2024年1月至2024年3月",), ("会计期间：2024年9月",))
    )
    assert paper.months == ()


def test_blocks_of_a_page_have_the_months_above_them():
    sheet = Sheet().title("2024年3月工资条")
    head = ["姓名", "应发工资", "实发工资", "签名"]
    sheet.table([head, ["张伟", "8500.00", "8000.00", ""]])
    sheet.title("2024年4月工资条")
    sheet.table([head, ["张伟", "8600.00", "8100.00", ""]])
    paper = voucher(sheet)
    assert paper.months == (Month(2024, 3), Month(2024, 4))
    assert [(str(e.month), e.gross.value) for e in paper.entries] == [
        ("2024-03", "8500.00"),
        ("2024-04", "8600.00"),
    ]


def named(file, title="工资表"):
    sheet = with_lines(title, ("单位：元",))
    sheet.file = file
    return voucher(sheet)


@pytest.mark.parametrize("file", ["2024年3月工资表.pdf", "工资/2024-03.xlsx", "工资202403(1).tif"])
def test_a_month_in_the_files_name_only_is_for_a_person(file):
    paper = named(file)
    assert paper.months == (Month(2024, 3),)
    assert paper.month_field.score < 0.85
    assert paper.month_field.readings[0].reader == "file name"


@pytest.mark.parametrize("file", ["IMG_20240310_101500.jpg", "扫描件.pdf", "3月工资.pdf"])
def test_a_file_named_for_a_day_or_no_month_tells_none(file):
    assert named(file).months == ()


def test_the_files_name_does_not_fill_the_papers_blank():
    assert named("2024年3月工资表.pdf", "2024年 月工资表").months == ()


def test_the_paper_outweighs_the_name_of_its_file():
    paper = named("2024年3月工资表.pdf", "2024年5月工资表")
    assert paper.months == (Month(2024, 5),)
    assert paper.month_field.score > 0.85


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2024年3月工资表", (("计薪周期：2024.2.26-2024.3.25",),)),
        ("2024年（3）月工资表", ()),
        ("工资表", (("会计期间：2024年第3期", "制表日期：2024-04-02"),)),
        ("工资表", (("年份：2024", "月份：3"),)),
    ],
)
def test_months_in_less_usual_spellings(title, lines):
    assert voucher(with_lines(title, *lines)).months == (Month(2024, 3),)


def test_a_cycle_of_days_over_two_months_names_neither():
    assert voucher(with_lines("工资表", ("计薪周期：2024.2.26-2024.3.25",))).months == ()
