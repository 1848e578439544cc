"""Is this seal the expected owner's? Asked of all its impressions together."""

from collections.abc import Iterator, Sequence
from typing import Literal

from intake.text.confusion import confusable
from intake.text.names import company_name
from models.marks import Seal

Answer = Literal["match", "mismatch", "unsure"]

SLIP = 0.25
"""Cost of a character taken for one it is often taken for."""
DROPPED = 0.45
"""Cost of an expected character that was not read: seals are faint in places, readers skip."""
EXTRA = 0.7
"""Cost of a character read that is not expected: scraps of what the seal overlaps."""
WRONG = 1.0
MATCH_COST = 0.13
"""Cost per expected character up to which a legend is the name."""
MISMATCH_COST = 0.42
"""Cost per character from which a clear legend is another name."""
CLEAR_READING = 0.85
"""Text score of a legend that may speak against the expected name."""
ENOUGH = 4
"""Characters of a name below which nothing is asserted."""


def verify_owner(seals: Sequence[Seal], expected: str) -> tuple[Answer, float]:
    """
    Say whether the impressions of one stamp bear the name `expected`, and how sure that is.

    The name is known, so the question is not what the legend says but whether it can be this name:
    each reading is aligned with it, and characters that readers confuse cost little. One clear
    reading that fits is enough for a match; a mismatch needs clear readings and not one that comes
    near (an abbreviation, a branch, a bad impression: unsure).
    """
    name = _folded(expected)
    readings = [(text, score) for seal in seals for text, score in _legends(seal)]
    if len(name) < ENOUGH or not readings:
        return "unsure", 0.0
    costs = [(_cost(text, name) / len(name), score) for text, score in readings]
    best, score = min(costs, key=lambda pair: pair[0])
    if best <= MATCH_COST and _distinctive(readings, name):
        return "match", min(1.0, (1.0 - best) * (0.6 + 0.4 * score))
    clear = [cost for cost, sure in costs if sure >= CLEAR_READING]
    if clear and best >= MISMATCH_COST and not _may_stand_for(readings, name):
        return "mismatch", min(1.0, min(clear) * 1.2)
    return "unsure", max(0.0, 1.0 - best)


def _legends(seal: Seal) -> Iterator[tuple[str, float]]:
    """Yield a seal's readings of its legend, each with its score."""
    if seal.owner_name:
        yield _folded(seal.owner_name), seal.text_score
    for variant in seal.variants:
        text = _folded(variant)
        if len(text) >= ENOUGH - 1:
            yield text, seal.text_score * 0.8


def _folded(name: str) -> str:
    """Return a name without brackets: seals leave them out, or cut them as they please."""
    return company_name(name).replace("(", "").replace(")", "").upper()


def _cost(read: str, name: str) -> float:
    """Return the least cost of turning the expected name into what was read."""
    row = [EXTRA * place for place in range(len(read) + 1)]
    for wanted in name:
        above, row = row, [row[0] + DROPPED]
        for place, char in enumerate(read, 1):
            swap = 0.0 if char == wanted else SLIP if confusable(char, wanted) else WRONG
            row.append(min(above[place - 1] + swap, above[place] + DROPPED, row[-1] + EXTRA))
    return row[-1]


def _distinctive(readings: Sequence[tuple[str, float]], name: str) -> bool:
    """
    Say whether the part of the name that is its own was read.

    有限责任公司 fits every company: at least two thirds of the rest must have been seen, in any of
    the readings.
    """
    own = _own_part(name)
    seen = {char for text, _ in readings for char in text}
    return sum(char in seen for char in own) >= 0.67 * len(own)


def _own_part(name: str) -> str:
    for form in ("股份有限公司", "有限责任公司", "有限公司", "公司"):
        if name.endswith(form) and len(name) > len(form) + 1:
            return name[: -len(form)]
    return name


def _may_stand_for(readings: Sequence[tuple[str, float]], name: str) -> bool:
    """Say whether a reading may be a short form, a branch or a piece of the name."""
    own = _own_part(name)
    for text, _ in readings:
        if text in name or name in text or own in text:
            return True
        if sum(char in own for char in _own_part(text)) >= 0.6 * len(own):
            return True
    return False
