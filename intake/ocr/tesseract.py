"""
The second reader: Tesseract, an engine of another make, for what decides money and months.

Starting the program costs more than reading a line, and whole ruled tables confuse it; so many
line crops are cleaned, stitched into one picture below each other, read in one call, and told
apart again by where their words stand. This is the only file that imports pytesseract.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from intake.errors import EngineFailure
from intake.ocr.lighter_file import LighterFile, private_folder
from intake.ocr.stitch import Sheet, clean, stitch
from intake.ocr.words import fold
from intake.page_image import LineText, Pixels

SHEET_LINES = 64
"""So many lines make one picture."""
TIMEOUT_SECONDS = 20.0
"""A sheet takes less than a second; the program is ended after this."""
PACKAGES = {"eng": "tesseract-ocr", "chi_sim": "tesseract-ocr-chi-sim"}


@dataclass(frozen=True, slots=True)
class Script:
    """How one alphabet is read: which language, which characters, how high."""

    language: str
    characters: str
    ink_height: int
    """Pixels that the ink of a line is scaled to: what was read best of 20 to 40."""


SCRIPTS: Mapping[str, Script] = {
    "amount": Script("eng", "0123456789.,-¥", 28),
    "month": Script("chi_sim", "0123456789年月份度日第至-./~〇零一二三四五六七八九十", 32),
    "any": Script("chi_sim", "", 32),
}


class Tesseract:
    """Reads line crops; see `SecondReader`."""

    def __init__(self, version: str, lighter: Mapping[str, LighterFile] | None = None) -> None:
        """`lighter` has language files for some alphabets; the others use the installed ones."""
        self.name = f"tesseract/{version}"
        self._lighter = lighter or {}

    def read_lines(self, crops: Sequence[Pixels], *, alphabet: str = "any") -> tuple[LineText, ...]:
        """Read crops of one upright line each; one answer per crop, empty text for nothing."""
        script = SCRIPTS[alphabet]
        lighter = self._lighter.get(alphabet)
        file = lighter.ready() if lighter else None
        cleaned = [clean(crop, script.ink_height) for crop in crops]
        inked = [index for index, line in enumerate(cleaned) if line is not None]
        answers = [LineText("", 0.0)] * len(crops)
        for start in range(0, len(inked), SHEET_LINES):
            chosen = inked[start : start + SHEET_LINES]
            sheet = stitch([line for index in chosen if (line := cleaned[index]) is not None])
            for index, answer in zip(chosen, _read_sheet(sheet, script, file), strict=True):
                answers[index] = answer
        return tuple(answers)


def open_tesseract() -> Tesseract:
    """Find program and languages; raise EngineFailure that names the package to install."""
    import pytesseract  # noqa: PLC0415  # the program may be absent where nothing is read twice

    # Read by the child process alone: it would else start a thread per core for each small line.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        version = str(pytesseract.get_tesseract_version())
        installed = set(pytesseract.get_languages())
    except OSError as error:
        raise EngineFailure(
            "tesseract not found: apt-get install tesseract-ocr tesseract-ocr-chi-sim"
        ) from error
    missing = sorted(set(PACKAGES) - installed)
    if missing:
        names = " ".join(PACKAGES[language] for language in missing)
        raise EngineFailure(f"tesseract lacks {', '.join(missing)}: apt-get install {names}")
    return Tesseract(".".join(version.split(".")[:2]), _lighter_files())


def _lighter_files() -> dict[str, LighterFile]:
    """Return lighter language files; none where the program does not tell where its own lie."""
    import pytesseract  # noqa: PLC0415

    asked = [pytesseract.pytesseract.tesseract_cmd, "--list-langs"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    place, folder = re.search(r'"(.+)"', told.partition("\n")[0]), private_folder()
    if place is None or folder is None:
        return {}
    return {
        alphabet: LighterFile(
            Path(place[1]) / f"{script.language}.traineddata", folder, script.characters
        )
        for alphabet, script in SCRIPTS.items()
        if script.characters
    }


def _read_sheet(sheet: Sheet, script: Script, file: Path | None) -> tuple[LineText, ...]:
    """Run the program once; raise EngineFailure if it fails or takes too long."""
    import pytesseract  # noqa: PLC0415

    options = ["--oem 1 --psm 6 --dpi 300"]
    if script.characters:
        options.append(f"-c tessedit_char_whitelist={script.characters}")
    if file is not None:
        options.append(f'--tessdata-dir "{file.parent}"')
    picture = Image.fromarray(sheet.pixels)
    picture.format = "BMP"  # handed over as it is: packing takes longer than writing
    try:
        found = pytesseract.image_to_data(
            picture,
            lang=file.stem if file else script.language,
            config=" ".join(options),
            output_type=pytesseract.Output.DICT,
            timeout=TIMEOUT_SECONDS,
        )
    except (RuntimeError, OSError) as error:
        raise EngineFailure(f"tesseract failed: {error}") from error
    return _by_line(sheet, found)


def _by_line(sheet: Sheet, found: Mapping[str, Sequence[Any]]) -> tuple[LineText, ...]:
    """Give each word that was found to the line it stands on."""
    lines: list[list[tuple[int, str, float]]] = [[] for _ in sheet.middles]
    middles = np.array(sheet.middles)
    for text, left, middle, sure in _words(found):
        lines[int(np.abs(middles - middle).argmin())].append((left, text, sure))
    return tuple(_line(sorted(words)) for words in lines)


def _words(found: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, int, float, float]]:
    columns = ("text", "left", "top", "height", "conf")
    for text, left, top, height, sure in zip(*(found[name] for name in columns), strict=True):
        word = fold(str(text)).strip()
        if word:
            yield word, int(left), float(top) + float(height) / 2, float(sure) / 100


def _line(words: Sequence[tuple[int, str, float]]) -> LineText:
    """Join the words of a line: with a space between Latin ones, which Chinese has not."""
    text = ""
    for _, word, _ in words:
        text += f" {word}" if text and (text[-1] + word[0]).isascii() else word
    return LineText(text, min((min(max(sure, 0.0), 1.0) for *_, sure in words), default=0.0))
