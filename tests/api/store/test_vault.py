"""Files at rest: whoever has the disk reads nothing, and changes nothing unseen."""

import os
import stat
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.settings import Settings
from api.store.blobs import BlobMissing, LocalBlobs, put_bytes
from api.store.blobs_s3 import ObjectBlobs
from api.store.open_blobs import open_blobs
from api.store.vault import PIECE, Damaged, Vault, master_key

KEY = bytes(range(32))
ALGORITHMS = ["aes-256-gcm", "sm4-gcm"]
SECRET = "110105196906296355 张玲少 8500.00".encode() * 10


def sealed(vault, content):
    return b"".join(vault.seal(iter([content])))


def opened(vault, content):
    return b"".join(vault.open(BytesIO(content)))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_opens(algorithm, size):
    content = os.urandom(size)
    vault = Vault(KEY, algorithm)
    assert opened(vault, sealed(vault, content)) == content


def test_chunks_of_any_size_are_the_same_file():
    content = os.urandom(PIECE * 2 + 5)
    vault = Vault(KEY)
    parts = [content[start : start + 1000] for start in range(0, len(content), 1000)]
    assert opened(vault, b"".join(vault.seal(iter(parts)))) == content


def test_what_one_algorithm_sealed_the_other_s_vault_opens():
    assert opened(Vault(KEY, "aes-256-gcm"), sealed(Vault(KEY, "sm4-gcm"), b"x")) == b"x"


@settings(max_examples=60)
@given(st.binary(max_size=300), st.data())
def test_no_changed_byte_goes_unseen(content, data):
    vault = Vault(KEY)
    whole = bytearray(sealed(vault, content))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        opened(vault, bytes(whole))


@given(st.integers(0, 2))
@settings(max_examples=10)
def test_a_file_cut_off_at_a_chunk_s_end_is_damaged(kept):
    vault = Vault(KEY)
    whole = sealed(vault, bytes(3 * PIECE))
    head = len(whole) - 3 * (PIECE + 16)
    with pytest.raises(Damaged):
        opened(vault, whole[: head + kept * (PIECE + 16)])


def test_another_key_opens_nothing():
    with pytest.raises(Damaged):
        opened(Vault(bytes(32)), sealed(Vault(KEY), b"x"))


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_neither_content_nor_hash_lies_on_the_disk(tmp_path, algorithm):
    blobs = LocalBlobs(tmp_path, Vault(KEY, algorithm))
    blob = put_bytes(blobs, SECRET)
    assert blobs.read(blob.sha256) == SECRET
    assert SECRET[:18] not in everything(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if blob.sha256[2:] in path.name]


def test_what_is_deleted_cannot_be_opened_from_what_is_left(tmp_path):
    blobs = LocalBlobs(tmp_path, Vault(KEY))
    blob = put_bytes(blobs, SECRET * 1000)
    path = next(path for path in tmp_path.rglob("*") if path.is_file())
    os.link(path, tmp_path / "left")
    blobs.delete(blob.sha256)
    with pytest.raises(BlobMissing):
        blobs.read(blob.sha256)
    with pytest.raises(Damaged), (tmp_path / "left").open("rb") as file:
        list(Vault(KEY).open(file))


def test_a_bucket_gives_back_what_was_put(tmp_path):
    blobs = ObjectBlobs("memory:///", Vault(KEY))
    content = SECRET * 1000
    blob = put_bytes(blobs, content)
    assert blobs.read(blob.sha256) == content
    blobs.fetch(blob.sha256, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == content


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    place = tmp_path / "keys" / "blobs.key"
    key = master_key(place)
    assert master_key(place) == key
    assert len(key) == 32
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_key_file_that_is_none_is_refused(tmp_path):
    (tmp_path / "key").write_text("too short", encoding="ascii")
    with pytest.raises(Damaged):
        master_key(tmp_path / "key")


def test_a_site_encrypts_without_being_told(tmp_path):
    settings_ = Settings(data=tmp_path / "data", workers=0)
    blob = put_bytes(open_blobs(settings_), SECRET)
    assert open_blobs(settings_).read(blob.sha256) == SECRET
    assert SECRET[:18] not in everything(tmp_path)


def test_what_lay_there_before_files_were_sealed_is_still_read_and_deleted(tmp_path):
    blob = put_bytes(LocalBlobs(tmp_path), SECRET)
    blobs = LocalBlobs(tmp_path, Vault(KEY))
    assert blobs.read(blob.sha256) == SECRET
    blobs.delete(blob.sha256)
    assert not blobs.has(blob.sha256)
    assert SECRET[:18] not in everything(tmp_path)
