"""The typefaces of the drawn papers: free Debian fonts, by a short name of ours."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

ROOT = Path("/usr/share/fonts")
MEASURE_EM = 200
"""Pixels per em at which text is measured: large enough that hinting does not show."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, which of its fonts, and whether it is drawn bold by fattening the outline."""

    path: str
    index: int = 0
    fatten: float = 0.0
    """Stroke added to the outline, in em."""


FACES: dict[str, Face] = {
    "noto-serif": Face("opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "noto-serif-bold": Face("opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    "noto-sans": Face("opentype/noto/NotoSansCJK-Regular.ttc", 2),
    "noto-sans-bold": Face("opentype/noto/NotoSansCJK-Bold.ttc", 2),
    "microhei": Face("truetype/wqy/wqy-microhei.ttc"),
    "microhei-bold": Face("truetype/wqy/wqy-microhei.ttc", 0, 0.022),
    "ukai": Face("truetype/arphic/ukai.ttc"),
    "ukai-bold": Face("truetype/arphic/ukai.ttc", 0, 0.025),
    "zenhei": Face("truetype/wqy/wqy-zenhei.ttc"),
    "zenhei-bold": Face("truetype/wqy/wqy-zenhei.ttc", 0, 0.022),
    "uming": Face("truetype/arphic/uming.ttc"),
    "uming-bold": Face("truetype/arphic/uming.ttc", 0, 0.028),
    "sungti": Face("truetype/arphic-gbsn00lp/gbsn00lp.ttf"),
    "sungti-bold": Face("truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0, 0.028),
    "kaiti": Face("truetype/arphic-gkai00mp/gkai00mp.ttf"),
    "kaiti-bold": Face("truetype/arphic-gkai00mp/gkai00mp.ttf", 0, 0.025),
}
PDF_FACES = frozenset(name for name, face in FACES.items() if face.path.startswith("truetype"))
"""Faces with TrueType outlines: the PDF writer embeds no others."""
GB2312_FACES = frozenset({"sungti", "sungti-bold", "kaiti", "kaiti-bold"})


class FontMissing(Exception):
    """A font of the Debian packages in the README is not installed."""


def font_path(face: str) -> Path:
    """Return the file of a face; raise FontMissing with the remedy."""
    path = ROOT / FACES[face].path
    if not path.exists():
        raise FontMissing(
            f"{path} is missing: apt-get install fonts-noto-cjk fonts-wqy-microhei fonts-wqy-zenhei"
            " fonts-arphic-ukai fonts-arphic-uming fonts-arphic-gbsn00lp fonts-arphic-gkai00mp"
        )
    return path


@cache
def _load(path: str, index: int, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index, layout_engine=ImageFont.Layout.BASIC)


def font(face: str, size: float) -> ImageFont.FreeTypeFont:
    """Return the face at `size` pixels per em."""
    return _load(str(font_path(face)), FACES[face].index, round(size, 2))


def spelled(text: str, face: str) -> str:
    """Replace the characters a GB2312 face lacks by those it has."""
    return text.replace("¥", "￥").replace("〇", "○") if face in GB2312_FACES else text


def width(text: str, face: str) -> float:
    """Return the advance of a line in em."""
    return font(face, MEASURE_EM).getlength(text) / MEASURE_EM


def ink(text: str, face: str) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of the ink in em, from the baseline's left end, y down."""
    left, top, right, bottom = font(face, MEASURE_EM).getbbox(text, anchor="ls")
    fat = FACES[face].fatten
    return (
        left / MEASURE_EM - fat,
        top / MEASURE_EM - fat,
        right / MEASURE_EM + fat,
        bottom / MEASURE_EM + fat,
    )
