"""One spelling for what is written in many: full width, compatibility forms, stray spaces."""

import re
import unicodedata

_DASHES = re.compile("[‐‑‒–—―─━﹣－一]")
"""Also 一 (one), which readers see in a dash; callers apply it only between numbers."""

_COLONS = str.maketrans({"﹕": ":", "︰": ":", "∶": ":", "꞉": ":"})


def fold(text: str) -> str:
    """Return `text` in half width, white space reduced to single blanks, ends stripped."""
    narrow = unicodedata.normalize("NFKC", text).translate(_COLONS)
    return " ".join(narrow.split())


def tight(text: str) -> str:
    """Return `fold(text)` without any white space: for comparing Chinese text."""
    return fold(text).replace(" ", "")


def plain_dashes(text: str) -> str:
    """Write every dash as `-`; the character 一 counts as one, so use it between numbers only."""
    return _DASHES.sub("-", text)


def bare(text: str) -> str:
    """Return only letters, digits and Chinese characters: for comparing labels."""
    return "".join(char for char in tight(text) if char.isalnum())
