"""What the web application works with: opened once, handed to every request."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.access import Count
from api.pictures import Pictures
from api.settings import Settings
from api.store.blobs import Blobs
from api.store.database import Database
from api.store.open_blobs import open_blobs
from api.work.jobs import JobQueue


@dataclass(slots=True)
class InProgress:
    """The keys of requests that this process has in hand."""

    _keys: set[tuple[str, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def hold(self, tenant_id: str, key: str) -> Iterator[bool]:
        """Yield whether the key was free, and keep it meanwhile."""
        with self._lock:
            free = (tenant_id, key) not in self._keys
            self._keys.add((tenant_id, key))
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._keys.discard((tenant_id, key))


@dataclass(frozen=True, slots=True)
class Service:
    """The collaborators of the routes."""

    settings: Settings
    database: Database
    blobs: Blobs
    queue: JobQueue
    pictures: Pictures
    count: Count | None = None
    """Told of every request, where somebody counts them."""
    in_progress: InProgress = field(default_factory=InProgress)


@contextmanager
def open_service(settings: Settings) -> Iterator[Service]:
    """Open everything; the database has to stand (`api.prepare`)."""
    from api.work.engine import Client  # noqa: PLC0415 — loads dbos

    database = Database(settings.database_url)
    client = Client(database)
    blobs = open_blobs(settings)
    with Pictures(database, blobs) as pictures:
        yield Service(settings, database, blobs, client, pictures)
    client.close()
    database.close()
