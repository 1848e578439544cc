"""Slips and receipts: one person's pay without a table of people."""

from intake.papers import assemble_papers
from models.quantities import Month
from tests.intake.papers.building import COMPANY, ID, Sheet


def read(sheet):
    (paper,) = assemble_papers([sheet.reading()])
    return paper


def test_a_slip_of_labels_and_values_in_lines():
    sheet = Sheet().title("工资条").line(f"单位：{COMPANY}", "工资月份：2024年3月")
    sheet.line("姓名：张伟", f"身份证号：{ID}")
    sheet.line("基本工资：8,000.00", "奖金：500.00", "应发工资：8,500.00元")
    sheet.line("扣款合计 500.00", "实发工资 8,000.00")
    paper = read(sheet)
    (entry,) = paper.entries
    assert (entry.name.value, entry.id_number.value) == ("张伟", ID)
    assert (entry.gross.value, entry.net.value) == ("8500.00", "8000.00")
    assert paper.months == (Month(2024, 3),)
    assert paper.employer.value == COMPANY
    assert "gross-deductions=net" in entry.checks


def test_a_standing_slip_is_a_form():
    sheet = Sheet().title(f"{COMPANY}2024年3月工资单")
    sheet.table(
        [
            ["姓名", "张伟", "部门", "财务部"],
            ["基本工资", "8,000.00", "养老保险", "300.00"],
            ["奖金", "500.00", "个人所得税", "200.00"],
            ["应发工资", "8,500.00", "扣款合计", "500.00"],
            ["实发工资", "8,000.00", "", ""],
        ],
        width=200,
    )
    (entry,) = read(sheet).entries
    assert (entry.name.value, entry.gross.value, entry.net.value) == ("张伟", "8500.00", "8000.00")
    assert entry.items["养老保险"].value == "300.00"


def test_a_slip_too_wide_for_one_line_goes_on_in_two_more():
    sheet = Sheet().title("2024年3月工资条")
    sheet.table(
        [
            ["姓名", "基本工资", "奖金", "应发工资"],
            ["张伟", "8,000.00", "500.00", "8,500.00"],
            ["养老", "个税", "扣款合计", "实发工资"],
            ["300.00", "200.00", "500.00", "8,000.00"],
        ]
    )
    (entry,) = read(sheet).entries
    assert (entry.gross.value, entry.net.value) == ("8500.00", "8000.00")


def test_a_receipt_pays_net_and_its_words_confirm_it():
    sheet = Sheet().title("领款单").line(f"今领到{COMPANY}2024年3月工资")
    sheet.line("人民币（大写）捌仟元整", "¥8,000.00").line("领款人：张伟")
    paper = read(sheet)
    (entry,) = paper.entries
    assert entry.name.value == "张伟"
    assert entry.gross.value is None
    assert entry.net.value == "8000.00"
    assert "words=net" in entry.checks
    assert entry.net.score > 0.95
    assert paper.months == (Month(2024, 3),)


def test_words_that_disagree_with_the_figures_leave_a_doubt():
    sheet = Sheet().title("领款单").line(f"今领到{COMPANY}2024年3月工资")
    sheet.line("人民币（大写）柒仟元整", "¥8,000.00").line("领款人：张伟")
    (entry,) = read(sheet).entries
    assert entry.net.score <= 0.5
    assert "!words=net" in entry.checks


def test_slips_under_one_another_are_different_people():
    sheet = Sheet().title("2024年3月工资条")
    for name, gross in (("张伟", "8,500.00"), ("李娜", "7,200.00")):
        sheet.line(f"姓名：{name}", f"应发工资：{gross}", "实发工资：7,000.00")
    entries = read(sheet).entries
    assert [(e.name.value, e.gross.value) for e in entries] == [
        ("张伟", "8500.00"),
        ("李娜", "7200.00"),
    ]


