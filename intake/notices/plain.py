"""Text of papers and forms made fit to be printed: one line, one direction, only known signs."""

import unicodedata
from functools import cache

from PIL import ImageFont

from intake.notices.fonts import BODY_FILE, BODY_INDEX

LONGEST = 200
"""Characters of one text from a paper; a company's name has at most some forty."""
COMMON = (range(0x20, 0x7F), range(0x3000, 0x3020), range(0x4E00, 0x9FA6), range(0xFF01, 0xFF5F))
"""What every Chinese font has."""
PIXELS = 24
NOWHERE = "\U0010ffff"
"""A code point that no font has a sign for."""


def plain(text: str | None) -> str:
    """
    Return a text as it may be printed.

    Line breaks become blanks; control characters and those that turn the direction of writing or
    take no room are left out; a sign that the font lacks is told by its number, as 〔U+3134F〕: a
    name is never printed as an empty box.
    """
    folded = unicodedata.normalize("NFC", text or "")
    kept = "".join(" " if c.isspace() else c for c in folded if _is_written(c))
    short = kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"
    return "".join(c if _has_sign(c) else f"〔U+{ord(c):04X}〕" for c in short).strip()


def _is_written(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs")


@cache
def _has_sign(char: str) -> bool:
    """Say whether the body font has a sign for a character."""
    if any(ord(char) in common for common in COMMON):
        return True
    return _look(char) != _look(NOWHERE)


@cache
def _look(char: str) -> tuple[tuple[int, int], bytes]:
    """Return the size and pixels of a character's sign."""
    font = ImageFont.truetype(BODY_FILE, PIXELS, BODY_INDEX, layout_engine=ImageFont.Layout.BASIC)
    mask = font.getmask(char)
    return mask.size, bytes(mask)
