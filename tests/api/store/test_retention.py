"""What is due goes, to the last readable byte; what is held, shared or moving stays."""

import os
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from api.store import audit, retention
from api.store.blobs import BlobMissing, LocalBlobs, put_bytes
from api.store.columns import now
from api.store.tables import Base, File, Submission
from api.store.tables_decided import Doomed
from api.store.viewer import SYSTEM
from tests.api import recorded
from tests.api.office import submit
from tests.api.v1.test_reviews import in_review, post, wages

KEPT = {"audit", "tenant", "api_key", "staff", "session", "idempotency", "alembic_version"}
OLD = timedelta(days=400)


def decided(office, key=None):
    client = office.tenant()
    receipt = submit(client, key=key).json()
    office.work()
    client.get(f"/v1/cases/{receipt['cases'][0]}/pages/1/image")
    return receipt["id"]


def later(office, days=1):
    """Purge as if so many days had gone by, and bury what is left."""
    count = retention.purge(office.service.database, now() + timedelta(days=days))
    age(office)
    gone = retention.bury(office.service.database, office.service.blobs, timedelta(0))
    return count, gone


def age(office):
    """Let every file have been put long ago."""
    then = time.time() - OLD.total_seconds()
    for path in files_of(office):
        os.utime(path, (then, then))


def files_of(office):
    folder = office.service.settings.data / "blobs"
    return [path for path in folder.rglob("*") if path.is_file()]


def rows(office):
    with office.service.database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
            if table.name not in KEPT
        }


def test_a_purge_leaves_no_row_and_no_byte(office):
    decided(office)
    case = in_review(office)
    reviewer = office.staff("reviewer")
    body = {"decision": "complete", "corrections": wages(reviewer, case)}
    post(reviewer, case, "decision", body)
    office.work()
    assert later(office)[0] == 2
    assert {name: count for name, count in rows(office).items() if count} == {}
    assert files_of(office) == []
    base = office.service.settings.data / "intake.db"
    name = recorded.claim()["employee"]["name"].encode()
    office.service.database.close()
    assert name not in base.read_bytes()


def test_the_audit_trail_remembers_that_it_was_purged(office):
    submission = decided(office)
    later(office)
    with office.service.database.read() as session:
        assert audit.trail(session, submission)[-1].act == "submission.purge"
        assert audit.verify(session).broken is None


def test_what_is_held_stays_until_the_hold_is_lifted(office):
    submission = decided(office)
    with office.service.database.write() as session:
        retention.hold(session, SYSTEM, submission, "复议")
    assert later(office)[0] == 0
    with office.service.database.write() as session:
        retention.lift(session, SYSTEM, submission)
    assert later(office)[0] == 1


def test_what_is_young_or_not_at_rest_stays(office):
    decided(office)
    submit(office.tenant(), key="waiting")
    assert retention.purge(office.service.database, now() - timedelta(days=1)) == 0
    assert later(office)[0] == 1
    with office.service.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 1


def test_a_file_that_another_submission_has_too_stays(office):
    first = decided(office)
    decided(office, key="again")
    with office.service.database.write() as session:
        session.get_one(Submission, first).received_at = now() - OLD
        for case in session.scalars(select(retention.Case)):
            if case.submission_id == first:
                case.changed_at = now() - OLD
    assert retention.purge(office.service.database, now() - timedelta(days=1)) == 1
    age(office)
    retention.bury(office.service.database, office.service.blobs, timedelta(0))
    with office.service.database.read() as session:
        for sha256 in session.scalars(select(File.sha256)):
            assert office.service.blobs.read(sha256)
        assert session.scalar(select(func.count()).select_from(Doomed)) == 0


def test_a_file_that_is_sent_again_meanwhile_is_never_lost(office):
    decided(office)
    retention.purge(office.service.database, now() + timedelta(days=1))
    age(office)
    content = next(iter(recorded.papers().values()))
    sent = put_bytes(office.service.blobs, content)
    with office.service.database.write() as session:
        session.execute(update(Doomed).values(since=now() - OLD))
    assert retention.bury(office.service.database, office.service.blobs) > 0
    assert office.service.blobs.read(sent.sha256) == content


def test_a_file_put_since_is_not_discarded_and_an_old_one_is(tmp_path):
    blobs = LocalBlobs(tmp_path)
    blob = put_bytes(blobs, b"x")
    assert not blobs.discard(blob.sha256, now() - timedelta(hours=1))
    assert blobs.read(blob.sha256) == b"x"
    assert blobs.discard(blob.sha256, now() + timedelta(hours=1))
    with pytest.raises(BlobMissing):
        blobs.read(blob.sha256)
    assert blobs.discard(blob.sha256, now())
