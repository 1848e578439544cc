"""What of a printed gross wage counts for the base, and how that is explained."""

import datetime as dt
from decimal import Decimal

import pytest

from intake.hand_over import arrears_claim
from models.case import Decision
from models.finding import Code, Item, Verdict
from models.policy_papers import WageExclusions
from tests.intake.completeness.builders import (
    MAY,
    application_sheet,
    case_of,
    contract_sheet,
    entry,
    policy,
    read,
    voucher_sheet,
)
from tests.intake.completeness.spoiling import GRADE

ADDS_UP = ("sum(items)=gross",)
ONLY_CHILD = {"基本工资": read("8490.00"), "独生子女费": read("10.00")}


def case_with(items, checks=ADDS_UP, **more):
    row = entry(f"{MAY}.pdf", items=items, checks=checks)
    return case_of(voucher_sheet(entries=(row,)), contract_sheet(), application_sheet(), **more)


def wage_point(case):
    (point,) = [r for r in case.requirements if r.item is Item.WAGE]
    return point


def test_what_is_no_wage_is_taken_off_inside_the_gross_and_explained():
    case = case_with(ONLY_CHILD)
    wage = case.wages[MAY]
    assert (wage.gross, wage.base) == (Decimal("8500.00"), Decimal("8490.00"))
    assert wage.excluded == {"独生子女费": Decimal("10.00")}
    point = wage_point(case)
    assert point.verdict is Verdict.MET
    assert "独生子女费" in point.message.zh
    assert "8490.00" in point.message.zh
    assert len(point.evidence) == 2


def test_the_calculator_gets_what_counts_and_is_told_why():
    case = case_with(ONLY_CHILD)
    assert case.decision is Decision.COMPLETE
    claim = arrears_claim(case, region="beijing", declared_on=dt.date(2024, 12, 10))
    (month,) = claim.months
    assert month.gross == Decimal("8490.00")
    assert month.evidence["printed"] == "8500.00"
    assert month.evidence["excluded"] == {"独生子女费": "10.00"}


@pytest.mark.parametrize(
    ("items", "checks"),
    [(ONLY_CHILD, ()), ({"独生子女费": read("10.00", 0.5)}, ADDS_UP), (ONLY_CHILD, ("!x",))],
    ids=["not known to be inside", "badly read", "does not add up"],
)
def test_what_may_or_may_not_be_inside_the_gross_is_for_a_person(items, checks):
    case = case_with(items, checks)
    point = wage_point(case)
    assert (point.verdict, point.code) == (Verdict.DOUBTFUL, Code.WAGE_UNREADABLE)
    assert "独生子女费" in point.message.zh
    assert case.wages[MAY].base is None


@pytest.mark.parametrize(
    "items", [{}, {"独生子女费": read("0.00")}, {"餐补": read("300.00")}, {"基本工资": read("1")}]
)
def test_other_columns_change_nothing(items):
    case = case_with(items)
    assert case.wages[MAY].base is None
    assert case.decision is Decision.COMPLETE


def test_a_region_says_what_is_no_wage():
    rows = (WageExclusions(headings=("餐补",), **GRADE),)
    case = case_with({"餐补": read("300.00")}, by=policy(wage_exclusions=rows))
    assert case.wages[MAY].base == Decimal("8200.00")
    none = case_with(ONLY_CHILD, by=policy(wage_exclusions=()))
    assert none.wages[MAY].base is None
