"""A whole service in one process: real store, real blobs, jobs done when the test says so."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from fastapi.testclient import TestClient

from api.app import create_app
from api.pictures import Pictures
from api.service import Service
from api.settings import Settings
from api.store import keys, staff
from api.store.blobs import LocalBlobs
from api.store.database import Database
from api.store.migrate import migrate
from api.store.viewer import SYSTEM, Scope
from api.work import process
from api.work.decide import decide_cases
from api.work.deliver import deliver
from api.work.jobs import READ
from api.work.shop import Shop
from intake.ingest import Limits
from intake.ingest.probe import opening
from intake.workers import InlinePool
from tests.api import recorded

PASSWORD = "correct horse battery"  # noqa: S105


@dataclass
class ListQueue:
    """Keeps jobs in a list; whatever a transaction that failed queued is taken out by the test."""

    jobs: list = field(default_factory=list)

    def enqueue(self, session, job):  # noqa: ARG002
        if job.id not in {held.id for held in self.jobs}:
            self.jobs.append(job)


@dataclass
class Office:
    """What a test asks for: `client(headers)` to send requests, `work()` to do what is queued."""

    service: Service
    shop: Shop
    app: object
    queue: ListQueue
    done: set = field(default_factory=set)

    def key(self, tenant="天合", scopes=(Scope.SUBMIT, Scope.READ)):
        """Return a new key of a tenant."""
        with self.service.database.write() as session:
            owner = keys.tenant_named(session, tenant)
            for old in keys.keys_of(session, owner.id)[1:]:
                keys.revoke(session, SYSTEM, old.id)
            return keys.make_key(session, SYSTEM, owner.id, scopes).secret

    def tenant(self, name="天合", **options):
        """Return a client that sends a tenant's key."""
        return self.client({"Authorization": f"Bearer {self.key(name, **options)}"})

    def staff(self, *roles, name=None):
        """Return a client of a member of staff with these roles, signed in."""
        name = name or "-".join(roles) + uuid4().hex[:4]
        with self.service.database.write() as session:
            person, _ = staff.make_staff(session, SYSTEM, name, roles, PASSWORD)
        token = staff.open_session(self.service.database, person)
        return self.client({"Authorization": f"Bearer {token}"})

    def client(self, headers=None):
        return TestClient(self.app, headers=headers or {}, raise_server_exceptions=False)

    def work(self):
        """Do everything that is queued, and what that queues."""
        while jobs := [job for job in self.queue.jobs if job.id not in self.done]:
            for job in jobs:
                self.done.add(job.id)
                self.do(job)

    def do(self, job):
        if job.kind == READ:
            submission, case = job.arguments["submission"], job.arguments["case"]
            process.open_files(self.shop, submission, case)
            process.read_pages(self.shop, submission, case)
            decide_cases(self.shop, submission, case)
        else:
            deliver(self.shop, job.arguments["outbox"])


@contextmanager
def open_office(folder, **settings):
    """Yield an office whose data lie in a folder."""
    # One recorded case is sent many times here; `duplicates` has tests of its own.
    settings = {"duplicates": False} | settings
    settings = Settings(
        data=folder, workers=0, page_work="tests.api.recorded:page_work", **settings
    )
    database = Database(settings.database_url)
    migrate(database)
    blobs, queue = LocalBlobs(folder / "blobs"), ListQueue()
    with Pictures(database, blobs) as pictures:
        service = Service(settings, database, blobs, queue, pictures)
        shop = Shop(
            settings,
            database,
            blobs,
            queue,
            Limits(),
            InlinePool(opening()),
            InlinePool(recorded.page_work(Limits())),
        )
        yield Office(service, shop, create_app(service), queue)
    database.close()


def submit(client, files=None, claim=None, *, key=None, **form):
    """Post a submission; by default the papers and the claim of a complete case."""
    files = recorded.papers() if files is None else files
    if claim is None and "claims" not in form:
        claim = recorded.claim()
    if claim is not None:
        form["claim"] = json.dumps(claim)
    return client.post(
        "/v1/submissions",
        files=[("files", (name, content)) for name, content in files.items()],
        data=form,
        headers={"Idempotency-Key": key or uuid4().hex},
    )
