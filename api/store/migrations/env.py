"""Runs migrations on a connection that `api.store.migrate` hands over."""

from alembic import context

from api.store.tables import Base


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the durable queue's tables, which share the database, alone."""
    return kind != "table" or name in Base.metadata.tables


context.configure(
    user_module_prefix="",
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=_is_ours,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
