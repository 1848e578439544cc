"""A dead worker's work goes on elsewhere: noticed at once, and before all that waits."""

import os
import signal
import socket
import threading
import time

import pytest
from sqlalchemy import column, table, update

from api import supervisor
from api.settings import Settings
from api.work.engine import Client, prepare
from api.work.jobs import COUNTER_PRIORITY, READ, Job
from api.work.leases import Leases
from api.work.orders import PEER_DIED, Orders
from api.work.worker import Place, sweep, take_back

AGES = 60
"""Seconds for what takes a moment; the machine may have other things to do."""


@pytest.fixture
def place(office):
    settings, database = office.service.settings, office.service.database
    prepare(database)
    client = Client(database)
    leases = Leases(database, settings.data)
    lease = leases.take("here:0")
    yield Place(settings, database, client, leases, "here:0", lease)
    lease.release()
    client.close()


def queued(place, name, priority):
    with place.database.write() as session:
        place.client.enqueue(session, Job(READ, name, {"submission": name}, priority))


def in_hand_of(place, worker, job):
    """Let a worker have a job in hand, as its engine writes it down."""
    status = table("workflow_status", *map(column, ("workflow_uuid", "status", "executor_id")))
    with place.database.write() as session:
        session.execute(
            update(status)
            .where(status.c.workflow_uuid == job)
            .values(status="PENDING", executor_id=worker)
        )


def order(place):
    """Return what waits, the first to be taken first."""
    waiting = place.client._client.list_workflows(status="ENQUEUED")  # noqa: SLF001
    return [job.workflow_id for job in sorted(waiting, key=lambda job: job.priority)]


def test_work_of_the_dead_is_queued_before_all_that_waits(place):
    queued(place, "begun", 500)
    in_hand_of(place, "here:1", "begun")
    queued(place, "counter", COUNTER_PRIORITY)
    sweep(place)
    assert order(place) == ["begun", "counter"]


def test_work_of_the_living_is_left_alone(place):
    queued(place, "a peer's", 100)
    queued(place, "ours", 100)
    in_hand_of(place, "here:1", "a peer's")
    in_hand_of(place, "here:0", "ours")
    peer = place.leases.take("here:1")
    sweep(place)
    assert order(place) == []
    peer.release()
    sweep(place)
    assert order(place) == ["a peer's"]


def test_a_successor_gives_back_what_its_name_had_in_hand_before_it_can_work_itself(place):
    queued(place, "before", 100)
    in_hand_of(place, "here:0", "before")
    take_back(place.client, "here:0")
    assert order(place) == ["before"]


def test_a_bell_wakes_and_a_stop_ends_the_wait_for_good():
    orders = Orders()
    orders.ring()
    orders.ring()
    assert orders.wait(AGES)
    assert orders.wait(0)
    threading.Timer(0.01, orders.end).start()
    assert not orders.wait(AGES)
    assert not orders.wait(AGES)


def test_the_supervisor_tells_the_living_when_one_dies(tmp_path, monkeypatch):
    """The one dies as soon as the other listens; the other writes down that it was told."""
    monkeypatch.setenv("INTAKE_TEST_FOLDER", str(tmp_path))
    children = [
        supervisor.Child("listener", "tests.api.work.peers", ("listen",)),
        supervisor.Child("mortal", "tests.api.work.peers", ("die",)),
    ]
    monkeypatch.setattr(supervisor, "children_of", lambda _: children)
    stop = threading.Event()
    settings = Settings(data=tmp_path / "data")
    with socket.socket() as listening:
        watching = threading.Thread(
            target=supervisor.supervise, args=(settings, listening, stop), daemon=True
        )
        watching.start()
        until = time.monotonic() + AGES
        while not (tmp_path / "told").exists() and time.monotonic() < until:
            time.sleep(0.02)
        stop.set()
        watching.join(AGES)
    assert (tmp_path / "told").exists()


def test_a_process_that_does_not_listen_yet_survives_being_told():
    """Workers take seconds to start; one may be told of a death meanwhile."""
    before = signal.signal(PEER_DIED, signal.SIG_DFL)
    try:
        os.kill(os.getpid(), PEER_DIED)
    finally:
        signal.signal(PEER_DIED, before)
