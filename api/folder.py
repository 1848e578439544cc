"""
A folder that a scanner fills: which of its files are whole, and where they go afterwards.

It is looked at again and again, and nothing is asked of the file system but names, sizes and times:
shares of other machines tell of no changes, and their clocks are not ours.
"""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from intake.ingest.names import natural_key

DONE, FAILED = "done", "failed"
REASON = ".reason.txt"
PASSING = (".tmp", ".part", ".partial", ".crdownload", ".filepart")
"""Endings under which programs write what they rename once it is whole."""
SYSTEMS_OWN = frozenset({"thumbs.db", "desktop.ini"})
TAIL_BYTES = 4096
ENDS: tuple[tuple[bytes, tuple[bytes, ...]], ...] = (
    (b"%PDF-", (b"%%EOF",)),
    (b"\xff\xd8\xff", (b"\xff\xd9",)),
    (b"\x89PNG", (b"IEND",)),
    (b"PK\3\4", (b"PK\5\6",)),
)
"""How a file begins, and what stands near its end once it is whole."""
PATIENCE = 12
"""So many times as long a file without its end is waited for: a scanner may pause between pages."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What changes when somebody writes to a file."""

    size: int
    modified: int
    """Nanoseconds, by the clock of whoever keeps the file."""
    inode: int


@dataclass(frozen=True, slots=True)
class Found:
    """A file that has stopped changing."""

    path: Path
    mark: Mark


@dataclass(slots=True)
class _Watched:
    mark: Mark
    since: float
    """When it was first seen so."""
    not_before: float = 0.0
    """Not to be tried again earlier."""


class Folder:
    """One folder, with `done` and `failed` in it."""

    def __init__(self, path: Path, settle_seconds: float) -> None:
        self.path = path
        self._settle = settle_seconds
        self._watched: dict[str, _Watched] = {}
        for name in (DONE, FAILED):
            (path / name).mkdir(exist_ok=True)

    def settled(self, moment: float) -> list[Found]:
        """
        Look; return what has not changed for the settling time, 第2页 before 第10页.

        `moment` is by the monotonic clock, in seconds. Raises OSError where the share is away.
        """
        before, self._watched = self._watched, {}
        for name, mark in self._listed():
            known = before.get(name)
            fresh = known is None or known.mark != mark
            self._watched[name] = _Watched(mark, moment) if fresh or known is None else known
        return [
            Found(self.path / name, watched.mark)
            for name, watched in sorted(
                self._watched.items(), key=lambda item: natural_key(item[0])
            )
            if moment >= watched.not_before and self._may_be_taken(name, moment - watched.since)
        ]

    def _listed(self) -> list[tuple[str, Mark]]:
        found = []
        with os.scandir(self.path) as entries:
            for entry in entries:
                if not _is_ours(entry.name):
                    continue
                with suppress(FileNotFoundError):  # renamed meanwhile: it comes under its new name
                    told = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(told.st_mode):
                        found.append((entry.name, mark_of(told)))
        return found

    def _may_be_taken(self, name: str, still: float) -> bool:
        if still < self._settle:
            return False
        return still >= self._settle * PATIENCE or is_whole(self.path / name)

    def leave(self, found: Found, until: float) -> None:
        """Leave a file where it is, and do not try again before a moment."""
        watched = self._watched.get(found.path.name)
        if watched is not None:
            watched.not_before = until

    def done(self, found: Found) -> Path:
        """Put a file that was taken in out of the way; return its new place."""
        return self._move(found.path, DONE)

    def failed(self, found: Found, reason: str) -> Path:
        """Put a file that cannot be taken aside, with the reason beside it."""
        target = self._free(FAILED, found.path.name)
        # The reason first: a file in `failed` never lies there without one.
        target.with_name(target.name + REASON).write_text(reason, encoding="utf-8")
        found.path.rename(target)
        return target

    def _move(self, path: Path, kind: str) -> Path:
        target = self._free(kind, path.name)
        path.rename(target)
        return target

    def _free(self, kind: str, name: str) -> Path:
        """Return a place that nothing has: what lies there already is never overwritten."""
        place = Path(name)
        for number in range(1, 1_000_000):
            told = name if number == 1 else f"{place.stem} ({number}){place.suffix}"
            target = self.path / kind / told
            if not target.exists():
                return target
        raise FileExistsError(f"{kind}/{name}")


def mark_of(told: os.stat_result) -> Mark:
    """Return what tells that a file has changed."""
    return Mark(told.st_size, told.st_mtime_ns, told.st_ino)


def is_whole(path: Path) -> bool:
    """Say whether a file has its end; of types that have none, whether there is anything in it."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - TAIL_BYTES))
            tail = file.read()
    except OSError:
        return False  # still locked by whoever writes it, or gone
    ends = next((ends for begins, ends in ENDS if head.startswith(begins)), ())
    return bool(head) and (not ends or any(end in tail for end in ends))


def _is_ours(name: str) -> bool:
    return not (
        name.startswith((".", "~$"))
        or name.lower().endswith(PASSING)
        or name.lower() in SYSTEMS_OWN
    )
