"""Tables without column rules: rows from lines of words, columns from the gaps between them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from intake.layout.heads import parted_heads
from intake.text.lines import line_text, lines_of, split_word, text_height, union_of
from models.evidence import Box
from models.page import Cell, Table, Word

FEWEST_COLUMNS = 3
FEWEST_ROWS = 2
TRIED = 12
"""So many of the fullest lines are tried as models of the columns."""
LEVEL = 1.2
"""Levels of headings are no further apart than this many character heights."""
BREAK = 3.2
"""A vertical gap this many line heights wide ends a table."""
BAND = 3.4
"""Lines between two rules at most this many line heights apart are one row (wrapped headings)."""
_AMOUNT = re.compile(r"-?[¥￥]?\d[\d,]*\.\d{2}")
_SEAM = re.compile(r"\.\d{2}(?=\d)")
INTO = 0.8
"""A word that reaches so far into two columns, in its height, holds the texts of both."""
WORD_GAP = 1.1
"""A gap inside a word this wide, in character heights, parts two columns."""

Line = tuple[Word, ...]


def borderless_tables(words: Sequence[Word], levels: Sequence[Box] = ()) -> tuple[Table, ...]:
    """
    Return the tables among words that lie in no ruled table.

    `levels` are horizontal rules without column rules between them: they hold a row together.
    """
    pieces = [piece for word in words for part in _at_gaps(word) for piece in _amounts(part)]
    blocks = (parted_heads(block) for block in _blocks(lines_of(pieces)))
    return tuple(table for block in blocks if (table := _table(block, levels)) is not None)


def _at_gaps(word: Word) -> tuple[Word, ...]:
    """Cut a word at gaps too wide to lie inside a cell."""
    lefts = word.char_lefts
    if len(lefts) != len(word.text) or len(lefts) < 2:
        return (word,)
    height = word.box.height
    steps = [right - left for left, right in pairwise(lefts)]
    cuts = [
        right - 0.1 * height
        for (left, right), step in zip(pairwise(lefts), steps, strict=True)
        if step > height * (WORD_GAP + 1.0)
    ]
    return split_word(word, cuts)


def _amounts(word: Word) -> tuple[Word, ...]:
    """Part amounts that were read as one: behind two decimals another one begins."""
    seams = [match.end() for match in _SEAM.finditer(word.text)]
    lefts = word.char_lefts
    if not seams or len(lefts) != len(word.text):
        return (word,)
    return split_word(word, [lefts[seam] - 0.05 * word.box.height for seam in seams])


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield runs of lines that have the words of at least three columns."""
    height = text_height(word for line in lines for word in line) or 1.0
    block: list[Line] = []
    waiting: list[Line] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if block and _top(line) - _bottom([*block, *waiting][-1]) > BREAK * height:
            yield block
            block, waiting = [], []
        if len(line) >= FEWEST_COLUMNS:
            upper = [before] if before and not block and _is_level_above(before, line) else []
            block += [*waiting, *upper, line]
            waiting = []
        elif block:
            waiting.append(line)
            if len(waiting) > 1:
                yield block
                block, waiting = [], []
    yield block


def _is_level_above(before: Line, line: Line) -> bool:
    """Say whether a short line is the upper level of the headings that follow close below it."""
    if len(before) < 2 or any(_has_figure(word) for word in (*before, *line)):
        return False
    return _top(line) - _bottom(before) < LEVEL * median(word.box.height for word in line)


def _top(line: Line) -> float:
    """Return the middle height at which a line begins."""
    return median(word.box.top for word in line)


def _bottom(line: Line) -> float:
    """Return the middle height at which a line ends."""
    return median(word.box.bottom for word in line)


def _table(block: list[Line], levels: Sequence[Box]) -> Table | None:
    """Make a table of a block of lines, None if its words form no columns."""
    if len(block) < FEWEST_ROWS:
        return None
    columns = _columns(block)
    if len(columns) < FEWEST_COLUMNS or not _aligned(block, columns):
        return None
    rows = [_cut(row, columns) for row in _rows(block, levels)]
    if len(rows) < FEWEST_ROWS:
        return None
    cells = tuple(cell for row, line in enumerate(rows) for cell in _cells(row, line, columns))
    return Table(
        box=union_of(cell.box for cell in cells),
        rows=len(rows),
        columns=len(columns),
        cells=cells,
        ruled=False,
    )


def _columns(block: Sequence[Line]) -> list[tuple[float, float]]:
    """
    Return the columns as (left, right): the headings, else the line that explains the others best.

    Lines as full as that one whose words lie under its words widen the columns.
    """
    longest = sorted(block, key=len, reverse=True)[:TRIED]
    model = _headings(block) or max(longest, key=lambda line: _fit(line, block))
    columns = [(word.box.left, word.box.right) for word in model]
    for line in block:
        if len(line) == len(model) and _lies_under(line, columns):
            columns = [
                (min(left, word.box.left), max(right, word.box.right))
                for (left, right), word in zip(columns, line, strict=True)
            ]
    return columns


