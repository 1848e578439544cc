"""Payroll tables: the right figure for the right person."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.papers import assemble_papers
from models.quantities import Month
from tests.intake.papers.building import COMPANY, HEAD, ROWS, Sheet, payroll


def read(*sheets):
    (paper,) = assemble_papers([sheet.reading() for sheet in sheets])
    return paper


def gross_of(paper):
    return {entry.name.value: entry.gross.value for entry in paper.entries}


def test_everybody_has_an_entry_and_the_total_is_nobody():
    paper = read(payroll())
    assert paper.kind == "payroll_voucher"
    assert paper.months == (Month(2024, 3),)
    assert paper.employer.value == COMPANY
    assert gross_of(paper) == {"张伟": "8500.00", "李娜": "7200.00", "王芳": "6100.00"}
    assert [entry.net.value for entry in paper.entries] == ["8000.00", "6900.00", "5900.00"]


def test_agreeing_arithmetic_is_recorded_and_makes_sure():
    entry = read(payroll()).entries[0]
    assert set(entry.checks) == {
        "gross-deductions=net",
        "sum(items)=gross",
        "column total=sum(gross)",
    }
    assert entry.gross.score > 0.99
    assert {reading.reader for reading in entry.gross.readings} >= {
        "first",
        "arithmetic:net+deductions",
    }
    assert entry.items["基本工资"].value == "8000.00"


@pytest.mark.parametrize(
    "heading",
    [
        "应发工资",
        "应发合计",
        "应发金额",
        "工资合计",
        "应付工资",
        "工资总额",
        "税前工资",
        "应发小计",
        "应庆工资",
    ],
)
def test_gross_goes_by_many_names(heading):
    head = [heading if text == "应发工资" else text for text in HEAD]
    assert gross_of(read(payroll(head=head)))["张伟"] == "8500.00"


@pytest.mark.parametrize(
    "heading", ["公积金基数", "累计应发工资", "应纳税所得额", "上月应发", "单位养老", "计税工资"]
)
def test_a_distractor_is_never_gross(heading):
    head = [heading if text == "应发工资" else text for text in HEAD]
    entry = read(payroll(head=head)).entries[0]
    assert entry.gross.value is None
    assert entry.net.value == "8000.00"


def test_without_a_gross_column_net_is_not_taken_for_it():
    head = ["序号", "姓名", "部门", "实发工资", "签名"]
    paper = read(payroll(head=head, rows=[["1", "张伟", "财务部", "8,000.00", ""]], total=False))
    assert paper.entries[0].gross.value is None
    assert paper.entries[0].gross.note == "not printed"
    assert paper.entries[0].net.value == "8000.00"


def test_a_bank_list_pays_net():
    head = ["序号", "收款人姓名", "账号", "金额", "备注"]
    rows = [
        ["1", "张伟", "6200000000000001", "8,000.00", ""],
        ["2", "李娜", "6200000000000002", "6,900.00", ""],
    ]
    paper = read(payroll("2024年3月代发工资清单", head=head, rows=rows, total=False))
    assert [entry.gross.value for entry in paper.entries] == [None, None]
    assert [entry.net.value for entry in paper.entries] == ["8000.00", "6900.00"]


def test_bare_totals_are_told_apart_by_their_place():
    head = ["姓名", "基本工资", "奖金", "合计", "养老", "个税", "合计", "实发", "签名"]
    rows = [[*row[1:]] for row in ROWS]
    entry = read(payroll(head=head, rows=rows, total=False)).entries[0]
    assert entry.gross.value == "8500.00"
    assert "gross-deductions=net" in entry.checks


def test_two_levels_of_headings_are_read_together():
    sheet = Sheet().title(f"{COMPANY}2024年3月工资表")
    sheet.table(
        [
            ["序号", "姓名", "应发项目", "", "", "扣款项目", "", "", "实发工资", "签名"],
            ["", "", "基本工资", "奖金", "合计", "养老", "个税", "合计", "", ""],
            *ROWS,
        ],
        spans={
            (0, 0): (2, 1),
            (0, 1): (2, 1),
            (0, 2): (1, 3),
            (0, 5): (1, 3),
            (0, 8): (2, 1),
            (0, 9): (2, 1),
        },
    )
    assert gross_of(read(sheet)) == {"张伟": "8500.00", "李娜": "7200.00", "王芳": "6100.00"}


def test_a_table_runs_over_two_pages_with_and_without_headings():
    first = payroll(rows=ROWS[:2], total=False)
    bare = Sheet(number=2)
    bare.table([ROWS[2], ["", "合计", *["21,000.00"] * 7, ""]])
    assert list(gross_of(read(first, bare))) == ["张伟", "李娜", "王芳"]
    again = payroll(rows=ROWS[2:], number=2)
    assert list(gross_of(read(first, again))) == ["张伟", "李娜", "王芳"]


def test_another_month_on_the_next_page_is_another_paper():
    papers = assemble_papers(
        [
            payroll().reading(),
            payroll(f"{COMPANY}2024年4月工资表", number=2).reading(),
        ]
    )
    assert [paper.months for paper in papers] == [(Month(2024, 3),), (Month(2024, 4),)]


def test_slots_belong_to_the_rows_they_stand_in():
    sheet = payroll().slot(table=0, row=1).slot(table=0, row=2).slot(table=0, row=3)
    assert [entry.slots for entry in read(sheet).entries] == [(0,), (1,), (2,)]


def test_rows_know_their_own_months():
    head = ["月份", "基本工资", "应发工资", "扣款合计", "实发工资", "签名"]
    sheet = Sheet().title("个人工资明细表").line("姓名：张伟", "年度：2024年")
    sheet.table(
        [
            head,
            ["2024年3月", "8,000.00", "8,500.00", "500.00", "8,000.00", ""],
            ["2024年4月", "8,000.00", "8,600.00", "500.00", "8,100.00", ""],
        ]
    )
    paper = read(sheet)
    assert paper.months == (Month(2024, 3), Month(2024, 4))
    assert [(e.name.value, str(e.month), e.gross.value) for e in paper.entries] == [
        ("张伟", "2024-03", "8500.00"),
        ("张伟", "2024-04", "8600.00"),
    ]


def test_columns_know_their_own_months():
    sheet = Sheet().title("个人工资明细表").line("姓名：张伟")
    sheet.table(
        [
            ["项目", "2024年3月", "2024年4月"],
            ["应发工资", "8,500.00", "8,600.00"],
            ["扣款合计", "500.00", "500.00"],
            ["实发工资", "8,000.00", "8,100.00"],
        ],
        width=200,
    )
    paper = read(sheet)
    assert [(e.name.value, str(e.month), e.gross.value) for e in paper.entries] == [
        ("张伟", "2024-03", "8500.00"),
        ("张伟", "2024-04", "8600.00"),
    ]


def test_a_strip_of_slips_repeats_its_headings():
    sheet = Sheet().title(f"{COMPANY}2024年3月工资条")
    sheet.table([HEAD, ROWS[0], HEAD, ROWS[1], HEAD, ROWS[2]])
    assert gross_of(read(sheet)) == {"张伟": "8500.00", "李娜": "7200.00", "王芳": "6100.00"}


@settings(max_examples=25, deadline=None)
@given(
    wages=st.lists(
        st.tuples(st.integers(200_000, 3_000_000), st.integers(0, 100_000)), min_size=2, max_size=6
    ),
    style=st.sampled_from(["{:.2f}", "{:,.2f}"]),
)
def test_printed_amounts_come_back_whatever_they_are(wages, style):
    def show(fen):
        return style.format(Decimal(fen) / 100)

    head = ["姓名", "应发工资", "扣款合计", "实发工资", "签名"]
    names = ["张伟", "李娜", "王芳", "赵敏", "陈杰", "刘洋"]
    rows = [
        [name, show(gross), show(cut), show(gross - cut), ""]
        for name, (gross, cut) in zip(names, wages, strict=False)
    ]
    paper = read(payroll(head=head, rows=rows, total=False))
    assert [Decimal(e.gross.value) for e in paper.entries] == [Decimal(g) / 100 for g, _ in wages]
    assert all("gross-deductions=net" in entry.checks for entry in paper.entries)


def test_of_two_headings_for_gross_the_one_that_reckons_counts():
    head = ["姓名", "基本工资", "应发工资", "餐补", "应发合计", "扣款合计", "实发工资", "签名"]
    rows = [
        ["张伟", "8,000.00", "8,000.00", "500.00", "8,500.00", "500.00", "8,000.00", ""],
        ["李娜", "7,000.00", "7,000.00", "200.00", "7,200.00", "300.00", "6,900.00", ""],
    ]
    paper = read(payroll(head=head, rows=rows, total=False))
    assert gross_of(paper) == {"张伟": "8500.00", "李娜": "7200.00"}
    assert paper.entries[0].items["应发工资"].value == "8000.00"


def test_two_headings_for_gross_that_nothing_settles_leave_it_to_a_person():
    head = ["姓名", "应发工资", "应发合计", "签名"]
    paper = read(payroll(head=head, rows=[["张伟", "8,000.00", "8,500.00", ""]], total=False))
    assert paper.entries[0].gross.value is None


def test_the_sum_of_a_department_is_nobody():
    rows = [ROWS[0], ["", "财务部小计", *ROWS[0][2:]], ROWS[1], ROWS[2]]
    assert list(gross_of(read(payroll(rows=rows)))) == ["张伟", "李娜", "王芳"]


MATRIX = [
    ["姓名", "1月", "2月", "签名"],
    ["张伟", "8,500.00", "8,600.00", ""],
    ["李娜", "7,200.00", "7,300.00", ""],
]


@pytest.mark.parametrize(
    ("title", "grosses"),
    [
        ("2024年1-2月应发工资汇总表", ["8500.00", "8600.00", "7200.00", "7300.00"]),
        ("2024年1-2月实发工资汇总表", [None] * 4),
        ("2024年1-2月工资汇总表", [None] * 4),
    ],
)
def test_amounts_that_only_a_month_heads_are_what_the_title_says(title, grosses):
    paper = read(Sheet().title(title).table(MATRIX))
    assert paper.months == (Month(2024, 1), Month(2024, 2))
    assert [entry.gross.value for entry in paper.entries] == grosses
    assert [str(entry.month) for entry in paper.entries] == ["2024-01", "2024-02"] * 2


@pytest.mark.parametrize(
    "heading", ["应发工资①", "应发工资A", "本期应发", "应发薪金", "工资收入合计"]
)
def test_gross_goes_by_odd_names_too(heading):
    head = [heading if text == "应发工资" else text for text in HEAD]
    assert gross_of(read(payroll(head=head)))["张伟"] == "8500.00"


def test_people_in_columns_are_read_as_people_in_rows():
    sheet = Sheet().title(f"{COMPANY}2024年3月工资表")
    sheet.table(
        [
            ["姓名", "张伟", "李娜"],
            ["基本工资", "8,000.00", "7,000.00"],
            ["奖金", "500.00", "200.00"],
            ["应发工资", "8,500.00", "7,200.00"],
            ["扣款合计", "500.00", "300.00"],
            ["实发工资", "8,000.00", "6,900.00"],
            ["签名", "", ""],
        ]
    )
    paper = read(sheet)
    assert gross_of(paper) == {"张伟": "8500.00", "李娜": "7200.00"}
    assert [entry.net.value for entry in paper.entries] == ["8000.00", "6900.00"]
    assert paper.entries[0].row.right <= paper.entries[1].row.left
