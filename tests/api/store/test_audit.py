"""Nothing can be changed in the audit trail without its being seen."""

import threading
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from api.cli import app
from api.store import audit, chain
from api.store.database import Database
from api.store.migrate import migrate
from api.store.tables import Audit
from api.store.viewer import SYSTEM
from tests.api import postgres

ACTS = 12


@pytest.fixture(scope="module")
def server():
    with postgres.running() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    address = f"sqlite:///{tmp_path / 'intake.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("server").database(f"audit_{uuid4().hex[:8]}")
        address = address.replace("postgresql://", "postgresql+psycopg://", 1)
    opened = Database(address)
    migrate(opened)
    yield opened
    opened.close()


def act(database, number):
    with database.write() as session:
        audit.record(session, SYSTEM, "case.look", ("case", f"c{number}"), {"n": number})


def found(database, head=None):
    with database.read() as session:
        return audit.verify(session, head)


def tamper(database, statement):
    """Do what somebody with the database's own password could do."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER audit_no_UPDATE"))
            connection.execute(text("DROP TRIGGER audit_no_DELETE"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        connection.execute(statement)


def test_acts_at_the_same_time_make_one_chain(database):
    threads = [threading.Thread(target=act, args=(database, n)) for n in range(ACTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = found(database)
    assert (whole.rows, whole.broken) == (ACTS, None)


def test_a_transaction_that_fails_leaves_no_row(database):
    act(database, 1)
    with suppress(KeyError), database.write() as session:
        audit.record(session, SYSTEM, "case.look", ("case", "c2"))
        raise KeyError
    assert found(database).rows == 1


def test_the_database_itself_refuses_changes(database):
    act(database, 1)
    for statement in (update(Audit).values(act="x"), delete(Audit)):
        with pytest.raises(DBAPIError), database.write() as session:
            session.execute(statement)
    assert found(database).broken is None


@pytest.mark.parametrize("how", ["changed", "removed", "swapped in"])
def test_the_row_is_named_that_somebody_tampered_with(database, how):
    for number in range(5):
        act(database, number)
    with database.read() as session:
        ids = list(session.scalars(select(Audit.id).order_by(Audit.id)))
    row = Audit.id == ids[2]
    statements = {
        "changed": update(Audit).where(row).values(actor="somebody else"),
        "removed": delete(Audit).where(row),
        "swapped in": update(Audit).where(row).values(hash=bytes(32)),
    }
    tamper(database, statements[how])
    expected = ids[3] if how == "removed" else ids[2]
    assert found(database).broken == expected


def test_a_cut_off_end_is_seen_by_an_earlier_head(database):
    for number in range(3):
        act(database, number)
    head = found(database).head
    assert found(database, head).head_seen
    tamper(database, delete(Audit).where(Audit.subject == "c2"))
    assert found(database).broken is None
    assert not found(database, head).head_seen


@settings(max_examples=50)
@given(st.lists(st.text(max_size=5), min_size=2, max_size=8), st.data())
def test_no_single_change_of_any_field_goes_unseen(words, data):
    rows, last = [], chain.START
    for number, word in enumerate(words, 1):
        moment = audit.now()
        row = chain.Link(
            number, moment, "staff", word, "act", "case", word, None, {"n": word}, last, None
        )
        last = chain.hash_of(last, row)
        rows.append(replace(row, hash=last))
    assert chain.verify(rows).broken is None
    index = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(["actor", "act", "subject", "actor_kind"]))
    rows[index] = replace(rows[index], **{name: getattr(rows[index], name) + "x"})
    assert chain.verify(rows).broken == index + 1


def test_the_command_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_DATA", str(tmp_path))
    opened = Database(f"sqlite:///{tmp_path / 'intake.db'}")
    migrate(opened)
    for number in range(3):
        act(opened, number)
    run = CliRunner().invoke(app, ["audit", "verify"])
    assert run.exit_code == 0
    head = run.output.split()[-1]
    assert CliRunner().invoke(app, ["audit", "verify", "--head", head]).exit_code == 0
    tamper(opened, update(Audit).where(Audit.subject == "c1").values(act="x"))
    run = CliRunner().invoke(app, ["audit", "verify"])
    assert run.exit_code == 3
    assert "row 2" in run.output
    opened.close()
