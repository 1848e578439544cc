"""The typefaces of notices: Debian's fonts-noto-cjk, embedded in every file."""

from functools import cache
from pathlib import Path

from typst import Fonts

from intake.errors import EngineFailure

FOLDER = Path("/usr/share/fonts/opentype/noto")
BODY, HEAD = "Noto Serif CJK SC", "Noto Sans CJK SC"
FILES = (
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJK-Bold.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJK-Bold.ttc",
)
BODY_FILE, BODY_INDEX = FOLDER / FILES[0], 2
"""The body's file, and which of its fonts is the mainland's."""


@cache
def fonts(folder: Path = FOLDER) -> Fonts:
    """
    Return the fonts of notices, and no others. Raises EngineFailure where one is missing.

    A machine without Chinese fonts would otherwise set squares, and nobody would be told.
    """
    missing = [name for name in FILES if not (folder / name).exists()]
    if missing:
        raise EngineFailure(
            f"缺少字体 fonts are missing: {', '.join(missing)}; apt-get install fonts-noto-cjk"
        )
    found = Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    lacking = {BODY, HEAD} - set(found.families())
    if lacking:
        raise EngineFailure(f"缺少字体 typefaces are missing: {', '.join(sorted(lacking))}")
    return found
