"""Running text of pages with the way back: which words any stretch of it came from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intake.text.fold import fold
from intake.text.lines import lines_of, union_of
from models.evidence import Box, Evidence
from models.page import PageReading, Word

_FIGURES = frozenset("〇○零一二三四五六七八九十")
_PAGE_NUMBER = re.compile(
    r"[-—\s]*第?\s*\d{1,3}\s*页?\s*[/,，]?\s*共\s*\d{1,3}\s*页[-—\s]*|"
    r"[-—]\s*\d{1,3}\s*[-—]|第\s*\d{1,3}\s*页"
)
GAP = 0.5
"""Words further apart than this, in character heights, are parted by a blank."""
LAYER = "+layer"
"""How the reader's name ends where a born-digital page's text layer bears the word out."""
SECOND_SHARE = 0.5
"""A second reading belongs to a place if this part of it lies there."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one character of a text comes from."""

    page: PageReading
    word: Word
    index: int
    """Of the character in the word's own text."""

    @property
    def score(self) -> float:
        """Return the character's own score; the word's where the reader tells no more."""
        scores = self.word.char_scores
        return scores[self.index] if self.index < len(scores) else self.word.score


@dataclass(frozen=True, slots=True)
class Flow:
    """Text in half width; lines end in a newline, blanks mark wide gaps."""

    text: str
    sources: tuple[Source | None, ...]
    """One for each character; None for blanks and newlines put in."""

    def words(self, start: int, end: int) -> tuple[tuple[PageReading, Word], ...]:
        """Return the words that the stretch touches, in order, with their pages."""
        found: dict[int, tuple[PageReading, Word]] = {}
        for source in self.sources[start:end]:
            if source is not None:
                found[id(source.word)] = (source.page, source.word)
        return tuple(found.values())

    def score(self, start: int, end: int) -> float:
        """Return the least score of a stretch's characters; 0 if none of it was read."""
        return min((s.score for s in self.sources[start:end] if s is not None), default=0.0)

    def figures_score(self, start: int, end: int) -> float:
        """Return the least score of a stretch's figures: 年 read over a line changes no date."""
        found = [s.score for s in self.sources[start:end] if s is not None and _is_figure(s)]
        return min(found, default=self.score(start, end))

    def place(self, start: int, end: int) -> tuple[PageReading, Box] | None:
        """Return the page and the box of a stretch (of its first page), None if it has none."""
        sources = [source for source in self.sources[start:end] if source is not None]
        if not sources:
            return None
        page = sources[0].page
        return page, union_of(_char_box(source) for source in sources if source.page is page)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Return the boxes of a stretch, one for each word that it touches."""
        by_word: dict[int, list[Source]] = {}
        for source in self.sources[start:end]:
            if source is not None:
                by_word.setdefault(id(source.word), []).append(source)
        return tuple(union_of(map(_char_box, sources)) for sources in by_word.values())

    def evidence(self, start: int, end: int) -> Evidence | None:
        """Point at a stretch."""
        place = self.place(start, end)
        if place is None:
            return None
        page, box = place
        reader = self.words(start, end)[0][1].reader
        return page.evidence(
            box, score=self.score(start, end), reader=reader, text=self.text[start:end].strip()
        )

    def second(self, start: int, end: int) -> str:
        """Return what the second reader saw on a stretch; empty if it did not look."""
        place = self.place(start, end)
        if place is None:
            return ""
        return "".join(second_text(place[0], box) for box in self.boxes(start, end))


def flow_of(pages: Iterable[PageReading]) -> Flow:
    """
    Return the text of pages in order, tables' words included where they stand.

    Page numbers are left out: sentences run on over them.
    """
    return _joined(
        (page, line)
        for page in pages
        for line in lines_of(page.words)
        if _PAGE_NUMBER.fullmatch("".join(word.text for word in line)) is None
    )


def line_flows(page: PageReading) -> tuple[Flow, ...]:
    """Return a page's lines, one flow each, top to bottom."""
    return tuple(_joined([(page, line)]) for line in lines_of(page.words))


def flow_of_words(page: PageReading, words: Sequence[Word]) -> Flow:
    """Return the text of some words of a page, line by line."""
    return _joined((page, line) for line in lines_of(words))


def second_words(page: PageReading, box: Box) -> tuple[Word, ...]:
    """Return the second reader's words in a place."""
    return tuple(
        word
        for word in page.second
        if word.box.overlap(box) >= SECOND_SHARE * min(word.box.area, box.area) > 0
    )


def second_text(page: PageReading, box: Box) -> str:
    """Return what the second reader saw in a place; empty if it did not look or saw nothing."""
    return "".join(word.text for line in lines_of(second_words(page, box)) for word in line)


def _joined(lines: Iterable[tuple[PageReading, Sequence[Word]]]) -> Flow:
    """Join lines to a flow."""
    chars: list[str] = []
    sources: list[Source | None] = []
    for page, line in lines:
        before: Word | None = None
        for word in line:
            if before is not None and _apart(before, word):
                chars.append(" ")
                sources.append(None)
            for char, index in _folded(word.text):
                chars.append(char)
                sources.append(Source(page, word, index))
            before = word
        chars.append("\n")
        sources.append(None)
    return Flow("".join(chars), tuple(sources))


def _is_figure(source: Source) -> bool:
    """Say whether a character counts: a digit or a Chinese numeral."""
    return source.word.text[source.index] in _FIGURES or source.word.text[source.index].isdigit()


def _apart(before: Word, word: Word) -> bool:
    """Say whether a gap parts two words of a line."""
    height = min(before.box.height, word.box.height)
    return word.box.left - before.box.right > GAP * height


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """Yield each character in half width with its place in `text`."""
    for index, char in enumerate(text):
        for narrow in fold(char) or " ":
            yield narrow, index


def _char_box(source: Source) -> Box:
    """Return the box of one character, of its whole word where the reader does not say."""
    word, lefts = source.word, source.word.char_lefts
    if len(lefts) != len(word.text):
        return word.box
    left = lefts[source.index]
    right = lefts[source.index + 1] if source.index + 1 < len(lefts) else word.box.right
    return Box(
        left=min(left, right), top=word.box.top, right=max(left, right), bottom=word.box.bottom
    )
