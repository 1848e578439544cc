"""Who may make up, for which months, for what reason (rules.md §3), as the policy says."""

import datetime as dt
from collections.abc import Iterator, Sequence

from intake.completeness.compare import Sameness
from intake.completeness.messages import eligible_message, listed
from intake.completeness.papers_of import sort
from intake.completeness.points import Point
from intake.completeness.question import Question
from intake.completeness.terms import term_of
from intake.eligibility import Situation, month_rules, reason_rules, status_rules
from models.evidence import Evidence
from models.finding import Code, Item, Material, Requirement
from models.paper import ApplicationPaper, ContractPaper, OtherPaper, Paper

AS_EMPLOYEE = (None, "", "employee")

POINT = Point(Material.ELIGIBILITY, Item.ELIGIBILITY)


def eligibility_requirements(question: Question) -> tuple[Requirement, ...]:
    """Answer the points of eligibility that are switched on; the reason is always asked for."""
    checks = (
        (Code.NOT_AN_EMPLOYEE, _insured_as_employee),
        (Code.EMPLOYEE_NOT_ACTIVE, _active),
        (Code.PAST_TIME_LIMIT, _in_time),
    )
    applied = (check(question) for code, check in checks if question.policy.applies(code))
    return (*applied, _reason(question))


def _applications(question: Question) -> tuple[ApplicationPaper, ...]:
    """Return the person's applications."""
    return sort(question, question.applications).best


def _insured_as_employee(question: Question) -> Requirement:
    """Ask how the person is insured: a flexible worker (灵活就业人员) has no such employer."""
    code = Code.NOT_AN_EMPLOYEE
    says = question.claim.insured_as
    told = [a for a in _applications(question) if a.flexible_worker]
    if told or any(status_rules(Situation(insured_as=says))):
        return POINT.unmet(code, _places(question, told))
    if says in AS_EMPLOYEE:
        return POINT.met(message=eligible_message(code))
    return POINT.doubtful(code)


def _active(question: Question) -> Requirement:
    """Ask whether claim or paper says that employment ended; an expired contract does not."""
    code = Code.EMPLOYEE_NOT_ACTIVE
    declared = question.claim.declared_on
    said = [Situation(employment_ended=day, declared_on=declared) for day in _ends(question)]
    if any(list(status_rules(situation)) for situation in said):
        return POINT.unmet(code, _places(question, list(_leaving_papers(question))))
    return POINT.met(message=eligible_message(code))


def _ends(question: Question) -> Iterator[dt.date]:
    """Yield the days on which employment ended, but for contracts that were followed by others."""
    if question.claim.employee.employment_ended is not None:
        yield question.claim.employee.employment_ended
    for application in _applications(question):
        if application.employment_ended is not None:
            yield application.employment_ended
    contracts = sort(question, question.contracts).best
    papers: tuple[ContractPaper | OtherPaper, ...] = (*contracts, *_leaving_papers(question))
    for paper in papers:
        if paper.ended_on is not None and not _was_followed(paper, contracts):
            yield paper.ended_on


def _leaving_papers(question: Question) -> Iterator[OtherPaper]:
    """Yield the papers that say when the person left: 解除劳动合同证明书, 离职证明."""
    for paper in question.others:
        if paper.ended_on is not None and question.whose(paper) is Sameness.SAME:
            yield paper


def _was_followed(ended: ContractPaper | OtherPaper, contracts: Sequence[ContractPaper]) -> bool:
    """Say whether another contract began after this one ended."""
    starts = (term_of(contract).start for contract in contracts if contract is not ended)
    return any(start and ended.ended_on and start > ended.ended_on for start in starts)


def _in_time(question: Question) -> Requirement:
    """Hold the months against the look-back limit."""
    code = Code.PAST_TIME_LIMIT
    day = question.claim.declared_on
    if day is None:
        return POINT.doubtful(code)
    situation = Situation(months=question.months, declared_on=day)
    late = tuple(broken.month for broken in month_rules(situation, question.policy) if broken.month)
    if late:
        return POINT.unmet(code, detail=listed(late))
    return POINT.met(message=eligible_message(code))


def _reason(question: Question) -> Requirement:
    """
    Take any stated reason, unless the region lists those that are accepted.

    A stated reason in words that no code stands for is then left to a person.
    """
    code = Code.REASON_NOT_ACCEPTED
    accepted = question.policy.accepted_reasons
    applications = _applications(question)
    reasons = [question.claim.reason, *(application.reason for application in applications)]
    codes = {reason for reason in reasons if reason}
    evidence = [a.reason_field.evidence for a in applications if a.reason_field.evidence]
    stated = bool(codes) or any(a.reason_field.value for a in applications)
    if accepted is None and stated:
        return POINT.met(evidence, eligible_message(code))
    if accepted is None or not codes:
        return POINT.doubtful(code, evidence)
    if not any(any(reason_rules(Situation(reason=one), question.policy)) for one in codes):
        return POINT.met(evidence, eligible_message(code))
    in_words = not all(code.isascii() for code in codes)
    return POINT.missing(code, sure=not in_words, evidence=evidence)


def _places(question: Question, papers: Sequence[Paper]) -> list[Evidence]:
    """Point at papers as a whole."""
    return [place for paper in papers for place in question.place(paper)]
