"""
Vouchers that are one paper handed in twice with something altered.

Equal wages month after month are common, so equal words prove nothing. What never repeats is where
people stamp and write: two scans whose seals and strokes lie in the same places to the millimetre
show one impression.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from statistics import median

from intake.completeness.question import Question
from intake.completeness.trust import amount, is_sure
from intake.completeness.vouchers import months_of
from models.evidence import Box
from models.marks import MarkKind
from models.page import Channel, PageReading
from models.paper import PayrollEntry, VoucherPaper

SAME_WORDS = 0.8
"""Share of words that two pictures of one paper have in common at least, alterations included."""

SAME_PLACE_MM = 1.0
"""Found boxes of one impression on two scans lie within this; a hand that stamps does not."""

FEWEST_MARKS = 2
"""One seal in the same place may be chance."""

MOST_MARKS = 0.7
"""A faint stroke may be found on one scan and not on the other."""

Mark = tuple[str, float, float]
"""What it is, and its middle in millimetres."""


def altered_copies(
    question: Question, vouchers: Sequence[VoucherPaper]
) -> Iterator[tuple[VoucherPaper, VoucherPaper]]:
    """Yield pairs of scanned vouchers that are one paper but for month or amounts."""
    for one, other in combinations(vouchers, 2):
        if says_otherwise(one, other) and _share_a_sheet(question, one, other):
            yield one, other


def rescans(
    question: Question, vouchers: Sequence[VoucherPaper]
) -> Iterator[tuple[VoucherPaper, VoucherPaper]]:
    """Yield pairs of scanned vouchers that are one paper, scanned twice and altered nowhere."""
    for one, other in combinations(vouchers, 2):
        if not says_otherwise(one, other) and _share_a_sheet(question, one, other):
            yield one, other


def _share_a_sheet(question: Question, one: VoucherPaper, other: VoucherPaper) -> bool:
    """Say whether two vouchers show one sheet of paper on any of their pages."""
    pages = zip(question.readings(one), question.readings(other), strict=False)
    return any(is_same_sheet(*pair) for pair in pages)


def says_otherwise(one: VoucherPaper, other: VoucherPaper) -> bool:
    """Say whether two vouchers differ in their months or in an amount of the same person."""
    if months_of(one) != months_of(other):
        return True
    return any(
        is_sure(entry.gross) and is_sure(twin.gross) and amount(entry.gross) != amount(twin.gross)
        for entry, twin in _twins(one, other)
    )


def _twins(one: VoucherPaper, other: VoucherPaper) -> Iterator[tuple[PayrollEntry, PayrollEntry]]:
    """Yield the entries of two vouchers that bear the same name, in order."""
    by_name = {entry.name.value: entry for entry in other.entries if entry.name.value}
    for entry in one.entries:
        if entry.name.value in by_name:
            yield entry, by_name[entry.name.value]


def is_same_sheet(one: PageReading, other: PageReading) -> bool:
    """Say whether two scanned pages show one sheet of paper: same words, same marks in place."""
    if one.channel is not Channel.SCAN or other.channel is not Channel.SCAN:
        return False
    if one.fingerprint and one.fingerprint == other.fingerprint:
        return False
    if _common_words(one, other) < SAME_WORDS:
        return False
    shift = _shift(one, other)
    return shift is not None and _marks_coincide(one, other, shift)


def _common_words(one: PageReading, other: PageReading) -> float:
    """Return the share of words that both pages have."""
    first, second = (Counter(word.text for word in page.words) for page in (one, other))
    longer = max(first.total(), second.total())
    return (first & second).total() / longer if longer else 0.0


def _shift(one: PageReading, other: PageReading) -> tuple[float, float] | None:
    """Return how far the second page's print lies from the first's, in mm; None if not known."""
    first, second = _word_places(one), _word_places(other)
    shared = [(first[text], second[text]) for text in first.keys() & second.keys()]
    if not shared:
        return None
    return (
        median(theirs[0] - ours[0] for ours, theirs in shared),
        median(theirs[1] - ours[1] for ours, theirs in shared),
    )


def _word_places(page: PageReading) -> dict[str, tuple[float, float]]:
    """Return the middles, in mm, of the words that stand on a page once."""
    counts = Counter(word.text for word in page.words)
    return {w.text: _middle(page, w.box) for w in page.words if counts[w.text] == 1}


def _middle(page: PageReading, box: Box) -> tuple[float, float]:
    """Return the middle of a box in millimetres."""
    x, y = box.centre
    return page.frame.mm(x), page.frame.mm(y)


def _marks_coincide(one: PageReading, other: PageReading, shift: tuple[float, float]) -> bool:
    """Say whether most seals and strokes of either page have their double on the other."""
    ours, theirs = _marks(one), _marks(other)
    left = [(kind, x - shift[0], y - shift[1]) for kind, x, y in theirs]
    doubles = []
    for kind, x, y in ours:
        twin = next((m for m in left if m[0] == kind and _is_at(m, x, y)), None)
        if twin is not None:
            left.remove(twin)
            doubles.append(kind)
    enough = len(doubles) >= max(FEWEST_MARKS, MOST_MARKS * max(len(ours), len(theirs)))
    # print in large type, taken for a hand's, stands in the same place on every sheet of a form
    return enough and set(doubles) != {MarkKind.HANDWRITING.value}


def _is_at(mark: Mark, x: float, y: float) -> bool:
    """Say whether a mark lies in a place."""
    return abs(mark[1] - x) <= SAME_PLACE_MM and abs(mark[2] - y) <= SAME_PLACE_MM


def _marks(page: PageReading) -> list[Mark]:
    """Return what people stamped and wrote on a page."""
    hand = [m for m in page.ink_marks if m.kind is not MarkKind.LOGO]
    return [
        *(("seal", *_middle(page, seal.box)) for seal in page.seals),
        *((mark.kind.value, *_middle(page, mark.box)) for mark in hand),
    ]
