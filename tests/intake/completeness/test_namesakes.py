"""Two people of one name on one payroll: told apart by ID or position, else left to a person."""

import pytest

from models.finding import Code, Verdict
from tests.intake.completeness.builders import (
    ID,
    MAY,
    NAME,
    OTHER_ID,
    application_sheet,
    case_of,
    contract_sheet,
    entry,
    read,
    unread,
    voucher_sheet,
)

MINE, THEIRS = "8500.00", "6100.00"
OPERATOR, CLERK = read("操作工"), read("文员")


def namesakes(mine, theirs):
    """Decide a voucher with two rows of the employee's name; the second is the employee's."""
    file = f"{MAY}.pdf"
    rows = (
        entry(file, NAME, gross=read(THEIRS), **theirs),
        entry(file, NAME, gross=read(MINE), **mine),
    )
    sheets = [voucher_sheet(entries=rows), contract_sheet(), application_sheet()]
    return case_of(*sheets)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"id_number": read(ID)}, {"id_number": read(OTHER_ID)}),
        ({"id_number": read(ID)}, {}),
        ({"position": OPERATOR}, {"position": CLERK}),
    ],
    ids=["by ID", "by the only ID", "by position"],
)
def test_the_employees_row_is_told_from_a_namesakes(mine, theirs):
    case = namesakes(mine, theirs)
    assert str(case.wages[MAY].gross) == MINE
    assert not [r for r in case.requirements if r.code is Code.EMPLOYEE_NOT_IN_VOUCHER]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({}, {}),
        ({"position": OPERATOR}, {"position": OPERATOR}),
        ({"position": CLERK}, {"position": CLERK}),
        ({"position": OPERATOR}, {"position": unread()}),
        ({"position": read("操作工", 0.4)}, {"position": CLERK}),
        ({"id_number": read(ID)}, {"id_number": read(ID)}),
    ],
    ids=["nothing", "one post", "another post", "one unread", "badly read", "one ID twice"],
)
def test_namesakes_that_nothing_tells_apart_go_to_a_person(mine, theirs):
    case = namesakes(mine, theirs)
    assert case.wages[MAY].gross is None
    (doubted,) = [r for r in case.requirements if r.code is Code.EMPLOYEE_NOT_IN_VOUCHER]
    assert doubted.verdict is Verdict.DOUBTFUL
