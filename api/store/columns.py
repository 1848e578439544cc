"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from models.quantities import FEN


class Utc(TypeDecorator[datetime]):
    """A moment. SQLite drops time zones silently, so nothing without one comes in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC; raise ValueError for a moment of no known zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone is not stored")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return as UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Fen(TypeDecorator[Decimal]):
    """An amount in yuan, kept as whole fen: SQLite's NUMERIC is a float."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Store as fen; raise ValueError for a fraction of one."""
        if value is None:
            return None
        fen = value / FEN
        if fen != fen.to_integral_value():
            raise ValueError("an amount has whole fen")
        return int(fen)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Return yuan with two decimals."""
        return None if value is None else (Decimal(value) * FEN).quantize(FEN)


Json = JSON(none_as_null=True)
"""Replaced as a whole, never changed in place; an absent value is NULL, not `null`."""

JsonObject = dict[str, Any]


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)
