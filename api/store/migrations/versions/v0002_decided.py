"""What follows a decision: reviews, corrections, hand-over, webhooks."""

import sqlalchemy as sa
from alembic import op

from api.store.columns import Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step on. Nothing was ever written to the first form of `correction`."""
    op.drop_table("correction")
    op.create_table(
        "correction",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("machine", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("created_at", Utc(timezone=True), nullable=False),
        sa.Column("decided_in", sa.Integer(), nullable=True),
        sa.Column("undone_at", Utc(timezone=True), nullable=True),
        _belongs("correction", "tenant_id", "tenant"),
        _belongs("correction", "submission_id", "submission"),
        _belongs("correction", "case_id", "case_"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    _index("correction", "submission_id", "case_id")
    op.create_table(
        "review",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("since", Utc(timezone=True), nullable=False),
        sa.Column("at_window", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("taken_by", sa.String(length=40), nullable=True),
        sa.Column("taken_until", Utc(timezone=True), nullable=True),
        _belongs("review", "case_id", "case_"),
        _belongs("review", "tenant_id", "tenant"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_at_window_since", ["at_window", "since"], unique=False)
    _widen_outbox()
    _new_outward()


def _widen_outbox() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("endpoint_id", sa.String(length=40), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("replays", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("problem", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("next_at", Utc(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f("uq_outbox_kind"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_outbox_kind"), ["kind", "case_id", "revision", "endpoint_id"]
        )


def _new_outward() -> None:
    op.create_table(
        "hand_over",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("calculator", sa.String(length=200), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("statement", sa.String(length=64), nullable=False),
        sa.Column("taken_at", Utc(timezone=True), nullable=False),
        _belongs("hand_over", "case_id", "case_"),
        sa.PrimaryKeyConstraint("case_id", "revision", name=op.f("pk_hand_over")),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("old_secret", sa.String(length=200), nullable=True),
        sa.Column("created_at", Utc(timezone=True), nullable=False),
        sa.Column("closed_at", Utc(timezone=True), nullable=True),
        _belongs("webhook", "tenant_id", "tenant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    _index("webhook", "tenant_id")


def _belongs(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}_{owner}")
    )


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("webhook")
    op.drop_table("hand_over")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_outbox_kind"), type_="unique")
        for column in ("next_at", "problem", "replays", "attempts", "endpoint_id"):
            batch_op.drop_column(column)
        batch_op.create_unique_constraint(op.f("uq_outbox_kind"), ["kind", "case_id", "revision"])
    op.drop_table("review")
    op.drop_table("correction")
    op.create_table(
        "correction",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("target", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("created_at", Utc(timezone=True), nullable=False),
        _belongs("correction", "case_id", "case_"),
        _belongs("correction", "tenant_id", "tenant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    _index("correction", "case_id")
