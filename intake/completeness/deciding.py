"""
From papers and a claim to a case file, all but the arrears statement.

The decision follows from requirements and flags alone, in the order of case.md: unmet makes
incomplete, doubt or a blocking flag makes review, and only what is left is complete.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from intake.completeness.applications import application_requirements, named_months
from intake.completeness.case_view import CaseView
from intake.completeness.compare import Sameness
from intake.completeness.contracts import contract_requirements
from intake.completeness.documents import (
    account_for_pages,
    document_ids,
    documents_of,
    pages_of,
)
from intake.completeness.eligibility import eligibility_requirements
from intake.completeness.flags import raise_flags
from intake.completeness.judges import Judges
from intake.completeness.lines import Line, line_for
from intake.completeness.local_papers import local_requirements
from intake.completeness.papers_of import sort
from intake.completeness.parties import (
    employee_as_printed,
    employer_as_printed,
    expected_company,
    expected_person,
)
from intake.completeness.question import Question, page_index, see_seals
from intake.completeness.relevance import relevant_papers
from intake.completeness.summary import (
    application_in_short,
    contract_in_short,
    doubted_hit,
    fill_claim,
    wage_of,
)
from intake.completeness.voucher_points import month_results, no_months
from intake.completeness.vouchers import answers, months_of, names_person
from models.case import CaseFile, Decision, PolicyRef, Provenance, Wage
from models.claim import Claim
from models.finding import Flag, Missing, Requirement, Severity, Verdict
from models.paper import DocumentKind, Papers
from models.policy import Policy
from models.quantities import Month


def decide(
    papers: Papers, claim: Claim, policy: Policy, *, case_id: str, judges: Judges
) -> CaseFile:
    """
    Hold a set of papers against one claim.

    The case file has no statement yet, and its provenance names the policy only. Nothing is raised:
    whatever is wrong with the papers is a requirement or a flag.
    """
    question = ask(papers, claim, policy.at(claim.declared_on), case_id=case_id, judges=judges)
    view = look(question)
    flags = raise_flags(view)
    application = application_in_short(question)
    return CaseFile(
        case=case_id,
        decision=decision_of(view.requirements, flags),
        claim=fill_claim(claim, question.person, question.company, application),
        employer=employer_as_printed(question.papers, question.person, question.company),
        employee=employee_as_printed(question.papers, question.person),
        months=case_months(question),
        wages=_wages(view),
        contract=contract_in_short(question),
        application=application,
        files=question.papers.files,
        documents=documents_of(question, view.ids),
        requirements=view.requirements,
        missing=missing_of(view.requirements),
        flags=flags,
        pages=pages_of(question, view.ids),
        statement=None,
        provenance=Provenance(
            versions={}, policy=PolicyRef(region=policy.region, version=policy.version), seconds={}
        ),
    )


def decision_of(requirements: Sequence[Requirement], flags: Iterable[Flag]) -> Decision:
    """
    Return the decision; a case of which nothing is required is not complete but odd.

    An informing flag changes nothing.
    """
    verdicts = {requirement.verdict for requirement in requirements}
    if Verdict.UNMET in verdicts:
        return Decision.INCOMPLETE
    blocked = any(flag.severity is Severity.BLOCKING for flag in flags)
    if blocked or Verdict.DOUBTFUL in verdicts or not verdicts:
        return Decision.REVIEW
    return Decision.COMPLETE


def missing_of(requirements: Iterable[Requirement]) -> tuple[Missing, ...]:
    """Return the unmet requirements in short, each once."""
    unmet = (
        Missing(material=r.material, month=r.month, code=r.code)
        for r in requirements
        if r.verdict is Verdict.UNMET and r.code is not None
    )
    return tuple(dict.fromkeys(unmet))


def ask(papers: Papers, claim: Claim, policy: Policy, *, case_id: str, judges: Judges) -> Question:
    """Find out whom, which employer and which months the papers are held against."""
    whole = account_for_pages(papers)
    person = expected_person(whole, claim, policy)
    company = expected_company(whole, claim, person)
    question = Question(
        case_id=case_id,
        papers=whole,
        claim=claim,
        policy=policy,
        judges=judges,
        person=person,
        company=company,
        months=(),
        pages=page_index(whole),
        files={report.name: report for report in whole.files},
        seals=see_seals(whole, company, judges, policy.trusted_signers),
    )
    return replace(question, months=asked_months(question))


def asked_months(question: Question) -> tuple[Month, ...]:
    """
    Return the months that need a voucher: those claimed, else those applied for.

    Where neither says any, the months of the vouchers that name the person: the case cannot be
    complete then, but a person sees what the vouchers are worth.
    """
    if question.claim.months:
        return tuple(sorted(set(question.claim.months)))
    applied = named_months(sort(question, question.applications).best)
    if applied:
        return applied
    named = (v for v in question.vouchers if names_person(question, v) is Sameness.SAME)
    return tuple(sorted({month for voucher in named for month in months_of(voucher)}))


def case_months(question: Question) -> tuple[Month, ...]:
    """Return the application's months, without one the claim's (case.md)."""
    application = application_in_short(question)
    if application is not None and application.months:
        return application.months
    return question.months


def look(question: Question) -> CaseView:
    """Judge every point of the list."""
    found = answers(question)
    line = line_for(question.policy, DocumentKind.PAYROLL_VOUCHER, question.months)
    results = month_results(question, line, found)
    requirements = (
        *(requirement for result in results for requirement in result.requirements),
        *no_months(question, line),
        *contract_requirements(question, _line(question, DocumentKind.LABOR_CONTRACT)),
        *application_requirements(question, _line(question, DocumentKind.APPLICATION)),
        *local_requirements(question),
        *eligibility_requirements(question),
    )
    return CaseView(
        question=question,
        ids=document_ids(question.papers),
        found=found,
        results=results,
        requirements=requirements,
        relevant=relevant_papers(question, found),
    )


def _line(question: Question, kind: DocumentKind) -> Line | None:
    """Return what the list asks of a kind of paper."""
    return line_for(question.policy, kind, question.months)


def _wages(view: CaseView) -> dict[Month, Wage]:
    """Return a wage for every month that is claimed or applied for."""
    chosen = dict(view.chosen)
    wages = {}
    for month in sorted({*view.question.months, *case_months(view.question)}):
        answer = view.found.get(month)
        hit = chosen.get(month) or (doubted_hit(answer) if answer else None)
        wages[month] = wage_of(hit, view.id_of(hit.paper) if hit else None, view.question.policy)
    return wages
