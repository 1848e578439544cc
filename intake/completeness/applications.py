"""What is asked of the application (补缴申请书): it names the employee and the months."""

from collections.abc import Sequence

from intake.completeness.compare import Sameness, same_company
from intake.completeness.contracts import formal_requirements
from intake.completeness.data_only import explained, on_paper
from intake.completeness.lines import Line
from intake.completeness.papers_of import Sorted, sort
from intake.completeness.points import Point
from intake.completeness.question import Question
from intake.completeness.trust import READ, SURE, is_sure
from intake.completeness.unread import may_hold_a_paper
from models.evidence import Evidence
from models.finding import Code, Item, Material, Requirement
from models.paper import ApplicationPaper
from models.quantities import Month

APPLICATION = Material.APPLICATION


def application_requirements(question: Question, line: Line | None) -> tuple[Requirement, ...]:
    """Judge the applications together: one may carry on where another ends."""
    if line is None:
        return ()
    found = sort(question, on_paper(question, question.applications))
    if not found.best:
        return explained(question, _without(question, found), question.applications)
    return (
        _paper(question, found.best),
        _employee(found),
        _months(question, found),
        *formal_requirements(question, found.best, line, (APPLICATION, None)),
    )


def _without(question: Question, found: Sorted[ApplicationPaper]) -> tuple[Requirement, ...]:
    """Judge a case without an application that may be the employee's."""
    point = Point(APPLICATION, Item.APPLICATION)
    all_read = not may_hold_a_paper(question.papers)
    if found.is_anothers:
        evidence = [a.employee.evidence for a in found.others if a.employee.evidence]
        answer = Point(APPLICATION, Item.EMPLOYEE).missing(
            Code.APPLICATION_EMPLOYEE_MISMATCH, sure=all_read, evidence=evidence
        )
        return (point.met(_places(question, found.others)), answer)
    sure = not found.vague and all_read
    return (point.missing(Code.APPLICATION_MISSING, sure=sure),)


def _paper(question: Question, papers: Sequence[ApplicationPaper]) -> Requirement:
    """
    Ask whether it is this employer's application.

    The list does not ask for it, so there is no code of its own; but an application that surely
    names another employer is not taken without a look.
    """
    point = Point(APPLICATION, Item.APPLICATION)
    compared = [same_company(question.company, p.employer, p.uscc) for p in papers]
    if all(found is Sameness.DIFFERENT for found in compared):
        evidence = [p.employer.evidence for p in papers if p.employer.evidence]
        return point.doubtful(Code.APPLICATION_MISSING, evidence)
    return point.met(_places(question, papers))


def _employee(found: Sorted[ApplicationPaper]) -> Requirement:
    """Ask who is named."""
    point = Point(APPLICATION, Item.EMPLOYEE)
    evidence = [a.employee.evidence for a in found.best if a.employee.evidence]
    if found.own:
        return point.met(evidence)
    return point.doubtful(Code.APPLICATION_EMPLOYEE_MISMATCH, evidence)


def _months(question: Question, found: Sorted[ApplicationPaper]) -> Requirement:
    """
    Hold the months named against the months claimed: no fewer, and none that nobody judged.

    Where the form claims the months, a weak reading that says the very same is borne out by it.
    """
    papers, point = found.best, Point(APPLICATION, Item.MONTHS)
    named = named_months(papers)
    agree = bool(named) and set(named) == set(question.months)
    enough = READ if question.claim.months else SURE
    evidence = [p.months_field.evidence for p in papers if p.months_field.evidence]
    if agree and all(is_sure(p.months_field, enough) for p in papers):
        return point.met(evidence)
    well_read = bool(named) and all(is_sure(p.months_field) for p in papers)
    all_seen = found.possible == papers and not may_hold_a_paper(question.papers)
    places: list[Evidence] = evidence or _places(question, papers)
    return point.missing(
        Code.APPLICATION_MONTHS_MISMATCH,
        sure=well_read and not agree and all_seen,
        evidence=places,
    )


def named_months(papers: Sequence[ApplicationPaper]) -> tuple[Month, ...]:
    """Return the months that applications name together, ascending."""
    return tuple(sorted({month for paper in papers for month in paper.months}))


def _places(question: Question, papers: Sequence[ApplicationPaper]) -> list[Evidence]:
    """Point at papers as a whole."""
    return [place for paper in papers for place in question.place(paper)]
