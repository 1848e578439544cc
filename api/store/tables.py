"""
The tables.

tenant -< api_key
tenant -< submission -< case_ -< revision
                     -< file (as sent) -< source (as opened: an archive's entries) -< page
staff -< session; audit; idempotency; what follows a decision: `tables_decided`

Papers, readings and case files lie in blobs and are named here by SHA-256.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from api.store.columns import Fen, Json, Utc

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
HOUSE = "counter"
"""The tenant of everything that comes in over the agency's own counter."""


class Base(DeclarativeBase):
    """All tables; constraints have names, so that migrations can find them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: Utc,
        Decimal: Fen,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


class Tenant(Base):
    """An employer or whoever sends papers for employers."""

    __tablename__ = "tenant"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ApiKey(Base):
    """A tenant's key: only its hash is known here."""

    __tablename__ = "api_key"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"), index=True)
    prefix: Mapped[str] = mapped_column(String(16), unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    scopes: Mapped[list[Any]]
    label: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Staff(Base):
    """A member of the agency's staff."""

    __tablename__ = "staff"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    roles: Mapped[list[Any]]
    password: Mapped[str] = mapped_column(String(200))
    """Argon2id, with its own salt and cost."""
    must_change: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class StaffSession(Base):
    """A signed-in browser or program; the token itself is known to it alone."""

    __tablename__ = "session"
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    counter: Mapped[str] = mapped_column(String(40), default="")
    """Which window of the hall (柜台)."""


class Submission(Base):
    """Papers that came in together, and the claims made with them."""

    __tablename__ = "submission"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"), index=True)
    way: Mapped[str] = mapped_column(String(16))
    """`api`, `counter`, `folder`, `phone`."""
    received_by: Mapped[str] = mapped_column(String(40))
    """The key or the member of staff."""
    received_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16), index=True)
    problem: Mapped[str | None] = mapped_column(String(40))
    """Why it was parked."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often work on it was begun without any progress since."""


class Case(Base):
    """One employee's claim on a submission's papers."""

    __tablename__ = "case_"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"))
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    position: Mapped[int]
    """Among the submission's claims, from 0."""
    claim: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    """Counts every change: what ETags are made of."""
    state: Mapped[str] = mapped_column(String(16))
    problem: Mapped[str | None] = mapped_column(String(40))
    round: Mapped[int] = mapped_column(default=1)
    """How often papers were brought; a decision on fewer papers than are here is not kept."""
    revision: Mapped[int] = mapped_column(default=0)
    """The newest decision; 0 before the first."""
    decision: Mapped[str | None] = mapped_column(String(16))
    decided_by: Mapped[str | None] = mapped_column(String(16))
    employer_name: Mapped[str | None] = mapped_column(String(200))
    employee_name: Mapped[str | None] = mapped_column(String(100))
    employee_number: Mapped[str | None] = mapped_column(String(40), index=True)
    """公民身份号码; never shown whole, never in a log."""
    months: Mapped[list[Any]]
    payable: Mapped[Decimal | None]

    __table_args__ = (
        UniqueConstraint("submission_id", "position"),
        Index("ix_case__tenant_id_id", "tenant_id", "id"),
        Index("ix_case__state_decision", "state", "decision"),
    )


class Revision(Base):
    """One decision about a case; decisions are added, never changed."""

    __tablename__ = "revision"
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[int]
    cause: Mapped[str] = mapped_column(String(16))
    """`papers` (read and decided by the engine) or `review`."""
    decision: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str | None] = mapped_column(String(40))
    case_file: Mapped[str] = mapped_column(String(64))
    """Blob: `models.case.CaseFile` as JSON."""
    papers: Mapped[str] = mapped_column(String(64))
    """Blob: `models.paper.Papers` as JSON, what was decided on; a review starts from it."""
    created_at: Mapped[datetime]


class File(Base):
    """A file as it was sent."""

    __tablename__ = "file"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"))
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True)
    """The one case it was added to; None where all cases of the submission share it."""
    round: Mapped[int]
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    received_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]


class Source(Base):
    """A file as it was opened: itself, or one entry of an archive."""

    __tablename__ = "source"
    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"))
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True)
    file_id: Mapped[str] = mapped_column(ForeignKey("file.id"), index=True)
    entry: Mapped[int]
    """Position among the file's entries."""
    name: Mapped[str] = mapped_column(String(800))
    """Unique within what a case sees."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Blob; empty for an entry that could not be taken out."""
    type: Mapped[str] = mapped_column(String(100))
    problem: Mapped[str | None] = mapped_column(String(40))
    pages: Mapped[int]
    notes: Mapped[list[Any]]

    __table_args__ = (UniqueConstraint("file_id", "entry"),)


class Page(Base):
    """A page to be read, being read, read, or failed; its number is also its event's id."""

    __tablename__ = "page"
    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"))
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of its source: the same page sent again is not read again."""
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    """`waiting`, `read`, `failed`."""
    reading: Mapped[str | None] = mapped_column(String(64))
    """Blob: `models.page.PageReading` as JSON."""
    reader: Mapped[str | None] = mapped_column(String(100))
    failure: Mapped[str | None] = mapped_column(String(40))
    done: Mapped[int | None] = mapped_column(index=True)
    """Counts the pages of a submission in the order in which they were done, from 1."""

    __table_args__ = (
        UniqueConstraint("source_id", "number"),
        Index("ix_page_tenant_id_sha256", "tenant_id", "sha256", "number"),
    )


class Picture(Base):
    """A page drawn once for people, kept as a blob."""

    __tablename__ = "picture"
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    """`page` or `overlay`."""
    blob: Mapped[str] = mapped_column(String(64))


class Audit(Base):
    """Who did what to which thing; rows are only ever added."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(40), index=True)
    tenant_id: Mapped[str | None] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]]
    """Codes and numbers only: no names, identity numbers or wages."""
    previous: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class Idempotency(Base):
    """The answer that a request with this key had, written with what the request did."""

    __tablename__ = "idempotency"
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Hash of what was asked."""
    status: Mapped[int]
    location: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)


class Worker(Base):
    """A worker's sign of life."""

    __tablename__ = "worker"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    busy_with: Mapped[str | None] = mapped_column(String(40))
