"""
The durable queue: DBOS Transact, in the service's own database. Only this file imports it.

What its defaults would do wrong is set here, each for a reason met in trials: the application
version is a constant (a hash of the source would strand work at every update), and rows are JSON,
not pickles. Its own limit on recoveries is off: it counts every death of a worker, also one that
came after twenty pages well read; `attempts` counts those without progress.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import column, table, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.store.database import Database, queue_engine
from api.work.jobs import BULK_PRIORITY, DELIVER, READ, Job
from intake.errors import EngineFailure

APPLICATION = "intake"
VERSION = "1"
"""Changes only with the shape of a workflow's steps, and then old work has to be drained first."""
TRIES, FIRST_PAUSE, GROWTH = 8, 0.5, 2.0
"""Of a step whose database or engine fails: about a minute altogether."""
SLOTS = {READ: 1, DELIVER: 4}
"""Jobs of a kind that one worker runs at a time: pages are read one case after another."""
NO_QUEUE = "_none"
FIRST = 0
"""The engine's most urgent priority."""
WORKER_DIED = "worker_died"

P = ParamSpec("P")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a workflow: it is repeated until it has ended well once."""

    name: str
    run: Callable[[str, str | None], None]


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker does on each queue."""

    begin: Callable[[str], bool]
    """Asked each time that a submission is taken up; False: it has killed too many workers."""
    read: tuple[Step, ...]
    give_up: Callable[[str, str], None]
    """Called with a submission and a problem's code."""
    deliver: Callable[[str], None]


class Client:
    """Puts jobs into the queue and looks after those that nobody runs; runs none itself."""

    def __init__(self, database: Database) -> None:
        self._engine = queue_engine(database)
        self._client = DBOSClient(
            system_database_engine=self._engine,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )

    def enqueue(self, session: Session, job: Job) -> None:
        """Queue a job in the caller's transaction."""
        options: EnqueueOptions = {
            "workflow_name": job.kind,
            "queue_name": job.kind,
            "workflow_id": job.id,
            "priority": job.priority,
            "app_version": VERSION,
        }
        if job.delay:
            options["delay_seconds"] = job.delay
        self._client.enqueue_in_transaction(session, options, **job.arguments)

    def running(self) -> dict[str, list[tuple[str, str]]]:
        """Return the jobs that workers have in hand: worker -> (identifier, queue)."""
        found: dict[str, list[tuple[str, str]]] = {}
        for job in self._client.list_workflows(
            status="PENDING", load_input=False, load_output=False
        ):
            told = (job.workflow_id, job.queue_name or READ)
            found.setdefault(job.executor_id or "", []).append(told)
        return found

    def give_back(self, jobs: Sequence[tuple[str, str]]) -> None:
        """
        Queue the jobs of a dead worker again, before all others; the caller holds its lease.

        They were begun once, so their turn has come. What is resumed so loses the engine's own
        count of recoveries, which we do without.
        """
        status = table(
            "workflow_status",
            column("workflow_uuid"),
            column("priority"),
            schema=None if self._engine.dialect.name == "sqlite" else "dbos",
        )
        ours = status.c.workflow_uuid.in_([job for job, _ in jobs])
        with self._engine.begin() as connection:  # the engine itself has no way to say so
            connection.execute(update(status).where(ours).values(priority=FIRST))
        for job, queue in jobs:
            self._client.resume_workflow(job, queue_name=queue)

    def try_failed_again(self) -> list[str]:
        """
        Queue the jobs anew that ended in an error of their own; return their identifiers.

        That happens where not even giving up could be written down, the database being away.
        """
        failed = self._client.list_workflows(status="ERROR", load_output=False)
        for job in failed:
            # First the new one, then away with the old: a death in between is made good next time.
            self._client.enqueue(
                {
                    "workflow_name": job.name,
                    "queue_name": job.queue_name or job.name,
                    "workflow_id": f"{job.workflow_id}:again",
                    "priority": job.priority or BULK_PRIORITY,
                    "app_version": VERSION,
                },
                **(job.input or {"kwargs": {}})["kwargs"],
            )
            self._client.delete_workflow(job.workflow_id)
        return [job.workflow_id for job in failed]

    def waiting(self) -> int:
        """Count the jobs that no worker has begun."""
        return len(
            self._client.list_workflows(status="ENQUEUED", load_input=False, load_output=False)
        )

    def forget(self, ids: Iterable[str]) -> None:
        """Remove the records of jobs."""
        self._client.delete_workflows(list(ids))

    def finished(self, before: str, most: int) -> list[str]:
        """Return jobs that ended well before a moment (ISO 8601)."""
        jobs = self._client.list_workflows(
            status="SUCCESS",
            completed_before=before,
            limit=most,
            load_input=False,
            load_output=False,
        )
        return [job.workflow_id for job in jobs]

    def close(self) -> None:
        """Let the connections go."""
        self._client.destroy()
        self._engine.dispose()


@contextmanager
def launched(
    database: Database, executor: str, *, listen: bool, drain_seconds: int = 0
) -> Iterator[None]:
    """
    Run DBOS in this process under an executor's name.

    The name must be that of no other live process: `leases` sees to it. Jobs that this name has
    in hand from an earlier life are queued again at once.
    """
    engine = queue_engine(database)
    config: DBOSConfig = {
        "name": APPLICATION,
        "application_version": VERSION,
        "executor_id": executor,
        "system_database_engine": engine,
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "ERROR",
        "enable_otlp": False,
        "scheduler_polling_interval_sec": 3600.0,
    }
    logging.getLogger("dbos").propagate = False
    DBOS(config=config)
    DBOS.listen_queues([READ, DELIVER] if listen else [NO_QUEUE])
    DBOS.launch()
    try:
        yield
    finally:
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=drain_seconds)
        engine.dispose()


def register_queues(poll_seconds: float) -> None:
    """Declare the queues; called by every worker once it is launched."""
    for name, slots in SLOTS.items():
        DBOS.register_queue(
            name,
            worker_concurrency=slots,
            polling_interval_sec=poll_seconds,
            on_conflict="always_update",
        )


def prepare(database: Database, then: Callable[[], None] = lambda: None) -> None:
    """Create or bring up to date the queue's own tables; call `then` once they stand."""
    with launched(database, "prepare", listen=False):
        then()  # to leave again takes a second


def declare(work: Work) -> None:
    """Declare the workflows; before `launched`."""
    steps = [_durable(step.name)(step.run) for step in work.read]
    give_up = _durable("give_up")(work.give_up)
    hand_out = _durable("deliver")(work.deliver)

    @DBOS.workflow(name=READ, max_recovery_attempts=None)
    def read(submission: str, case: str | None = None) -> None:
        if not work.begin(submission):
            give_up(submission, WORKER_DIED)
            return
        try:
            for step in steps:
                step(submission, case)
        except Exception as error:
            logger.exception("submission %s is parked", submission)
            give_up(submission, getattr(error, "code", "internal"))

    @DBOS.workflow(name=DELIVER, max_recovery_attempts=None)
    def deliver(outbox: str) -> None:
        hand_out(outbox)


def _durable(name: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Return what makes a function a step: done once for good, repeated until then."""
    made: Callable[[Callable[P, None]], Callable[P, None]] = DBOS.step(
        name=name,
        retries_allowed=True,
        max_attempts=TRIES,
        interval_seconds=FIRST_PAUSE,
        backoff_rate=GROWTH,
        should_retry=is_passing,
    )
    return made


def is_passing(error: BaseException) -> bool:
    """Say whether the same step may well succeed a moment later."""
    return isinstance(error, DBAPIError | EngineFailure | OSError)
