"""
A language file of Tesseract's, relieved of what a small alphabet has no use for.

Before Tesseract reads, it sorts a built-in table of look-alikes (`rn` for `m`), which takes longer
than to read a sheet of amounts, and which its line reader (LSTM) never asks. Only look-alikes made
of characters that the language knows get into the table. In this copy of an installed file the
characters that are not asked for have other names, so the table stays empty; where only figures
are, the list of words is left out. The network, and with it every answer, is the same.
"""

import os
import stat
import struct
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

# Places of components in the container, from Tesseract's `tessdatamanager.h`.
LOOKALIKES = 2
LSTM = 17
WORDS = 19
CHARACTERS = 21
UNNAMEABLE = 3
"""The first characters (none, joined, broken) are known to the program by their names."""
PRIVATE_USE = 0xF0000
"""Names from the supplementary private use area: no table of look-alikes holds them."""
MOST_COMPONENTS = 64

FORM = 1
"""To be raised whenever the copy is made in another way."""

Component = bytes | None


@dataclass(frozen=True, slots=True)
class LighterFile:
    """The relieved copy of a language file; shared by all workers of one user."""

    installed: Path
    folder: Path
    allowed: str
    """The characters that keep their names: those asked for."""

    def ready(self) -> Path | None:
        """Return the copy, written if it is not there; None where it cannot be had."""
        try:
            path = self.folder / f"{self.installed.stem}-{self._key()}.traineddata"
            if not path.is_file():
                parts = components(self.installed.read_bytes())
                _write(path, packed(relieved(parts, self.allowed)))
        except (OSError, ValueError):
            return None
        return path

    def _key(self) -> str:
        """Name this state of the installed file and what is done to it."""
        found = self.installed.stat()
        told = f"{FORM} {self.installed} {found.st_size} {found.st_mtime_ns} {self.allowed}"
        return sha256(told.encode()).hexdigest()[:16]


def private_folder() -> Path | None:
    """Return a folder for files made once, closed to other users; None where that is not sure."""
    folder = Path(tempfile.gettempdir()) / f"bujiao-intake-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return folder if ours and not found.st_mode & 0o077 else None


def components(content: bytes) -> tuple[Component, ...]:
    """Take a language file apart; raise ValueError if it is none, or one of another byte order."""
    try:
        (count,) = struct.unpack_from("<i", content)
        if not CHARACTERS < count <= MOST_COMPONENTS:
            raise ValueError("not a language file")
        starts = struct.unpack_from(f"<{count}q", content, 4)
    except struct.error as error:
        raise ValueError("not a language file") from error
    present = sorted(start for start in starts if start >= 0)
    ends = dict(zip(present, [*present[1:], len(content)], strict=True))
    return tuple(content[start : ends[start]] if start >= 0 else None for start in starts)


def packed(parts: Sequence[Component]) -> bytes:
    """Put a language file together."""
    start = 4 + 8 * len(parts)
    starts = []
    for part in parts:
        starts.append(-1 if part is None else start)
        start += len(part or b"")
    return struct.pack(f"<i{len(parts)}q", len(parts), *starts) + b"".join(filter(None, parts))


def relieved(parts: Sequence[Component], allowed: str) -> tuple[Component, ...]:
    """Rename the characters that are not allowed; leave out look-alikes, and words of none."""
    characters = parts[CHARACTERS]
    if parts[LSTM] is None or characters is None:
        raise ValueError("a language file without a reader of lines")
    first, *lines = characters.decode("utf-8").split("\n")
    kept = {"", *allowed}
    named = [
        line if index < UNNAMEABLE or line.split(" ", 1)[0] in kept else _renamed(line, index)
        for index, line in enumerate(lines)
    ]
    without: dict[int, Component] = {
        LOOKALIKES: None,
        WORDS: parts[WORDS] if any(map(str.isalpha, allowed)) else None,
        CHARACTERS: "\n".join([first, *named]).encode(),
    }
    return tuple(without.get(place, part) for place, part in enumerate(parts))


def _renamed(line: str, index: int) -> str:
    """Give a character another name; the eighth column says how it is written in plain form."""
    columns = line.split("\t", 1)[0].split(" ")
    name = chr(PRIVATE_USE + index)
    return " ".join([name, *columns[1:7], *([name] if len(columns) > 7 else [])])


def _write(path: Path, content: bytes) -> None:
    """Write in one step: another worker may be doing the same."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
