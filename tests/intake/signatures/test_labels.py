import pytest

from intake.signatures.labels import is_signature_header, labels_in, stops
from models.marks import Role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("领款人：", Role.EMPLOYEE),
        ("签名：", Role.EMPLOYEE),
        ("本人签字：", Role.EMPLOYEE),
        ("员工签名：", Role.EMPLOYEE),
        ("乙方（签字）：", Role.EMPLOYEE),
        ("乙方(签字或盖章)：", Role.EMPLOYEE),
        ("申请人（签字）：", Role.EMPLOYEE),
        ("职工本人签名：", Role.EMPLOYEE),
        ("收款人签章：", Role.EMPLOYEE),
        ("制表：", Role.PREPARER),
        ("填表人：", Role.PREPARER),
        ("审核：", Role.REVIEWER),
        ("复核人：", Role.REVIEWER),
        ("财务负责人：", Role.LEADER),
        ("单位负责人（签字）：", Role.LEADER),
        ("总经理：", Role.LEADER),
        ("经办人：", Role.CLERK),
        ("法定代表人（委托代理人）：", Role.EMPLOYER_REP),
        ("甲方（签字）：", Role.EMPLOYER_REP),
        ("出纳：", Role.UNKNOWN),
    ],
)
def test_a_label_says_whose_signature_is_asked_for(text, role):
    (label,) = labels_in(text)
    assert label.role is role
    assert label.end == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "乙方：张三",
        "法定代表人：李四",
        "甲方（盖章）：",
        "经劳动者本人签字确认后生效",
        "日期：",
        "姓名：",
        "应发工资",
        "",
        "：",
        "双方签字或盖章之日起生效",
    ],
)
def test_what_names_a_party_or_speaks_of_signing_asks_for_nothing(text):
    assert labels_in(text) == ()


def test_several_labels_on_one_line_are_all_found():
    text = "制表：王五  审核：赵六  财务负责人："
    found = labels_in(text)
    assert [label.role for label in found] == [Role.PREPARER, Role.REVIEWER, Role.LEADER]
    assert text[: found[0].end].endswith("制表：")


def test_a_label_that_only_names_somebody_is_weak():
    assert labels_in("申请人：")[0].weak
    assert not labels_in("申请人（签字）：")[0].weak


@pytest.mark.parametrize("text", ["签名", "领款人签名", "签字", "员工签名", "领款人签字", "签 章"])
def test_headings_of_signature_columns(text):
    assert is_signature_header(text)


@pytest.mark.parametrize("text", ["姓名", "实发工资", "备注", "领款人", "签名日期"])
def test_other_headings_are_none(text):
    assert not is_signature_header(text)


@pytest.mark.parametrize("text", ["日期：", "年 月 日", "审核：", "(公章)", "联系电话"])
def test_printed_words_end_a_place(text):
    assert stops(text)


@pytest.mark.parametrize("text", ["张三", "王小明", "2024"])
def test_written_words_do_not(text):
    assert not stops(text)
