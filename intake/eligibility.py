"""
Who may make up, for which months and for what reason (rules.md §3).

One set of rules: deciding asks what claim and papers break, the statement warns of what its claim
breaks. Rules that are off are not applied.
"""

import datetime as dt
from collections.abc import Iterator

from models.arrears import ArrearsClaim
from models.finding import Code, Message
from models.policy import Policy
from models.quantities import Month
from models.record import Record

NOT_EMPLOYEES = frozenset({"flexible", "灵活就业", "灵活就业人员"})
"""Ways of being insured (`insured_as`) that no employer can make up for; an employee whose employer
did not pay may well have joined the residents' insurance."""


class Situation(Record):
    """What claim and papers say about the person; None where they say nothing."""

    months: tuple[Month, ...] = ()
    declared_on: dt.date | None = None
    reason: str | None = None
    insured_as: str | None = None
    employment_ended: dt.date | None = None
    """The last day of employment, only where claim or paper says that it ended."""


class Ineligibility(Record):
    """One eligibility rule that the situation breaks, for one month where it is monthly."""

    code: Code
    month: Month | None = None
    message: Message


def check_eligibility(situation: Situation, policy: Policy) -> tuple[Ineligibility, ...]:
    """
    Return every eligibility rule that is broken; empty if none is.

    The policy is taken as it stands on the day of declaration. NOT_AN_EMPLOYEE and
    EMPLOYEE_NOT_ACTIVE go by what is said, PAST_TIME_LIMIT by the look-back in months before the
    month of declaration, REASON_NOT_ACCEPTED by the list of accepted reasons.
    """
    standing = policy.at(situation.declared_on)
    found = (*status_rules(situation), *month_rules(situation, standing))
    found = (*found, *reason_rules(situation, standing))
    return tuple(item for item in found if standing.applies(item.code))


def status_rules(situation: Situation) -> Iterator[Ineligibility]:
    """Yield what keeps the person from being an active employee."""
    if situation.insured_as in NOT_EMPLOYEES:
        yield broken(
            Code.NOT_AN_EMPLOYEE,
            "参保身份不是职工，不能由用人单位补缴职工医保",
            "Not insured as an employee: employee medical insurance cannot be made up",
        )
    ended, declared = situation.employment_ended, situation.declared_on
    if ended is not None and (declared is None or ended < declared):
        yield broken(
            Code.EMPLOYEE_NOT_ACTIVE,
            f"劳动关系已于{ended}结束，不是在职职工",
            f"Employment ended on {ended}: not an active employee",
        )


def month_rules(situation: Situation, policy: Policy) -> Iterator[Ineligibility]:
    """Yield the months that lie too far back."""
    if situation.declared_on is None:
        return
    earliest = policy.earliest_month(situation.declared_on)
    for month in sorted(situation.months):
        if earliest is not None and month < earliest:
            yield broken(
                Code.PAST_TIME_LIMIT,
                f"{month}早于可补缴的最早月份{earliest}",
                f"{month} is before {earliest}, the earliest month that may be made up",
                month,
            )


def reason_rules(situation: Situation, policy: Policy) -> Iterator[Ineligibility]:
    """Yield a reason that is not on the list, or none given."""
    accepted = policy.accepted_reasons
    if accepted is not None and situation.reason not in accepted:
        yield broken(
            Code.REASON_NOT_ACCEPTED,
            f"补缴事由“{situation.reason or '未填写'}”不在可受理范围",
            f"The reason ({situation.reason or 'none given'}) is not among the accepted ones",
        )


def broken(code: Code, zh: str, en: str, month: Month | None = None) -> Ineligibility:
    """Return one finding."""
    return Ineligibility(code=code, month=month, message=Message(zh=zh, en=en))


def situation_of(claim: ArrearsClaim) -> Situation:
    """Return what a hand-over says about the person."""
    employee = claim.employee
    return Situation(
        months=tuple(item.month for item in claim.months),
        declared_on=claim.declared_on,
        reason=claim.reason,
        insured_as=(employee.model_extra or {}).get("insured_as"),
        employment_ended=employee.employment_ended,
    )
