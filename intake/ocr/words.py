"""
From the characters of a line to words.

What the reader says is kept but for four things: full-width forms become half-width ones (the
1:1 part of NFKC: circled numbers, superscripts and fractions keep their own sign, since turning
① into 1 would put a digit in front of an amount); the middle dots of names become one dot; spaces
stay only between Latin letters or digits; and bars read from table rules are dropped. A line is
cut into words where a gap is wider than any spacing inside a cell, so that columns never merge.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from unicodedata import east_asian_width, normalize

import numpy as np

from intake.ocr.crops import Crop
from intake.ocr.recognise import Glyph
from models.page import Word

WIDE_GAP = 1.2
"""A gap this wide, in character heights, parts columns."""
NEXT_AMOUNT = 0.4
"""After two decimals a smaller gap or a space does: 8500.00 300.00 are two amounts."""
LETTER_SPACED = 2.5
"""Up to this gap, evenly spaced Chinese characters are one spaced-out word (姓　名)."""
UNEVEN = 0.6
"""Gaps that differ by more than this, in character heights, are no letter spacing."""
EM_OF_LINE = 0.65
"""A character's height as a share of its line's: the detector leaves a margin above and below."""
SMALLEST_EM = 0.45
LARGEST_EM = 1.0
TIGHT = 1.4
"""Pitches up to this many times the usual one hold no gap."""
ENOUGH = 4
"""So many pitches between characters tell their size better than the line's height does."""
WORD_HEIGHT = 1.2
"""A word's box is this high, in character heights, or as its line where that is lower."""
THIN = frozenset(".,:;'!il|`")
THICK = frozenset("%@MWmw&—…")
EDGE = 0.1
"""The text of a line begins this far inside it, in line heights, where no rule cuts it."""
MIDDLE_DOTS = "・･•‧∙⋅●"
BARS = frozenset("|丨¦│┃_")
FOLDED = {ord(dot): "·" for dot in MIDDLE_DOTS} | {0x3000: " "}


def fold(text: str) -> str:
    """Fold full-width forms and middle dots, one character for one."""
    return "".join(map(_folded, text.translate(FOLDED)))


def _folded(char: str) -> str:
    narrow = normalize("NFKC", char) if "\uf900" <= char <= "\uffee" else char
    return narrow if len(narrow) == 1 else char


