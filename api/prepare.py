"""Brings the store up to date; loads as little as that takes, for everything else waits for it."""

from collections.abc import Callable

from api.settings import Settings
from api.store.database import Database
from api.store.migrate import migrate
from api.work.engine import prepare


def prepare_store(settings: Settings, then: Callable[[], None] = lambda: None) -> None:
    """Create the store, or bring it up to date; call `then` as soon as it stands."""
    database = Database(settings.database_url)
    migrate(database)
    prepare(database, then)
    database.close()
