"""Signature places as the case file shows them: one is the employee's, per month or paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.completeness.compare import Sameness, same_person
from intake.completeness.question import Question
from intake.completeness.signatures import (
    SlotSight,
    as_placeholder,
    employee_slots,
    loose_hand,
    slots_of_entry,
)
from intake.completeness.vouchers import rows_of
from models.case import CaseSignature, CaseSlot, SignatureState
from models.evidence import Box
from models.finding import Verdict
from models.marks import Role, Slot, SlotFound, SlotState
from models.page import PageReading
from models.paper import (
    ApplicationPaper,
    ContractPaper,
    PageRef,
    Paper,
    PayrollEntry,
    VoucherPaper,
)
from models.quantities import Month

ORDER = (Verdict.MET, Verdict.DOUBTFUL, Verdict.UNMET)

SlotKey = tuple[PageRef, int]
"""A page and the slot's index on it."""


@dataclass(frozen=True, slots=True)
class Own:
    """The employee's place for a month, or for the paper."""

    sight: SlotSight
    month: Month | None


def shown_slots(question: Question, paper: Paper) -> tuple[CaseSlot, ...]:
    """
    Return the places for signatures, those of role `employee` first.

    There is exactly one of these per month of a voucher that names the employee (month null if one
    serves all), and one per contract and application; where none was found, the place where it was
    sought stands for it, unsure. Places in other people's rows are colleagues'.
    """
    own = tuple(_own(question, paper))
    taken = [one.sight.slot for one in own]
    colleagues = _slots_of_colleagues(question, paper)
    rest = [
        _shown(page, slot, _role(slot, is_colleagues=(_key(page), index) in colleagues))
        for page in question.readings(paper)
        for index, slot in enumerate(page.slots)
        if not any(slot is known for known in taken)
    ]
    return (
        *(_shown(one.sight.page, _as_judged(one.sight), Role.EMPLOYEE, one.month) for one in own),
        *rest,
    )


def _as_judged(sight: SlotSight) -> Slot:
    """Return the employee's slot with what was noticed since it was read: another's name in it."""
    if not sight.others_name:
        return sight.slot
    return sight.slot.model_copy(
        update={"state": SlotState.UNSURE, "found": SlotFound.OTHER_PERSON}
    )


def _own(question: Question, paper: Paper) -> Iterator[Own]:
    """Yield the employee's places on a paper."""
    if isinstance(paper, VoucherPaper):
        yield from _own_on_voucher(question, paper)
    elif isinstance(paper, ContractPaper | ApplicationPaper):
        found = employee_slots(question, paper)
        sight = _best(found) or _sought(question, paper)
        if sight:
            yield Own(sight, None)


def _own_on_voucher(question: Question, paper: VoucherPaper) -> Iterator[Own]:
    """Yield the employee's place for each row; rows that share one make one for all months."""
    places: list[Own] = []
    for row in rows_of(question, paper):
        sight = _best(slots_of_entry(question, paper, row)) or _sought_in_row(question, row)
        if sight:
            places.append(Own(sight, _month_of(row, paper)))
    if len(places) > 1 and all(one.sight.slot is places[0].sight.slot for one in places):
        yield Own(places[0].sight, None)
        return
    seen: set[Month | None] = set()
    for one in places:
        if one.month not in seen:
            seen.add(one.month)
            yield one


def _month_of(row: PayrollEntry, paper: VoucherPaper) -> Month | None:
    """Return the one month that a row is for, None if it serves several or none was read."""
    if row.month is not None:
        return row.month
    return paper.months[0] if len(paper.months) == 1 else None


def _best(sights: tuple[SlotSight, ...]) -> SlotSight | None:
    """Return the place that decides."""
    return min(sights, key=lambda sight: ORDER.index(sight.verdict), default=None)


