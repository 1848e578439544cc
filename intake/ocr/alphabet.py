"""
The characters that papers of the mainland are printed in.

The recogniser knows 18,708: also traditional forms, kana, accented letters, emoji. On poor copies
it then sees 工資 in 工资. What cannot stand on these papers is taken out of its last layer, which
also makes that layer a third cheaper. Rare characters of names (喆, 堃, 昇) stay.
"""

from collections.abc import Sequence
from importlib.resources import files
from unicodedata import category

HAN = (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\U00020000", "\U0003ffff"))
KANA = ("\u3041", "\u30fa")
ALSO = frozenset("·•‧・—–−¥€㎡②✓✔☑☐☒〇")
"""Signs that papers bear and GB 2312 lacks."""


def expected(characters: Sequence[str]) -> tuple[int, ...]:
    """Return the indices of the characters that may be expected, ascending."""
    traditional = _traditional()
    return tuple(
        index
        for index, char in enumerate(characters)
        if char not in traditional and _is_expected(char)
    )


def _traditional() -> frozenset[str]:
    text = files("intake.ocr").joinpath("traditional.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset("".join(lines))


def _is_expected(char: str) -> bool:
    if char.isascii() or char in ALSO:
        return True
    if any(first <= char <= last for first, last in HAN):
        return True
    is_letter = category(char) in {"Lu", "Ll", "Nd"}  # accented, Greek, Cyrillic, full-width
    return not is_letter and not KANA[0] <= char <= KANA[1] and _in_gb2312(char)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
