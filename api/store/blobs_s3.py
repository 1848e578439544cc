"""Blobs in an S3 bucket, through obstore; a bucket that has answered has stored."""

import tempfile
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from obstore.exceptions import NotFoundError
from obstore.store import ObjectStore, from_url

from api.store.blobs import CHUNK, Blob, BlobMissing, Counted, chunks, opened, sealed
from api.store.vault import Vault


class ObjectBlobs:
    """`prefix/ab/cdef…` in a bucket; the address is `s3://bucket/prefix`."""

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        self._store: ObjectStore = from_url(url)
        self._vault = vault

    def put(self, source: BinaryIO) -> Blob:
        """Hash the stream, then store it unless it stands."""
        start = source.tell()
        counted = Counted(source)
        for _ in counted:
            pass
        blob = counted.blob
        if not self.has(blob.sha256):
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

    def delete(self, sha256: str) -> None:
        """Remove the object."""
        try:
            self._store.delete(self._key(sha256))
        except (NotFoundError, FileNotFoundError):
            return

    def _key(self, sha256: str) -> str:
        name = self._vault.name(sha256) if self._vault else sha256
        return f"{name[:2]}/{name[2:]}"
