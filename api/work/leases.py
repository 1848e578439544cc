"""
Leases: a worker's name belongs to one live process, and to nobody once that process is gone.

Both kinds vanish with the process itself, however it ends: a file lock on one machine, a session
lock of PostgreSQL on many.
"""

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from api.store.database import Database

SERVER_ASKS = {
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
}
"""The server asks a holder that is silent for three seconds whether it lives, and forgets it three
seconds later: a process that dies hangs up, a machine that loses its power does not."""


class Lease(Protocol):
    """A name held by this process."""

    def release(self) -> None:
        """Let it go."""

    def holds(self) -> bool:
        """Say whether it is still ours: a database that restarted has forgotten it."""


class FileLease:
    """A locked file."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Unlock."""
        os.close(self._descriptor)

    def holds(self) -> bool:
        """Return True: a file lock ends with its process only."""
        return True


class SessionLease:
    """An advisory lock on a connection of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def release(self) -> None:
        """Close the connection: the lock goes with it."""
        self._connection.invalidate()
        self._connection.close()

    def holds(self) -> bool:
        """Ask the database, on the connection that holds the lock."""
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True


class Leases:
    """Where names are taken; one place per database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder / "leases"

    def take(self, name: str) -> Lease | None:
        """Return the lease of a name, or None while another process holds it."""
        if self._database.is_sqlite:
            return self._take_file(name)
        return self._take_session(name)

    def _take_file(self, name: str) -> Lease | None:
        self._folder.mkdir(parents=True, exist_ok=True)
        place = self._folder / hashlib.sha256(name.encode()).hexdigest()[:32]
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return FileLease(descriptor)

    def _take_session(self, name: str) -> Lease | None:
        connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key})
        if taken.scalar():
            for setting, value in SERVER_ASKS.items():
                connection.execute(
                    text("SELECT set_config(:name, :value, false)"),
                    {"name": setting, "value": value},
                )
            return SessionLease(connection)
        connection.close()
        return None