def _sought(question: Question, paper: Paper) -> SlotSight | None:
    """Return the end of the last page, where contracts and applications are signed."""
    pages = question.readings(paper)
    if not pages:
        return None
    frame = pages[-1].frame
    lower = Box(left=0, top=frame.height / 2, right=frame.width, bottom=frame.height)
    return as_placeholder(pages[-1], lower)


def _sought_in_row(question: Question, row: PayrollEntry) -> SlotSight | None:
    """Return the person's row, or the page where no row is known."""
    page = question.pages.get(row.place)
    if page is None:
        return None
    full = Box(left=0, top=0, right=page.frame.width, bottom=page.frame.height)
    return as_placeholder(page, row.row or full)


def _slots_of_colleagues(question: Question, paper: Paper) -> frozenset[SlotKey]:
    """Return the slots in other people's rows."""
    if not isinstance(paper, VoucherPaper):
        return frozenset()
    return frozenset(
        (entry.place, index)
        for entry in paper.entries
        if same_person(question.person, entry.name, entry.id_number) is not Sameness.SAME
        for index in entry.slots
    )


def _role(slot: Slot, *, is_colleagues: bool) -> Role:
    """Return whose a place is that is not the employee's deciding one."""
    if is_colleagues:
        return Role.COLLEAGUE
    if slot.role is not Role.EMPLOYEE:
        return slot.role
    return Role.COLLEAGUE if slot.row is not None else Role.UNKNOWN


def _key(page: PageReading) -> PageRef:
    return PageRef(file=page.file, page=page.page)


def _shown(page: PageReading, slot: Slot, role: Role, month: Month | None = None) -> CaseSlot:
    """Show a slot."""
    return CaseSlot(
        file=page.file,
        page=page.page,
        bbox_frac=page.frame.delivered(slot.box),
        role=role,
        month=month,
        state=slot.state,
        found=slot.found,
        score=slot.score,
    )


def signatures_of(question: Question, paper: Paper) -> tuple[CaseSignature, ...]:
    """Return the handwriting on a paper: in slots, with whose it should be, and outside them."""
    own = [one.sight.slot for one in _own(question, paper)]
    names = _names(paper)
    found: list[CaseSignature] = []
    for page in question.readings(paper):
        for index, slot in enumerate(page.slots):
            state = _written(slot)
            if state is None:
                continue
            is_own = any(slot is known for known in own)
            name = names.get((_key(page), index)) or (_person(paper) if is_own else None)
            role = Role.EMPLOYEE if is_own else _role(slot, is_colleagues=name is not None)
            person = None if slot.found is SlotFound.OTHER_PERSON else name
            found.append(_signature(page, slot.box, (person, role), (state, slot.score)))
        found.extend(
            _signature(
                page, mark.box, (None, Role.UNKNOWN), (SignatureState.HANDWRITTEN, mark.score)
            )
            for mark in loose_hand(page)
        )
    return tuple(found)


def _written(slot: Slot) -> SignatureState | None:
    """Say whether strokes stand in a slot."""
    match slot.state:
        case SlotState.SIGNED:
            return SignatureState.HANDWRITTEN
        case SlotState.UNSURE:
            return SignatureState.UNSURE
        case _:
            return None


def _names(paper: Paper) -> dict[SlotKey, str | None]:
    """Return whose rows the slots of a voucher lie in."""
    if not isinstance(paper, VoucherPaper):
        return {}
    return {
        (entry.place, index): entry.name.value for entry in paper.entries for index in entry.slots
    }


def _person(paper: Paper) -> str | None:
    """Return the person whom a contract or an application names."""
    return None if isinstance(paper, VoucherPaper) else paper.employee.value


def _signature(
    page: PageReading,
    box: Box,
    whose: tuple[str | None, Role],
    seen: tuple[SignatureState, float],
) -> CaseSignature:
    """Show handwriting."""
    return CaseSignature(
        file=page.file,
        page=page.page,
        bbox_frac=page.frame.delivered(box),
        person=whose[0],
        role=whose[1],
        state=seen[0],
        score=seen[1],
    )
