"""Which papers of a set bear on one case: a batch brings the papers of other claimants as well."""

from collections.abc import Mapping

from intake.completeness.compare import Sameness
from intake.completeness.papers_of import sort
from intake.completeness.question import Question
from intake.completeness.vouchers import Answer, Standing, names_person
from models.paper import ApplicationPaper, ContractPaper, OtherPaper, Paper, VoucherPaper
from models.quantities import Month


def relevant_papers(question: Question, found: Mapping[Month, Answer]) -> tuple[Paper, ...]:
    """
    Return the papers that are the person's, may be, or were handed in for the person by mistake.

    A paper that names nobody bears on every case of the set.
    """
    candidates = [
        hit.paper
        for answer in found.values()
        if answer.standing is Standing.PERSON_ABSENT
        for hit in answer.hits
    ]
    return tuple(
        paper
        for paper in question.papers.documents
        if _is_relevant(question, paper) or paper in candidates
    )


def _is_relevant(question: Question, paper: Paper) -> bool:
    """Say whether a paper bears on the case by itself."""
    if isinstance(paper, VoucherPaper):
        return names_person(question, paper) is not Sameness.DIFFERENT
    if question.whose(paper) is not Sameness.DIFFERENT:
        return True
    if isinstance(paper, ContractPaper):
        return sort(question, question.contracts).is_anothers
    return isinstance(paper, ApplicationPaper) and sort(question, question.applications).is_anothers


def is_persons(question: Question, paper: ContractPaper | ApplicationPaper | OtherPaper) -> bool:
    """Say whether a paper is surely the person's."""
    return question.whose(paper) is Sameness.SAME
