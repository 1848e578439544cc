"""Tenants and their API keys: shown once, kept as a hash."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.database import Database
from api.store.ids import new_id
from api.store.tables import ApiKey, Tenant
from api.store.viewer import Scope, Viewer

MARK = "ik"
"""First letters of every key, so that one is recognised where it does not belong."""
PREFIX_CHARS = len(MARK) + 9
LIVE_KEYS = 2
"""Of a tenant at once: the old one and the one that replaces it."""
SEEN_EVERY = timedelta(minutes=1)
"""`last used` is that exact; a write for every request would be paid by every request."""


class TooManyKeys(Exception):
    """The tenant has two keys that are not revoked."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as its owner gets it, once."""

    id: str
    prefix: str
    secret: str
    """The whole key: what goes into `Authorization: Bearer`."""


def tenant_named(session: Session, name: str) -> Tenant:
    """Return the tenant of this name; make it where there is none."""
    found = session.scalar(select(Tenant).where(Tenant.name == name))
    if found is None:
        found = Tenant(id=new_id("t"), name=name, created_at=now())
        session.add(found)
        session.flush()
    return found


def make_key(
    session: Session, by: Viewer, tenant_id: str, scopes: Iterable[Scope], label: str = ""
) -> NewKey:
    """Make a key; raise TooManyKeys if two are live."""
    live = select(func.count()).where(ApiKey.tenant_id == tenant_id, ApiKey.revoked_at.is_(None))
    if (session.scalar(live) or 0) >= LIVE_KEYS:
        raise TooManyKeys(tenant_id)
    prefix = f"{MARK}_{secrets.token_hex(4)}"
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey(
        id=new_id("k"),
        tenant_id=tenant_id,
        prefix=prefix,
        hash=_hash(secret),
        scopes=sorted(scopes),
        label=label,
        created_at=now(),
    )
    session.add(key)
    audit.record(session, by, "key.make", ("key", key.id), {"scopes": sorted(scopes)})
    return NewKey(key.id, prefix, secret)


def revoke(session: Session, by: Viewer, key_id: str, tenant_id: str | None = None) -> bool:
    """End a key, of this tenant if one is named; say whether there was such a key."""
    wanted = update(ApiKey).where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
    if tenant_id is not None:
        wanted = wanted.where(ApiKey.tenant_id == tenant_id)
    ended = session.execute(wanted.values(revoked_at=now()).returning(ApiKey.id)).scalar()
    if ended is not None:
        audit.record(session, by, "key.revoke", ("key", key_id))
    return ended is not None


def keys_of(session: Session, tenant_id: str | None = None) -> list[ApiKey]:
    """Return the keys of a tenant, or all, newest first."""
    wanted = select(ApiKey).order_by(ApiKey.id.desc())
    return list(
        session.scalars(
            wanted if tenant_id is None else wanted.where(ApiKey.tenant_id == tenant_id)
        )
    )


def viewer_of_key(database: Database, secret: str) -> Viewer | None:
    """Return whose key this is, or None; note that it was used."""
    prefix = secret[:PREFIX_CHARS]
    with database.read() as session:
        row = session.execute(
            select(ApiKey, Tenant)
            .join(Tenant, Tenant.id == ApiKey.tenant_id)
            .where(ApiKey.prefix == prefix, ApiKey.revoked_at.is_(None), Tenant.closed_at.is_(None))
        ).one_or_none()
    if row is None or not hmac.compare_digest(row.ApiKey.hash, _hash(secret)):
        return None
    _note_use(database, row.ApiKey)
    scopes = frozenset(Scope(scope) for scope in row.ApiKey.scopes)
    return Viewer(row.ApiKey.id, row.Tenant.name, row.Tenant.id, scopes)


def _note_use(database: Database, key: ApiKey) -> None:
    moment = now()
    if key.last_used_at is None or moment - key.last_used_at > SEEN_EVERY:
        with database.write() as session:
            session.execute(update(ApiKey).where(ApiKey.id == key.id).values(last_used_at=moment))


def _hash(secret: str) -> bytes:
    """Hash a key: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
