"""
A case as one signed ZIP for auditors (卷宗): what was brought, read, decided, said and handed over.

    originals/0001.pdf        the files as they were sent; their names stand in the manifest
    case.json                 the claim, and how the case stands
    revisions/0001.json       the case file of every decision
    corrections.json          what people said, undone or not
    hand-over/0001-….json     what the calculator was given and what it answered
    deliveries.json           attempts to hand over and to tell
    audit.json                the rows of the audit trail about the case, each with its hashes
    manifest.json, .sig       SHA-256 of each, and the signature (`signing.py`)
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel, ConfigDict
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.operations import signing
from api.store import audit, cases
from api.store.blobs import BlobMissing, Blobs, chunks
from api.store.columns import now
from api.store.database import Database
from api.store.tables import Audit, Base, Case, File
from api.store.tables_decided import Correction, Delivery, HandOver, Outbox
from api.store.vault import Damaged
from api.store.viewer import Viewer

MANIFEST, SIGNATURE, TRAIL = "manifest.json", "manifest.sig", "audit.json"
LONGEST_ENDING = 6


class Part(BaseModel):
    """One file of a dossier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    sha256: str
    size: int
    name: str = ""
    """An original's own name, as it was sent."""


class Manifest(BaseModel):
    """What a dossier holds; what is signed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    case: str
    made_at: datetime
    made_by: str
    key: str
    """The public key, Ed25519, hexadecimal."""
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    """SHA-256 of files that the store does not give back as they were put."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Where dossiers are made from."""

    database: Database
    blobs: Blobs
    key: Ed25519PrivateKey


@dataclass(slots=True)
class _Parcel:
    """A ZIP that is being filled; notes what was put in."""

    zip: zipfile.ZipFile
    blobs: Blobs
    moment: datetime
    parts: list[Part] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def put(self, path: str, content: bytes) -> None:
        self.zip.writestr(self._entry(path), content)
        self.parts.append(
            Part(path=path, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        )

    def put_json(self, path: str, told: object) -> None:
        text = json.dumps(told, ensure_ascii=False, indent=1, default=_plain)
        self.put(path, text.encode())

    def put_blob(self, path: str, sha256: str, name: str = "") -> None:
        """Put a file of the store in, piece by piece; note one that is not what it was."""
        with tempfile.TemporaryDirectory() as folder:
            through = Path(folder) / "file"
            try:
                self.blobs.fetch(sha256, through)
            except (BlobMissing, Damaged):
                self.missing.append(sha256)
                return
            with through.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                    self.missing.append(sha256)
                    return
                content.seek(0)
                with self.zip.open(self._entry(path), "w", force_zip64=True) as entry:
                    for piece in chunks(content):
                        entry.write(piece)
            size = through.stat().st_size
        self.parts.append(Part(path=path, sha256=sha256, size=size, name=name))

    def _entry(self, path: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(path, self.moment.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return entry


def export(archive: Archive, viewer: Viewer, case_id: str, into: BinaryIO) -> Manifest:
    """
    Write a case's dossier; the audit trail notes it as a full look, and the dossier shows that.

    The viewer is asked for nothing here: who may is the caller's to know.

    Raises:
        LookupError: there is no such case.
    """
    with archive.database.write() as session:
        if session.get(Case, case_id) is None:
            raise LookupError(case_id)
        audit.record(session, viewer, "case.full_look", ("case", case_id), {"as": "dossier"})
    moment = now()
    with (
        zipfile.ZipFile(into, "w") as target,
        archive.database.read() as session,
    ):
        parcel = _Parcel(target, archive.blobs, moment)
        _fill(session, session.get_one(Case, case_id), parcel)
        manifest = Manifest(
            case=case_id,
            made_at=moment,
            made_by=viewer.id,
            key=signing.public(archive.key),
            parts=tuple(parcel.parts),
            missing=tuple(parcel.missing),
        )
        content = manifest.model_dump_json(indent=1).encode()
        parcel.put(MANIFEST, content)
        parcel.put(SIGNATURE, signing.sign(archive.key, content).encode())
    return manifest


def _fill(session: Session, case: Case, parcel: _Parcel) -> None:
    for number, file in enumerate(_files(session, case), 1):
        path = f"originals/{number:04}{_ending(file.name)}"
        parcel.put_blob(path, file.sha256, file.name)
    parcel.put_json("case.json", row_of(case))
    for revision in cases.revisions(session, case.id):
        parcel.put_blob(f"revisions/{revision.number:04}.json", revision.case_file)
    parcel.put_json("corrections.json", [row_of(row) for row in _said(session, case)])
    handed = select(HandOver).where(HandOver.case_id == case.id).order_by(HandOver.revision)
    for row in session.scalars(handed):
        parcel.put_blob(f"hand-over/{row.revision:04}-claim.json", row.claim)
        parcel.put_blob(f"hand-over/{row.revision:04}-statement.json", row.statement)
    parcel.put_json("deliveries.json", list(_deliveries(session, case)))
    parcel.put_json(TRAIL, [row_of(row) for row in _trail(session, case)])


def _files(session: Session, case: Case) -> Sequence[File]:
    """Return the files that were sent for a case: those of all cases, then its own."""
    of_case = or_(File.case_id.is_(None), File.case_id == case.id)
    query = select(File).where(File.submission_id == case.submission_id, of_case)
    return session.scalars(query.order_by(File.round, File.position, File.id)).all()


def _said(session: Session, case: Case) -> Sequence[Correction]:
    """Return what was ever said of the case, and what was decided on papers that it shares."""
    shared = Correction.shared & Correction.decided_in.is_not(None)
    query = select(Correction).where(
        Correction.submission_id == case.submission_id,
        or_(Correction.case_id == case.id, shared),
    )
    return session.scalars(query.order_by(Correction.created_at, Correction.id)).all()


def _deliveries(session: Session, case: Case) -> Iterator[dict[str, Any]]:
    for item in session.scalars(
        select(Outbox).where(Outbox.case_id == case.id).order_by(Outbox.id)
    ):
        tries = select(Delivery).where(Delivery.outbox_id == item.id).order_by(Delivery.attempt)
        yield row_of(item) | {"deliveries": [row_of(row) for row in session.scalars(tries)]}


def _trail(session: Session, case: Case) -> Sequence[Audit]:
    """Return what was done to the case and to the submission that it came with."""
    query = select(Audit).where(Audit.subject.in_([case.id, case.submission_id]))
    return session.scalars(query.order_by(Audit.id)).all()


def row_of(row: Base) -> dict[str, Any]:
    """Return a row as JSON would have it, but for its values."""
    return {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def _ending(name: str) -> str:
    """Return a file name's ending where it is an ordinary one: nothing else of it is a path's."""
    ending = PurePosixPath(name).suffix.lower()
    ordinary = ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= LONGEST_ENDING
    return ending if ordinary else ""
