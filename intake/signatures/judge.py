"""Signed, unsigned or unsure: from the measures of the ink and what a reader makes of it."""

import re
from dataclasses import dataclass
from math import exp, log

from intake.page_image import LineText
from intake.signatures.features import Features
from intake.signatures.strokes import Strokes
from intake.text.confusion import confusable
from intake.text.fold import tight
from intake.text.names import looks_like_person
from models.marks import SlotFound, SlotState

DUST_MM2 = 0.9
"""Less ink than this is dust or what is left of a rule."""
THIN_MM = 0.9
"""Ink no higher, or no wider, than this is what is left of a rule."""
STROKE_MM2 = 10.0
"""More ink than this is more than one pen stroke: a tick, a slash."""
STROKE_ENTROPY = 0.86
"""Directions of one stroke: two at most. Names have many (0.88 and more)."""
SLASH_LENGTH = 3.6
"""Length over breadth from which one stroke is a line, not a tick."""
NAME_MM2, NAME_MM = 4.0, 5.0
"""Least ink, and least width or height, of a signature that is asserted."""
MANY_PIECES = 14
"""More pieces than the strokes of three characters break into: ridges, a black seal, dirt."""
FRAME_AXIS, FRAME_EVEN = 0.55, 0.08
"""Straighter and more even ink than any hand draws: the frame of a stamp, a line."""
FINGER_MM2 = 18.0
CONTESTED_MM2 = 5.0
"""More of a neighbour's ink than this in a place, and its own may run into it."""
RED_INK = 0.4
"""Share of red ink from which strokes may be a name chop's: those are red, red pens are rare."""
COVERED = 0.35
"""Share of a place under a coloured seal from which the seal is what stands there."""
BLACKENED = 0.12
"""Share under a black seal from which nothing can be said about a pen."""
SIGNED_FROM = 0.80
PRINTED_UP_TO = 0.25
"""Bounds of the probability of handwriting between which a person has to look."""
PRINT_HIGH = 1.1
"""Height of print beside that of the body text's boxes, which are a third higher than letters."""
CLEAN_PRINT = 0.70
"""Print is called print only if it reads cleanly too."""
OTHER_NAME = 0.90
"""Score of a reading that may say that somebody else signed."""
_DATE = re.compile(r"[\d年月日.,:;\-/·\s]{5,}")
_TICKS = frozenset("√✓✔vVＶ")

WEIGHTS = {
    "core": 7.67,
    "height": 5.68,
    "stroke": 0.45,
    "stroke_variation": -5.73,
    "axis_share": -3.69,
    "raggedness": 0.40,
    "coloured": 1.79,
    "unread": 2.51,
    "bias": 5.98,
}
"""Logistic weights of handwriting against print, fitted on slots and cells of the tuning set
(`python -m samples.fit_handwriting`); the first three are logarithms of ratios to body text."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is in a place."""

    state: SlotState
    found: SlotFound
    score: float


def judge(
    strokes: Strokes, ink: Features | None, line: LineText, body_mm: float, expected: str
) -> Verdict:
    """
    Judge one place.

    `body_mm` is the height of the print around it, `expected` the row's printed name ('' if none).
    Signed is said only where handwriting is sure, unsigned only where surely there is none.
    """
    if ink is None or ink.area < DUST_MM2 or min(ink.width, ink.height) < THIN_MM:
        return _without_pen(strokes)
    if strokes.blackened > BLACKENED or (strokes.red > RED_INK and ink.area >= STROKE_MM2):
        return Verdict(SlotState.UNSURE, SlotFound.UNKNOWN, 0.5)
    if ink.area < STROKE_MM2 and ink.entropy < STROKE_ENTROPY:
        return _one_stroke(ink)
    text = tight(line.text)
    if _is_date(text) and line.score > 0.5:
        return Verdict(SlotState.UNSIGNED, SlotFound.DATE_ONLY, line.score)
    pen = handwriting(ink, line, body_mm)
    if pen <= PRINTED_UP_TO and line.score >= CLEAN_PRINT and ink.height <= PRINT_HIGH * body_mm:
        return Verdict(SlotState.UNSIGNED, SlotFound.PRINTED, min(0.95, 1.0 - pen))
    return _written(strokes, ink, line, (pen, expected))


