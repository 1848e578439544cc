"""Sorting contracts, applications and identity cards by whose they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from intake.completeness.compare import Sameness
from intake.completeness.question import Question
from intake.completeness.trust import KIND_SURE
from intake.text.names import NameMatch, compare_person
from models.paper import ApplicationPaper, ContractPaper, OtherPaper

PersonalT = TypeVar("PersonalT", ContractPaper, ApplicationPaper, OtherPaper)


@dataclass(frozen=True, slots=True)
class Sorted(Generic[PersonalT]):
    """Papers of one kind by whose they are."""

    own: tuple[PersonalT, ...]
    unsure: tuple[PersonalT, ...]
    """The person's, perhaps."""
    others: tuple[PersonalT, ...]
    vague: tuple[PersonalT, ...]
    """Perhaps of another kind altogether; whosever they are."""

    @property
    def best(self) -> tuple[PersonalT, ...]:
        """Return the person's own, for want of them those that may be."""
        return self.own or self.unsure

    @property
    def possible(self) -> tuple[PersonalT, ...]:
        """Return every paper that may count once a person has looked."""
        return self.own + self.unsure + self.vague

    @property
    def is_anothers(self) -> bool:
        """
        Say whether a paper was handed in for the person that is someone else's.

        One name: the wrong paper came. Several: they are other claimants' of the same set of
        papers, and the person's own is simply missing.
        """
        if self.best or self.vague:
            return False
        return len(_people(self.others)) == 1


def sort(question: Question, papers: Iterable[PersonalT]) -> Sorted[PersonalT]:
    """Sort papers of one kind by whose they are."""
    sure: list[PersonalT] = []
    vague: list[PersonalT] = []
    for paper in papers:
        (sure if paper.score >= KIND_SURE else vague).append(paper)
    found = [(paper, question.whose(paper)) for paper in sure]
    return Sorted(
        own=tuple(paper for paper, whose in found if whose is Sameness.SAME),
        unsure=tuple(p for p, w in found if w in {Sameness.UNSURE, Sameness.UNSAID}),
        others=tuple(paper for paper, whose in found if whose is Sameness.DIFFERENT),
        vague=tuple(p for p in vague if question.whose(p) is not Sameness.DIFFERENT),
    )


def _people(papers: Sequence[PersonalT]) -> list[str]:
    """Return the different names on papers."""
    people: list[str] = []
    for paper in papers:
        name = paper.employee.value or paper.id_number.value or ""
        if not any(compare_person(name, known) is NameMatch.SAME for known in people):
            people.append(name)
    return people