def _headings(block: Sequence[Line]) -> Line | None:
    """
    Return the headings as one line if they are as full as the lines with figures are.

    Headings on two levels are put together: a word counts where none below it says more.
    """
    figured = [len(line) for line in block if any(_has_figure(word) for word in line)]
    heads = [
        _with_level(head, block[index - 1] if index else ())
        for index, head in enumerate(block)
        if not any(_has_figure(word) for word in head)
    ]
    if not heads or not figured:
        return None
    head = max(heads, key=len)
    return head if len(head) >= median(figured) else None


def _with_level(line: Line, above: Line) -> Line:
    """Add to a line of headings what stands in its gaps on the line above."""
    if any(_has_figure(word) for word in above):
        return line
    spans = [(word.box.left, word.box.right) for word in line]
    alone = [
        word
        for word in above
        if not any(word.box.left < right and word.box.right > left for left, right in spans)
    ]
    return tuple(sorted((*line, *alone), key=lambda word: word.box.left))


def _has_figure(word: Word) -> bool:
    """Say whether a word has a digit."""
    return any(char.isdigit() for char in word.text)


def _fit(model: Line, block: Sequence[Line]) -> float:
    """Value a line as the model of columns: words alone in a column, no column used by one line."""
    columns = [(word.box.left, word.box.right) for word in model]
    used = [0] * len(columns)
    value = 0.0
    for line in block:
        own = [_column(word, columns) for word in line if _meets(word, columns)]
        distinct = set(own)
        value += len(distinct) - 2.0 * (len(own) - len(distinct)) - (len(line) - len(own))
        for index in distinct:
            used[index] += 1
    return value - len(block) * sum(count <= 1 for count in used)


def _meets(word: Word, columns: Sequence[tuple[float, float]]) -> bool:
    """Say whether a word lies under a column at all, a character's width allowed."""
    slack = word.box.height
    return any(
        word.box.left < right + slack and word.box.right > left - slack for left, right in columns
    )


def _lies_under(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Say whether each word of a line lies under the column of its own number and no other."""
    return all(
        word.box.right > left - word.box.height
        and word.box.left < right + word.box.height
        and (i == 0 or word.box.left > columns[i - 1][1] - 0.5 * word.box.height)
        and (i + 1 == len(columns) or word.box.right < columns[i + 1][0] + 0.5 * word.box.height)
        for i, (word, (left, right)) in enumerate(zip(line, columns, strict=True))
    )


def _aligned(block: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Say whether most rows fill several columns, each word in one of them."""
    good = 0
    for line in block:
        own = [_column(word, columns) for word in line]
        good += len(set(own)) >= FEWEST_COLUMNS and len(set(own)) >= 0.7 * len(own)
    return good >= max(FEWEST_ROWS, 0.6 * len(block))


def _column(word: Word, columns: Sequence[tuple[float, float]]) -> int:
    """Return the column that a word shares most ground with, else the nearest."""
    shares = [min(word.box.right, right) - max(word.box.left, left) for left, right in columns]
    return max(range(len(shares)), key=shares.__getitem__)


def _rows(block: Sequence[Line], levels: Sequence[Box]) -> Iterator[list[Word]]:
    """Yield rows: a line each, or the lines that two rules near each other enclose."""
    height = text_height(word for line in block for word in line) or 1.0
    rules = sorted(level.centre[1] for level in levels)
    row: list[Word] = []
    for line in block:
        if row and not _share_band(row, line, rules, BAND * height):
            yield row
            row = []
        row.extend(line)
    yield row


def _cut(row: Sequence[Word], columns: Sequence[tuple[float, float]]) -> list[Word]:
    """Cut words that run from one column well into the next: an amount and what is signed by it."""
    borders = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    pieces: list[Word] = []
    for word in row:
        reach = INTO * word.box.height
        across = [x for x in borders if word.box.left + reach < x < word.box.right - reach]
        parts = split_word(word, across) if across and _has_figure(word) else (word,)
        pieces.extend(parts if all(map(_is_whole, parts)) else (word,))
    return pieces


def _is_whole(piece: Word) -> bool:
    """Say whether a piece is a whole amount, or has no figures: no number was cut."""
    return not _has_figure(piece) or _AMOUNT.fullmatch(piece.text.strip()) is not None


def _share_band(row: Sequence[Word], line: Line, rules: Sequence[float], reach: float) -> bool:
    """Say whether two rules not far apart enclose a row and the next line, with none between."""
    first, last = row[0].box.centre[1], _top(line) + line[0].box.height / 2
    above = max((y for y in rules if y < first), default=None)
    below = min((y for y in rules if y > last), default=None)
    if above is None or below is None or any(first < y < last for y in rules):
        return False
    return below - above <= reach


def _cells(
    row: int, words: Sequence[Word], columns: Sequence[tuple[float, float]]
) -> Iterator[Cell]:
    """Yield the cells of one row, empty ones too."""
    box = union_of(word.box for word in words)
    for index, (left, right) in enumerate(columns):
        own = tuple(word for word in words if _column(word, columns) == index)
        lines = lines_of(own)
        place = Box(left=left, top=box.top, right=right, bottom=box.bottom)
        yield Cell(
            row=row,
            column=index,
            box=union_of([place, *(word.box for word in own)]),
            text="".join(line_text(line) for line in lines),
            score=min((word.score for word in own), default=0.0),
            words=tuple(word for line in lines for word in line),
        )
