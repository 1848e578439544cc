"""From a complete case to the arrears calculator, and its statement back into the case."""

from datetime import date

from intake.arrears.calculator import compute_statement
from intake.errors import ParameterUnpublished
from models.arrears import ArrearsClaim, ClaimedMonth
from models.case import CaseFile, Decision, Wage
from models.claim import Employee, Employer
from models.finding import Flag, FlagCode, Message
from models.policy import Policy
from models.quantities import Month


def arrears_claim(
    case: CaseFile, *, region: str, declared_on: date, revision: int = 1
) -> ArrearsClaim | None:
    """
    Return the hand-over of a case, or None for one that must not be handed over.

    Only a case that stands at complete and has a gross wage in every month (case.md).
    """
    wages = [(month, case.wages[month]) for month in sorted(case.months) if month in case.wages]
    if case.decision is not Decision.COMPLETE or len(wages) != len(case.months) or not wages:
        return None
    months = []
    for month, wage in wages:
        if wage.gross is None:
            return None
        months.append(_month(month, wage))
    return ArrearsClaim(
        case=case.case,
        revision=revision,
        region=region,
        declared_on=declared_on,
        employer=Employer(name=case.employer.name, uscc=case.employer.uscc),
        employee=Employee(name=case.employee.name, id_number=case.employee.id_number),
        reason=case.claim.reason or (case.application.reason if case.application else None),
        months=tuple(months),
    )


def _month(month: Month, wage: Wage) -> ClaimedMonth:
    """Hand over a month's wage: what counts for the base, and where it was read."""
    place = wage.field.evidence
    evidence = place.model_dump(mode="json") if place else {}
    if wage.base is None:
        return ClaimedMonth(month=month, gross=wage.gross, evidence=evidence)
    off = {label: f"{amount:.2f}" for label, amount in wage.excluded.items()}
    evidence |= {"printed": f"{wage.gross:.2f}", "excluded": off}
    return ClaimedMonth(month=month, gross=wage.base, evidence=evidence)


def with_statement(case: CaseFile, policy: Policy, *, declared_on: date) -> CaseFile:
    """
    Return the case with its statement where decision and published parameters allow one.

    An unpublished parameter is flagged; it never changes the decision (case.md).
    """
    claim = arrears_claim(case, region=policy.region, declared_on=declared_on)
    if claim is None:
        return case
    try:
        statement = compute_statement(claim, policy)
    except ParameterUnpublished as error:
        return case.model_copy(update={"flags": (*case.flags, _unpublished(error))})
    return case.model_copy(update={"statement": statement})


def _unpublished(error: ParameterUnpublished) -> Flag:
    message = Message(
        zh=f"{error.region} {error.month} 的参数（{error.parameter}）尚未公布，暂不能核定金额。",
        en=f"No {error.parameter} is published for {error.region} in {error.month}; no statement.",
    )
    code = FlagCode.PARAMETER_UNPUBLISHED
    return Flag(code=code, severity=code.severity, months=(error.month,), message=message)
