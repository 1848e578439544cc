"""Labour contracts: parties, term, wage, dates."""

import datetime as dt

import pytest

from intake.papers import assemble_papers
from models.paper import ContractType
from tests.intake.papers.building import COMPANY, ID, USCC, Sheet, contract_page


def last_page(**more):
    sheet = Sheet(number=2, **more)
    sheet.line("第四条 甲方依法为乙方缴纳社会保险费。").line("第五条 双方协商一致可以变更本合同。")
    sheet.line("甲方（盖章）：", "乙方（签字）：张伟").line(
        "日期：2022年12月28日", "日期：2022年12月28日"
    )
    return sheet


def read(*sheets):
    (paper,) = assemble_papers([sheet.reading() for sheet in sheets])
    return paper


def test_the_parties_and_terms_are_read_over_two_pages():
    paper = read(contract_page(), last_page())
    assert paper.kind == "labor_contract"
    assert len(paper.pages) == 2
    assert (paper.employer.value, paper.uscc.value) == (COMPANY, USCC)
    assert (paper.employee.value, paper.id_number.value) == ("张伟", ID)
    assert paper.contract_type is ContractType.FIXED
    assert (paper.start, paper.end) == (dt.date(2023, 1, 1), dt.date(2025, 12, 31))
    assert paper.monthly_wage.value == "8500.00"
    assert paper.position.value == "工程师"
    assert paper.sign_date == dt.date(2022, 12, 28)
    assert paper.ended_on is None


def written(term, *more):
    sheet = Sheet().title("劳动合同").line(f"甲方：{COMPANY}").line("乙方：张伟")
    sheet.line(term)
    for line in more:
        sheet.line(line)
    return read(sheet)


def test_probation_is_not_the_term_even_where_it_comes_first():
    paper = written(
        "第一条 试用期自2023年1月1日起至2023年3月31日止。",
        "第二条 合同期限自2023年1月1日起至2025年12月31日止。",
    )
    assert (paper.start, paper.end) == (dt.date(2023, 1, 1), dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        (
            "本合同为无固定期限劳动合同，自2023年1月1日起至法定终止条件出现时止。",
            ContractType.OPEN_ENDED,
        ),
        ("本合同期限自2023年1月1日起至设备安装工作任务完成时止。", ContractType.TASK),
        (
            "合同期限：□固定期限 ☑无固定期限 □以完成一定工作任务为期限，自2023年1月1日起。",
            ContractType.OPEN_ENDED,
        ),
        ("合同期限：■有固定期限 □无固定期限 □以完成一定工作任务为期限。", ContractType.FIXED),
        (
            "双方选择以下第2种：1.固定期限 2.无固定期限 3.以完成一定工作任务为期限。",
            ContractType.OPEN_ENDED,
        ),
    ],
)
def test_the_kind_of_term_is_told_by_name_mark_or_wording(term, kind):
    paper = written(term)
    assert paper.contract_type == kind
    assert paper.end is None


def test_where_nothing_is_marked_no_kind_is_asserted():
    paper = written("合同期限：固定期限 无固定期限 以完成一定工作任务为期限。")
    assert paper.contract_type is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2023年1月1日", "2025年12月31日"),
        ("2023.1.1", "2025.12.31"),
        ("2023-01-01", "2025-12-31"),
        ("二〇二三年一月一日", "二〇二五年十二月三十一日"),
        ("2023 年 1 月 1 日", "2025 年 12 月 31 日"),
    ],
)
def test_dates_of_the_term_in_every_spelling(start, end):
    paper = written(f"合同期限自{start}起至{end}止。")
    assert (paper.start, paper.end) == (dt.date(2023, 1, 1), dt.date(2025, 12, 31))
    assert paper.start_field.evidence is not None


def test_a_clause_about_ending_ends_nothing_but_a_statement_does():
    clause = written("第九条 甲方可以解除劳动合同，合同期限自2023年1月1日起至2025年12月31日止。")
    assert clause.ended_on is None
    told = written(
        "合同期限自2023年1月1日起至2025年12月31日止。", "双方于2024年6月30日解除劳动合同。"
    )
    assert told.ended_on == dt.date(2024, 6, 30)


@pytest.mark.parametrize(
    ("clause", "wage"),
    [
        ("月工资为人民币8500元。", "8500.00"),
        ("工资标准：人民币8,500.00元/月（税前）。", "8500.00"),
        ("乙方基本工资加各项补贴合计每月8500元。", "8500.00"),
        ("试用期工资为6800元。", None),
        ("乙方工资为每日300元/天。", None),
    ],
)
def test_the_monthly_wage_is_told_from_other_money(clause, wage):
    assert written(clause).monthly_wage.value == wage


def test_pages_of_a_contract_may_be_files_of_their_own():
    paper = read(contract_page(file="1.jpg"), last_page(file="2.jpg"))
    assert [page.file for page in paper.pages] == ["1.jpg", "2.jpg"]


@pytest.mark.parametrize(
    "line",
    [
        "劳动者（乙方）：张伟",
        "受聘方（乙方）：张伟",
        "乙方（雇员）姓名：张伟",
        "乙方（劳动者）：张伟，女，汉族",
        "乙方（劳动者）张伟",
        "乙方 张伟",
        "乙   方：张  伟",
        "聘用人员（乙方）：___张伟___",
    ],
)
def test_the_employee_goes_by_many_labels(line):
    sheet = Sheet().title("劳动合同").line(f"甲方：{COMPANY}").line(*line.split("   "))
    assert read(sheet).employee.value == "张伟"


