"""Blobs in an S3 bucket, through obstore; a bucket that has answered has stored."""

import tempfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from obstore.exceptions import NotFoundError
from obstore.store import ObjectStore, from_url

from api.store.blobs import CHUNK, Blob, BlobMissing, Counted, chunks, opened, sealed
from api.store.vault import Vault

FRESH = timedelta(hours=12)
"""An object so young is not put again: half of what a purge waits before it removes one."""


class ObjectBlobs:
    """`prefix/ab/cdef…` in a bucket; the address is `s3://bucket/prefix`."""

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        self._store: ObjectStore = from_url(url)
        self._vault = vault

    def put(self, source: BinaryIO) -> Blob:
        """Hash the stream, then store it unless it stands and was put lately."""
        start = source.tell()
        counted = Counted(source)
        for _ in counted:
            pass
        blob = counted.blob
        if not self._stands_since(blob.sha256, datetime.now(UTC) - FRESH):
            source.seek(start)
            content = sealed(chunks(source), self._vault)
            self._store.put(self._key(blob.sha256), content, chunk_size=CHUNK * 8)
        return blob

    def read(self, sha256: str) -> bytes:
        """Return a blob's bytes."""
        try:
            content = bytes(self._store.get(self._key(sha256)).bytes())
            return b"".join(opened(BytesIO(content), self._vault))
        except (NotFoundError, FileNotFoundError) as error:
            raise BlobMissing(sha256) from error

    def fetch(self, sha256: str, into: Path) -> None:
        """Write a blob to a path, piece by piece."""
        try:
            stream = self._store.get(self._key(sha256)).stream(min_chunk_size=CHUNK)
            with tempfile.TemporaryFile(dir=into.parent) as whole, into.open("wb") as file:
                for chunk in stream:
                    whole.write(chunk)
                whole.seek(0)
                for piece in opened(whole, self._vault):
                    file.write(piece)
        except (NotFoundError, FileNotFoundError) as error:
            raise BlobMissing(sha256) from error

    def has(self, sha256: str) -> bool:
        """Say whether the object stands."""
        try:
            self._store.head(self._key(sha256))
        except (NotFoundError, FileNotFoundError):
            return False
        return True

    def _stands_since(self, sha256: str, moment: datetime) -> bool:
        try:
            return self._store.head(self._key(sha256))["last_modified"] >= moment
        except (NotFoundError, FileNotFoundError):
            return False

    def discard(self, sha256: str, before: datetime) -> bool:
        """Remove the object unless it was put since; a `put` renews what is older than FRESH."""
        if self._stands_since(sha256, before):
            return False
        self.delete(sha256)
        return True

    def delete(self, sha256: str) -> None:
        """Remove the object."""
        try:
            self._store.delete(self._key(sha256))
        except (NotFoundError, FileNotFoundError):
            return

    def _key(self, sha256: str) -> str:
        name = self._vault.name(sha256) if self._vault else sha256
        return f"{name[:2]}/{name[2:]}"
