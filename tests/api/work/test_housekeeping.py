"""What has served its time is cleared away; what is still needed stays."""

from datetime import timedelta

import pytest
from sqlalchemy import column, func, select, table, update

from api.store.columns import now
from api.store.tables import Case, Idempotency, StaffSession
from api.work.engine import Client, prepare
from api.work.housekeeping import NAME, Housekeeping
from api.work.jobs import READ, Job
from api.work.leases import Leases
from tests.api.office import submit


@pytest.fixture
def house(office):
    database, settings = office.service.database, office.service.settings
    prepare(database)
    client = Client(database)
    leases = Leases(database, settings.data)
    yield Housekeeping(settings, database, client, leases, due=0.0)
    client.close()


def counted(office, table):
    with office.service.database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def age(office, column, table, hours):
    with office.service.database.write() as session:
        session.execute(update(table).values({column: now() - timedelta(hours=hours)}))


def test_keys_of_requests_are_kept_as_long_as_promised(office, house):
    submit(office.tenant(), key="k")
    age(office, "created_at", Idempotency, 47)
    assert house.look()
    assert counted(office, Idempotency) == 1


def test_older_keys_and_sessions_go_and_cases_stay(office, house):
    submit(office.tenant(), key="k")
    reviewer = office.staff("reviewer")
    age(office, "created_at", Idempotency, 49)
    age(office, "created_at", StaffSession, 13)
    assert house.look()
    assert counted(office, Idempotency) == 0
    assert counted(office, StaffSession) == 0
    assert counted(office, Case) == 1
    assert reviewer.get("/v1/reviews").status_code == 401


def test_once_an_hour_and_by_one_worker_only(office, house):
    held = house.leases.take(NAME)
    assert not house.look()
    held.release()
    assert not house.look()
    house.due = 0.0
    assert house.look()
    assert not house.look()


def test_records_of_jobs_long_done_go_and_open_ones_stay(office, house):
    database = office.service.database
    status = table(
        "workflow_status",
        *map(column, ("workflow_uuid", "status", "created_at", "completed_at")),
    )
    long_ago = (now() - timedelta(days=8)).timestamp() * 1000
    with database.write() as session:
        for name in ("done", "done lately", "open"):
            house.client.enqueue(session, Job(READ, name))
    with database.write() as session:
        session.execute(update(status).values(created_at=long_ago))
        for name, ended in (("done", long_ago), ("done lately", now().timestamp() * 1000)):
            session.execute(
                update(status)
                .where(status.c.workflow_uuid == name)
                .values(status="SUCCESS", completed_at=ended)
            )
    assert house.look()
    with database.read() as session:
        assert set(session.scalars(select(status.c.workflow_uuid))) == {"done lately", "open"}
