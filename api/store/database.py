"""Opens the database: SQLite on one machine, PostgreSQL by its address alone."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from api.store import audit

T = TypeVar("T")
BUSY_SECONDS = 30
"""How long a writer waits for another process's commit."""
POOL = 10
READ_ONLY = "intake_read_only"
REMOTE = {
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # ms
}
"""libpq's: a database whose machine has gone without a word is noticed within seconds, where the
system's own patience is hours."""


class _Piece(Generic[T]):
    """One caller's work within a shared transaction."""

    def __init__(self, work: Callable[[Session], T]) -> None:
        self._work = work
        self._value: T | None = None
        self._error: BaseException | None = None
        self.done = False

    def attempt(self, session: Session) -> None:
        """Do the work under a savepoint; keep what it returns or raises."""
        try:
            with session.begin_nested():
                self._value = self._work(session)
        except Exception as error:  # noqa: BLE001 — its own caller hears of it
            self._error = error
        self.done = True

    def fail(self, error: BaseException) -> None:
        """Let the caller hear that nothing was kept."""
        self._error, self.done = error, True

    def result(self) -> T:
        """Return the value; raise what the work raised."""
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]  # set unless an error is


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
        self._pieces: deque[_Piece[Any]] = deque()
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

    def together(self, work: Callable[[Session], T]) -> T:
        """
        Do a short piece of work in a transaction that others may share; return what it returns.

        Threads that come while one commits are served by the next commit together: twenty callers
        wait for two syncs of the disk and not for twenty. Each piece has a savepoint of its own;
        what it raises is raised to its caller alone. Nobody is answered before the commit.
        """
        if not self.is_sqlite:  # PostgreSQL groups commits itself
            with self.write() as session:
                return work(session)
        piece = _Piece(work)
        self._pieces.append(piece)
        with self._turn:
            if not piece.done:
                self._do_together()
        return piece.result()

    def _do_together(self) -> None:
        """Do everything that waits, for all who wait."""
        pieces = [self._pieces.popleft() for _ in range(len(self._pieces))]
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                for piece in pieces:
                    piece.attempt(session)
                audit.seal(session)
        except BaseException as error:  # noqa: BLE001 — nothing is kept, and all have to hear it
            for piece in pieces:
                piece.fail(error)

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
        url,
        hide_parameters=True,
        pool_size=POOL,
        max_overflow=2 * POOL,
        pool_pre_ping=True,
        connect_args=REMOTE,
    )


def queue_engine(database: Database) -> Engine:
    """
    Return an engine for the durable queue's own tables in the same database.

    The queue begins its transactions itself, so it cannot share the engine above.
    """
    url = database.url.render_as_string(hide_password=False)
    if not database.is_sqlite:
        return create_engine(
            url, hide_parameters=True, pool_size=5, pool_pre_ping=True, connect_args=REMOTE
        )
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}, pool_size=5
    )
    event.listen(engine, "connect", _prepare_queue_sqlite)
    return engine


def _prepare_queue_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 — DBAPI's own
    _prepare_sqlite(connection, record)
    connection.isolation_level = "IMMEDIATE"
