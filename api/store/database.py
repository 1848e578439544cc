"""Opens the database: SQLite on one machine, PostgreSQL by its address alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from api.store import audit

BUSY_SECONDS = 30
"""How long a writer waits for another process's commit."""
POOL = 10
READ_ONLY = "intake_read_only"


class Database:
    """
    One database and its sessions.

    `write()` begins by taking the write lock (SQLite) and commits at its end: what was read in it
    still holds when it writes. `read()` sees one state and never waits for a writer.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            Path(self.url.database or "").parent.mkdir(parents=True, exist_ok=True)
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        # Threads of one process queue here; SQLite's own waiting is by sleeping, and unfair.
        self._turn = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session whose work is not kept."""
        engine = self.engine.execution_options(**{READ_ONLY: True})
        with Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session; commit durably at the end, or nothing if an error leaves the block."""
        with self._turn, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session
            audit.seal(session)

    def close(self) -> None:
        """Let all connections go."""
        self.engine.dispose()


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=POOL,
        max_overflow=2 * POOL,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 — DBAPI's own
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _postgresql_engine(url: str) -> Engine:
    return create_engine(
        url, hide_parameters=True, pool_size=POOL, max_overflow=2 * POOL, pool_pre_ping=True
    )


def queue_engine(database: Database) -> Engine:
    """
    Return an engine for the durable queue's own tables in the same database.

    The queue begins its transactions itself, so it cannot share the engine above.
    """
    url = database.url.render_as_string(hide_password=False)
    if not database.is_sqlite:
        return create_engine(url, hide_parameters=True, pool_size=5, pool_pre_ping=True)
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}, pool_size=5
    )
    event.listen(engine, "connect", _prepare_queue_sqlite)
    return engine


def _prepare_queue_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 — DBAPI's own
    _prepare_sqlite(connection, record)
    connection.isolation_level = "IMMEDIATE"