def test_a_receipt_as_a_form_has_gross_and_its_net_in_words():
    sheet = Sheet().title("领款单").line("2024年4月19日")
    sheet.table(
        [
            ["领款人", "张伟", "部门", "财务部"],
            ["单位", COMPANY, "", ""],
            ["事由", "2024年3月份工资", "", ""],
            ["应发工资", "8,500.00", "代扣款项", "500.00"],
            ["实发工资", "人民币（大写）捌仟元整¥8,000.00", "", ""],
            ["领款人签字", "", "会计", ""],
        ],
        width=300,
        spans={(1, 1): (1, 3), (2, 1): (1, 3), (4, 1): (1, 3)},
    )
    paper = read(sheet)
    (entry,) = paper.entries
    assert (entry.name.value, entry.gross.value, entry.net.value) == ("张伟", "8500.00", "8000.00")
    assert paper.months == (Month(2024, 3),)
    assert paper.employer.value == COMPANY


def journal(*lines):
    sheet = Sheet().title("付款凭证").line(f"单位：{COMPANY}", "2024年4月9日")
    return sheet.table([["摘要", "会计科目", "借方金额", "贷方金额"], *lines], width=330)


def test_a_bookkeeping_voucher_books_gross_deductions_and_net():
    sheet = journal(
        ["发放2024年3月工资", "应付职工薪酬-应发工资-张伟", "8,500.00", ""],
        ["", "其他应付款-代扣养老", "", "300.00"],
        ["", "应交税费-个人所得税", "", "200.00"],
        ["张伟2024年3月实发工资", "银行存款", "", "8,000.00"],
        ["合计", "", "8,500.00", "8,500.00"],
    )
    paper = read(sheet)
    (entry,) = paper.entries
    assert (entry.name.value, entry.gross.value, entry.net.value) == ("张伟", "8500.00", "8000.00")
    assert entry.items["养老"].value == "300.00"
    assert "gross-deductions=net" in entry.checks
    assert paper.months == (Month(2024, 3),)


def test_a_bookkeeping_voucher_that_names_nobody_has_no_entries():
    sheet = journal(["发放2024年3月工资", "应付职工薪酬-工资", "85,000.00", ""])
    assert read(sheet).entries == ()


def test_a_bookkeeping_voucher_without_the_wages_account_prints_no_gross():
    sheet = journal(["张伟2024年3月实发工资", "银行存款", "", "8,000.00"])
    (entry,) = read(sheet).entries
    assert (entry.gross.value, entry.net.value) == (None, "8000.00")


def booked(*lines):
    (paper,) = assemble_papers([journal(*lines).reading()])
    return [(e.name.value, e.gross.value, e.net.value) for e in paper.entries]


def test_what_a_bookkeeping_voucher_books_for_all_is_nobodys_wage():
    due = ["支付2024年3月工资", "应付职工薪酬", "50,000.00", ""]
    paid = ["", "银行存款", "", "50,000.00"]
    assert booked(due, paid) == []
    lent = ["付张伟2024年3月借款", "其他应收款", "1,000.00", ""]
    assert all(gross is None for _, gross, _ in booked(due, paid, lent))


def test_a_line_that_names_nobody_counts_where_it_reckons_with_one_that_does():
    due = ["支付2024年3月工资", "应付职工薪酬-工资-张伟", "8,500.00", ""]
    cut = ["代扣社保", "其他应付款-社保", "", "500.00"]
    paid = ["", "银行存款", "", "8,000.00"]
    assert booked(due, cut, paid) == [("张伟", "8500.00", "8000.00")]


def test_a_payment_voucher_without_accounts_pays_net():
    sheet = Sheet().title("付款凭证").line("付款部门：财务部", "2024年4月10日")
    rows = [["付张伟2024年3月工资", "8,000.00"], ["合计", "8,000.00"]]
    sheet.table([["摘要", "金额"], *rows], width=400).line("领款人：张伟")
    (paper,) = assemble_papers([sheet.reading()])
    assert [str(month) for month in paper.months] == ["2024-03"]
    (entry,) = paper.entries
    assert (entry.name.value, entry.gross.value, entry.net.value) == ("张伟", None, "8000.00")
