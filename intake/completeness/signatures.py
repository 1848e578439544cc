"""
Whether a paper carries the employee's own handwriting.

Met only where pen strokes stand in the employee's own place; unmet only where that place is surely
without, and no loose handwriting stands near that may be meant for it. All else is doubtful.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.completeness.compare import Sameness, same_person
from intake.completeness.points import Point
from intake.completeness.question import Question, whole_page
from intake.text.confusion import confusable
from models.evidence import Box, Evidence
from models.finding import Code, Requirement, Verdict
from models.marks import InkMark, MarkKind, Role, Slot, SlotFound, SlotState
from models.page import PageReading
from models.paper import PageRef, Paper, PayrollEntry, VoucherPaper

SLOT_SURE = 0.8
"""From here a slot's state decides by itself."""

NEAR_MM = 25.0
"""Loose handwriting this near to an empty slot may be its signature, written beside the line."""

IN_ROW = 0.3
"""Share of a stroke's height that has to lie in a table's row for it to be the row's."""

LEAST_NAME = 2
"""Fewer characters read from a hand are no name."""
_HAN = re.compile(r"[一-鿿]")

OWN_HAND = frozenset({SlotFound.PEN, SlotFound.PEN_FINGERPRINT})
NO_HAND = frozenset(
    {
        SlotFound.EMPTY,
        SlotFound.SLASH,
        SlotFound.TICK,
        SlotFound.PRINTED,
        SlotFound.FINGERPRINT,
        SlotFound.DATE_ONLY,
        SlotFound.SEAL_ONLY,
    }
)
"""What is no handwriting of a name (case.md)."""


@dataclass(frozen=True, slots=True)
class SlotSight:
    """The place for the employee's signature, where it stands."""

    slot: Slot
    page: PageReading
    row: Box | None = None
    """The employee's row, where the slot is a cell of it."""
    others_name: bool = False
    """What is written in it reads as a colleague's name."""

    @property
    def evidence(self) -> Evidence:
        """Point at it."""
        return self.page.evidence(
            self.slot.box, score=self.slot.score, reader="signatures", text=self.slot.text
        )

    @property
    def verdict(self) -> Verdict:
        """Judge the slot by itself."""
        slot = self.slot
        if slot.score < SLOT_SURE or self.others_name:
            return Verdict.DOUBTFUL
        if slot.state is SlotState.SIGNED and slot.found in OWN_HAND:
            return Verdict.MET if slot.role is Role.EMPLOYEE else Verdict.DOUBTFUL
        if slot.state is SlotState.UNSIGNED and slot.found in NO_HAND:
            return Verdict.DOUBTFUL if self._beside() else Verdict.UNMET
        return Verdict.DOUBTFUL

    def _beside(self) -> bool:
        """Say whether loose handwriting stands where the signature may have slipped to."""
        return any(_is_near(mark, self) for mark in loose_hand(self.page))


def slots_of_entry(
    question: Question, paper: VoucherPaper, entry: PayrollEntry
) -> tuple[SlotSight, ...]:
    """
    Return the places that the employee of `entry` has to sign.

    Those of the entry's own row; on a paper about this person alone any place for an employee.
    """
    page = question.pages.get(entry.place)
    if page is None:
        return ()
    own = [page.slots[index] for index in entry.slots if index < len(page.slots)]
    if own:
        return tuple(
            SlotSight(slot, page, entry.row, others_name=_is_others(question, slot)) for slot in own
        )
    return _unassigned(question, paper) if is_about_one(question, paper) else ()


def _unassigned(question: Question, paper: VoucherPaper) -> tuple[SlotSight, ...]:
    """Return the places for an employee that are in no row: another month's row has its own."""
    taken = {(entry.place, index) for entry in paper.entries for index in entry.slots}
    return tuple(
        SlotSight(slot, page, others_name=_is_others(question, slot))
        for page in question.readings(paper)
        for index, slot in enumerate(page.slots)
        if slot.role is Role.EMPLOYEE and (_ref(page), index) not in taken
    )


def _ref(page: PageReading) -> PageRef:
    return PageRef(file=page.file, page=page.page)


def employee_slots(question: Question, paper: Paper) -> tuple[SlotSight, ...]:
    """Return the places on a paper whose label asks for the employee."""
    return tuple(
        SlotSight(slot, page, others_name=_is_others(question, slot))
        for page in question.readings(paper)
        for slot in page.slots
        if slot.role is Role.EMPLOYEE
    )


def is_about_one(question: Question, paper: VoucherPaper) -> bool:
    """Say whether all entries of a voucher are surely the person's."""
    found = {same_person(question.person, e.name, e.id_number) for e in paper.entries}
    return found == {Sameness.SAME}


def signature_requirement(
    question: Question, paper: Paper, point: Point, slots: Sequence[SlotSight]
) -> Requirement:
    """Let the best of the employee's places decide."""
    code = Code.EMPLOYEE_SIGNATURE_MISSING
    for verdict in (Verdict.MET, Verdict.DOUBTFUL, Verdict.UNMET):
        decisive = [sight for sight in slots if sight.verdict is verdict]
        if not decisive:
            continue
        evidence = [sight.evidence for sight in decisive]
        if verdict is Verdict.MET:
            return point.met(evidence)
        return point.missing(code, sure=verdict is Verdict.UNMET, evidence=evidence)
    return _without_slot(question, paper, point)


def _without_slot(question: Question, paper: Paper, point: Point) -> Requirement:
    """
    Judge a paper on which no place for the employee was found.

    A signature may stand anywhere on it, and marks outside places are not searched for well enough
    to say that there is none: a person looks.
    """
    pages = question.readings(paper)
    evidence = [whole_page(page) for page in pages[:1]]
    return point.missing(Code.EMPLOYEE_SIGNATURE_MISSING, sure=False, evidence=evidence)


def loose_hand(page: PageReading) -> tuple[InkMark, ...]:
    """Return the handwriting that stands in no slot."""
    return tuple(mark for mark in page.ink_marks if mark.kind is MarkKind.HANDWRITING)


def _is_near(mark: InkMark, sight: SlotSight) -> bool:
    """Say whether a stroke may belong to the slot: in its row, else within reach."""
    if sight.row is not None:
        height = min(mark.box.bottom, sight.row.bottom) - max(mark.box.top, sight.row.top)
        return height >= IN_ROW * mark.box.height
    reach = sight.slot.box.grown(sight.page.frame.px(NEAR_MM))
    return reach.overlap(mark.box) > 0


def _is_others(question: Question, slot: Slot) -> bool:
    """
    Say whether the strokes read as a name that has no character like one of the person's own.

    A hand that nobody can read gives other characters too: so this makes a doubt, never a verdict.
    """
    own = question.person.name
    read = "".join(_HAN.findall(slot.text))
    if not own or len(read) < LEAST_NAME:
        return False
    return not any(confusable(one, other) for one in read for other in own)


def as_placeholder(page: PageReading, box: Box) -> SlotSight:
    """Return the place where a signature was sought and no slot found."""
    slot = Slot(
        box=box,
        label="",
        role=Role.EMPLOYEE,
        state=SlotState.UNSURE,
        found=SlotFound.UNKNOWN,
        score=0.0,
    )
    return SlotSight(slot, page)
