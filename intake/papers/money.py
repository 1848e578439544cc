"""
One amount, read by several: what the readers saw, what arithmetic says, what may be asserted.

An amount is asserted only if some reader saw it on the paper; arithmetic can confirm it, choose
between readings, or cast doubt on it, never supply it.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake.papers.flow import LAYER, second_words
from intake.text.amounts import AmountCandidate, amount_candidates, is_dash, parse_amount
from intake.text.lines import line_text, lines_of, union_of
from models.evidence import Box, Evidence, FieldValue, Reading
from models.marks import InkColour
from models.page import PageReading, Word
from models.quantities import FEN

ALONE = 0.93
"""One strict reading, by nothing contradicted: times the reader's own score."""
REPAIRED = 0.75
"""One reading that had to be put right (a point for a comma), times the reader's own score."""
TWICE = 0.985
"""Two independent sources agree."""
THRICE = 0.997
OUTVOTED = 0.96
"""Two agree against a third."""
DOUBTED = 0.5
"""A reading that arithmetic contradicts: two readers that see the same ink may both be wrong."""
CLEAR = 0.9
"""Amounts that were read this well, and as they are printed, contradict what two readers saw."""

TOUCHED, UNDER_BLACK, UNDER_RED = 0.15, 0.6, 0.93
"""A seal over this part of an amount; what it leaves of a lone reading's score: red ink can be
taken off, black cannot."""

_LOST_DIGIT = re.compile(r"\.\d?$")
"""Where amounts have two decimals, one that has fewer has lost a digit."""

ARITHMETIC = "arithmetic"
READERS = frozenset({"first", "second", "layer"})


@dataclass(frozen=True, slots=True)
class Claim:
    """What an independent source says the amount is."""

    value: Decimal
    source: str
    """`arithmetic:net+deductions`, `words` for 大写, `column total`."""
    firm: bool = True
    """All that it was reckoned from was read clearly: what it contradicts is not asserted."""


@dataclass(frozen=True, slots=True)
class Money:
    """What stands in the place of one amount."""

    page: PageReading
    box: Box
    """The words' box, or the cell's where there are none."""
    text: str
    score: float
    reader: str
    second: str = ""
    second_reader: str = ""
    second_score: float = 0.0
    layer: bool = False
    """The text layer of a born-digital page spells the amount as the first reader saw it."""
    fen: bool = False
    """Amounts around it are printed with fen: one without has lost its point, or digits."""

    @property
    def blank(self) -> bool:
        """Say whether nothing is printed there but perhaps a dash."""
        return not self.text.strip() or is_dash(self.text)

    @property
    def first(self) -> Decimal | None:
        """Return what the first reader saw, if there is one way to take it."""
        candidates = self.candidates(self.text)
        return candidates[0].value if len(candidates) == 1 else None

    @property
    def clear(self) -> bool:
        """Say whether it was read well and as amounts are printed, or is plainly blank."""
        if self.blank:
            return not self.second
        strict = parse_amount(self.text)
        return self.score >= CLEAR and strict is not None and strict == self.first

    @property
    def read_twice(self) -> bool:
        """Say whether two readers, or a reader and the text layer, saw the same clear amount."""
        return (
            self.clear and not self.blank and (self.layer or only_value(self.second) == self.first)
        )

    @property
    def covered(self) -> float:
        """Return what a seal over the amount leaves of a reading's score."""
        share = 1.0
        for seal in self.page.seals:
            if seal.box.overlap(self.box) > TOUCHED * self.box.area:
                share = min(share, UNDER_BLACK if seal.colour is InkColour.BLACK else UNDER_RED)
        return share

    def candidates(self, text: str) -> tuple[AmountCandidate, ...]:
        """Return what a reading may mean here."""
        found = amount_candidates(text)
        fen = self.fen and not self.page.exact  # what is given has lost nothing
        if fen and _LOST_DIGIT.search(text.strip()):
            return ()
        if not fen or len(found) != 1 or found[0].why or "." in text:
            return found
        value = found[0].value
        return (AmountCandidate(value / 100, "point lost"), AmountCandidate(value, "fen missing"))

    @property
    def evidence(self) -> Evidence:
        """Point at the place."""
        return self.page.evidence(self.box, score=self.score, reader=self.reader, text=self.text)


def money_of(page: PageReading, words: Sequence[Word], place: Box) -> Money:
    """Gather what both readers saw in a place that an amount stands in."""
    box = union_of(word.box for word in words) if words else place
    second = second_words(page, box)
    return Money(
        page=page,
        box=box,
        text=_text(words),
        score=min((word.score for word in words), default=0.0),
        reader=words[0].reader if words else "",
        second=_text(second),
        second_reader=second[0].reader if second else "",
        second_score=min((word.score for word in second), default=0.0),
        layer=bool(words) and all(word.reader.endswith(LAYER) for word in words),
    )


