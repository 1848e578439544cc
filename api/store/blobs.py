"""Papers and what was read on them, by the SHA-256 of their bytes: on this disk or in S3."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 1 << 20


class BlobMissing(LookupError):
    """No blob has this hash: it was purged, or the store is damaged."""


@dataclass(frozen=True, slots=True)
class Blob:
    """What was stored."""

    sha256: str
    size: int


class Blobs(Protocol):
    """A store of immutable bytes; what `put` has returned survives a power cut."""

    def put(self, source: BinaryIO) -> Blob:
        """Store a stream from where it stands; the same bytes twice are one blob."""

    def read(self, sha256: str) -> bytes:
        """Return a blob's bytes; raise BlobMissing."""

    def fetch(self, sha256: str, into: Path) -> None:
        """Write a blob to a path of the caller's; raise BlobMissing."""

    def has(self, sha256: str) -> bool:
        """Say whether a blob stands."""

    def delete(self, sha256: str) -> None:
        """Remove a blob; one that is not there is no error."""


def put_bytes(blobs: Blobs, content: bytes) -> Blob:
    """Store bytes."""
    return blobs.put(BytesIO(content))


class LocalBlobs:
    """
    A folder: `ab/cdef…`, each file written beside, synced, renamed and its folder synced.

    obstore would do but for one thing: it does not sync local files (engine_evidence: open and
    rename only), and accepted means durable.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, source: BinaryIO) -> Blob:
        """Store a stream; sync file and folder before returning."""
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                digest, size = _copy(source, file)
                file.flush()
                os.fsync(file.fileno())
            self._settle(Path(name), self._path(digest))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Blob(digest, size)

    def _settle(self, incoming: Path, place: Path) -> None:
        """Rename into place; a new folder is synced in its parent too."""
        if not place.parent.exists():
            place.parent.mkdir(exist_ok=True)
            _sync_folder(self._folder)
        incoming.replace(place)
        _sync_folder(place.parent)

    def read(self, sha256: str) -> bytes:
        """Return a blob's bytes."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise BlobMissing(sha256) from error

    def fetch(self, sha256: str, into: Path) -> None:
        """Copy a blob to a path."""
        try:
            shutil.copyfile(self._path(sha256), into)
        except FileNotFoundError as error:
            raise BlobMissing(sha256) from error

    def has(self, sha256: str) -> bool:
        """Say whether the file stands."""
        return self._path(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Remove the file."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]

    def sweep(self, older_than: float) -> int:
        """Remove uploads that nobody finished before this moment (seconds since 1970)."""
        stale = [path for path in self._incoming.iterdir() if path.stat().st_mtime < older_than]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)


def _copy(source: BinaryIO, target: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(source):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def chunks(source: BinaryIO) -> Iterator[bytes]:
    """Yield a stream piece by piece."""
    while chunk := source.read(CHUNK):
        yield chunk


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
