"""Signed, unsigned or unsure: from the measures of the ink and what a reader makes of it."""

import re
from dataclasses import dataclass
from math import exp, log

from intake.page_image import LineText
from intake.signatures.body import Body
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
FRAME_HAND = 0.4
"""Likelihood of handwriting from which straight ink is a name of straight strokes, no frame."""
LOW_CORE = 0.9
"""Core of print beside the page's print: 0.7 to 0.85; names have more, remnants do not raise it."""
RIDGES_HAND = 0.5
"""Likelihood of handwriting below which ink beside a fingerprint may be its ridges."""
FINGER_MM2 = 18.0
CONTESTED_MM2 = 5.0
"""More of a neighbour's ink than this in a place, and its own may run into it."""
RED_INK = 0.4
"""Share of red ink from which strokes may be a name chop's: those are red, red pens are rare."""
COVERED = 0.35
"""Share of a place under a coloured seal from which the seal is what stands there."""
HIDDEN_MM2 = 12.0
"""More of a seal's or a finger's ink than this that may be a pen's too hides what is there."""
SCRAP_MM2, OF_SEAL = 4.0, 0.5
"""Less ink than a name's, more likely a seal's than not: what is left of the seal."""
CLEAR_OF_SEALS, CLEAR_HAND = 0.5, 0.5
"""Mean likelihoods of being a seal's and a pen's ink at which red ink is a pen's."""
ON_SEAL, READS = 0.25, 0.8
"""Ink likelier a seal's than this is a name only where it reads as one: seals have strokes too."""
READS_BROKEN = 0.7
"""The same of ink that is no seal's, in so many pieces that it may be anything."""
READS_EXPECTED = 0.6
"""The same of what reads, character by character, as the very name that is expected."""
OF_CHOP = 0.7
"""Likelihood from which all ink in a place with a name chop is what is left of the chop."""
SIGNED_FROM = 0.80
PRINTED_UP_TO = 0.25
"""Bounds of the probability of handwriting between which a person has to look."""
PRINT_HIGH, UNLIKE_PRINT = 1.35, 0.25
"""Most that what is printed in a place is higher than the page's print, and likelier a pen's."""
SMALL_PRINT, UNLIKE_SMALL = 1.0, 0.52
"""The same of what is no higher than it: people write larger."""
CLEAN_PRINT = 0.70
"""Print is called print only if it reads cleanly too."""
OTHER_NAME = 0.90
"""Score of a reading that may say that somebody else signed."""
_DATE = re.compile(r"[\d年月日.,:;\-/·\s]{5,}")
_TICKS = frozenset("√✓✔vVＶ")

WEIGHTS = {
    "core": 4.56,
    "height": 15.44,
    "stroke_variation": -3.11,
    "axis_share": -6.76,
    "raggedness": 11.03,
    "coloured": 0.83,
    "apart": 7.74,
    "bias": -1.81,
}
"""Logistic weights of handwriting against print, fitted on slots and words of the tuning set
(`python -m samples.fit_handwriting`); the first two are logarithms of ratios to body text."""

STYLE = {
    "upright": -21.03,
    "level": -11.70,
    "density": -50.20,
    "solidity": 45.20,
    "coloured": 4.20,
    "hand": -2.63,
    "size": 12.87,
    "bias": -18.32,
}
"""The same against print of any size, by how it is drawn alone: names are printed large, too."""
STYLED_FROM = 0.03
"""Least probability of it: one signature in two hundred stays below, most large print."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is in a place."""

    state: SlotState
    found: SlotFound
    score: float


UNTOLD = Verdict(SlotState.UNSURE, SlotFound.UNKNOWN, 0.5)
"""Something is there, or may be, and nobody can say from the picture what."""


def judge(
    strokes: Strokes, ink: Features | None, line: LineText, body: Body, expected: str
) -> Verdict:
    """
    Judge one place.

    `body` is how the print around it looks, `expected` the row's printed name ('' if none).
    Signed is said only where handwriting is sure, unsigned only where surely there is none.
    """
    if ink is None or _is_remnant(strokes, ink):
        return _without_pen(strokes)
    if _may_be_chop(strokes, ink):
        return UNTOLD
    if ink.area < STROKE_MM2 and ink.entropy < STROKE_ENTROPY:
        return UNTOLD if strokes.hidden > HIDDEN_MM2 else _one_stroke(ink)
    text = tight(line.text)
    if _is_date(text) and line.score > 0.5:
        return Verdict(SlotState.UNSIGNED, SlotFound.DATE_ONLY, line.score)
    pen = handwriting(ink, body)
    if pen <= PRINTED_UP_TO and line.score >= CLEAN_PRINT and _is_like_print(ink, body):
        return Verdict(SlotState.UNSIGNED, SlotFound.PRINTED, min(0.95, 1.0 - pen))
    sure = pen if _sure_hand(ink, body, pen) else None
    return _written(strokes, ink, line, sure=sure, expected=expected)


def _is_remnant(strokes: Strokes, ink: Features) -> bool:
    """Say whether ink is dust, or what is left of a rule or a seal."""
    if ink.area < DUST_MM2 or min(ink.width, ink.height) < THIN_MM:
        return True
    return ink.area < SCRAP_MM2 and strokes.sealed > OF_SEAL


def _may_be_chop(strokes: Strokes, ink: Features) -> bool:
    """Say whether red ink may be a name chop's that was not found, rather than a red pen's."""
    if strokes.red <= RED_INK or ink.area < STROKE_MM2:
        return False
    return strokes.sealed > CLEAR_OF_SEALS or strokes.hand < CLEAR_HAND


