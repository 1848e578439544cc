"""Writers that share a commit do not share anything else."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from api.store.columns import now
from api.store.database import Database
from api.store.migrate import migrate
from api.store.tables import Tenant


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(opened)
    yield opened
    opened.close()


def adding(name, *, then=None):
    def work(session):
        session.add(Tenant(id=name, name=name, created_at=now()))
        session.flush()
        if then is not None:
            raise then
        return name

    return work


def names(database):
    with database.read() as session:
        return set(session.scalars(select(Tenant.name)))


def test_everybody_gets_what_their_own_work_returned(database):
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda n: database.together(adding(f"t{n}")), range(100)))
    assert told == [f"t{n}" for n in range(100)]
    assert {f"t{n}" for n in range(100)} <= names(database)


def test_those_who_wait_together_are_committed_together(database, monkeypatch):
    commits = []
    original = database._do_together  # noqa: SLF001
    monkeypatch.setattr(database, "_do_together", lambda: (commits.append(1), original()))
    with database._turn:  # noqa: SLF001 — somebody is committing
        pool = ThreadPoolExecutor(10)
        waiting = [pool.submit(database.together, adding(f"w{n}")) for n in range(10)]
        while len(database._pieces) < 10:  # noqa: SLF001
            threading.Event().wait(0.01)
    assert sorted(item.result() for item in waiting) == sorted(f"w{n}" for n in range(10))
    assert len(commits) == 1
    pool.shutdown()


def test_one_who_fails_fails_alone(database):
    with database._turn:  # noqa: SLF001
        pool = ThreadPoolExecutor(3)
        good = pool.submit(database.together, adding("good"))
        bad = pool.submit(database.together, adding("bad", then=ValueError("mine")))
        while len(database._pieces) < 2:  # noqa: SLF001
            threading.Event().wait(0.01)
    assert good.result() == "good"
    with pytest.raises(ValueError, match="mine"):
        bad.result()
    assert "good" in names(database)
    assert "bad" not in names(database)
    pool.shutdown()


def test_a_key_that_stands_already_is_told_to_its_own_caller(database):
    database.together(adding("a"))
    with pytest.raises(IntegrityError):
        database.together(adding("a"))
    assert database.together(adding("b")) == "b"


def test_what_a_reader_sees_does_not_change_under_its_eyes(database):
    with database.read() as session:
        before = session.scalar(select(func.count()).select_from(Tenant))
        database.together(adding("late"))
        assert session.scalar(select(func.count()).select_from(Tenant)) == before
    assert "late" in names(database)


def test_an_error_leaves_nothing_behind(database):
    with pytest.raises(ValueError, match="mine"), database.write() as session:
        adding("gone", then=ValueError("mine"))(session)
    assert "gone" not in names(database)
