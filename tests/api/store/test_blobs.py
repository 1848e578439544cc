"""Blobs: what was put stands, whole or not at all."""

import hashlib
import os
from io import BytesIO
from pathlib import Path

import pytest

from api.store.blobs import BlobMissing, LocalBlobs, put_bytes
from api.store.blobs_s3 import ObjectBlobs


@pytest.fixture(params=["folder", "objects"])
def blobs(request, tmp_path):
    if request.param == "folder":
        return LocalBlobs(tmp_path)
    return ObjectBlobs("memory:///")


def test_what_was_put_can_be_read_and_fetched(blobs, tmp_path):
    content = os.urandom(3 << 20)
    blob = blobs.put(BytesIO(content))
    assert blob.sha256 == hashlib.sha256(content).hexdigest()
    assert blob.size == len(content)
    assert blobs.read(blob.sha256) == content
    blobs.fetch(blob.sha256, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == content


def test_the_same_bytes_are_one_blob(blobs):
    assert put_bytes(blobs, b"same") == put_bytes(blobs, b"same")


def test_what_is_not_there_is_named_so(blobs, tmp_path):
    absent = "0" * 64
    assert not blobs.has(absent)
    with pytest.raises(BlobMissing):
        blobs.read(absent)
    with pytest.raises(BlobMissing):
        blobs.fetch(absent, tmp_path / "copy")
    blobs.delete(absent)


def test_a_deleted_blob_is_gone(blobs):
    blob = put_bytes(blobs, b"secret")
    assert blobs.has(blob.sha256)
    blobs.delete(blob.sha256)
    assert not blobs.has(blob.sha256)


class Breaking:
    """A stream that ends in an error, as a lost connection does."""

    def __init__(self):
        self.left = [b"half", None]

    def read(self, _size):
        part = self.left.pop(0)
        if part is None:
            raise ConnectionResetError
        return part


def test_a_broken_upload_leaves_nothing(tmp_path):
    blobs = LocalBlobs(tmp_path)
    with pytest.raises(ConnectionResetError):
        blobs.put(Breaking())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_file_and_folder_are_synced_before_the_answer(tmp_path, monkeypatch):
    blobs = LocalBlobs(tmp_path)
    steps = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(
        os,
        "fsync",
        lambda fd: (steps.append(f"sync {Path(f'/proc/self/fd/{fd}').readlink()}"), fsync(fd)),
    )
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("rename"), replace(a, b)))
    blob = put_bytes(blobs, b"paper")
    place = tmp_path / blob.sha256[:2]
    renamed = steps.index("rename")
    assert any("incoming" in step for step in steps[:renamed])
    assert steps[renamed + 1 :] == [f"sync {place}"]
    assert f"sync {tmp_path}" in steps[:renamed]


def test_unfinished_uploads_are_swept_after_a_while(tmp_path):
    blobs = LocalBlobs(tmp_path)
    left = tmp_path / "incoming" / "left"
    left.write_bytes(b"half")
    assert blobs.sweep(left.stat().st_mtime - 1) == 0
    assert blobs.sweep(left.stat().st_mtime + 1) == 1
    assert not left.exists()
