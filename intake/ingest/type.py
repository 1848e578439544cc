"""Setting type: how long a line is, where it is broken."""

from collections.abc import Iterator
from functools import cache
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
    return font(MEASURE).getlength(text) / MEASURE


def one_line(text: str) -> str:
    """Return a text without line breaks, control characters and marks that turn its direction."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)


def broken(text: str, most: float) -> Iterator[str]:
    """
    Yield a text's lines, none longer than `most` heights of its type if that can be helped.

    Lines break at the text's own line breaks, then between any two characters, but not within a
    figure or a Latin word that would fit on a line of its own.
    """
    for paragraph in text.splitlines() or [""]:
        rest = one_line(paragraph)
        while rest:
            cut = _cut(rest, most)
            yield rest[:cut].strip()
            rest = rest[cut:].lstrip()


def _cut(text: str, most: float) -> int:
    """Return after how many characters a line ends."""
    if width(text) <= most:
        return len(text)
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle]) <= most else (low, middle - 1)
    at = low
    while at > 0 and _joined(text[at - 1 : at + 1]):
        at -= 1
    return at or low


def _joined(pair: str) -> bool:
    """Say whether two characters belong to one figure or Latin word."""
    return len(pair) == 2 and all(char.isascii() and not char.isspace() for char in pair)
