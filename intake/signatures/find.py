"""All places for signatures on a page, and what is in each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.ink.network import InkMaps
from intake.page_image import LineReader, LineText, PageImage
from intake.signatures.body import body_of
from intake.signatures.features import Features, features_of
from intake.signatures.judge import DUST_MM2, STROKE_ENTROPY, STROKE_MM2, Verdict, judge
from intake.signatures.labels import stops
from intake.signatures.loose import loose_writing
from intake.signatures.place import Place, Printed
from intake.signatures.places import find_places
from intake.signatures.strokes import Strokes, strokes_in
from models.evidence import Box
from models.marks import InkMark, MarkKind, Seal, Slot, SlotFound, SlotState
from models.page import Word

ABOUT_MM = 1.5
"""Strokes that reach this far out of their place are still of it."""
INFERRED = 0.6
"""Trust in a place that no words ask for."""
MARKS = {
    SlotFound.TICK: MarkKind.TICK,
    SlotFound.SLASH: MarkKind.SLASH,
    SlotFound.DATE_ONLY: MarkKind.HANDWRITTEN_DATE,
    SlotFound.FINGERPRINT: MarkKind.FINGERPRINT,
}
NOTHING = LineText("", 0.0)


@dataclass(frozen=True, slots=True)
class SlotsFound:
    """The places for signatures on a page, and marks noticed while judging them."""

    slots: tuple[Slot, ...]
    marks: tuple[InkMark, ...]


def find_slots(
    page: PageImage,
    maps: InkMaps,
    printed: Printed,
    *,
    seals: Sequence[Seal],
    engine: LineReader,
) -> SlotsFound:
    """
    Find where an upright page asks for signatures, and judge what is there.

    Raises `EngineFailure` if the engine does.
    """
    words = printed.words
    body = body_of(maps, words)
    slots: list[Slot] = []
    marks: list[InkMark] = []
    for place in find_places(page, words, printed.tables):
        strokes = strokes_in(page, maps, place.box, print_=_print(place, words), seals=seals)
        ink = features_of(strokes)
        line = engine.read_lines([strokes.crop()])[0] if _worth_reading(ink) else NOTHING
        verdict = judge(strokes, ink, line, body, place.expected)
        if place.weak and verdict.found is SlotFound.PRINTED:
            continue
        slots.append(_slot(place, verdict, line))
        marks.extend(_marks(strokes, verdict))
    inked = [mark.box for mark in marks]
    known = [slot.box.grown(page.px(ABOUT_MM)) for slot in slots] + inked
    marks.extend(loose_writing(page, maps, words, body, known))
    return SlotsFound(tuple(slots), tuple(marks))


def _print(place: Place, words: Sequence[Word]) -> list[Box]:
    """Return the printed words that are no part of a place: its label, and what ends it."""
    boxes = [place.label_box] if place.label_box else []
    if place.table is not None:
        return boxes
    boxes.extend(
        word.box
        for word in words
        if word.box.overlap(place.box) > 0 and stops(word.text) and not _holds(word.box, place)
    )
    return boxes


def _holds(box: Box, place: Place) -> bool:
    """Say whether a word is the one that the label stands in."""
    return place.label_box is not None and box.overlap(place.label_box) > 0


def _worth_reading(ink: Features | None) -> bool:
    """Say whether there is more than dust or one stroke."""
    if ink is None or ink.area < DUST_MM2:
        return False
    return not (ink.area < STROKE_MM2 and ink.entropy < STROKE_ENTROPY)


def _slot(place: Place, verdict: Verdict, line: LineText) -> Slot:
    sure = verdict.score * (INFERRED if place.inferred else 1.0)
    state = verdict.state
    if place.inferred and state is SlotState.UNSIGNED:
        state = SlotState.UNSURE
    return Slot(
        box=place.box,
        label=place.label,
        role=place.role,
        table=place.table,
        row=place.row,
        state=state,
        found=verdict.found,
        score=min(1.0, max(0.0, sure)),
        text=line.text,
    )


def _marks(strokes: Strokes, verdict: Verdict) -> Iterator[InkMark]:
    """Yield what in a place is a mark of its own."""
    box = strokes.box()
    kind = MARKS.get(verdict.found)
    if kind is not None and box is not None:
        yield InkMark(box=box, kind=kind, score=verdict.score)
