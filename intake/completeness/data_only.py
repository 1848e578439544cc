"""
Papers that came as data: a spreadsheet, a text document, an OFD without any mark on it.

They tell who, when and how much, but nobody has signed or stamped them: they are not the paper that
the list asks for. A page with a seal or handwriting on it, if only as a picture, is none of these.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from intake.completeness.messages import PAPERS
from intake.completeness.question import Question
from models.finding import Message, Requirement, Verdict
from models.marks import SlotState
from models.page import PageReading
from models.paper import ApplicationPaper, ContractPaper, Paper

PersonalT = TypeVar("PersonalT", ContractPaper, ApplicationPaper)


def on_paper(question: Question, papers: Iterable[PersonalT]) -> tuple[PersonalT, ...]:
    """Return the papers that are more than data."""
    return tuple(paper for paper in papers if not is_mere_data(question, paper))


def is_mere_data(question: Question, paper: Paper) -> bool:
    """Say whether every page of a paper was laid out from data and none bears a mark."""
    pages = question.readings(paper)
    return bool(pages) and all(page.exact and not _is_marked(page) for page in pages)


def _is_marked(page: PageReading) -> bool:
    signed = any(slot.state is not SlotState.UNSIGNED for slot in page.slots)
    return bool(page.seals or page.ink_marks) or signed


def explained(
    question: Question, answers: Sequence[Requirement], papers: Iterable[Paper]
) -> tuple[Requirement, ...]:
    """Say of a missing paper that it came as data, and point at it."""
    data = [paper for paper in papers if is_mere_data(question, paper)]
    places = tuple(place for paper in data for place in question.place(paper))
    if not places:
        return tuple(answers)
    return tuple(
        answer.model_copy(update={"message": _message(answer), "evidence": places})
        if answer.verdict is Verdict.UNMET and not answer.evidence
        else answer
        for answer in answers
    )


def _message(answer: Requirement) -> Message:
    zh, en = PAPERS[answer.material]
    return Message(
        zh=f"收到的{zh}只是电子文档，没有签字或盖章，请提交签字盖章的{zh}。",
        en=f"The {en} came as a mere digital document; please hand in the signed and stamped one.",
    )
