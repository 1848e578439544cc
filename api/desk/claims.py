"""What the clerk types for a new case, and whether it can be right."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field

from api.problems import Problem
from intake.arrears.policies import list_regions, load_policy
from intake.errors import PolicyError
from intake.text.identifiers import NumberCheck, born_on, check_id, check_uscc
from intake.text.months import wage_months
from models.claim import Claim, Employee, Employer
from models.finding import Message
from models.quantities import Month

MOST_MONTHS = 120
REASONS = {
    "employer_arrears": ("单位欠缴", "Employer in arrears"),
    "omitted_declaration": ("漏报漏缴", "Omitted declaration"),
    "late_registration": ("参保登记迟延", "Late registration"),
    "wrong_base": ("申报基数有误", "Wrong base"),
    "base_difference": ("基数调整补差", "Difference in base"),
    "transfer_gap": ("转移接续中断", "Gap in transfer"),
    "enforcement_document": ("执法文书", "Enforcement document"),
}
"""The codes that policies list, for the form; none chosen leaves it to the application."""


class Entered(BaseModel):
    """The form of a new case, as typed."""

    id_number: str = Field("", max_length=30)
    name: str = Field("", max_length=100)
    employer: str = Field("", max_length=200)
    uscc: str = Field("", max_length=30)
    months: str = Field("", max_length=400)
    reason: str = Field("", max_length=40)
    region: str = Field("", max_length=40)
    declared_on: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$")


@dataclass(frozen=True, slots=True)
class Checks:
    """What can be said of a form while it is being filled in; None where nothing is typed."""

    id_number: NumberCheck | None
    born: str | None
    sex: str | None
    uscc: NumberCheck | None
    months: tuple[Month, ...] | None


def regions_of(folder: Path | None) -> list[tuple[str, Message]]:
    """Return the regions with a policy, as people call them."""
    return [(region, region_name(region, folder)) for region in list_regions(folder)]


def region_name(region: str, folder: Path | None) -> Message:
    """Return a region's name; its code where its file is wrong."""
    try:
        return load_policy(region, folder).name
    except PolicyError:
        return Message(zh=region, en=region)


def check(entered: Entered) -> Checks:
    """Check the numbers' own check digits and read the months."""
    number = check_id(entered.id_number) if entered.id_number.strip() else None
    born = born_on(number.value) if number and number.valid else None
    return Checks(
        id_number=number,
        born=born.isoformat() if born else None,
        sex=_sex(number),
        uscc=check_uscc(entered.uscc) if entered.uscc.strip() else None,
        months=months_of(entered.months) if entered.months.strip() else None,
    )


def _sex(number: NumberCheck | None) -> str | None:
    """Return `m` or `f` by the last digit but one (GB 11643)."""
    if number is None or not number.valid or len(number.value) != 18:
        return None
    return "m" if int(number.value[16]) % 2 else "f"


def months_of(text: str) -> tuple[Month, ...]:
    """Read months as people write them: `2024-05 至 2024-07`, `2024年5月、6月`, `202405`."""
    spaced = re.sub(r"[,，;；]", "、", text)
    return wage_months(spaced)


def claim_of(entered: Entered) -> Claim:
    """Return what is claimed; raise a Problem where it cannot be meant."""
    checks = check(entered)
    if checks.id_number is not None and not checks.id_number.valid:
        raise Problem("invalid", "公民身份号码的校验位不符 The ID number's check digit is wrong")
    months = checks.months or ()
    if checks.months == () or len(months) > MOST_MONTHS:
        raise Problem("invalid", "补缴月份无法辨认 The months cannot be understood")
    number = checks.id_number.value if checks.id_number else None
    return Claim(
        region=entered.region or None,
        employer=Employer(name=_text(entered.employer), uscc=_text(entered.uscc)),
        employee=Employee(name=_text(entered.name), id_number=number),
        months=months,
        reason=entered.reason or None,
        declared_on=_day(entered.declared_on),
    )


def _day(typed: str) -> date | None:
    """Return the day of declaration; none is today."""
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Problem("invalid", "申报日期有误 There is no such day") from None


def _text(typed: str) -> str | None:
    return typed.strip() or None
