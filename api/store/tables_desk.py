"""
The tables that only the counter's window needs.

case_ -< phone_link
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables import Base
from api.store.tables_decided import METADATA as METADATA  # noqa: PLC0414 — with these, all of them


class PhoneLink(Base):
    """A link by which one phone sends pictures into one case, for a short while."""

    __tablename__ = "phone_link"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenant.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """Of the token in the QR code, which is known to nobody else."""
    holder: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    """Of the secret that the first phone to open the link was given; the token is spent then."""
    made_by: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
