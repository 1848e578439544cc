"""Flags about numbers that carry a check digit: citizen IDs and credit codes."""

from collections.abc import Callable, Iterator

from intake.completeness.case_view import CaseView, Notice, raise_flag
from intake.completeness.compare import Sameness, is_masked, same_person
from intake.completeness.messages import plain
from intake.completeness.trust import is_sure
from intake.text.fold import tight
from intake.text.identifiers import check_id, check_uscc
from models.evidence import FieldValue
from models.finding import Flag, FlagCode
from models.paper import OtherPaper, Paper, VoucherPaper

Placed = tuple[Paper | None, FieldValue]
"""A number and its paper; None for the claim's."""


def invalid_ids(view: CaseView) -> Flag | None:
    """Notice a citizen ID of the employee, claimed or printed, that fails its check."""
    claimed = FieldValue(value=view.question.claim.employee.id_number, score=1.0)
    return _invalid(
        view, FlagCode.ID_INVALID, [(None, claimed), *_ids(view)], lambda text: check_id(text).valid
    )


def invalid_usccs(view: CaseView) -> Flag | None:
    """Notice a credit code, claimed or printed, that fails its check."""
    claimed = FieldValue(value=view.question.claim.employer.uscc, score=1.0)
    return _invalid(
        view,
        FlagCode.USCC_INVALID,
        [(None, claimed), *_usccs(view)],
        lambda text: check_uscc(text).valid,
    )


def _ids(view: CaseView) -> Iterator[Placed]:
    """Yield the ID numbers that stand for the employee, one per row or paper."""
    person = view.question.person
    for paper in view.relevant:
        if not isinstance(paper, VoucherPaper):
            yield paper, paper.id_number
            continue
        for entry in paper.entries:
            if same_person(person, entry.name, entry.id_number) is not Sameness.DIFFERENT:
                yield paper, entry.id_number


def _usccs(view: CaseView) -> Iterator[Placed]:
    """Yield the credit codes on vouchers, contracts and applications."""
    for paper in view.relevant:
        if not isinstance(paper, OtherPaper):
            yield paper, paper.uscc


def _invalid(
    view: CaseView, code: FlagCode, fields: list[Placed], holds: Callable[[str], bool]
) -> Flag | None:
    """Flag the numbers that were read for sure, are not masked, and hold by no check."""
    bad = [
        (paper, field, field.value)
        for paper, field in fields
        if field.value and is_sure(field) and not is_masked(field.value) and not holds(field.value)
    ]
    if not bad:
        return None
    numbers = sorted({hidden(value) for _, _, value in bad})
    notice = Notice(
        papers=tuple(paper for paper, _, _ in bad if paper is not None),
        evidence=tuple(field.evidence for _, field, _ in bad if field.evidence),
        detail=plain("、".join(numbers)),
    )
    return raise_flag(view, code, notice)


def hidden(number: str) -> str:
    """Show a number by its first and last character only: messages are printed and logged."""
    text = tight(number)
    return text if len(text) < 3 else f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}"
