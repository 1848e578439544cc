"""Names of companies and people."""

import pytest

from intake.text.names import (
    NameMatch,
    company_name,
    compare_company,
    compare_person,
    find_company,
    looks_like_person,
    person_name,
)

FULL = "北京华信科技有限公司"


@pytest.mark.parametrize(
    "other",
    [
        "北京华信科技有限公司",
        "北京华信（科技）有限公司",
        " 北京 华信 科技有限公司。",
    ],
)
def test_spellings_of_one_company_are_the_same(other):
    assert compare_company(FULL, other) is NameMatch.SAME


def test_one_confusable_character_is_forgiven_in_a_long_name():
    assert compare_company("杭州明远未来科技有限公司", "杭州明远末来科技有限公司") is NameMatch.SAME


@pytest.mark.parametrize("short", ["华信科技", "北京华信科技", "华信科技公司", "华信科技有限公司"])
def test_a_shortened_name_is_an_abbreviation_either_way_round(short):
    assert compare_company(FULL, short) is NameMatch.ABBREVIATION
    assert compare_company(short, FULL) is NameMatch.ABBREVIATION


@pytest.mark.parametrize(
    "other",
    [
        "北京华信科技有限公司上海分公司",
        "北京华鑫科技有限公司",
        "京华信科技有限",
        "",
        "华信科技有限公",
    ],
)
def test_a_branch_a_cut_name_and_a_slip_that_may_be_real_are_unsure(other):
    assert compare_company(FULL, other) in {NameMatch.UNSURE, NameMatch.ABBREVIATION}
    assert compare_company(FULL, other) is not NameMatch.SAME


@pytest.mark.parametrize(
    "other", ["上海远航物流有限公司", "北京华信贸易有限公司", "北京远大科技有限公司"]
)
def test_other_companies_are_different(other):
    assert compare_company(FULL, other) is NameMatch.DIFFERENT


def test_places_before_the_name_may_be_left_out():
    assert compare_company("广州市天河区华强电子厂", "华强电子厂") is NameMatch.ABBREVIATION


def test_a_company_is_found_in_a_line_of_text():
    assert find_company("编制单位：北京华信科技有限公司 2024年3月") == FULL
    assert find_company("本月工资合计") is None


@pytest.mark.parametrize(
    "text", ["兹有我公司员工张伟", "本单位职工", "北京市医疗保险事业管理中心", "甲方为用人单位"]
)
def test_a_pronoun_an_agency_and_a_role_are_no_company(text):
    assert find_company(text) is None


@pytest.mark.parametrize(
    "label", ["聘用方", "单位名称：", "委托单位：", "2024年3月", "甲方（用人单位）："]
)
def test_a_label_before_a_company_is_not_its_name(label):
    assert find_company(label + FULL) == FULL


def test_marks_around_a_company_name_are_dropped():
    assert company_name("《北京华信（集团）有限公司》") == "北京华信(集团)有限公司"


def test_namesakes_but_for_one_character_are_never_the_same():
    assert compare_person("张伟", "张伟") is NameMatch.SAME
    assert compare_person("张 伟", "张伟") is NameMatch.SAME
    assert compare_person("张伟", "张纬") is NameMatch.UNSURE
    assert compare_person("王小明", "王小红") is NameMatch.DIFFERENT
    assert compare_person("", "王小红") is NameMatch.UNSURE


@pytest.mark.parametrize("name", ["张三", "欧阳修远", "阿依古丽·买买提"])
def test_names_of_people_look_like_it(name):
    assert looks_like_person(name)
    assert person_name(f" {name[0]} {name[1:]}。") == name


@pytest.mark.parametrize("text", ["应发工资", "合计", "2024", "北京华信科技有限公司", "王"])
def test_other_words_do_not_look_like_a_person(text):
    assert not looks_like_person(text)


@pytest.mark.parametrize(
    "name", ["郭月", "高浩月", "金志强", "章子怡", "应采儿", "张元", "李发", "年广久"]
)
def test_names_may_begin_or_end_with_a_character_of_headings(name):
    assert looks_like_person(name)


@pytest.mark.parametrize(
    "text", ["五月", "十二月", "伍佰元整", "本月", "张总", "实发", "签字", "序号"]
)
def test_months_amounts_and_headings_are_no_names(text):
    assert not looks_like_person(text)
