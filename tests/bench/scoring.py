"""How well a page was read: errors per character, and amounts read exactly."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from rapidfuzz.distance import Levenshtein

from models.evidence import BoxFrac

AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d{2})?|-?\d+\.\d{2}")
DOTS = str.maketrans("・･•‧∙⋅", "······")


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on the page; `line` numbers its line."""

    text: str
    box: BoxFrac
    line: int
    counted: bool = True
    """False for handwriting and what a seal lies on: its whole line is left out."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an engine read, in fractions of the same page."""

    text: str
    box: BoxFrac


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that can be added up over pages."""

    characters: int = 0
    errors: int = 0
    amounts: int = 0
    exact: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.characters + other.characters,
            self.errors + other.errors,
            self.amounts + other.amounts,
            self.exact + other.exact,
        )

    @property
    def cer(self) -> float:
        """Return errors per printed character."""
        return self.errors / max(self.characters, 1)


def score_page(printed: Sequence[Printed], read: Iterable[Read]) -> Tally:
    """Compare line by line: what was read is given to the line that it lies on."""
    found: dict[int, list[Read]] = defaultdict(list)
    for piece in read:
        found[_line_of(piece, printed)].append(piece)
    lines: dict[int, list[Printed]] = defaultdict(list)
    for text in printed:
        lines[text.line].append(text)
    return sum(
        (
            score_line(texts, found[line])
            for line, texts in lines.items()
            if all(text.counted for text in texts)
        ),
        Tally(),
    )


def score_line(printed: Sequence[Printed], read: Sequence[Read]) -> Tally:
    """Align one line; an amount is exact where all its characters are and none was added to it."""
    truth = ""
    spans: list[tuple[int, int]] = []
    for piece in sorted(printed, key=lambda piece: piece.box[0]):
        text = plain(piece.text)
        spans += [
            (len(truth) + found.start(), len(truth) + found.end())
            for found in AMOUNT.finditer(text)
        ]
        truth += text
    seen = "".join(plain(piece.text) for piece in sorted(read, key=lambda piece: piece.box[0]))
    steps = Levenshtein.editops(truth, seen)
    wrong = {step.src_pos for step in steps if step.tag != "insert"}
    added = {
        step.src_pos
        for step in steps
        if step.tag == "insert" and seen[step.dest_pos] in "0123456789.,-"
    }
    exact = sum(
        1
        for start, end in spans
        if wrong.isdisjoint(range(start, end)) and added.isdisjoint(range(start, end + 1))
    )
    return Tally(len(truth), len(steps), len(spans), exact)


def plain(text: str) -> str:
    """Return the text without spaces and without differences of width."""
    return "".join(normalize("NFKC", text).translate(DOTS).split())


def _line_of(piece: Read, printed: Sequence[Printed]) -> int:
    """Return the line of the printed text that lies nearest."""
    return min(printed, key=lambda text: _distance(piece.box, text.box)).line if printed else -1


def _distance(one: BoxFrac, other: BoxFrac) -> float:
    """Return how far two boxes are apart: their middles in height, and the gap between them."""
    gap = max(max(one[0], other[0]) - min(one[2], other[2]), 0.0)
    return gap + 4 * abs(one[1] + one[3] - other[1] - other[3]) / 2
