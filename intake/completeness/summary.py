"""The head of a case file: parties, claim, wages, contract and application in short."""

from collections.abc import Iterable, Sequence

from intake.completeness.applications import named_months
from intake.completeness.compare import Company, Person, Sameness, same_company
from intake.completeness.papers_of import PersonalT, Sorted, sort
from intake.completeness.question import Question
from intake.completeness.terms import Cover, cover
from intake.completeness.trust import READ, amount, is_sure, money, shown
from intake.completeness.voucher_points import is_months_own
from intake.completeness.vouchers import Answer, Hit, Standing
from intake.completeness.wage_base import wage_base
from intake.text.fold import tight
from models.case import CaseApplication, CaseContract, Wage
from models.claim import Claim
from models.evidence import FieldValue
from models.paper import ApplicationPaper, ContractPaper
from models.policy import Policy


def fill_claim(
    claim: Claim, person: Person, company: Company, application: CaseApplication | None
) -> Claim:
    """Return the claim with what the papers told where it was silent."""
    employer = claim.employer.model_copy(
        update={
            "name": claim.employer.name or company.name,
            "uscc": claim.employer.uscc or company.uscc,
        }
    )
    employee = claim.employee.model_copy(
        update={
            "name": claim.employee.name or person.name,
            "id_number": claim.employee.id_number or person.id_number,
        }
    )
    return claim.model_copy(
        update={
            "employer": employer,
            "employee": employee,
            "months": claim.months or (application.months if application else ()),
            "reason": claim.reason or (application.reason if application else None),
        }
    )


def wage_of(hit: Hit | None, document: str | None, policy: Policy) -> Wage:
    """
    Return what the chosen voucher prints for a month; null where it prints nothing for sure.

    The gross's field keeps every reading, so that a person can see what was doubted.
    """
    if hit is None or hit.entry is None or hit.person is not Sameness.SAME:
        return Wage(document=document)
    entry = hit.entry
    asserted = hit.month_sure and hit.is_voucher and is_months_own(entry, hit.paper)
    gross = amount(entry.gross) if asserted and is_sure(entry.gross) else None
    net = amount(entry.net) if asserted and is_sure(entry.net) else None
    base = wage_base(entry, policy) if gross is not None else None
    taken = base.excluded if base is not None and base.value is not None else {}
    return Wage(
        gross=gross,
        net=net,
        document=document,
        score=entry.gross.score,
        field=entry.gross,
        base=base.value if base is not None and taken else None,
        excluded={label: value for label, field in taken.items() if (value := amount(field))},
    )


def doubted_hit(answer: Answer) -> Hit | None:
    """Return the voucher that comes closest to answering a month that has no sure one."""
    if answer.standing in {Standing.MONTH_UNSURE, Standing.PERSON_UNSURE, Standing.PAPER_UNSURE}:
        return answer.hits[0]
    return None


def contract_in_short(question: Question) -> CaseContract | None:
    """Return the contract that covers most claimed months; another person's if only that came."""
    contracts = _candidates(sort(question, question.contracts))
    if not contracts:
        return None
    paper = max(contracts, key=lambda contract: _rank(question, contract))
    wage = paper.monthly_wage
    return CaseContract(
        employer=shown(paper.employer) or _borne_out(paper.employer, question.company.name),
        uscc=shown(paper.uscc),
        employee=shown(paper.employee) or _borne_out(paper.employee, question.person.name),
        id_number=shown(paper.id_number),
        type=paper.contract_type if is_sure(paper.type_field, READ) else None,
        start=paper.start if is_sure(paper.start_field, READ) else None,
        end=paper.end if is_sure(paper.end_field, READ) else None,
        monthly_wage=money(wage.value) if is_sure(wage) else None,
        position=shown(paper.position),
        sign_date=paper.sign_date if is_sure(paper.sign_date_field, READ) else None,
    )


def _borne_out(field: FieldValue, expected: str | None) -> str | None:
    """Return a weak reading that says the very name expected: misreadings do not do that."""
    same = field.value is not None and expected is not None
    return field.value if same and tight(field.value or "") == tight(expected or "") else None


def _rank(question: Question, contract: ContractPaper) -> tuple[bool, int, str, str]:
    """Order contracts: this employer's first, then by months covered, then by when they begin."""
    fits = same_company(question.company, contract.employer, contract.uscc)
    covered = sum(cover([contract], month) is Cover.FULL for month in question.months)
    return (
        fits is not Sameness.DIFFERENT,
        covered,
        str(contract.start or ""),
        contract.pages[0].file,
    )


def application_in_short(question: Question) -> CaseApplication | None:
    """Return the application; several of one person as one."""
    papers = _candidates(sort(question, question.applications))
    if not papers:
        return None
    first = min(papers, key=lambda paper: (str(paper.date or "9999"), paper.pages[0].file))
    return CaseApplication(
        employer=_first(first, papers, "employer"),
        employee=_first(first, papers, "employee"),
        id_number=_first(first, papers, "id_number"),
        months=named_months([p for p in papers if is_sure(p.months_field, READ)]),
        reason=next((p.reason for p in (first, *papers) if p.reason), None),
        date=first.date if is_sure(first.date_field, READ) else None,
    )


def _first(first: ApplicationPaper, papers: Iterable[ApplicationPaper], name: str) -> str | None:
    """Return a field of the first application that has it."""
    fields: list[FieldValue] = [getattr(paper, name) for paper in (first, *papers)]
    return next((value for field in fields if (value := shown(field))), None)


def _candidates(found: Sorted[PersonalT]) -> Sequence[PersonalT]:
    """Return the papers that the head of the case file speaks of."""
    return found.best or found.vague or (found.others if found.is_anothers else ())
