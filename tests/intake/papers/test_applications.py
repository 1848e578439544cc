"""Applications for back-payment, as form and as letter."""

import datetime as dt

import pytest

from intake.papers import assemble_papers, decisive_places
from intake.papers.reasons import reason_code
from tests.intake.papers.building import COMPANY, ID, USCC, Sheet


def read(sheet):
    (paper,) = assemble_papers([sheet.reading()])
    return paper


def form(months="2024年3月至2024年5月", reason="因单位资金周转困难，未能按时缴纳"):
    sheet = Sheet().title("医疗保险补缴申请表")
    sheet.table(
        [
            ["单位名称", COMPANY],
            ["统一社会信用代码", USCC],
            ["职工姓名", "张伟"],
            ["身份证号码", ID],
            ["补缴险种", "职工基本医疗保险"],
            ["补缴月份", months],
            ["补缴原因", reason],
        ],
        width=500,
    )
    return sheet.line("申请人（签字）：", "日期：2024年12月4日")


def letter(months="2024年3月、4月、5月"):
    sheet = Sheet().title("补缴申请").line("北京市医疗保险事业管理中心：")
    sheet.line(f"我单位职工张伟（身份证号：{ID}），于{months}")
    sheet.line("期间的职工基本医疗保险费尚未缴纳。原因：单位欠缴。")
    sheet.line("现申请为其补缴上述月份的基本医疗保险费。")
    return sheet.line(COMPANY).line("2024年12月4日")


@pytest.mark.parametrize("sheet", [form(), letter()], ids=["form", "letter"])
def test_form_and_letter_say_the_same(sheet):
    paper = read(sheet)
    assert paper.kind == "application"
    assert (paper.employer.value, paper.employee.value) == (COMPANY, "张伟")
    assert paper.id_number.value == ID
    assert [str(month) for month in paper.months] == ["2024-03", "2024-04", "2024-05"]
    assert paper.reason == "employer_arrears"
    assert paper.date == dt.date(2024, 12, 4)
    assert not paper.flexible_worker
    assert paper.employment_ended is None


@pytest.mark.parametrize(
    ("spelled", "months"),
    [
        ("2024年3月", "2024-03"),
        ("202403-202405", "2024-03 2024-04 2024-05"),
        ("2024.03、2024.05", "2024-03 2024-05"),
        ("二〇二四年三月至二〇二四年四月", "2024-03 2024-04"),
        ("2023年12月、2024年1月", "2023-12 2024-01"),
    ],
)
def test_months_in_words_lists_and_ranges(spelled, months):
    for sheet in (form(months=spelled), letter(months=spelled)):
        assert " ".join(map(str, read(sheet).months)) == months


def test_the_second_reader_is_asked_for_the_months():
    sheet = form()
    (place,) = decisive_places(sheet.reading())
    (cell,) = [w for w in sheet.words if w.text.startswith("2024年3月")]
    assert place == (cell.box, "month")


def test_a_second_reading_of_other_months_leaves_a_doubt():
    sheet = form().reread("2024年3月至2024年5月", "2024年3月至2024年6月")
    assert read(sheet).months_field.score <= 0.6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("因我单位资金周转困难，未能按时缴纳", "employer_arrears"),
        ("用人单位未按时足额缴费", "employer_arrears"),
        ("入职后未及时办理参保登记", "late_registration"),
        ("缴费基数申报错误", "wrong_base"),
        ("因社保关系转移接续造成中断", "transfer_gap"),
        ("依据劳动仲裁裁决书补缴", "enforcement_document"),
        ("本人自愿放弃缴纳", "personal"),
        ("详见附件", None),
    ],
)
def test_reasons_in_words_have_codes(text, code):
    assert reason_code(text) == code


def test_a_flexible_worker_says_so():
    sheet = letter().line("申请人系灵活就业人员。")
    assert read(sheet).flexible_worker
