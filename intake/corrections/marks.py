"""Seals and places for signatures, as corrected."""

from typing import Any

from intake.corrections.places import mark_at
from models.correction import Act, SaidOfSeal, SaidOfSlot
from models.marks import Role, Seal, Slot, SlotFound, SlotState
from models.page import PageReading

FOUND = {
    SlotState.SIGNED: SlotFound.PEN,
    SlotState.UNSIGNED: SlotFound.EMPTY,
    SlotState.UNSURE: SlotFound.UNKNOWN,
}
"""What stands in a slot where the person does not say more than its state."""


def with_seal(page: PageReading, said: SaidOfSeal) -> PageReading | None:
    """Return the page with a seal as corrected; None where no seal stands there."""
    index = mark_at(page, [seal.box for seal in page.seals], said.at)
    if index is None:
        return None
    seals = list(page.seals)
    if said.act is Act.REJECT:
        del seals[index]
    else:
        seals[index] = _seal(seals[index], said)
    return page.model_copy(update={"seals": tuple(seals)})


def _seal(seal: Seal, said: SaidOfSeal) -> Seal:
    """Return a seal that a person has looked at: it is one, whole, and of this kind."""
    update: dict[str, Any] = {
        "kind": said.seal or seal.kind,
        "kind_score": 1.0,
        "score": 1.0,
        "whole": True,
    }
    if said.owner is not None:
        update |= {
            "owner_name": said.owner,
            "seal_text": said.owner,
            "text_score": 1.0,
            "variants": (),
        }
    return seal.model_copy(update=update)


def with_slot(page: PageReading, said: SaidOfSlot) -> PageReading | None:
    """Return the page with a slot as corrected; None where no slot stands there."""
    index = mark_at(page, [slot.box for slot in page.slots], said.at)
    if index is None:
        return None
    slots = list(page.slots)
    slots[index] = _slot(slots[index], said)
    return page.model_copy(update={"slots": tuple(slots)})


def _slot(slot: Slot, said: SaidOfSlot) -> Slot:
    state = said.state or slot.state
    found = said.found or (slot.found if state is slot.state else FOUND[state])
    update: dict[str, Any] = {"state": state, "found": found, "score": 1.0}
    if state is SlotState.SIGNED:
        # The person has read whose name it is; what the reader made of the strokes is no doubt.
        update |= {"text": "", "role": Role.EMPLOYEE}
    return slot.model_copy(update=update)
