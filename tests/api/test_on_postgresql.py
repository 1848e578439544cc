"""The same promises on PostgreSQL: what another database might keep otherwise."""

import time

import pytest
from sqlalchemy import text

from api.store.database import Database
from api.store.migrate import at_head, differences, migrate
from api.work.leases import SERVER_ASKS, Leases
from tests.api import postgres, test_way_of_a_case
from tests.api.office import open_office
from tests.api.v1 import test_batches, test_idempotency, test_reviews

test_way = test_way_of_a_case.test_papers_go_in_and_a_statement_comes_out
test_new_revision = test_way_of_a_case.test_added_papers_make_a_new_revision_and_only_they_are_read
test_pictures = test_way_of_a_case.test_pages_can_be_seen_plain_with_findings_and_in_part
test_batch = test_batches.test_papers_are_read_once_and_every_claim_is_a_case
test_fifty_at_once = test_idempotency.test_fifty_at_once_with_one_key_make_one_case
test_same_again = test_idempotency.test_the_same_request_again_has_the_same_answer
test_key_reused = test_idempotency.test_a_key_used_for_other_papers_is_refused
test_added_once = test_idempotency.test_added_papers_are_added_once
test_two_reviewers = test_reviews.test_two_people_do_not_decide_over_each_other
test_reviewed = (
    test_reviews.test_wages_that_a_person_gives_make_the_case_complete_and_it_is_handed_over
)
AGES = 60
"""Seconds for what takes a moment; the machine may have other things to do."""


@pytest.fixture(scope="module")
def server():
    with postgres.running() as running:
        yield running


@pytest.fixture
def office(server, request, tmp_path):
    name = f"office{abs(hash(request.node.name)) % 10**12}"
    with open_office(tmp_path / "data", database=server.database(name)) as opened:
        yield opened


def test_migrations_make_what_the_tables_say(server):
    database = Database(server.database("migrations").replace("://", "+psycopg://"))
    migrate(database)
    migrate(database)
    assert at_head(database)
    assert differences(database) == []
    database.close()


def test_a_machine_that_vanishes_loses_its_lease_within_seconds(server, tmp_path):
    """The server asks for signs of life itself; who hangs up is noticed at once anyway."""
    database = Database(server.database("lease").replace("://", "+psycopg://"))
    leases = Leases(database, tmp_path)
    lease = leases.take("there:0")
    asked = {
        name: lease._connection.execute(text(f"SHOW {name}")).scalar()  # noqa: SLF001
        for name in SERVER_ASKS
    }
    assert leases.take("there:0") is None
    lease.release()
    until = time.monotonic() + AGES
    while (again := leases.take("there:0")) is None and time.monotonic() < until:
        time.sleep(0.01)  # the server hears of it in its own time
    again.release()
    database.close()
    assert asked == SERVER_ASKS