def _is_date(text: str) -> bool:
    """Say whether a text is a date, or digits for the most part: a stamp, a number."""
    digits = sum(char.isdigit() for char in text)
    return digits >= 4 and (_DATE.fullmatch(text) is not None or digits > 0.6 * len(text))


def _without_pen(strokes: Strokes) -> Verdict:
    """Judge a place without a pen's ink."""
    if strokes.blackened > BLACKENED:
        return Verdict(SlotState.UNSURE, SlotFound.UNKNOWN, 0.5)
    if strokes.contested > CONTESTED_MM2:
        return Verdict(SlotState.UNSURE, SlotFound.UNKNOWN, 0.5)
    if strokes.finger > FINGER_MM2:
        return Verdict(SlotState.UNSIGNED, SlotFound.FINGERPRINT, 0.9)
    if strokes.covered > COVERED:
        return Verdict(SlotState.UNSIGNED, SlotFound.SEAL_ONLY, 0.85)
    return Verdict(SlotState.UNSIGNED, SlotFound.EMPTY, 0.98)


def _one_stroke(ink: Features) -> Verdict:
    """Tell a slash from a tick; neither is a signature."""
    line = ink.diagonal > SLASH_LENGTH or ink.solidity > 0.85
    return Verdict(SlotState.UNSIGNED, SlotFound.SLASH if line else SlotFound.TICK, 0.9)


def _written(strokes: Strokes, ink: Features, line: LineText, likely: tuple[float, str]) -> Verdict:
    """Judge ink that is more than a stroke and no print: handwriting, or not to be told."""
    pen, expected = likely
    found = SlotFound.PEN_FINGERPRINT if strokes.finger > FINGER_MM2 else SlotFound.PEN
    if not _sure_hand(ink, pen):
        return Verdict(SlotState.UNSURE, SlotFound.UNKNOWN, 0.5)
    if _is_other(line, expected):
        return Verdict(SlotState.UNSURE, SlotFound.OTHER_PERSON, line.score * 0.8)
    return Verdict(SlotState.SIGNED, found, pen)


def _sure_hand(ink: Features, pen: float) -> bool:
    """Say whether the ink is surely a person's writing, and enough of it for a name."""
    enough = ink.area >= NAME_MM2 and max(ink.width, ink.height) >= NAME_MM
    if ink.axis_share > FRAME_AXIS or ink.stroke_variation < FRAME_EVEN:
        return False
    return enough and pen >= SIGNED_FROM and ink.components <= MANY_PIECES


def _is_other(line: LineText, expected: str) -> bool:
    """Say whether a clearly read name has no character in common with the expected one."""
    name = tight(line.text)
    if not 2 <= len(expected) <= 4 or line.score < OTHER_NAME or not looks_like_person(name):
        return False
    return not any(confusable(one, other) for one in name for other in expected)


def handwriting(ink: Features, line: LineText, body_mm: float) -> float:
    """Return the probability that ink is written by hand, not printed (see WEIGHTS)."""
    measures = measured(ink, line, body_mm)
    total = WEIGHTS["bias"] + sum(
        WEIGHTS.get(name, 0.0) * value for name, value in measures.items()
    )
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def measured(ink: Features, line: LineText, body_mm: float) -> dict[str, float]:
    """Return the measures that the probability is made of."""
    return {
        "core": log(max(ink.core, 0.3) / body_mm),
        "height": log(max(ink.height, 0.5) / body_mm),
        "stroke": log(max(ink.stroke, 0.1) / body_mm),
        "stroke_variation": ink.stroke_variation,
        "axis_share": ink.axis_share,
        "raggedness": min(ink.raggedness, 0.5),
        "coloured": ink.coloured,
        "hand": ink.hand,
        "printed": ink.printed,
        "unread": 1.0 - line.score if len(line.text) >= 2 else 1.0,
    }
