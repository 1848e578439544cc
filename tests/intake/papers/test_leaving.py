"""Papers about leaving are no contracts, and say when employment ended."""

import datetime as dt

import pytest

from intake.papers import assemble_papers
from models.paper import DocumentKind
from tests.intake.papers.building import COMPANY, ID, Sheet

DAY = dt.date(2024, 3, 31)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("解除劳动合同证明书", "经协商一致，双方于2024年3月31日解除劳动合同。"),
        ("终止劳动合同通知书", "现通知您劳动合同于2024年3月31日终止。"),
        ("离职证明", "自2020年1月1日至2024年3月31日在我单位工作。"),
        ("关于解除劳动关系的协议", "离职日期：2024年3月31日"),
    ],
)
def test_a_paper_about_leaving_is_no_contract_and_tells_the_day(title, text):
    sheet = Sheet().title(title).line(f"职工张伟（身份证号：{ID}），劳动合同期限、试用期、")
    sheet.line(text).line(COMPANY).line("2024年4月2日")
    (paper,) = assemble_papers([sheet.reading()])
    assert paper.kind is DocumentKind.OTHER
    assert paper.ended_on == DAY
    assert (paper.employee.value, paper.id_number.value) == ("张伟", ID)


def test_other_papers_end_nothing():
    sheet = Sheet().title("关于办理离职手续的通知").line("张伟于2024年3月31日离职。")
    (paper,) = assemble_papers([sheet.reading()])
    assert paper.ended_on is None
