"""
The tables of what follows a decision.

case_ -< correction, review, hand_over; outbox -< delivery; tenant -< webhook
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables import Base

METADATA = Base.metadata
"""All tables, those of `tables` and these."""


class Correction(Base):
    """What a person said about one point; it stands beside the machine's reading."""

    __tablename__ = "correction"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"))
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    revision: Mapped[int]
    """The decision that the person looked at."""
    kind: Mapped[str] = mapped_column(String(16))
    shared: Mapped[bool]
    """Of a paper that serves every case of the submission; it holds for all of them."""
    said: Mapped[dict[str, Any]]
    """`models.correction.Said`."""
    machine: Mapped[dict[str, Any]]
    """What the machine had there."""
    why: Mapped[str] = mapped_column(String(500))
    actor: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    decided_in: Mapped[int | None]
    """The revision that it was first decided with; None for a draft, which decides nothing."""
    undone_at: Mapped[datetime | None]


class Review(Base):
    """A case that waits for a person, and who has it in hand."""

    __tablename__ = "review"
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"))
    since: Mapped[datetime]
    at_window: Mapped[bool]
    """Somebody stands at the counter."""
    reasons: Mapped[list[Any]]
    """Codes of what is open."""
    taken_by: Mapped[str | None] = mapped_column(String(40))
    taken_until: Mapped[datetime | None]

    __table_args__ = (Index("ix_review_at_window_since", "at_window", "since"),)


class Outbox(Base):
    """Something that has to reach somebody outside, written in the transaction that caused it."""

    __tablename__ = "outbox"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"))
    kind: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    revision: Mapped[int]
    endpoint_id: Mapped[str] = mapped_column(String(40), default="")
    """The webhook that it goes to; empty for the hand-over."""
    state: Mapped[str] = mapped_column(String(16), index=True)
    """`waiting`, `done`, `dead` (given up; may be sent again by hand), `void` (not due any more)"""
    attempts: Mapped[int] = mapped_column(default=0)
    replays: Mapped[int] = mapped_column(default=0)
    """How often it was sent again by hand."""
    problem: Mapped[str | None] = mapped_column(String(40))
    """Why it is dead, void or still waiting."""
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("kind", "case_id", "revision", "endpoint_id"),)


class Delivery(Base):
    """One attempt to deliver."""

    __tablename__ = "delivery"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    outbox_id: Mapped[str] = mapped_column(ForeignKey("outbox.id"), index=True)
    attempt: Mapped[int]
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(32))
    """`ok`, or why not, e.g. `timeout`, `http_503`."""
    milliseconds: Mapped[int]


class HandOver(Base):
    """A claim that the calculator took, and its statement: once per case and revision."""

    __tablename__ = "hand_over"
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    calculator: Mapped[str] = mapped_column(String(200))
    """`embedded`, or the host of the agency's own."""
    claim: Mapped[str] = mapped_column(String(64))
    """Blob: `models.arrears.ArrearsClaim` as JSON."""
    statement: Mapped[str] = mapped_column(String(64))
    """Blob: `models.arrears.ArrearsStatement` as JSON."""
    taken_at: Mapped[datetime]


class Webhook(Base):
    """Where an employer wants to be told; the message itself says no name, number or wage."""

    __tablename__ = "webhook"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"), index=True)
    url: Mapped[str] = mapped_column(String(2000))
    secret: Mapped[str] = mapped_column(String(200))
    old_secret: Mapped[str | None] = mapped_column(String(200))
    """Signs as well until the receiver has changed over (Standard Webhooks)."""
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Hold(Base):
    """A submission that must be kept, whatever the rule of retention says (legal hold)."""

    __tablename__ = "hold"
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(500))
    actor: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]


class Doomed(Base):
    """A file that a purge left behind; it is removed when nothing names it any more."""

    __tablename__ = "doomed"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]
