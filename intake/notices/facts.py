"""What all notices say of a case, as plain data for a template."""

from datetime import date
from typing import Any

from intake.notices.plain import plain
from intake.notices.words import day, masked, months, months_en
from models.case import CaseFile
from models.quantities import Month

Facts = dict[str, Any]


def common_facts(case: CaseFile) -> Facts:
    """Return number, day, parties and months, as the claim has them or else the papers."""
    claimed, spoken = case.claim, case
    employee = claimed.employee
    return {
        "case": plain(case.case),
        "date": day(case.claim.declared_on),
        "employer": plain(claimed.employer.name or spoken.employer.name),
        "uscc": plain(claimed.employer.uscc or spoken.employer.uscc),
        "employee": plain(employee.name or spoken.employee.name),
        "id_masked": plain(masked(employee.id_number or spoken.employee.id_number)),
        "months": months(claim_months(case)),
        "months_en": months_en(claim_months(case)),
    }


def claim_months(case: CaseFile) -> tuple[Month, ...]:
    """Return the months that the case is about."""
    return case.months or case.claim.months


def id_number(case: CaseFile) -> str:
    """Return the ID number in full: for the employer's own application alone."""
    return plain(case.claim.employee.id_number or case.employee.id_number)


def dated(case: CaseFile) -> date:
    """Return the day that the file itself is dated: nothing in it may depend on the clock."""
    return case.claim.declared_on or date(2000, 1, 1)
