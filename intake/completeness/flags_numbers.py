"""Flags about numbers that carry a check digit: citizen IDs and credit codes."""

from collections.abc import Callable, Iterator

from intake.completeness.case_view import CaseView, Notice, raise_flag
from intake.completeness.compare import Sameness, is_masked, same_person
from intake.completeness.messages import plain
from intake.completeness.trust import SURE
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
        if not isinstance(paper, OtherPaper) and not is_row_of_amounts(paper.uscc):
            yield paper, paper.uscc


def is_row_of_amounts(field: FieldValue) -> bool:
    """Say whether a number was put together from cells of a table that stand side by side."""
    groups = field.evidence.text.split() if field.evidence else []
    return len(groups) > 2 and all(group.replace(".", "").isdigit() for group in groups)


def _invalid(
    view: CaseView, code: FlagCode, fields: list[Placed], holds: Callable[[str], bool]
) -> Flag | None:
    """Flag the numbers that were read for sure, are not masked, and hold by no check."""
    bad = [
        (paper, field, number)
        for paper, field in fields
        if (number := wrong_number(field, holds)) is not None
    ]
    if not bad:
        return None
    numbers = sorted({hidden(number) for _, _, number in bad})
    notice = Notice(
        papers=tuple(paper for paper, _, _ in bad if paper is not None),
        evidence=tuple(field.evidence for _, field, _ in bad if field.evidence),
        detail=plain("、".join(numbers)),
    )
    return raise_flag(view, code, notice)


def wrong_number(field: FieldValue, holds: Callable[[str], bool]) -> str | None:
    """
    Return what surely stands on the paper and holds by no check; None if nothing does.

    A number that was mended by its check digit counts as it was read: what is printed wrong must
    not pass for a slip of the reader.
    """
    seen = [(r.value, r.score) for r in field.readings if r.value and _is_whole(r.value)]
    if field.value is not None:
        seen.append((field.value, field.score))
    sure = [value for value, score in seen if score >= SURE and not is_masked(value)]
    if any(holds(value) for value in sure):
        return None
    return sure[0] if sure else None


def _is_whole(text: str) -> bool:
    """Say whether a reading has the length of a number, so that it is no mere piece of one."""
    return len(tight(text)) in {15, 18}


def hidden(number: str) -> str:
    """Show a number by its first and last character only: messages are printed and logged."""
    text = tight(number)
    return text if len(text) < 3 else f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}"
