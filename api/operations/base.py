"""What the doctor looks at in the database: that it answers, its form, workers, the clock."""

import sqlite3
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from api.operations.finding import Finding, look, well, wrong
from api.settings import Settings
from api.store import workers
from api.store.columns import now
from api.store.database import Database
from api.store.migrate import at_head
from api.store.tables import Audit, Worker

OLDEST_SQLITE = (3, 35)
"""RETURNING."""
OLDEST_SQLITE_NEW_PYTHON = (3, 42)
"""On Python 3.12 the queue asks for `unixepoch('subsec')`."""
BUILT = datetime(2025, 1, 1, tzinfo=UTC)
"""No clock that is right is before this."""
TOLERANCE = timedelta(seconds=5)


def sqlite(settings: Settings) -> Finding:
    """Look at the version of SQLite that this Python was built with."""
    if _is_elsewhere(settings):
        return well("sqlite", "-")
    return of_sqlite(sqlite3.sqlite_version_info, sys.version_info[:2])


def of_sqlite(version: tuple[int, ...], python: tuple[int, ...]) -> Finding:
    """Judge SQLite's version under a version of Python."""
    told = ".".join(map(str, version))
    needed = OLDEST_SQLITE_NEW_PYTHON if python >= (3, 12) else OLDEST_SQLITE
    if version >= needed:
        return well("sqlite", told)
    least = ".".join(map(str, needed))
    return wrong(
        "sqlite",
        f"{told} 太旧，至少 {least}：用 Python 3.11 或 PostgreSQL",
        f"{told} is too old, {least} is needed: use Python 3.11, or PostgreSQL",
    )


def database(settings: Settings) -> Finding:
    """Look whether the database answers and has the form that this program expects."""
    if not _is_there(settings):
        return look("database", "首次启动时建库", "the database is made at the first start")
    opened = Database(settings.database_url)
    try:
        with opened.read() as session:
            session.execute(text("SELECT 1"))
        is_newest = at_head(opened)
    except SQLAlchemyError as error:
        # Its message may hold the address with the password.
        name = type(error).__name__
        return wrong(
            "database", f"连不上数据库（{name}）", f"the database does not answer ({name})"
        )
    finally:
        opened.close()
    if not is_newest:
        return wrong(
            "database",
            "数据库结构与程序版本不符：intake migrate",
            "the database has another form than the program: intake migrate",
        )
    return well("database", opened.url.get_backend_name())


def seen_workers(settings: Settings) -> Finding:
    """Look for workers that live."""
    opened = _opened(settings)
    if opened is None:
        return look("workers", "没有库，未见工作进程", "no database, so no worker was seen")
    try:
        alive = workers.alive(opened)
        with opened.read() as session:
            last = session.scalar(select(func.max(Worker.seen_at)))
    finally:
        opened.close()
    if alive:
        return well("workers", str(alive))
    when = last.isoformat(timespec="seconds") if last else "-"
    return look(
        "workers",
        f"没有工作进程在运行，最近一次 {when}：intake serve",
        f"no worker is running, the last was seen {when}: intake serve",
    )


def clock(settings: Settings) -> Finding:
    """Compare the clock with what the database knows."""
    moment, known = now(), BUILT
    opened = _opened(settings)
    if opened is not None:
        try:
            with opened.read() as session:
                known = session.scalar(select(func.max(Audit.at))) or BUILT
                if not opened.is_sqlite:
                    there = session.scalar(select(func.now()))
                    moment = now()
                    if there is not None and abs(there - moment) > TOLERANCE:
                        return _off(moment, there)
        finally:
            opened.close()
    return _off(moment, known) if known > moment + TOLERANCE else well("clock", _told(moment))


def _off(moment: datetime, known: datetime) -> Finding:
    return wrong(
        "clock",
        f"时钟不准：本机 {_told(moment)}，库中 {_told(known)}：请校时（NTP）",
        f"the clock is off: {_told(moment)} here, {_told(known)} in the database: set it (NTP)",
    )


def _told(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _is_elsewhere(settings: Settings) -> bool:
    return not settings.database_url.startswith("sqlite")


def _is_there(settings: Settings) -> bool:
    """Say whether opening the database would make nothing."""
    place = settings.database_url.removeprefix("sqlite:///")
    return _is_elsewhere(settings) or Path(place).exists()


def _opened(settings: Settings) -> Database | None:
    """Return the database if it stands in its newest form."""
    if not _is_there(settings):
        return None
    opened = Database(settings.database_url)
    with suppress(SQLAlchemyError):
        if at_head(opened):
            return opened
    opened.close()
    return None
