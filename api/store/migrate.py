"""Brings a database to the newest form; what stands already is left alone."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from api.store.database import Database
from api.store.tables_desk import METADATA

LOCK = 4_207_311
"""PostgreSQL advisory lock: two machines that start at once migrate one after the other."""


def migrate(database: Database) -> None:
    """Upgrade to the newest migration, in one transaction."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def at_head(database: Database) -> bool:
    """Say whether the database has the form that this program expects."""
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(_config()).get_current_head()


def differences(database: Database) -> list[object]:
    """Return what the migrations have made otherwise than `tables` says; empty if all is well."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in OURS},
        )
        found: list[object] = compare_metadata(context, METADATA)
        return found


OURS = frozenset(METADATA.tables)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "api:store/migrations")
    config.set_main_option("path_separator", "os")
    return config
