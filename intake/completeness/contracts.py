"""What is asked of the labour contract (劳动合同): whose, with whom, for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.completeness.compare import Sameness, best, same_company
from intake.completeness.data_only import explained, on_paper
from intake.completeness.lines import Line
from intake.completeness.papers_of import Sorted, sort
from intake.completeness.points import Point
from intake.completeness.question import Question
from intake.completeness.seals import seal_requirements
from intake.completeness.signatures import employee_slots, signature_requirement
from intake.completeness.terms import Cover, cover
from intake.completeness.unread import may_hold_a_paper
from models.evidence import Evidence
from models.finding import Code, Item, Material, Requirement, Verdict
from models.paper import ApplicationPaper, ContractPaper
from models.quantities import Month

CONTRACT = Material.LABOR_CONTRACT


def contract_requirements(question: Question, line: Line | None) -> tuple[Requirement, ...]:
    """Judge the contracts together: several may follow one another."""
    if line is None:
        return ()
    sorted_ = sort(question, on_paper(question, question.contracts))
    paper = Point(CONTRACT, Item.CONTRACT)
    if not sorted_.best:
        return explained(question, _without(question, sorted_, paper), question.contracts)
    employee = _employee(sorted_)
    employer, fitting = _employer(question, sorted_.best)
    answers = [paper.met(_places(question, sorted_.best)), employee, employer]
    if employer.verdict is Verdict.UNMET:
        return tuple(answers)
    if line.spans_months:
        terms = Terms(
            fitting,
            _not_with_others(question, sorted_.possible),
            may_hold_a_paper(question.papers),
        )
        answers.extend(_term(question, terms, month) for month in question.months)
    answers.extend(formal_requirements(question, fitting, line, (CONTRACT, None)))
    return tuple(answers)


def _without(
    question: Question, found: Sorted[ContractPaper], point: Point
) -> tuple[Requirement, ...]:
    """Judge a case without a contract that may be the employee's."""
    all_read = not may_hold_a_paper(question.papers)
    if found.is_anothers:
        evidence = [c.employee.evidence for c in found.others if c.employee.evidence]
        answer = Point(CONTRACT, Item.EMPLOYEE).missing(
            Code.CONTRACT_EMPLOYEE_MISMATCH, sure=all_read, evidence=evidence
        )
        return (point.met(_places(question, found.others)), answer)
    sure = not found.vague and all_read
    return (point.missing(Code.CONTRACT_MISSING, sure=sure),)


def _employee(found: Sorted[ContractPaper]) -> Requirement:
    """Ask whose contract it is."""
    point = Point(CONTRACT, Item.EMPLOYEE)
    evidence = [c.employee.evidence for c in found.best if c.employee.evidence]
    if found.own:
        return point.met(evidence)
    return point.doubtful(Code.CONTRACT_EMPLOYEE_MISMATCH, evidence)


def _employer(
    question: Question, contracts: Sequence[ContractPaper]
) -> tuple[Requirement, tuple[ContractPaper, ...]]:
    """Ask with whom the contracts are; return the answer and the contracts that it rests on."""
    compared = [(c, same_company(question.company, c.employer, c.uscc)) for c in contracts]
    found = best(sameness for _, sameness in compared)
    resting = tuple(contract for contract, sameness in compared if sameness is found)
    evidence = [c.employer.evidence for c in resting if c.employer.evidence]
    point = Point(CONTRACT, Item.EMPLOYER)
    if found is Sameness.UNSAID:
        return point.doubtful(Code.CONTRACT_EMPLOYER_MISMATCH, evidence), resting
    return point.same(found, Code.CONTRACT_EMPLOYER_MISMATCH, evidence), resting


def fitting_contracts(question: Question) -> tuple[ContractPaper, ...]:
    """Return the contracts that are, or may be, the employee's with this employer."""
    return _not_with_others(question, sort(question, question.contracts).best)


def _not_with_others(
    question: Question, contracts: Sequence[ContractPaper]
) -> tuple[ContractPaper, ...]:
    """Return the contracts that are not surely with another employer."""
    return tuple(
        contract
        for contract in contracts
        if same_company(question.company, contract.employer, contract.uscc)
        is not Sameness.DIFFERENT
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """The contracts that a month is held against."""

    fitting: tuple[ContractPaper, ...]
    possible: tuple[ContractPaper, ...]
    """Those and the doubted ones: what even they do not reach is surely not covered."""
    more_unread: bool


def _term(question: Question, terms: Terms, month: Month) -> Requirement:
    """Ask whether the contracts run through a month."""
    point = Point(CONTRACT, Item.TERM, month)
    evidence = _term_places(terms.fitting) or _places(question, terms.fitting)
    if cover(terms.fitting, month) is Cover.FULL:
        return point.met(evidence)
    sure = cover(terms.possible, month) is Cover.NONE and not terms.more_unread
    return point.missing(Code.CONTRACT_NOT_COVERING, sure=sure, evidence=evidence)


def formal_requirements(
    question: Question,
    papers: Sequence[ContractPaper | ApplicationPaper],
    line: Line,
    about: tuple[Material, Month | None],
) -> tuple[Requirement, ...]:
    """Ask for seals and signature where a local list does; the best paper answers."""
    judged = []
    for paper in papers:
        answers = list(seal_requirements(question, paper, about, line.seals))
        if line.signed:
            point = Point(about[0], Item.SIGNATURE)
            slots = employee_slots(question, paper)
            answers.append(signature_requirement(question, paper, point, slots))
        judged.append(tuple(answers))
    return min(judged, key=_shortfall, default=())


def _shortfall(answers: Sequence[Requirement]) -> tuple[int, int]:
    """Order by what is unmet, then by what is doubtful."""
    verdicts = [answer.verdict for answer in answers]
    return verdicts.count(Verdict.UNMET), verdicts.count(Verdict.DOUBTFUL)


def _term_places(contracts: Sequence[ContractPaper]) -> list[Evidence]:
    """Point at the dates that the term is made of."""
    fields = (f for c in contracts for f in (c.start_field, c.end_field, c.type_field))
    return [field.evidence for field in fields if field.evidence is not None]


def _places(question: Question, papers: Sequence[ContractPaper]) -> list[Evidence]:
    """Point at papers as a whole."""
    return [place for paper in papers for place in question.place(paper)]
