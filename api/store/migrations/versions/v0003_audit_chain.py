"""The audit trail is a chain, and rows are only ever added to it."""

from dataclasses import fields

import sqlalchemy as sa
from alembic import op

from api.store.chain import START, Link, hash_of
from api.store.columns import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROWS = sa.table(
    "audit",
    sa.column("id", sa.Integer()),
    sa.column("at", Utc(timezone=True)),
    *(
        sa.column(name, sa.String())
        for name in ("actor_kind", "actor", "act", "subject_kind", "subject", "tenant_id")
    ),
    sa.column("detail", sa.JSON(none_as_null=True)),
    sa.column("previous", sa.LargeBinary()),
    sa.column("hash", sa.LargeBinary()),
)
SQLITE = """
CREATE TRIGGER audit_no_{act} BEFORE {act} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""
POSTGRESQL = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
"""
TRIGGER = """
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
"""


def upgrade() -> None:
    """Chain the rows that there are, then let no row be changed any more."""
    bind = op.get_bind()
    last = START
    for row in bind.execute(sa.select(ROWS).order_by(ROWS.c.id)).all():
        link = Link(**{field.name: getattr(row, field.name) for field in fields(Link)})
        found = hash_of(last, link)
        bind.execute(sa.update(ROWS).where(ROWS.c.id == row.id).values(previous=last, hash=found))
        last = found
    if bind.dialect.name == "postgresql":
        op.execute(POSTGRESQL)
        op.execute(TRIGGER)
    else:
        op.execute(SQLITE.format(act="UPDATE"))
        op.execute(SQLITE.format(act="DELETE"))


def downgrade() -> None:
    """Go one step back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_append_only ON audit")
        op.execute("DROP FUNCTION audit_append_only")
    else:
        op.execute("DROP TRIGGER audit_no_UPDATE")
        op.execute("DROP TRIGGER audit_no_DELETE")
