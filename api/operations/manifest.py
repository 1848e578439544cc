"""What a backup says of itself: `backup.json` in its folder."""

import os
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from api.operations.refusal import Refused
from api.store.blobs import sync_folder

NAME = "backup.json"


class Manifest(BaseModel):
    """One state of an installation; without `snapshot` the backup was never finished."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    made_at: datetime
    snapshot: str | None = None
    """SHA-256 of the database's snapshot, which lies among the files."""
    index: str | None = None
    """SHA-256 of the list of the papers' hashes, which lies there too."""
    database: Literal["sqlite", "postgresql"]
    key: str | None
    """Tells the key of the files from other keys, and nothing of it; None: they are not sealed."""
    files: int = 0
    missing: tuple[str, ...] = ()
    """Files that the database named and the store did not have, or not as they were put."""
    audit_rows: int = 0
    audit_head: str = ""


def write(folder: Path, manifest: Manifest) -> None:
    """Let the manifest stand, durably and at once."""
    part = folder / (NAME + ".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(manifest.model_dump_json(indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / NAME)
    sync_folder(folder)


def read(folder: Path) -> Manifest:
    """Return a folder's manifest; raise Refused where it is no backup."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(f"不是备份：{folder}", f"no backup: {folder}") from None
    except (ValidationError, UnicodeDecodeError):
        raise Refused(
            f"备份说明读不懂：{folder / NAME}", "the backup's manifest cannot be read"
        ) from None
