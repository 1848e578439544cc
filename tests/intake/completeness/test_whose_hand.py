"""Whose name the strokes in the employee's place read as."""

import pytest

from models.case import Decision
from models.finding import Code, Verdict
from tests.intake.completeness.builders import case_of, slot
from tests.intake.completeness.spoiling import with_voucher


def judged(text):
    case = case_of(*with_voucher(slots=[slot(text=text)]))
    found = {r.code: r.verdict for r in case.requirements if r.verdict is not Verdict.MET}
    return found, case.decision


@pytest.mark.parametrize("text", ["唐琴", "王小丽", "李 四"])
def test_a_hand_that_reads_as_another_name_is_for_a_person(text):
    found, decision = judged(text)
    assert found == {Code.EMPLOYEE_SIGNATURE_MISSING: Verdict.DOUBTFUL}
    assert decision is Decision.REVIEW


@pytest.mark.parametrize("text", ["赵明轩", "赵日车", "明干", "", "乙", "2024"])
def test_a_hand_that_reads_like_the_own_name_or_like_none_is_the_persons(text):
    assert judged(text) == ({}, Decision.COMPLETE)
