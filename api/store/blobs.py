"""Papers and what was read on them, by the SHA-256 of their bytes: on this disk or in S3."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from api.store.vault import MAGIC, Vault, spoil

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

    def discard(self, sha256: str, before: datetime) -> bool:
        """Remove a blob unless it was put since that moment; say whether it is gone."""


def put_bytes(blobs: Blobs, content: bytes) -> Blob:
    """Store bytes."""
    return blobs.put(BytesIO(content))


class LocalBlobs:
    """
    A folder: `ab/cdef…`, each file written beside, synced, renamed and its folder synced.

    obstore would do but for one thing: it does not sync local files (engine_evidence: open and
    rename only), and accepted means durable.
    """

    def __init__(self, folder: Path, vault: Vault | None = None) -> None:
        self._folder = folder
        self._vault = vault
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, source: BinaryIO) -> Blob:
        """Store a stream; sync file and folder before returning."""
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                counted = Counted(source)
                for piece in sealed(counted, self._vault):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            digest = counted.blob.sha256
            place = self._place(self._vault.name(digest) if self._vault else digest)
            self._settle(Path(name), place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return counted.blob

    def _settle(self, incoming: Path, place: Path) -> None:
        """Rename into place; a new folder is synced in its parent too."""
        if not place.parent.exists():
            place.parent.mkdir(exist_ok=True)
            sync_folder(self._folder)
        incoming.replace(place)
        sync_folder(place.parent)

    def read(self, sha256: str) -> bytes:
        """Return a blob's bytes."""
        try:
            with self._path(sha256).open("rb") as file:
                return b"".join(opened(file, self._vault))
        except FileNotFoundError as error:
            raise BlobMissing(sha256) from error

    def fetch(self, sha256: str, into: Path) -> None:
        """Copy a blob to a path."""
        try:
            with self._path(sha256).open("rb") as file, into.open("wb") as copy:
                for piece in opened(file, self._vault):
                    copy.write(piece)
        except FileNotFoundError as error:
            raise BlobMissing(sha256) from error

    def has(self, sha256: str) -> bool:
        """Say whether the file stands."""
        return self._path(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Remove the file; what it leaves on the disk cannot be read."""
        path = self._path(sha256)
        try:
            spoil(path)
        except FileNotFoundError:
            return
        path.unlink(missing_ok=True)

    def discard(self, sha256: str, before: datetime) -> bool:
        """
        Remove the file unless it was put since; every `put` makes it anew.

        It is taken aside first: what is put in the same moment lies in its place untouched.
        """
        path = self._path(sha256)
        aside = self._incoming / f"{path.parent.name}{path.name}.aside"
        try:
            path.rename(aside)
        except FileNotFoundError:
            return True
        if aside.stat().st_mtime >= before.timestamp():
            with suppress(FileExistsError):
                os.link(aside, path)
            aside.unlink()
            return False
        spoil(aside)
        aside.unlink()
        return True

    def _path(self, sha256: str) -> Path:
        """Return a blob's place; of one that was put before files were sealed, that of then."""
        sealed_at = self._place(self._vault.name(sha256) if self._vault else sha256)
        plain_at = self._place(sha256)
        return plain_at if not sealed_at.exists() and plain_at.exists() else sealed_at

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:]

    def keep_only(self, wanted: Iterable[str]) -> int:
        """
        Remove every other file, unreadably; return how many there were.

        For a store that nobody else writes to, such as a backup.
        """
        name = self._vault.name if self._vault else str
        kept = {self._place(name(sha256)) for sha256 in wanted}
        folders = [path for path in self._folder.iterdir() if path != self._incoming]
        others = [path for folder in folders for path in folder.iterdir() if path not in kept]
        for path in others:
            spoil(path)
            path.unlink()
        return len(others)

    def sweep(self, older_than: float) -> int:
        """Remove uploads that nobody finished before this moment (seconds since 1970)."""
        stale = [path for path in self._incoming.iterdir() if path.stat().st_mtime < older_than]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)


class Counted:
    """A stream that is hashed and counted while it is read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._digest = hashlib.sha256()
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in chunks(self._source):
            self._digest.update(chunk)
            self._size += len(chunk)
            yield chunk

    @property
    def blob(self) -> Blob:
        """Return what has gone by."""
        return Blob(self._digest.hexdigest(), self._size)


def sealed(content: Iterable[bytes], vault: Vault | None) -> Iterator[bytes]:
    """Yield what is written to the store."""
    return vault.seal(iter(content)) if vault else iter(content)


def opened(file: BinaryIO, vault: Vault | None) -> Iterator[bytes]:
    """Yield what was put, sealed or before files were; raise Damaged."""
    head = file.read(len(MAGIC))
    file.seek(0)
    return vault.open(file) if vault and head == MAGIC else chunks(file)


def chunks(source: BinaryIO) -> Iterator[bytes]:
    """Yield a stream piece by piece."""
    while chunk := source.read(CHUNK):
        yield chunk


def sync_folder(folder: Path) -> None:
    """Make names of files in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
