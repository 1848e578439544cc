"""
Restore a backup into an empty place, and believe it only after everything was read back.

The key of the files is not in a backup: it has to be where the settings look for it before.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from api.operations import manifest as manifests
from api.operations import snapshot
from api.operations.backup import FILES, fingerprint, names, put_file, stands
from api.operations.manifest import Manifest
from api.operations.refusal import Refused
from api.prepare import prepare_store
from api.settings import Settings
from api.store import audit
from api.store.blobs import BlobMissing, LocalBlobs, sync_folder
from api.store.chain import Found
from api.store.database import Database
from api.store.open_blobs import key_place, open_blobs, vault_of
from api.store.vault import Damaged
from api.store.viewer import SYSTEM

KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands now, read back from its new place."""

    files: int
    missing: tuple[str, ...]
    """Files that the database names and that are not there, or are not what they were."""
    trail: Found
    """What following the audit trail found."""

    @property
    def whole(self) -> bool:
        """Say whether nothing is missing and nothing was changed."""
        return not self.missing and self.trail.broken is None and self.trail.head_seen


def restore(settings: Settings, source: Path) -> Restored:
    """
    Fill the empty place that the settings name from a backup; read everything back.

    Raises:
        Refused: no backup, an unfinished one, another key or kind of database, or a place that is
            not empty.
    """
    made = manifests.read(source)
    if made.snapshot is None:
        raise Refused("备份没有做完", "the backup was never finished")
    database = Database(settings.database_url)
    try:
        _fit(settings, database, made)
        _fill(settings, database, source, made)
        prepare_store(settings)
        return _read_back(settings, database, made)
    finally:
        database.close()


def _fit(settings: Settings, database: Database, made: Manifest) -> None:
    """Refuse another kind of database, a place where something is, and a key that does not fit."""
    if snapshot.kind_of(database) != made.database:
        raise Refused(
            f"备份的数据库是 {made.database}，设置的不是",
            f"the backup is of {made.database}, and the settings name another database",
        )
    there = settings.data.iterdir() if settings.data.exists() else ()
    if any(path.name != KEYS for path in there) or not snapshot.is_empty(database):
        raise Refused("只恢复到空处：此处已有数据", "the place is not empty; nothing was touched")
    if made.key is None:
        return
    place = key_place(settings)
    if not place.is_file():
        raise Refused(
            f"备份不含密钥文件：请先放到 {place}",
            f"the key is not in the backup: put it to {place} first",
        )
    vault = vault_of(settings)
    if vault is None or fingerprint(vault) != made.key:
        raise Refused(f"密钥不是这个备份的：{place}", f"the key is not this backup's: {place}")


def _fill(settings: Settings, database: Database, source: Path, made: Manifest) -> None:
    """Copy the files, then let the database stand: it names nothing that is not there yet."""
    files = LocalBlobs(source / FILES, vault_of(settings) if made.key else None)
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.data) as folder:
        file, through = Path(folder) / "snapshot", Path(folder) / "file"
        if made.snapshot is None or not stands(files, made.snapshot, file):
            raise Refused("备份中的数据库已损坏", "the database in the backup is damaged")
        blobs = open_blobs(settings)
        for sha256 in _index(files, made):
            if stands(files, sha256, through):
                put_file(blobs, through)
        snapshot.put_back(database, file)
    sync_folder(settings.data)


def _index(files: LocalBlobs, made: Manifest) -> list[str]:
    try:
        return files.read(made.index or "").decode("ascii").split()
    except (BlobMissing, Damaged):
        raise Refused("备份的文件清单已损坏", "the backup's list of files is damaged") from None


def _read_back(settings: Settings, database: Database, made: Manifest) -> Restored:
    """Read every file that the database names, follow the audit trail, and note the restoring."""
    blobs = open_blobs(settings)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.data) as folder:
        with database.read() as session:
            named = sorted(set(names(session)))
            trail = audit.verify(session, bytes.fromhex(made.audit_head) or None)
        through = Path(folder) / "file"
        missing = tuple(sha256 for sha256 in named if not stands(blobs, sha256, through))
    with database.write() as session:
        detail = {"files": len(named) - len(missing), "missing": len(missing)}
        audit.record(session, SYSTEM, "store.restore", ("store", "backup"), detail)
    return Restored(len(named) - len(missing), missing, trail)
