"""Places for signatures and what people put there."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from models.marks import MarkKind, Role, SealKind, SealShape, SlotFound, SlotState
from models.quantities import Month
from samples import hand, marks, seals
from samples.hand import GRAIN
from samples.sheet import BoxMm, DrawnMark, DrawnSlot, Placed, Sheet, Type
from samples.studio import Person, Studio
from samples.truth import SlotTruth

STATES = {
    SlotFound.PEN: SlotState.SIGNED,
    SlotFound.PEN_FINGERPRINT: SlotState.SIGNED,
    SlotFound.UNKNOWN: SlotState.UNSURE,
}
NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a signature: where, what asks for it, of whom, for which month."""

    box: BoxMm
    label: str
    role: Role
    person: Person | None
    month: Month | None = None


def fill(sheet: Sheet, slot: Slot, found: SlotFound, studio: Studio) -> None:
    """Put something into a slot and note it."""
    ink, text = _FILLERS[found](sheet, slot, studio)
    truth = SlotTruth(
        bbox_frac=NOWHERE,
        label=slot.label,
        role=slot.role,
        person=slot.person.name if slot.person else None,
        month=slot.month,
        state=STATES.get(found, SlotState.UNSIGNED),
        found=found,
        text=text,
    )
    sheet.slots.append(DrawnSlot(slot.box, truth, ink))


def handwritten_date(sheet: Sheet, box: BoxMm, text: str, writer: Person, studio: Studio) -> BoxMm:
    """Write a date by hand and note it as a mark that is no signature."""
    place = scribble(sheet, box, text, writer, studio)
    sheet.marks.append(DrawnMark(place, MarkKind.HANDWRITTEN_DATE))
    return place


def scribble(sheet: Sheet, box: BoxMm, text: str, writer: Person, studio: Studio) -> BoxMm:
    """Write a text by hand so that it about fills the box's height and stays in its width."""
    rng = studio.rng
    room = (box[2] - box[0], box[3] - box[1])
    size = min(room[1] * rng.uniform(0.8, 1.05), 9.5)
    pen = replace(writer.hand, pen=min(writer.hand.pen, size * 0.085))
    mask = hand.write(text, pen, size, rng)
    if mask.shape[1] / GRAIN > room[0] * 1.08:
        size *= room[0] * 1.02 / (mask.shape[1] / GRAIN)
        mask = hand.write(text, replace(pen, pen=min(pen.pen, size * 0.085)), size, rng)
    free = max(room[0] - mask.shape[1] / GRAIN, 0)
    x = box[0] + free * rng.uniform(0.15, 0.6)
    y = (box[1] + box[3]) / 2 + rng.gauss(0, room[1] * 0.06)
    place = hand.put(sheet, mask, (x, y), pen.colour)
    number = max((run.line for run in sheet.placed), default=-1) + 1
    sheet.placed.append(Placed(text, place, number, handwritten=True))
    return place


Filled = tuple[BoxMm | None, str]
Filler = Callable[[Sheet, Slot, Studio], Filled]


def _pen(sheet: Sheet, slot: Slot, studio: Studio) -> Filled:
    person = slot.person or studio.person()
    return scribble(sheet, slot.box, person.name, person, studio), person.name


def _other(sheet: Sheet, slot: Slot, studio: Studio) -> Filled:
    person = studio.person()
    return scribble(sheet, slot.box, person.name, person, studio), person.name


def _fingerprinted(sheet: Sheet, slot: Slot, studio: Studio) -> Filled:
    ink, text = _pen(sheet, slot, studio)
    _fingerprint(sheet, slot, studio)
    return ink, text


def _fingerprint(sheet: Sheet, slot: Slot, studio: Studio) -> Filled:
    box = slot.box
    x = box[0] + (box[2] - box[0]) * studio.rng.uniform(0.35, 0.75)
    marks.fingerprint(sheet, (x, (box[1] + box[3]) / 2 + studio.rng.gauss(0, 1)), studio.rng)
    return None, ""


def _mark(kind: MarkKind) -> Filler:
    def fill_mark(sheet: Sheet, slot: Slot, studio: Studio) -> Filled:
        writer = slot.person or studio.person()
        return marks.stroke_mark(sheet, slot.box, kind, writer.hand, studio.rng), ""

    return fill_mark


def _printed(sheet: Sheet, slot: Slot, studio: Studio) -> Filled:
    name = (slot.person or studio.person()).name
    type_: Type = studio.type("song", 9)
    x = (slot.box[0] + slot.box[2] - type_.width(name)) / 2
    sheet.text((x, (slot.box[1] + slot.box[3]) / 2 + type_.size * 0.36), name, type_)
    return None, name


def _date(sheet: Sheet, slot: Slot, studio: Studio) -> Filled:
    month = slot.month.plus(1) if slot.month else Month(2024, 9)
    text = f"{month.year}.{month.month}.{studio.rng.randint(5, 20)}"
    writer = slot.person or studio.person()
    place = handwritten_date(sheet, slot.box, text, writer, studio)
    return place, text


def _chop(sheet: Sheet, slot: Slot, studio: Studio) -> Filled:
    name = (slot.person or studio.person()).name
    side = min(slot.box[3] - slot.box[1] + 2, 12.0)
    cut = seals.Engraving(
        SealKind.LEGAL_REP,
        SealShape.SQUARE,
        (side, side),
        name + ("印" if len(name) == 3 else "之印"),
        studio.words.fonts.seal,
        border=0.5,
    )
    middle = ((slot.box[0] + slot.box[2]) / 2, (slot.box[1] + slot.box[3]) / 2)
    seals.press(sheet, cut, middle, seals.Touch.sample(studio.rng), studio.rng)
    return None, ""


def _empty(_sheet: Sheet, _slot: Slot, _studio: Studio) -> Filled:
    return None, ""


_FILLERS: dict[SlotFound, Filler] = {
    SlotFound.PEN: _pen,
    SlotFound.PEN_FINGERPRINT: _fingerprinted,
    SlotFound.EMPTY: _empty,
    SlotFound.SLASH: _mark(MarkKind.SLASH),
    SlotFound.TICK: _mark(MarkKind.TICK),
    SlotFound.PRINTED: _printed,
    SlotFound.OTHER_PERSON: _other,
    SlotFound.FINGERPRINT: _fingerprint,
    SlotFound.DATE_ONLY: _date,
    SlotFound.SEAL_ONLY: _chop,
}
