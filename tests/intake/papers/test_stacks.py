"""Stacks: every page in exactly one paper, papers apart."""

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.papers import assemble_papers
from models.paper import DocumentKind
from tests.intake.papers.building import COMPANY, ID, ROWS, Sheet, contract_page, payroll
from tests.intake.papers.test_applications import letter
from tests.intake.papers.test_contracts import last_page


def identity():
    sheet = Sheet().line("姓名张伟").line("性别男", "民族汉").line("出生1949年12月31日")
    sheet.line("住址北京市朝阳区").line(f"公民身份号码{ID}")
    return sheet.line("中华人民共和国").line("居民身份证").line("签发机关北京市公安局")


def notice():
    sheet = Sheet().line("关于召开年度安全生产工作会议的通知", left=300)
    sheet.line("各部门：").line("为总结上半年安全生产工作，经研究决定召开会议。")
    return sheet.line("特此通知。").line(COMPANY)


PARTS = {
    "payroll_voucher": lambda: [payroll()],
    "labor_contract": lambda: [contract_page(), last_page()],
    "application": lambda: [letter()],
    "identity": lambda: [identity()],
    "blank": lambda: [Sheet()],
    "other": lambda: [notice()],
}


@settings(max_examples=30, deadline=None)
@given(st.permutations(list(PARTS)))
def test_a_stack_in_any_order_falls_into_its_papers(order):
    sheets = [(kind, sheet) for kind in order for sheet in PARTS[kind]()]
    pages = [
        sheet.reading(file="stack.pdf", page=number) for number, (_, sheet) in enumerate(sheets, 1)
    ]
    papers = assemble_papers(pages)
    assert [paper.kind.value for paper in papers] == order
    numbers = sorted(ref.page for paper in papers for ref in paper.pages)
    assert numbers == list(range(1, len(pages) + 1))


def test_a_blank_back_does_not_end_a_contract():
    pages = [contract_page(), Sheet(), last_page()]
    papers = assemble_papers([sheet.reading(page=number) for number, sheet in enumerate(pages, 1)])
    assert [(p.kind, [ref.page for ref in p.pages]) for p in papers] == [
        (DocumentKind.LABOR_CONTRACT, [1, 3]),
        (DocumentKind.BLANK, [2]),
    ]


def test_page_numbers_join_pages():
    first = contract_page().line("第1页 共2页")
    second = Sheet(number=2).line("附件：岗位说明").line("第2页 共2页")
    (paper,) = assemble_papers([first.reading(), second.reading()])
    assert len(paper.pages) == 2


def test_an_identity_card_names_its_bearer():
    (paper,) = assemble_papers([identity().reading()])
    assert (paper.employee.value, paper.id_number.value) == ("张伟", ID)


def test_two_contracts_are_two():
    papers = assemble_papers([contract_page().reading(), contract_page(number=2).reading()])
    assert [paper.kind for paper in papers] == [DocumentKind.LABOR_CONTRACT] * 2


def test_no_pages_make_no_papers():
    assert assemble_papers([]) == ()


def test_a_page_without_headings_runs_on_whatever_its_amounts_look_like():
    rows = [["4", "赵敏", "2024.11", "0.00", "2024.11", "0.00", "24.11", "24.11", "2000.00", ""]]
    second = Sheet(number=2).table(rows)
    (paper,) = assemble_papers([payroll(total=False).reading(), second.reading()])
    assert [ref.page for ref in paper.pages] == [1, 2]
    assert [entry.name.value for entry in paper.entries] == ["张伟", "李娜", "王芳", "赵敏"]
    assert paper.entries[-1].gross.value == "2024.11"


def test_a_further_page_whose_month_was_not_read_runs_on():
    first = payroll("工资表", total=False)
    second = payroll(rows=[["4", "赵敏", *ROWS[0][2:]]], total=False, number=2)
    (paper,) = assemble_papers([first.reading(), second.reading()])
    assert [ref.page for ref in paper.pages] == [1, 2]
    assert [str(month) for month in paper.months] == ["2024-03"]


def test_two_months_are_two_papers_however_alike():
    second = payroll(f"{COMPANY}2024年4月工资表", total=False, number=2)
    papers = assemble_papers([payroll(total=False).reading(), second.reading()])
    months = [[str(month) for month in paper.months] for paper in papers]
    assert months == [["2024-03"], ["2024-04"]]
