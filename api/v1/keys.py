"""Tenants and keys: for administrators, and for a tenant that changes its own key."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.auth import Administrator, Served
from api.problems import Problem, told
from api.store import keys
from api.store.ids import Identifier
from api.store.keys import TooManyKeys
from api.store.tables import ApiKey
from api.store.viewer import Scope
from api.v1.bodies import Body, Moment

router = APIRouter(prefix="/v1/keys", tags=["keys"])


class NewKeyBody(BaseModel):
    """Whose key, and what it may do."""

    tenant: str = Field(min_length=1, max_length=200, examples=["某某有限公司"])
    scopes: list[Scope] = Field(default=[Scope.SUBMIT, Scope.READ], min_length=1)
    label: str = Field(default="", max_length=100)


class MadeKey(Body):
    """A new key; its secret is shown this once."""

    id: str
    tenant: str
    prefix: str
    secret: str


class KeyLine(Body):
    """A key without its secret."""

    id: str
    tenant: str
    prefix: str
    scopes: list[Scope]
    label: str
    created_at: Moment
    last_used_at: Moment | None
    revoked_at: Moment | None


class KeyList(Body):
    """Keys, newest first."""

    items: list[KeyLine]


@router.post("", status_code=201, openapi_extra=told("conflict"))
def make_key(service: Served, viewer: Administrator, body: NewKeyBody) -> MadeKey:
    """Make a key for a tenant, which is made as well if it is new."""
    try:
        with service.database.write() as session:
            tenant = keys.tenant_named(session, body.tenant)
            made = keys.make_key(session, viewer, tenant.id, body.scopes, body.label)
    except TooManyKeys:
        raise Problem("conflict", "已有两个有效密钥 two keys are live already") from None
    return MadeKey(id=made.id, tenant=tenant.id, prefix=made.prefix, secret=made.secret)


@router.get("")
def list_keys(service: Served, _viewer: Administrator) -> KeyList:
    """List all keys."""
    with service.database.read() as session:
        rows = keys.keys_of(session)
    return KeyList(items=[_line(row) for row in rows])


def _line(row: ApiKey) -> KeyLine:
    return KeyLine(
        id=row.id,
        tenant=row.tenant_id,
        prefix=row.prefix,
        scopes=[Scope(scope) for scope in row.scopes],
        label=row.label,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


@router.delete("/{key}", status_code=204)
def revoke_key(service: Served, viewer: Administrator, key: Identifier) -> None:
    """End a key at once."""
    with service.database.write() as session:
        if not keys.revoke(session, viewer, key):
            raise Problem("not_found")
