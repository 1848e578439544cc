"""One state of the database as a file, taken while others write: of SQLite and of PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from api.operations.refusal import Refused
from api.store.database import Database

SYSTEM_SCHEMAS = ("information_schema", "pg_catalog")


def kind_of(database: Database) -> str:
    """Return `sqlite` or `postgresql`; a snapshot of the one is none of the other."""
    return "sqlite" if database.is_sqlite else "postgresql"


@contextmanager
def taken(database: Database, into: Path) -> Iterator[Session]:
    """
    Write a snapshot to a path that is free; yield a session that sees just what it holds.

    Raises Refused where a program for it is missing or it fails.
    """
    if database.is_sqlite:
        _copy_sqlite(database, into)
        copy = Database(f"sqlite:///{into}")
        try:
            with copy.read() as session:
                yield session
        finally:
            copy.close()  # the last connection folds the write-ahead log into the file
        return
    with Session(database.engine) as session:
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        name = session.scalar(text("SELECT pg_export_snapshot()"))
        _run(database, "pg_dump", "--format=custom", f"--snapshot={name}", f"--file={into}")
        yield session


def _copy_sqlite(database: Database, into: Path) -> None:
    """Copy in one step of the online backup: writers go on, and one state is seen."""
    with (
        closing(sqlite3.connect(str(database.url.database))) as source,
        closing(sqlite3.connect(into)) as copy,
    ):
        source.backup(copy)
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise Refused("数据库已损坏", "the database is damaged: " + found)


def is_empty(database: Database) -> bool:
    """Say whether nothing was ever put into the database; an SQLite file may not even be there."""
    if database.is_sqlite and not Path(str(database.url.database)).exists():
        return True
    found = inspect(database.engine)
    schemas = [name for name in found.get_schema_names() if name not in SYSTEM_SCHEMAS]
    return not any(found.get_table_names(schema=schema) for schema in schemas)


def refuse_empty(database: Database) -> None:
    """Raise Refused where there is no installation to work on."""
    if is_empty(database):
        raise Refused(
            "此处没有数据：INTAKE_DATA 是否正确？", "there is nothing: is INTAKE_DATA right?"
        )


def put_back(database: Database, snapshot: Path) -> None:
    """Fill an empty database, wholly or not at all; SQLite's file takes its place at the end."""
    if not database.is_sqlite:
        options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        _run(database, "pg_restore", *options, str(snapshot))
        return
    database.close()
    place = Path(str(database.url.database))
    with snapshot.open("rb+") as file:
        os.fsync(file.fileno())
    snapshot.replace(place)


def _run(database: Database, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password is not among what others see of a process."""
    path = shutil.which(program)
    if path is None:
        raise Refused(
            f"缺少 {program}：apt-get install postgresql-client",
            f"{program} is missing: apt-get install postgresql-client",
        )
    url = database.url.set(drivername="postgresql", password=None)
    address = url.render_as_string(hide_password=False)
    password = {"PGPASSWORD": database.url.password} if database.url.password else {}
    done = subprocess.run(  # noqa: S603 — the program is PostgreSQL's, its arguments are ours
        [path, f"--dbname={address}", *arguments],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{program} 失败", f"{program} failed: {done.stderr.strip()[-500:]}")
