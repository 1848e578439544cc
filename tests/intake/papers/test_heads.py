"""Which rows of a table are its head."""

import pytest

from intake.papers.table_head import sections
from models.evidence import Box
from models.page import Cell, Table


def table(*rows):
    cells = tuple(
        Cell(
            row=y,
            column=x,
            box=Box(left=100 * x, top=40 * y, right=100 * x + 100, bottom=40 * y + 40),
            text=text,
            score=1,
        )
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    )
    size = (len(rows), max(map(len, rows)))
    box = Box(left=0, top=0, right=100 * size[1], bottom=40 * size[0])
    return Table(box=box, rows=size[0], columns=size[1], cells=cells)


def test_labels_and_values_of_a_form_are_no_head():
    form = table(
        ("领款人", "唐世", "部门", "车间"),
        ("应发金额", "10,490.00", "代扣款项", "1,209.50"),
        ("收款人签名", "", "会计", ""),
    )
    assert sections(form) == ()


@pytest.mark.parametrize(
    "head",
    [("姓名", "部门", "应发工资"), ("基本工资", "岗位工资", "津贴"), ("序号", "部门", "签名")],
)
def test_headings_side_by_side_are_a_head(head):
    assert sections(table(head, ("1", "2", "3")))[0].head == range(1)
