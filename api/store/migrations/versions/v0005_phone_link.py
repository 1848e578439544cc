"""Links by which a citizen's phone sends pictures into one open case."""

import sqlalchemy as sa
from alembic import op

from api.store.columns import Utc

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "phone_link",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=32), nullable=True),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", Utc(timezone=True), nullable=False),
        sa.Column("until", Utc(timezone=True), nullable=False),
        sa.Column("revoked_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_.id"], name=op.f("fk_phone_link_case_id_case_")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_phone_link_tenant_id_tenant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_link")),
        sa.UniqueConstraint("hash", name=op.f("uq_phone_link_hash")),
        sa.UniqueConstraint("holder", name=op.f("uq_phone_link_holder")),
    )
    op.create_index(op.f("ix_phone_link_case_id"), "phone_link", ["case_id"])


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("phone_link")