def test_what_follows_the_party_in_a_clause_is_no_name():
    assert written("第一条 乙方 应当 遵守规章。").employee.value == "张伟"
    sheet = Sheet().title("劳动合同").line(f"甲方：{COMPANY}").line("乙方 应当 遵守规章制度。")
    assert read(sheet).employee.value is None


TERM = (dt.date(2023, 1, 1), dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    "term",
    [
        "本合同自2023年1月1日生效，至2025年12月31日终止。",
        "本合同于2023年1月1日开始，2025年12月31日终止。",
        "劳动合同期限为：2023/1/1～2025/12/31。",
        "起始日期：2023年1月1日 终止日期：2025年12月31日",
        "期限叁年，即从2023年1月1日起到2025年12月31日止。",
    ],
)
def test_terms_in_other_words(term):
    paper = written(term)
    assert (paper.start, paper.end) == TERM


def test_a_term_of_which_only_the_length_is_told_has_no_end():
    paper = written("合同期限三年，自2023年1月1日起计算。")
    assert (paper.start, paper.end) == (TERM[0], None)


def test_a_renewal_on_the_same_paper_lengthens_the_term():
    renewed = "本次续订劳动合同期限自2026年1月1日起至2027年12月31日止。"
    paper = written("合同期限自2023年1月1日起至2025年12月31日止。", renewed)
    assert (paper.start, paper.end) == (TERM[0], dt.date(2027, 12, 31))


def test_a_renewal_after_a_gap_does_not_bridge_it():
    renewed = "本次续订劳动合同期限自2026年3月1日起至2027年12月31日止。"
    paper = written("合同期限自2023年1月1日起至2025年12月31日止。", renewed)
    assert (paper.start, paper.end) == TERM


@pytest.mark.parametrize(
    ("clause", "wage"),
    [
        ("乙方的劳动报酬为每月人民币（大写）捌仟伍佰元整（¥8500.00）。", "8500.00"),
        ("月薪（税前）：¥8,500", "8500.00"),
        ("试用期工资6800元/月，转正后工资8500元/月。", "8500.00"),
        ("乙方在试用期期间的月工资为6800元，试用期满后月工资为8500元。", "8500.00"),
        ("工资按下列第1种形式执行，标准为8500元/月。", "8500.00"),
    ],
)
def test_wages_in_other_words(clause, wage):
    assert written(clause).monthly_wage.value == wage


@pytest.mark.parametrize(
    "clause",
    [
        "岗位（工种）为工程师。",
        "甲方安排乙方在技术部工程师岗位工作。",
        "工作内容：工程师",
        "乙方的工作岗位（工作地点、部门、工种或职务）为工程师。",
    ],
)
def test_posts_in_other_words(clause):
    assert written(clause).position.value == "工程师"


def test_parties_and_post_may_stand_in_a_form():
    sheet = Sheet().title("聘用合同")
    sheet.table(
        [["聘用方", COMPANY], ["信用代码", USCC], ["受聘人", "张伟"], ["岗位", "工程师"]], width=420
    )
    sheet.line("劳动合同期限自2023年1月1日起至2025年12月31日止，乙方月工资为8500元。")
    paper = read(sheet)
    assert (paper.employer.value, paper.employee.value) == (COMPANY, "张伟")
    assert (paper.uscc.value, paper.position.value) == (USCC, "工程师")


def test_the_side_that_engages_is_not_the_one_engaged():
    sheet = Sheet().title("聘用合同").table([["聘用方", COMPANY], ["受聘人", "张伟"]], width=420)
    sheet.line("劳动合同期限自2023年1月1日起至2025年12月31日止，乙方月工资为8500元。")
    sheet.line("聘用方（签章）：", "受聘人（签名）：")
    paper = read(sheet)
    assert (paper.employer.value, paper.employee.value) == (COMPANY, "张伟")


def test_a_sentence_runs_on_over_the_number_of_its_page():
    first = contract_page().line("第四条 乙方试用期满后，月工资标准为").line("第 1 页 共 2 页")
    second = Sheet(number=2).line("8500元。").line("第 2 页 共 2 页")
    assert read(first, second).monthly_wage.value == "8500.00"


@pytest.mark.parametrize("chosen", ["一", "二"])
def test_of_options_with_blanks_the_chosen_one_holds(chosen):
    days = "2023年1月1日"
    one = f"（一）固定期限：自{days}起至2025年12月31日止，其中试用期自{days}起至2023年3月1日止。"
    none = "（一）固定期限：自   年  月  日起至   年  月  日止，其中试用期自   年  月  日起。"
    two = f"（二）无固定期限：自{days}起至法定终止条件出现时止。"
    blank = "（二）无固定期限：自   年  月  日起至法定终止条件出现时止。"
    options = [one, blank] if chosen == "一" else [none, two]
    paper = written(f"第一条 双方按下列第（{chosen}）种方式确定合同期限：", *options)
    kind, end = {
        "一": (ContractType.FIXED, TERM[1]),
        "二": (ContractType.OPEN_ENDED, None),
    }[chosen]
    assert (paper.contract_type, paper.start, paper.end) == (kind, TERM[0], end)
