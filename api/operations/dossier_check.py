"""Whether a dossier is what was signed; needs neither the installation nor its database."""

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from api.operations import signing
from api.operations.dossier import MANIFEST, SIGNATURE, TRAIL, Manifest, Part
from api.operations.refusal import Refused
from api.store.chain import Link, hash_of

LARGEST_LIST = 64 << 20
"""Bytes of the manifest or of the audit rows; more is no dossier of ours."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found."""

    manifest: Manifest
    problems: tuple[str, ...]
    """Each a path, or a thing, and what is wrong with it, Chinese first."""


def check(path: Path, key: str = "") -> Checked:
    """
    Check every file of a dossier against its manifest, and the manifest against its signature.

    Args:
        path: the ZIP.
        key: the public key that has to have signed it, hexadecimal; without it a dossier is only
            held against the key that it names itself.

    Raises:
        Refused: it is no dossier at all.
    """
    try:
        with zipfile.ZipFile(path) as source:
            content = _small(source, MANIFEST)
            manifest = Manifest.model_validate_json(content)
            return Checked(manifest, tuple(_problems(source, content, manifest, key)))
    except (zipfile.BadZipFile, KeyError, ValidationError, OSError, NotImplementedError):
        raise Refused(f"不是卷宗：{path}", f"no dossier: {path}") from None


def _problems(
    source: zipfile.ZipFile, content: bytes, manifest: Manifest, key: str
) -> Iterator[str]:
    signature = _small(source, SIGNATURE).decode("ascii", "replace")
    if key and key.lower() != manifest.key:
        yield "签名密钥不是给出的密钥 signed by another key than the one given"
    if not signing.holds(manifest.key, signature, content):
        yield f"{MANIFEST}: 签名不符 the signature does not hold"
    yield from _listing_problems(source, manifest)
    if TRAIL in source.namelist():
        yield from _trail_problems(_small(source, TRAIL))
    for sha256 in manifest.missing:
        yield f"{sha256}: 导出时已缺失 was missing already when it was made"


def _listing_problems(source: zipfile.ZipFile, manifest: Manifest) -> Iterator[str]:
    """Hold what is in the ZIP against the manifest: each file once, and nothing else."""
    there = Counter(source.namelist())
    told = Counter([MANIFEST, SIGNATURE, *(part.path for part in manifest.parts)])
    for path in sorted(there - told):
        yield f"{path}: 多出的文件 is not of this dossier"
    for path in sorted(told - there):
        yield f"{path}: 缺失 is missing"
    for part in manifest.parts:
        if part.path in there and not _is(source, part):
            yield f"{part.path}: 被改动 was changed"


def _is(source: zipfile.ZipFile, part: Part) -> bool:
    """Say whether an entry has the size and the hash that the manifest tells."""
    info = source.getinfo(part.path)
    if info.file_size != part.size:
        return False
    try:
        with source.open(info) as entry:
            return hashlib.file_digest(entry, "sha256").hexdigest() == part.sha256  # type: ignore[arg-type] # an entry is read like any file
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _small(source: zipfile.ZipFile, name: str) -> bytes:
    """Return an entry that has to be small; raise BadZipFile."""
    with source.open(name) as entry:
        content = entry.read(LARGEST_LIST + 1)
    if len(content) > LARGEST_LIST:
        raise zipfile.BadZipFile(name)
    return content


def _trail_problems(content: bytes) -> Iterator[str]:
    """Follow each row's hash from the one before it; rows in between are other cases'."""
    try:
        rows = [_link(row) for row in json.loads(content)]
    except (ValueError, TypeError, KeyError):
        yield f"{TRAIL}: 读不懂 cannot be read"
        return
    for row in rows:
        if row.hash != hash_of(row.previous or b"", row):
            yield f"{TRAIL}: 第 {row.id} 行哈希不符 row {row.id} does not have its hash"


def _link(row: dict[str, Any]) -> Link:
    told = {field.name: row[field.name] for field in fields(Link)}
    hashes = {name: bytes.fromhex(told[name]) for name in ("previous", "hash")}
    return Link(**(told | hashes | {"at": datetime.fromisoformat(told["at"])}))
