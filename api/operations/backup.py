"""
Backup under load: the database first, then every file that it names, so that none is missing.

    TARGET/backup.json      what it is; written last
    TARGET/files/ab/cdef…   the papers and the database's snapshot, by hash, sealed with the key

A second backup into the same folder brings only what is new; the first one holds until the second
is whole. Nothing is removed from the store between a snapshot and the copying of its files: a purge
leaves files alone for a day after the rows that named them (`store/retention.py`).
"""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.operations import manifest as manifests
from api.operations import snapshot
from api.operations.manifest import Manifest
from api.operations.refusal import Refused
from api.settings import Settings
from api.store import audit
from api.store.blobs import Blob, BlobMissing, Blobs, LocalBlobs, put_bytes
from api.store.columns import now
from api.store.database import Database
from api.store.open_blobs import open_blobs, vault_of
from api.store.retention import NAMED_BY
from api.store.tables import Audit
from api.store.vault import Damaged, Vault
from api.store.viewer import SYSTEM

FILES = "files"


def back_up(settings: Settings, target: Path, *, check: bool = False) -> Manifest:
    """
    Back up an installation, whether it runs or not; note it in the audit trail.

    Args:
        settings: name the installation.
        target: a folder that is empty, or holds an earlier backup.
        check: read what an earlier backup brought, and bring anew what is not as it was put.

    Returns:
        what was backed up; `missing` names what the store itself has lost.

    Raises:
        Refused: the folder is no place for a backup, or a program is missing.
    """
    database = Database(settings.database_url)
    try:
        snapshot.refuse_empty(database)
        _fit(settings, target)
        with _alone(target):
            made = _back_up(settings, database, target, check=check)
        with database.write() as session:
            detail = {"files": made.files, "missing": len(made.missing)}
            audit.record(session, SYSTEM, "store.backup", ("store", "backup"), detail)
    finally:
        database.close()
    return made


def _fit(settings: Settings, target: Path) -> None:
    """Refuse a folder that holds something else, or is the installation's own."""
    place, data = target.resolve(), settings.data.resolve()
    if place.is_relative_to(data) or data.is_relative_to(place):
        raise Refused(
            "备份不能放在数据文件夹之内或其上", "a backup does not lie within the data folder"
        )
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(target.iterdir()) and not (target / manifests.NAME).exists():
        raise Refused(f"文件夹不空，也不是备份：{target}", "the folder is not empty, and no backup")


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the folder; raise Refused where another backup is writing to it."""
    descriptor = os.open(target / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused("另一个备份正在写入", "another backup is writing there") from None
    finally:
        os.close(descriptor)


def _back_up(settings: Settings, database: Database, target: Path, *, check: bool) -> Manifest:
    vault = vault_of(settings)
    begun = Manifest(
        made_at=now(), database=snapshot.kind_of(database), key=vault and fingerprint(vault)
    )
    if not (target / manifests.NAME).exists():
        manifests.write(target, begun)
    files = LocalBlobs(target / FILES, vault)
    # The snapshot is plain until it is sealed: it stays on the database's own disk.
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.data) as folder:
        file = Path(folder) / "file"
        with snapshot.taken(database, Path(folder) / "snapshot") as session:
            named = sorted(set(names(session)))
            end = _end_of_trail(session)
        kept = put_file(files, Path(folder) / "snapshot").sha256
        source = open_blobs(settings)
        missing = [
            sha256
            for sha256 in named
            if not _stands_there(files, sha256, file, check=check)
            and not _copied(source, files, sha256, file)
        ]
    index = put_bytes(files, "\n".join(named).encode()).sha256
    told = {"snapshot": kept, "index": index, "files": len(named) - len(missing)}
    made = begun.model_copy(update={**told, "missing": tuple(missing), **end})
    manifests.write(target, made)
    files.keep_only([kept, index, *named])
    files.sweep(time.time())
    return made


def fingerprint(vault: Vault) -> str:
    """Return what tells a key from another."""
    return vault.name("fingerprint")


def names(session: Session) -> Iterator[str]:
    """Yield the hash of every file that the database names, once per column."""
    for column in NAMED_BY:
        yield from (name for name in session.scalars(select(column).distinct()) if name)


def _end_of_trail(session: Session) -> dict[str, int | str]:
    count = session.scalar(select(func.count()).select_from(Audit))
    head = session.scalar(select(Audit.hash).order_by(Audit.id.desc()).limit(1))
    return {"audit_rows": count or 0, "audit_head": head.hex() if head else ""}


def _stands_there(files: LocalBlobs, sha256: str, through: Path, *, check: bool) -> bool:
    return stands(files, sha256, through) if check else files.has(sha256)


def _copied(source: Blobs, files: LocalBlobs, sha256: str, through: Path) -> bool:
    """Copy a file; say whether it is what its hash says."""
    try:
        source.fetch(sha256, through)
    except (BlobMissing, Damaged):
        return False
    return put_file(files, through).sha256 == sha256


def put_file(blobs: Blobs, path: Path) -> Blob:
    """Store a file."""
    with path.open("rb") as content:
        return blobs.put(content)


def stands(blobs: Blobs, sha256: str, through: Path) -> bool:
    """Say whether a store gives a file back as it was put; it is left at `through`."""
    try:
        blobs.fetch(sha256, through)
    except (BlobMissing, Damaged):
        return False
    with through.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == sha256
