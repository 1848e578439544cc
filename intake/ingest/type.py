"""Setting type: how long a line is, where it is broken."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from intake.errors import EngineFailure

FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
)
"""(file, which of its fonts) of Debian's packages, best first."""
BASELINE = 0.86
"""Of the type's height, from its top: where Chinese fonts have their baseline."""
LARGEST = 1000
"""Pixels; larger type is drawn no larger."""
MEASURE = 100
LONGEST_LINE = 1000
"""Characters: more do not fit on any line, so no more are looked at."""
POINT_MM = 25.4 / 72


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the font of laid-out pages. Raises EngineFailure where none is installed."""
    for path, index in FONTS:
        if Path(path).exists():
            pixels = min(max(size, 1), LARGEST)
            return ImageFont.truetype(path, pixels, index, layout_engine=ImageFont.Layout.BASIC)
    raise EngineFailure("no Chinese font is installed: apt-get install fonts-noto-cjk")


def width(text: str) -> float:
    """Return a line's length in heights of its type."""
    return sum(map(_advance, text))


@lru_cache(maxsize=30_000)
def _advance(char: str) -> float:
    """Return how far one character moves the next; these fonts do not kern."""
    return font(MEASURE).getlength(char) / MEASURE


def one_line(text: str) -> str:
    """Return a text without line breaks, control characters and marks that turn its direction."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)


def broken(text: str, most: float) -> Iterator[str]:
    """
    Yield a text's lines, none longer than `most` heights of its type if that can be helped.

    Lines break at the text's own line breaks, then between any two characters, but not within a
    figure or a Latin word that would fit on a line of its own.
    """
    for paragraph in text.splitlines() or [""]:
        rest = one_line(paragraph)
        at = 0
        while at < len(rest):
            window = rest[at : at + LONGEST_LINE]
            cut = _cut(window, most)
            yield window[:cut].strip()
            at += cut
            while at < len(rest) and rest[at] == " ":
                at += 1


def _cut(text: str, most: float) -> int:
    """Return after how many characters a line ends."""
    length = 0.0
    for at, char in enumerate(text):
        length += _advance(char)
        if length > most and at > 0:
            return _before(text, at)
    return len(text)


def _before(text: str, at: int) -> int:
    """Return where to break before a character that has no room, not within a word or figure."""
    start = at
    while at > 0 and _joined(text[at - 1 : at + 1]):
        at -= 1
    return at or start


def _joined(pair: str) -> bool:
    """Say whether two characters belong to one figure or Latin word."""
    return len(pair) == 2 and all(char.isascii() and not char.isspace() for char in pair)