def _is_like_print(ink: Features, body: Body) -> bool:
    """Say whether ink is as high as the page's print, and no likelier a pen's than that."""
    high, apart = ink.height / body.height, ink.hand - body.hand
    return (high <= PRINT_HIGH and apart < UNLIKE_PRINT) or (
        high <= SMALL_PRINT and apart < UNLIKE_SMALL
    )


def _is_date(text: str) -> bool:
    """Say whether a text is a date, or digits for the most part: a stamp, a number."""
    digits = sum(char.isdigit() for char in text)
    return digits >= 4 and (_DATE.fullmatch(text) is not None or digits > 0.6 * len(text))


def _without_pen(strokes: Strokes) -> Verdict:
    """Judge a place without a pen's ink."""
    if strokes.hidden > HIDDEN_MM2 or strokes.contested > CONTESTED_MM2:
        return UNTOLD
    if strokes.finger > FINGER_MM2 and not strokes.chopped:
        return Verdict(SlotState.UNSIGNED, SlotFound.FINGERPRINT, 0.9)
    if strokes.chopped or strokes.covered > COVERED:
        return Verdict(SlotState.UNSIGNED, SlotFound.SEAL_ONLY, 0.85)
    return Verdict(SlotState.UNSIGNED, SlotFound.EMPTY, 0.98)


def _one_stroke(ink: Features) -> Verdict:
    """Tell a slash from a tick; neither is a signature."""
    line = ink.diagonal > SLASH_LENGTH or ink.solidity > 0.85
    return Verdict(SlotState.UNSIGNED, SlotFound.SLASH if line else SlotFound.TICK, 0.9)


def _written(
    strokes: Strokes, ink: Features, line: LineText, *, sure: float | None, expected: str
) -> Verdict:
    """
    Judge ink that is more than a stroke and no print: handwriting, or not to be told.

    `sure` is how likely it is handwriting, None where that is not sure.
    """
    found = SlotFound.PEN_FINGERPRINT if strokes.finger > FINGER_MM2 else SlotFound.PEN
    apart = strokes.sealed <= ON_SEAL
    ridges = strokes.finger > 0 and ink.hand < RIDGES_HAND
    clear = apart and not ridges and ink.components <= MANY_PIECES
    reads = _reads_as_name(line, expected, READS_BROKEN if apart else READS)
    if strokes.chopped and strokes.sealed > OF_CHOP and not reads:
        return Verdict(SlotState.UNSIGNED, SlotFound.SEAL_ONLY, 0.85)
    if sure is None or not (clear or reads):
        return UNTOLD
    if _is_other(line, expected):
        return Verdict(SlotState.UNSURE, SlotFound.OTHER_PERSON, line.score * 0.8)
    return Verdict(SlotState.SIGNED, found, sure)


def _sure_hand(ink: Features, body: Body, pen: float) -> bool:
    """Say whether the ink is surely a person's writing, and enough of it for a name."""
    enough = ink.area >= NAME_MM2 and max(ink.width, ink.height) >= NAME_MM
    if ink.axis_share > FRAME_AXIS and ink.hand < FRAME_HAND:
        return False
    if ink.stroke_variation < FRAME_EVEN or _is_low(ink, body):
        return False
    return enough and pen >= SIGNED_FROM and drawn_by_hand(ink) >= STYLED_FROM


def _is_low(ink: Features, body: Body) -> bool:
    """Say whether most of the ink is no higher than print, whatever sticks out of it."""
    return ink.core < LOW_CORE * body.height and ink.hand - body.hand < UNLIKE_SMALL


def _reads_as_name(line: LineText, expected: str, least: float) -> bool:
    """Say whether ink reads as a person's name: the expected one's, where that is known."""
    name = tight(line.text)
    if expected and len(name) == len(expected) and line.score >= READS_EXPECTED:
        return all(confusable(one, other) for one, other in zip(name, expected, strict=True))
    if line.score < least or not looks_like_person(name):
        return False
    return not expected or any(confusable(one, other) for one in name for other in expected)


def _is_other(line: LineText, expected: str) -> bool:
    """Say whether a clearly read name shares less than half of the expected one's characters."""
    name = tight(line.text)
    if not 2 <= len(expected) <= 4 or line.score < OTHER_NAME or not looks_like_person(name):
        return False
    shared = sum(any(confusable(one, other) for one in name) for other in expected)
    return shared < len(expected) / 2


def handwriting(ink: Features, body: Body) -> float:
    """Return the probability that ink is written by hand, not printed (see WEIGHTS)."""
    return _logistic(WEIGHTS, measured(ink, body))


def drawn_by_hand(ink: Features) -> float:
    """Return the probability that ink is written by hand, by how it is drawn (see STYLE)."""
    return _logistic(STYLE, styled(ink))


def _logistic(weights: dict[str, float], measures: dict[str, float]) -> float:
    total = weights["bias"] + sum(weights[name] * value for name, value in measures.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def styled(ink: Features) -> dict[str, float]:
    """Return the measures of how ink was drawn, whatever the size of the print around it."""
    return {
        "upright": ink.upright,
        "level": ink.level,
        "density": ink.area / (ink.width * ink.height),
        "solidity": ink.solidity,
        "coloured": ink.coloured,
        "hand": ink.hand,
        "size": log(max(ink.height, 0.5)),
    }


def measured(ink: Features, body: Body) -> dict[str, float]:
    """
    Return the measures that the probability is made of.

    How well it reads is none of them: people who write neatly are read well.
    """
    return {
        "core": log(max(ink.core, 0.3) / body.height),
        "height": log(max(ink.height, 0.5) / body.height),
        "stroke_variation": ink.stroke_variation,
        "axis_share": ink.axis_share,
        "raggedness": min(ink.raggedness, 0.5),
        "coloured": ink.coloured,
        "apart": ink.hand - body.hand,
    }
