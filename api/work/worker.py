"""A worker process: `python -m api.work.worker [NUMBER]`. Kill it at any time; nothing is lost."""

import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from api.lifeline import SOCKET, die_with_parent, wait_for_store
from api.logs import configure
from api.settings import Settings
from api.store import submissions, workers
from api.store.database import Database
from api.store.open_blobs import open_blobs
from api.work import process
from api.work.decide import decide_cases
from api.work.deliver import deliver
from api.work.engine import Client, Step, Work, declare, launched, register_queues
from api.work.housekeeping import FIRST_SECONDS, Housekeeping
from api.work.leases import Lease, Leases
from api.work.orders import Orders
from api.work.shop import Shop, open_shop

logger = logging.getLogger(__name__)
TRIES = 2
"""A submission that has killed so many workers in a row is left to a person."""
LAST_NUMBER = 99
PATIENCE = 20.0
"""Seconds to wait for one's own name: the worker before us may be just dying."""


class NoName(Exception):
    """Another live process has this worker's name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker stands."""

    settings: Settings
    database: Database
    client: Client
    leases: Leases
    name: str
    lease: Lease


def main() -> None:
    """Work until told to stop."""
    settings = Settings()
    configure(settings)
    die_with_parent()
    wait_for_store()
    os.environ.pop(SOCKET, None)
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else None
    run(settings, wanted)


def run(settings: Settings, wanted: int | None = None) -> None:
    """Take a name, work under it until a signal says stop, finish what is in hand, leave."""
    orders = Orders()
    orders.listen()
    with ExitStack() as stack:
        database = Database(settings.database_url)
        stack.callback(database.close)
        client = Client(database)
        stack.callback(client.close)
        leases = Leases(database, settings.data)
        name, lease = take_name(settings, leases, wanted)
        stack.callback(lease.release)
        take_back(client, name)
        shop = stack.enter_context(open_shop(settings, database, open_blobs(settings), client))
        declare(work_of(shop))
        drain = settings.drain_seconds
        stack.enter_context(launched(database, name, listen=True, drain_seconds=drain))
        register_queues(settings.poll_seconds)
        watch(Place(settings, database, client, leases, name, lease), orders)


def work_of(shop: Shop) -> Work:
    """Return what a worker does with this shop."""
    return Work(
        begin=partial(begin, shop),
        read=(
            Step("open_files", progressing(shop, process.open_files)),
            Step("read_pages", progressing(shop, process.read_pages)),
            Step("decide_cases", partial(decide_cases, shop)),
        ),
        give_up=partial(give_up, shop),
        deliver=partial(deliver, shop),
    )


def begin(shop: Shop, submission_id: str) -> bool:
    """Count the attempt; say whether it may be made."""
    with shop.database.write() as session:
        return submissions.begin_attempt(session, submission_id, TRIES)


def progressing(
    shop: Shop, step: Callable[[Shop, str, str | None], None]
) -> Callable[[str, str | None], None]:
    """Return the step, with its end noted as progress."""

    def run_step(submission_id: str, case_id: str | None) -> None:
        step(shop, submission_id, case_id)
        with shop.database.write() as session:
            submissions.progressed(session, submission_id)

    return run_step


def give_up(shop: Shop, submission_id: str, problem: str) -> None:
    """Leave a submission to a person, under a named problem."""
    with shop.database.write() as session:
        submissions.park(session, submission_id, problem)


def take_name(settings: Settings, leases: Leases, wanted: int | None) -> tuple[str, Lease]:
    """Take the name with this number, or the first that is free; raise NoName."""
    until = time.monotonic() + PATIENCE
    numbers = range(LAST_NUMBER + 1) if wanted is None else range(wanted, wanted + 1)
    while True:
        for number in numbers:
            name = f"{settings.machine}:{number}"
            lease = leases.take(name)
            if lease is not None:
                return name, lease
        if time.monotonic() > until:
            raise NoName(f"{settings.machine}: {wanted if wanted is not None else 'all taken'}")
        time.sleep(0.2)


def watch(place: Place, orders: Orders) -> None:
    """Say that we live, look for the dead, until told to stop or the lease is lost."""
    orders.ring()  # the first look is due now: all may have died together
    due = time.monotonic() + FIRST_SECONDS
    house = Housekeeping(place.settings, place.database, place.client, place.leases, due)
    while orders.wait(place.settings.sweep_seconds):
        if not place.lease.holds():
            # The database has restarted: another may take our name at any moment.
            logger.error("lease lost, leaving: %s", place.name)
            return
        try:
            sweep(place)
            workers.seen(place.database, place.name)
            house.look()
        except Exception:  # a database that is away comes back
            logger.exception("sweep failed")


def sweep(place: Place) -> None:
    """Queue again what dead workers had in hand, and what failed for want of a database."""
    for name in place.client.running():
        lease = None if name == place.name else place.leases.take(name)
        if lease is not None:
            take_back(place.client, name)
            lease.release()
    for job in place.client.try_failed_again():
        logger.warning("job %s ended in an error, it is queued again", job)


def take_back(client: Client, name: str) -> None:
    """
    Queue again what a dead worker had in hand; the caller holds its lease.

    What stands there is asked under the lease: a worker of that name may have come and gone since.
    """
    if jobs := client.running().get(name):
        client.give_back(jobs)
        logger.warning("worker %s is gone, %s of its jobs are queued again", name, len(jobs))


if __name__ == "__main__":
    main()
