"""Blobs in an S3 bucket, through obstore; a bucket that has answered has stored."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from obstore.exceptions import NotFoundError
from obstore.store import ObjectStore, from_url

from api.store.blobs import CHUNK, Blob, BlobMissing, chunks


class ObjectBlobs:
    """`prefix/ab/cdef…` in a bucket; the address is `s3://bucket/prefix`."""

    def __init__(self, url: str) -> None:
        self._store: ObjectStore = from_url(url)

    def put(self, source: BinaryIO) -> Blob:
        """Hash the stream, then store it unless it stands."""
        start = source.tell()
        digest, size = hashlib.sha256(), 0
        for chunk in chunks(source):
            digest.update(chunk)
            size += len(chunk)
        blob = Blob(digest.hexdigest(), size)
        if not self.has(blob.sha256):
            source.seek(start)
            self._store.put(_key(blob.sha256), source, chunk_size=CHUNK * 8)
        return blob

    def read(self, sha256: str) -> bytes:
        """Return a blob's bytes."""
        try:
            return bytes(self._store.get(_key(sha256)).bytes())
        except (NotFoundError, FileNotFoundError) as error:
            raise BlobMissing(sha256) from error

    def fetch(self, sha256: str, into: Path) -> None:
        """Write a blob to a path, piece by piece."""
        try:
            stream = self._store.get(_key(sha256)).stream(min_chunk_size=CHUNK)
            with into.open("wb") as file:
                for chunk in stream:
                    file.write(chunk)
        except (NotFoundError, FileNotFoundError) as error:
            raise BlobMissing(sha256) from error

    def has(self, sha256: str) -> bool:
        """Say whether the object stands."""
        try:
            self._store.head(_key(sha256))
        except (NotFoundError, FileNotFoundError):
            return False
        return True

    def delete(self, sha256: str) -> None:
        """Remove the object."""
        try:
            self._store.delete(_key(sha256))
        except (NotFoundError, FileNotFoundError):
            return


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:]}"