def tidy(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Fold the characters of a line and drop spaces that stand beside Chinese ones."""
    return _without_idle_spaces([replace(glyph, char=fold(glyph.char)) for glyph in glyphs])


def _without_idle_spaces(glyphs: Sequence[Glyph]) -> list[Glyph]:
    around = [None, *glyphs, None]
    return [
        glyph
        for before, glyph, after in zip(around, glyphs, around[2:], strict=False)
        if glyph.char != " " or (_is_narrow(before) and _is_narrow(after))
    ]


def words_of(crop: Crop, glyphs: Sequence[Glyph], reader: str) -> Iterator[Word]:
    """Yield the words of a crop in upright pixels, left to right."""
    tidied = tidy(glyphs)
    if crop.stacked and tidied:
        yield _stacked_word(crop, tidied, reader)
        return
    line = crop.line.height / max(crop.length, 1.0)
    em = _em(tidied, line)
    for part in _between_bars(tidied):
        for run in map(_without_idle_spaces, _at_wide_gaps(part, em)):
            if run:
                left, right = _reach(run, em)
                if run[0] is tidied[0] and crop.start == 0.0:
                    left = min(left, EDGE * line)
                if run[-1] is tidied[-1] and crop.end == 1.0:
                    right = max(right, 1.0 - EDGE * line)
                yield _word(crop, run, em, (left, right), reader)


def _stacked_word(crop: Crop, glyphs: Sequence[Glyph], reader: str) -> Word:
    """Build the word of a column; its characters have no left edges to tell apart."""
    return Word(
        text="".join(glyph.char for glyph in glyphs if glyph.char != " "),
        box=crop.line.box(),
        score=min(glyph.score for glyph in glyphs),
        reader=reader,
    )


def _reach(run: Sequence[Glyph], em: float) -> tuple[float, float]:
    """Return where a run begins and ends, by the usual widths of its outer characters."""
    left = run[0].middle - _ems(run[0]) * em / 2
    right = run[-1].middle + _ems(run[-1]) * em / 2
    return max(left, 0.0), min(right, 1.0)


def _is_narrow(glyph: Glyph | None) -> bool:
    return glyph is not None and glyph.char != " " and _ems(glyph) < 1.0


def _ems(glyph: Glyph) -> float:
    """Return the usual width of a character in character heights."""
    if east_asian_width(glyph.char) in "WF":
        return 1.0
    return 0.27 if glyph.char in THIN else 0.8 if glyph.char in THICK else 0.52


def _em(glyphs: Sequence[Glyph], line: float) -> float:
    """Return a character's height as a fraction of the crop's width; `line` is the line's."""
    pitches = [
        2 * (after.middle - before.middle) / (_ems(before) + _ems(after))
        for before, after in pairwise(glyphs)
        if _is_even(before) and _is_even(after)
    ]
    if len(pitches) < ENOUGH:
        return EM_OF_LINE * line
    # Places are known to 8 pixels of 48 only: a mean is finer; gaps between words are left out.
    usual = float(np.mean([pitch for pitch in pitches if pitch <= TIGHT * np.median(pitches)]))
    return min(max(usual, SMALLEST_EM * line), LARGEST_EM * line)


def _is_even(glyph: Glyph) -> bool:
    """Say whether all characters of this kind are equally wide: Chinese ones, digits."""
    return glyph.char.isdecimal() or _ems(glyph) == 1.0


def _between_bars(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the stretches between characters that were read from rules."""
    part: list[Glyph] = []
    for glyph in glyphs:
        if glyph.char not in BARS:
            part.append(glyph)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _at_wide_gaps(glyphs: Sequence[Glyph], em: float) -> Iterator[Sequence[Glyph]]:
    """Cut where the next column begins."""
    solid = [index for index, glyph in enumerate(glyphs) if glyph.char != " "]
    gaps = [_gap(glyphs[before], glyphs[after], em) for before, after in pairwise(solid)]
    widest = LETTER_SPACED if _letter_spaced(glyphs, gaps) else WIDE_GAP
    cuts = [
        after
        for before, after, gap in zip(solid, solid[1:], gaps, strict=False)
        if gap > widest
        or ((gap > NEXT_AMOUNT or after - before > 1) and _ends_amount(glyphs[: before + 1]))
    ]
    for start, end in pairwise([0, *cuts, len(glyphs)]):
        yield glyphs[start:end]


def _ends_amount(glyphs: Sequence[Glyph]) -> bool:
    """Say whether the last characters are a point and two decimals: what follows is another."""
    text = "".join(glyph.char for glyph in glyphs[-5:]).rstrip(" .,")
    return len(text) > 2 and text[-3] == "." and text[-2:].isdecimal()


def _gap(before: Glyph, after: Glyph, em: float) -> float:
    """Return the empty space between two characters in character heights."""
    return (after.middle - before.middle) / em - (_ems(before) + _ems(after)) / 2


def _letter_spaced(glyphs: Sequence[Glyph], gaps: Sequence[float]) -> bool:
    """Say whether only Chinese characters stand here, evenly apart, as in spaced-out headings."""
    return (
        len(gaps) > 0
        and all(_ems(glyph) == 1.0 for glyph in glyphs)
        and max(gaps) - min(gaps) <= UNEVEN
    )


def _word(
    crop: Crop, run: Sequence[Glyph], em: float, reach: tuple[float, float], reader: str
) -> Word:
    """Build a word; its box is as wide as its characters and little higher."""
    left, right = reach
    lefts = [left, *_inner_lefts(run, em)]
    line = replace(crop.line, height=min(crop.line.height, WORD_HEIGHT * em * crop.length))
    return Word(
        text="".join(glyph.char for glyph in run),
        box=line.box(crop.along(left), crop.along(right)),
        score=min(glyph.score for glyph in run),
        reader=reader,
        char_lefts=tuple(line.at(crop.along(left), 0.5)[0] for left in lefts),
        char_scores=tuple(glyph.score for glyph in run),
    )


def _inner_lefts(run: Sequence[Glyph], em: float) -> Iterator[float]:
    """Yield where the others begin: between neighbours in proportion to their widths."""
    for before, after in pairwise(run):
        share = _ems(after) / (_ems(before) + _ems(after))
        yield after.middle - min((after.middle - before.middle) * share, 0.75 * _ems(after) * em)