def only_value(text: str) -> Decimal | None:
    """Return the value of an amount's text if there is exactly one way to take it."""
    candidates = amount_candidates(text)
    return candidates[0].value if len(candidates) == 1 else None


def settle(money: Money, claims: Sequence[Claim] = ()) -> FieldValue:
    """Decide what the amount is; keep every reading, and say why where nothing is asserted."""
    readings = [*_readings(money), *_claimed(claims)]
    printed = _printed(money)
    if not printed:
        note = "not printed" if money.blank and not money.second else "unreadable"
        return FieldValue(evidence=money.evidence, readings=tuple(readings), note=note)
    support = _support(money, claims)
    ranked = sorted(printed, key=lambda value: -len(support[value]))
    best = ranked[0]
    rivals = [v for v in ranked[1:] if len(support[v]) == len(support[best])]
    value, score, note = _judged(money, best, rivals, support)
    if value is not None and _is_contradicted(value, support[value], claims):
        score, note = min(score, DOUBTED), "arithmetic disagrees"
    return FieldValue(
        value=None if value is None else yuan_text(value),
        score=score,
        evidence=money.evidence,
        readings=tuple(readings),
        note=note,
    )


def yuan_text(value: Decimal) -> str:
    """Write an amount as the contract wants it: two decimals."""
    return f"{value.quantize(FEN):.2f}"


def value_of(field: FieldValue) -> Decimal | None:
    """Return a settled amount's value."""
    return None if field.value is None else Decimal(field.value)


def _text(words: Sequence[Word]) -> str:
    """Join the words of one amount."""
    return "".join(line_text(line) for line in lines_of(words))


def _readings(money: Money) -> list[Reading]:
    """Return the readers' views; one that makes no sense has value null."""
    found = [Reading(value=_shown(money.text), reader=money.reader or "first", score=money.score)]
    if money.second:
        found.append(
            Reading(
                value=_shown(money.second),
                reader=money.second_reader,
                score=money.second_score,
                evidence=money.page.evidence(
                    money.box,
                    score=money.second_score,
                    reader=money.second_reader,
                    text=money.second,
                ),
            )
        )
    return found


def _claimed(claims: Sequence[Claim]) -> list[Reading]:
    """Return the claims as readings."""
    return [
        Reading(value=yuan_text(claim.value), reader=claim.source, score=TWICE) for claim in claims
    ]


def _shown(text: str) -> str | None:
    """Return a reading's value as text."""
    value = only_value(text)
    return None if value is None else yuan_text(value)


def _printed(money: Money) -> set[Decimal]:
    """Return what either reader may have seen."""
    seen = {c.value for c in money.candidates(money.text)}
    return seen | {c.value for c in money.candidates(money.second)}


def _support(money: Money, claims: Sequence[Claim]) -> dict[Decimal, set[str]]:
    """Return for each value the independent sources that may mean it."""
    support: dict[Decimal, set[str]] = defaultdict(set)
    for candidate in money.candidates(money.text):
        support[candidate.value].add("first")
        if money.layer:
            support[candidate.value].add("layer")
    for candidate in money.candidates(money.second):
        support[candidate.value].add("second")
    for claim in claims:
        support[claim.value].add(claim.source)
    return support


def _judged(
    money: Money, best: Decimal, rivals: Sequence[Decimal], support: dict[Decimal, set[str]]
) -> tuple[Decimal | None, float, str]:
    """Return (value, score, note) for the best supported value."""
    votes = len(support[best])
    others = [value for value in support if value != best and support[value]]
    if rivals:
        if len(rivals) == 1 and _mere_fragment(money, best, rivals[0]):
            whole = max(best, rivals[0])
            return whole, 0.8 * money.score, "second reader saw a part"
        return None, 0.0, "readings disagree"
    if votes >= 2:
        agreed = THRICE if votes >= 3 else TWICE
        return best, OUTVOTED if others else agreed, "outvoted a reading" if others else ""
    if any(support[value].isdisjoint(READERS) for value in others):
        return best, DOUBTED, "arithmetic disagrees"
    strict = parse_amount(money.text) == best and money.first == best
    share = (ALONE if strict else REPAIRED) * money.covered
    note = "" if strict else "repaired"
    return best, share * money.score, note if money.covered == 1.0 else "under a seal"


def _is_contradicted(value: Decimal, sources: set[str], claims: Sequence[Claim]) -> bool:
    """Say whether firm arithmetic stands against what readers alone saw."""
    return sources <= READERS and any(claim.firm and claim.value != value for claim in claims)


def _mere_fragment(money: Money, one: Decimal, other: Decimal) -> bool:
    """Say whether the second reader lost the front of what the first saw in full."""
    first, second = parse_amount(money.text), only_value(money.second)
    if first is None or second is None or {first, second} != {one, other} or first <= second:
        return False
    full = "".join(c for c in money.text if c.isdigit())
    part = "".join(c for c in money.second if c.isdigit())
    return full.endswith(part) and len(part) < len(full) and money.score > ALONE
