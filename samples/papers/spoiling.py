"""What happens to a finished paper: its month is spoilt, or altered for a second use."""

from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import get_args

from models.quantities import Month
from samples import marks, spelling
from samples.papers.paper import Paper
from samples.sheet import BoxMm, Colour, Placed, Text

FLUID: Colour = (251, 251, 247)
OPAQUE: Colour = (0, 0, 0)
"""Print shows through any lighter ink, and a good reader reads it."""
RIM = 0.7
"""How far ink and fluid reach beyond the print, in millimetres."""


def spoil_month(paper: Paper, month: Month, rng: Random) -> None:
    """Make the month illegible wherever the paper prints it; raise ValueError if it prints none."""
    ink = rng.random() < 0.5
    spoilt = 0
    for sheet in paper.sheets:
        for run in list(sheet.placed):
            place = _place(run, month)
            if place is None:
                continue
            spoilt += 1
            left, top, right, bottom = place
            box = (left - RIM, top - RIM, right + RIM, bottom + RIM)
            if ink:
                marks.blot(sheet, box, rng, OPAQUE)
            else:
                sheet.fill(box, FLUID)
    if not spoilt:
        raise ValueError(f"{paper.layout} prints no {month}")
    paper.months = ()


def edited(paper: Paper, old: Month, new: Month) -> Paper:
    """Return the same sheet, stamps and signatures included, with another month on it."""
    copy = deepcopy(paper)
    for sheet in copy.sheets:
        sheet.prints = [
            replace(item, text=_altered(item.text, old, new)) if isinstance(item, Text) else item
            for item in sheet.prints
        ]
        sheet.placed = [replace(run, text=_altered(run.text, old, new)) for run in sheet.placed]
        sheet.slots = [
            replace(slot, truth=slot.truth.model_copy(update={"month": new}))
            if slot.truth.month == old
            else slot
            for slot in sheet.slots
        ]
    copy.months = tuple(new if month == old else month for month in copy.months)
    copy.entries = [entry.model_copy(update={"month": new}) for entry in copy.entries]
    return copy


def _altered(text: str, old: Month, new: Month) -> str:
    """Return a text with the month spelled anew, in its own spelling."""
    for style in sorted(get_args(spelling.MonthStyle), key=lambda s: -len(spelling.month(old, s))):
        text = text.replace(spelling.month(old, style), spelling.month(new, style))
    return text


def _place(run: Placed, month: Month) -> BoxMm | None:
    """Return the part of a run that spells a month; None if it does not."""
    styles = get_args(spelling.MonthStyle)
    for text in sorted((spelling.month(month, style) for style in styles), key=len, reverse=True):
        start = run.text.find(text)
        end = start + len(text)
        if start < 0 or run.text[end : end + 1].isdigit() or run.text[start - 1 : start].isdigit():
            continue
        widths = [1.0 if ord(char) > 255 else 0.55 for char in run.text]
        left, _, right, _ = run.box
        step = (right - left) / sum(widths)
        return (
            left + step * sum(widths[:start]),
            run.box[1],
            left + step * sum(widths[:end]),
            run.box[3],
        )
    return None
