"""Legal holds, and the files that a purge leaves behind."""

import sqlalchemy as sa
from alembic import op

from api.store.columns import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on."""
    op.create_table(
        "hold",
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("since", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_hold_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_hold")),
    )
    op.create_table(
        "doomed",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("since", Utc(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_doomed")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("doomed")
    op.drop_table("hold")
