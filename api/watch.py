"""
`intake watch`: takes in what a scanner puts into a folder; loses nothing, takes nothing twice.

A file is copied first, and the copy counts only if the original did not change meanwhile. It is
submitted under a key made of its content, and moved away after the commit: a crash in between
leaves it in the folder, and the next look finds that it was taken in already.
"""

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO, BinaryIO, cast

from fastapi import UploadFile
from sqlalchemy import select

from api.folder import Folder, Found, mark_of
from api.problems import KINDS, Problem
from api.service import Service
from api.store.idempotency import OtherRequest
from api.store.states import Way
from api.store.tables import File, Submission
from api.store.viewer import Viewer
from api.v1 import intake
from intake.errors import UnsupportedFormat
from intake.ingest.sniff import PAPERS, ZIP, sniff
from models.claim import Claim

logger = logging.getLogger(__name__)
AGAIN_SECONDS = 30.0
"""Before a file that could not be taken for a passing reason is tried again."""
PIECE = 1 << 20


class Changed(Exception):
    """The file was written to while it was read."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file."""

    name: str
    submission: str
    """Empty where it was refused."""
    known: bool = False
    """It had been taken in before."""
    refused: str = ""
    """The problem's code."""


def watcher(counter: str) -> Viewer:
    """Return on whose behalf a counter's folder is emptied."""
    return Viewer(id=f"folder:{counter}", name=counter, counter=counter, folder=True)


@dataclass(frozen=True, slots=True)
class Watch:
    """A folder, and the service that takes its files in."""

    service: Service
    folder: Folder
    viewer: Viewer
    clock: Callable[[], float] = time.monotonic

    def look(self) -> list[Taken]:
        """Take in whatever is whole; what fails in passing stays where it is."""
        moment = self.clock()
        taken = []
        try:
            settled = self.folder.settled(moment)
        except OSError as error:
            logger.warning("the folder cannot be looked at: %s", type(error).__name__)
            return []
        for found in settled:
            try:
                taken.append(self._take(found))
            except (Changed, FileNotFoundError):
                continue  # it is being written after all, or somebody took it away
            except Exception as error:  # noqa: BLE001 — whatever it is: the file stays
                logger.warning("a file is left for later: %s", type(error).__name__)
                self.folder.leave(found, moment + AGAIN_SECONDS)
        return taken

    def _take(self, found: Found) -> Taken:
        """Take one file in and move it; refuse it for good where trying again cannot help."""
        name = found.path.name
        with tempfile.NamedTemporaryFile(prefix="intake-watch-") as copy:
            digest = copied(found, copy)
            try:
                self._check(Path(copy.name))
                submission = self._known(copy)
                known = submission is not None
                if submission is None:
                    submission = self._submit(name, digest, copy)
            except Problem as problem:
                if (
                    KINDS[problem.code].status >= HTTPStatus.INTERNAL_SERVER_ERROR
                    or problem.code == "in_progress"
                ):
                    raise
                self.folder.failed(found, reason_of(problem))
                return Taken(name, "", refused=problem.code)
            except OtherRequest:
                # The same bytes came a moment ago under another name.
                submission, known = self._known(copy) or "", True
        self.folder.done(found)
        return Taken(name, submission, known)

    def _check(self, copy: Path) -> None:
        """Raise a Problem where a file can never be taken."""
        size = copy.stat().st_size
        if not size:
            raise Problem("unusable_file", "文件是空的 the file is empty")
        if size > self.service.settings.body << 20:
            raise Problem("too_large", f"最大 {self.service.settings.body} MB")
        if sniff(copy) not in (*PAPERS, ZIP):
            raise Problem("unusable_file", f"不支持的文件类型 {UnsupportedFormat.code}")

    def _known(self, copy: IO[bytes]) -> str | None:
        """
        Return the submission that brought these bytes by this counter's folder, if there is one.

        Keys are forgotten after some days; this is not, as long as the papers are kept.
        """
        copy.seek(0)
        blob = self.service.blobs.put(cast("BinaryIO", copy))
        same = (
            select(Submission.id)
            .join(File, File.submission_id == Submission.id)
            .where(
                File.sha256 == blob.sha256,
                Submission.way == Way.FOLDER,
                Submission.received_by == self.viewer.id,
            )
            .limit(1)
        )
        with self.service.database.read() as session:
            return session.scalar(same)

    def _submit(self, name: str, digest: str, copy: IO[bytes]) -> str:
        copy.seek(0)
        file = UploadFile(cast("BinaryIO", copy), filename=name)
        key = f"{self.viewer.id}:{digest}"
        answer = intake.receive(self.service, self.viewer, key, [Claim()], [file])
        return str(answer.body["id"])


def copied(found: Found, copy: IO[bytes]) -> str:
    """Copy a file here; return its SHA-256. Raises Changed if it was written to meanwhile."""
    hashed = hashlib.sha256()
    with found.path.open("rb") as original:
        while piece := original.read(PIECE):
            hashed.update(piece)
            copy.write(piece)
        copy.flush()
        after = mark_of(os.fstat(original.fileno()))
    if after != found.mark or mark_of(found.path.lstat()) != found.mark:
        raise Changed
    return hashed.hexdigest()


def reason_of(problem: Problem) -> str:
    """Say in a text file why a file was not taken in."""
    kind = KINDS[problem.code]
    lines = [
        f"{kind.zh}：{problem.detail}" if problem.detail else kind.zh,
        kind.en,
        problem.code,
        datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        "",
    ]
    return "\n".join(lines)
