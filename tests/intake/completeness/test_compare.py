"""Same, different or unsure: people by name and number, companies by name and code."""

import pytest

from intake.completeness.compare import (
    Company,
    Person,
    Sameness,
    best,
    is_masked,
    same_company,
    same_person,
)
from tests.intake.completeness.builders import (
    EMPLOYER,
    ID,
    NAME,
    NOTHING,
    OTHER_EMPLOYER,
    OTHER_ID,
    OTHER_NAME,
    USCC,
    read,
    unread,
)

SAME, DIFFERENT, UNSURE, UNSAID = (
    Sameness.SAME,
    Sameness.DIFFERENT,
    Sameness.UNSURE,
    Sameness.UNSAID,
)
PERSON = Person(NAME, ID)
LEGACY = "110105491231002"

PEOPLE = [
    ("name and number", read(NAME), read(ID), SAME),
    ("name alone", read(NAME), NOTHING, SAME),
    ("name alone, badly read but equal", read(NAME, 0.5), NOTHING, SAME),
    ("number alone", NOTHING, read(ID), SAME),
    ("number unread", read(NAME), unread(), SAME),
    ("nothing", NOTHING, NOTHING, UNSURE),
    ("another name", read(OTHER_NAME), NOTHING, DIFFERENT),
    ("another name, badly read, nothing in common", read(OTHER_NAME, 0.7), NOTHING, DIFFERENT),
    ("another name, hardly read", read(OTHER_NAME, 0.4), NOTHING, UNSURE),
    ("one character off, badly read", read("赵明芳", 0.7), NOTHING, UNSURE),
    ("one character off, well read", read("赵明芳"), NOTHING, DIFFERENT),
    ("a confusable character", read("赵朋轩"), NOTHING, UNSURE),
    ("a confusable character, the number right", read("赵朋轩"), read(ID), SAME),
    ("another name, the same number", read(OTHER_NAME), read(ID), UNSURE),
    ("same name, another's number", read(NAME), read(OTHER_ID), DIFFERENT),
    ("same name, another's number badly read", read(NAME), read(OTHER_ID, 0.6), UNSURE),
    ("two digits off and valid", read(NAME), read("11010519491231010X"), UNSURE),
    ("one digit off and invalid", read(NAME), read("110105194912310021"), SAME),
    ("a number that is garbage", read(NAME), read("999999999999999999"), UNSURE),
    ("a number badly read as garbage", read(NAME), read("99999", 0.4), SAME),
    ("masked and agreeing", read(NAME), read("110105********002X"), SAME),
    ("masked and showing little", read(NAME), read("1****************X"), SAME),
    ("masked, one digit off", read(NAME), read("110105********003X"), UNSURE),
    ("masked and another's", read(NAME), read("440106********4512"), DIFFERENT),
    ("masked, of another length", read(NAME), read("1101****002X"), UNSURE),
    ("of the old form", read(NAME), read(LEGACY), UNSURE),
    ("another's of the old form", read(NAME), read("440106900307451"), DIFFERENT),
]


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [pytest.param(*case[1:], id=case[0]) for case in PEOPLE],
)
def test_people_are_compared_by_name_and_number(name, number, expected):
    assert same_person(PERSON, name, number) is expected


def test_an_old_number_counts_where_the_policy_says_so():
    lenient = Person(NAME, ID, legacy_ids=True)
    assert same_person(lenient, read(NAME), read(LEGACY)) is SAME
    assert same_person(lenient, read(NAME), read("440106900307451")) is DIFFERENT


def test_with_a_namesake_about_no_name_is_sure():
    assert same_person(Person(NAME, has_namesake=True), read(NAME), NOTHING) is UNSURE


def test_nobody_is_not_everybody():
    assert same_person(Person(), read(NAME), read(ID)) is UNSURE


COMPANIES = [
    ("name", read(EMPLOYER), NOTHING, SAME),
    ("code", NOTHING, read(USCC), SAME),
    ("nothing said", NOTHING, NOTHING, UNSAID),
    ("name not read", unread(), NOTHING, UNSURE),
    ("another name", read(OTHER_EMPLOYER), NOTHING, DIFFERENT),
    ("another name badly read", read(OTHER_EMPLOYER, 0.5), NOTHING, UNSURE),
    ("abbreviated", read("云杉机械"), NOTHING, UNSURE),
    ("another's code", read(EMPLOYER), read("91110108083363025P"), DIFFERENT),
    ("a misread code", read(EMPLOYER), read("91350100M000100Y4A"), SAME),
]


@pytest.mark.parametrize(
    ("name", "uscc", "expected"), [pytest.param(*case[1:], id=case[0]) for case in COMPANIES]
)
def test_companies_are_compared_by_name_and_code(name, uscc, expected):
    assert same_company(Company(EMPLOYER, USCC), name, uscc) is expected


def test_an_unknown_company_is_like_none():
    assert same_company(Company(), read(EMPLOYER), NOTHING) is UNSURE


def test_the_best_of_several_comparisons_counts():
    assert best([DIFFERENT, UNSURE, SAME]) is SAME
    assert best([DIFFERENT, UNSURE]) is UNSURE
    assert best([]) is DIFFERENT


@pytest.mark.parametrize(
    ("number", "masked"),
    [(ID, False), ("11010519491231002×", False), ("110105****002X", True), ("1101051949*", False)],
)
def test_a_starred_number_is_told_from_a_star_for_x(number, masked):
    assert is_masked(number) is masked
