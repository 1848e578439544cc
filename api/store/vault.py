"""
Files encrypted at rest: AES-256-GCM, or SM4-GCM (GB/T 32907) where the agency's rules ask for it.

    magic, algorithm | nonce, wrapped data key | chunk, chunk, … last chunk

Each file has a key of its own, wrapped by the master key; chunks are sealed in order and the last
one says that it is, so a file can be neither cut off nor put together anew. Names of files in the
store are keyed hashes: whoever has the disk cannot even ask whether a known file is there.
"""

import hmac
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Algorithm = Literal["aes-256-gcm", "sm4-gcm"]
MAGIC = b"BJSEAL1"
CODES: dict[Algorithm, int] = {"aes-256-gcm": 1, "sm4-gcm": 2}
KEY_BYTES: dict[Algorithm, int] = {"aes-256-gcm": 32, "sm4-gcm": 16}
MASTER_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
PIECE = 64 << 10
"""Bytes of a sealed chunk: what a reader has to hold before it may believe any of it."""


class Damaged(OSError):
    """A sealed file is not what was written, or was sealed under another key."""


class Vault:
    """Seals and opens files under one master key; files name the algorithm they were sealed by."""

    def __init__(self, master: bytes, algorithm: Algorithm = "aes-256-gcm") -> None:
        if len(master) != MASTER_BYTES:
            raise ValueError(f"a master key has {MASTER_BYTES} bytes")
        self._names = hmac.digest(master, b"names", "sha256")
        self._wrap = hmac.digest(master, b"wrap", "sha256")
        self._algorithm: Algorithm = algorithm

    def name(self, sha256: str) -> str:
        """Return the name under which a file is kept."""
        return hmac.digest(self._names, sha256.encode(), "sha256").hex()

    def seal(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the sealed form of a stream."""
        key = secrets.token_bytes(KEY_BYTES[self._algorithm])
        head = MAGIC + bytes([CODES[self._algorithm]])
        nonce = secrets.token_bytes(NONCE_BYTES)
        yield (
            head + nonce + _seal(self._algorithm, self._wrapper(self._algorithm), nonce, key, head)
        )
        count, held = 0, None
        for piece in _pieces(pieces):
            if held is not None:
                yield _seal(self._algorithm, key, _nonce(count), held, head)
                count += 1
            held = piece
        yield _seal(self._algorithm, key, _nonce(count, last=True), held or b"", head)

    def open(self, file: BinaryIO) -> Iterator[bytes]:
        """Yield what was sealed; raise Damaged as soon as something is not as it was written."""
        head = file.read(len(MAGIC) + 1)
        algorithm = _algorithm_of(head)
        nonce = file.read(NONCE_BYTES)
        wrapped = file.read(KEY_BYTES[algorithm] + TAG_BYTES)
        key = _open(algorithm, self._wrapper(algorithm), nonce, wrapped, head)
        piece, count = file.read(PIECE + TAG_BYTES), 0
        while True:
            following = file.read(PIECE + TAG_BYTES)
            yield _open(algorithm, key, _nonce(count, last=not following), piece, head)
            if not following:
                return
            piece, count = following, count + 1

    def _wrapper(self, algorithm: Algorithm) -> bytes:
        return self._wrap[: KEY_BYTES[algorithm]]


def spoil(path: Path) -> None:
    """Overwrite a file's wrapped key, or a file that was never sealed: nobody can read the rest."""
    with path.open("r+b") as file:
        is_sealed = file.read(len(MAGIC)) == MAGIC
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        for start in range(0, min(size, PIECE) if is_sealed else size, PIECE):
            file.write(bytes(min(PIECE, size - start)))
        file.flush()
        os.fsync(file.fileno())


def master_key(place: Path) -> bytes:
    """Return the key that lies in a file, made there if there is none; only its owner reads it."""
    try:
        made = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError:
        return read_key(place)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return master_key(place)
    with os.fdopen(made, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(MASTER_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return read_key(place)


def read_key(place: Path) -> bytes:
    """Return the key that lies in a file; raise Damaged where it is none."""
    try:
        key = bytes.fromhex(place.read_text(encoding="ascii"))
    except ValueError:
        raise Damaged(f"{place}: 64 hexadecimal digits are expected") from None
    if len(key) != MASTER_BYTES:
        raise Damaged(f"{place}: 64 hexadecimal digits are expected")
    return key


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a stream in pieces of equal size, but for the last."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        while len(rest) > PIECE:
            yield rest[:PIECE]
            rest = rest[PIECE:]
    yield rest


def _nonce(count: int, *, last: bool = False) -> bytes:
    """Return a chunk's nonce: the key is the file's own, so a counter never repeats."""
    return count.to_bytes(NONCE_BYTES - 1, "big") + bytes([last])


def _seal(algorithm: Algorithm, key: bytes, nonce: bytes, plain: bytes, head: bytes) -> bytes:
    sealer = Cipher(_block(algorithm, key), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(head)
    return sealer.update(plain) + sealer.finalize() + sealer.tag


def _open(algorithm: Algorithm, key: bytes, nonce: bytes, sealed: bytes, head: bytes) -> bytes:
    if len(sealed) < TAG_BYTES or len(nonce) < NONCE_BYTES:
        raise Damaged("a sealed file is cut off")
    opener = Cipher(_block(algorithm, key), modes.GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
    opener.authenticate_additional_data(head)
    try:
        return opener.update(sealed[:-TAG_BYTES]) + opener.finalize()
    except InvalidTag:
        raise Damaged("a sealed file was changed, or belongs to another key") from None


def _block(algorithm: Algorithm, key: bytes) -> algorithms.AES | algorithms.SM4:
    return algorithms.AES(key) if algorithm == "aes-256-gcm" else algorithms.SM4(key)


def _algorithm_of(head: bytes) -> Algorithm:
    for algorithm, code in CODES.items():
        if head == MAGIC + bytes([code]):
            return algorithm
    raise Damaged("no sealed file, or of a later version")
