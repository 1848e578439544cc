"""
Requirements and flags that a person settled: with the original in hand, or against the machine.

A settlement holds for what the person looked at. Where the machine speaks of other pages or of
another code by now, a settlement in the case's favour is void, and one against it stands as long as
any of the pages that it was made on is still the evidence.
"""

from collections.abc import Iterable, Sequence

from models.case import CaseFile
from models.correction import Correction, SaidOfFlag, SaidOfRequirement
from models.evidence import Evidence
from models.finding import (
    Code,
    Flag,
    FlagCode,
    Message,
    Requirement,
    Settlement,
    Severity,
    Verdict,
)
from models.paper import PageRef

NEVER_MET = frozenset(
    {
        Code.VOUCHER_MISSING,
        Code.MONTH_ILLEGIBLE,
        Code.EMPLOYEE_NOT_IN_VOUCHER,
        Code.WAGE_UNREADABLE,
        Code.WAGE_NOT_PRINTED,
        Code.CONTRACT_MISSING,
        Code.APPLICATION_MISSING,
    }
)
"""What ends its paper's list, or is a value that has to be read: nothing after it was judged, and
no wage follows from a mere yes. A person corrects kind, month, name or amount instead."""

NOT_ONCE_UNMET = frozenset(
    {
        Code.CONTRACT_EMPLOYEE_MISMATCH,
        Code.CONTRACT_EMPLOYER_MISMATCH,
        Code.APPLICATION_EMPLOYEE_MISMATCH,
    }
)
"""The same where they are unmet; in doubt, the rest of the list was judged."""

WORDS = {
    Verdict.MET: ("人工核定：符合", "Settled by a person: met"),
    Verdict.UNMET: ("人工核定：不符合", "Settled by a person: not met"),
    Verdict.DOUBTFUL: ("人工核定：待确认", "Settled by a person: in doubt"),
}


def may_settle(requirement: Requirement, verdict: Verdict) -> bool:
    """
    Say whether a person may give a requirement this verdict outright.

    Against the machine always; in the case's favour only where nothing else hangs on it.
    """
    if verdict is not Verdict.MET:
        return True
    if requirement.verdict is Verdict.MET:
        return False
    if requirement.code in NOT_ONCE_UNMET:
        return requirement.verdict is Verdict.DOUBTFUL
    return requirement.code not in NEVER_MET


def settled(case: CaseFile, corrections: Sequence[Correction]) -> tuple[CaseFile, frozenset[str]]:
    """
    Return the case with its requirements and flags as people settled them.

    Decision, missing and statement are left to the caller. The second value names the settlements
    that hold no more.
    """
    holding: set[str] = set()
    requirements, flags = list(case.requirements), list(case.flags)
    for correction in corrections:
        if isinstance(correction.said, SaidOfRequirement):
            found = _matching(case.requirements, correction.said)
            for index in found:
                requirements[index] = _settle(case.requirements[index], correction)
        elif isinstance(correction.said, SaidOfFlag):
            found = _flags(case, correction.said)
            for index in found:
                flags[index] = _clear(case.flags[index], correction)
        else:
            continue
        if found:
            holding.add(correction.id)
    said = {c.id for c in corrections if isinstance(c.said, SaidOfRequirement | SaidOfFlag)}
    update = {"requirements": tuple(requirements), "flags": tuple(flags)}
    return case.model_copy(update=update), frozenset(said - holding)


def _matching(requirements: Iterable[Requirement], said: SaidOfRequirement) -> list[int]:
    """Return the requirements that a settlement holds for."""
    return [
        index
        for index, requirement in enumerate(requirements)
        if _is_about(requirement, said) and _holds(requirement, said)
    ]


def _is_about(requirement: Requirement, said: SaidOfRequirement) -> bool:
    about = (requirement.material, requirement.item, requirement.month)
    return about == (said.material, said.item, said.month)


def _holds(requirement: Requirement, said: SaidOfRequirement) -> bool:
    places = places_of_requirement(requirement)
    if said.verdict is not Verdict.MET and not set(places).isdisjoint(said.seen):
        return True
    same = requirement.code == said.code and places == said.seen
    return same and may_settle(requirement, said.verdict)


def _flags(case: CaseFile, said: SaidOfFlag) -> list[int]:
    return [
        index
        for index, flag in enumerate(case.flags)
        if flag.code is said.code
        and places_of_flag(case, flag) == said.seen
        and flag.months == said.months
    ]


def places_of_requirement(requirement: Requirement) -> tuple[PageRef, ...]:
    """Return the pages that a requirement rests on."""
    return _pages(requirement.evidence)


def places_of_flag(case: CaseFile, flag: Flag) -> tuple[PageRef, ...]:
    """Return the pages that a flag rests on: its evidence and the papers that it names."""
    named = [page for paper in case.documents if paper.id in flag.documents for page in paper.pages]
    return tuple(sorted({*_pages(flag.evidence), *named}, key=_order))


def _pages(evidence: Iterable[Evidence]) -> tuple[PageRef, ...]:
    return tuple(sorted({PageRef(file=e.file, page=e.page) for e in evidence}, key=_order))


def _order(ref: PageRef) -> tuple[str, int]:
    return ref.file, ref.page


def requirement_of(case: CaseFile, said: SaidOfRequirement) -> Requirement | None:
    """Return the requirement that is to be settled so; None where it may not be."""
    return next(
        (
            requirement
            for requirement in case.requirements
            if _is_about(requirement, said)
            and requirement.code in {said.code, None}
            and may_settle(requirement, said.verdict)
        ),
        None,
    )


def flag_of(case: CaseFile, said: SaidOfFlag) -> Flag | None:
    """Return the flag that is to be cleared, None where there is none such."""
    if said.code is FlagCode.CORRECTION_UNPLACED:
        return None
    return next((flag for flag in case.flags if flag.code is said.code), None)


def _settle(requirement: Requirement, correction: Correction) -> Requirement:
    said = correction.said
    if not isinstance(said, SaidOfRequirement):
        return requirement
    zh, en = WORDS[said.verdict]
    return requirement.model_copy(
        update={
            "verdict": said.verdict,
            "code": None if said.verdict is Verdict.MET else requirement.code or said.code,
            "message": Message(
                zh=f"{zh}（{correction.why}）。{requirement.message.zh}",
                en=f"{en} ({correction.why}). {requirement.message.en}",
            ),
            "settled": _settlement(correction, requirement.verdict, requirement.code),
        }
    )


def _clear(flag: Flag, correction: Correction) -> Flag:
    return flag.model_copy(
        update={
            "severity": Severity.INFO,
            "settled": _settlement(correction, flag.severity, flag.code),
        }
    )


def _settlement(correction: Correction, machine: str, code: str | None) -> Settlement:
    return Settlement(
        correction=correction.id,
        machine=machine,
        code=code or "",
        by=correction.by,
        at=correction.at,
        why=correction.why,
    )
