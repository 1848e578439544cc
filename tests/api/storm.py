"""Uploads under a storm of kills, and the count of what came through."""

import contextlib
import hashlib
import json
import random
import threading
import time
from dataclasses import dataclass, field

import httpx2
from sqlalchemy import column, func, select, table

from api.settings import Settings
from api.store.blobs import BlobMissing
from api.store.database import Database
from api.store.open_blobs import open_blobs
from api.store.tables import Case, File, Revision, Submission
from api.store.tables_decided import HandOver, Outbox
from tests.api import recorded

ANSWER_SECONDS = 300
WINDOW = 8
"""Submissions that may wait before a sender holds back."""
QUIET_SECONDS = 600
"""The longest that work may go on after the last kill."""


@dataclass
class Sender:
    """One client: sends until told to stop, each submission under one key until it is accepted."""

    url: str
    secret: str
    number: int
    stop: threading.Event
    pause: float = 0.5
    accepted: dict = field(default_factory=dict)
    """Key -> (submission, hashes of the files)."""
    wrong: list = field(default_factory=list)

    def run(self):
        headers = {"Authorization": f"Bearer {self.secret}"}
        with httpx2.Client(base_url=self.url, headers=headers, timeout=30) as client:
            count = 0
            while not self.stop.wait(self.pause):
                count += 1
                self.send(client, f"{self.number}-{count}")
                while self.backlog(client) > WINDOW and not self.stop.is_set():
                    time.sleep(1)

    def backlog(self, client):
        """Count what was accepted and is not decided; 0 where nobody answers."""
        with contextlib.suppress(httpx2.HTTPError):
            states = ("received", "reading")
            lists = [client.get("/v1/cases", params={"state": state}) for state in states]
            if all(answer.status_code == 200 for answer in lists):
                return sum(len(answer.json()["items"]) for answer in lists)
        return 0

    def send(self, client, key):
        """Send until there is an answer: also after the stop, so that every key has one."""
        papers = marked(key)
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until:
            answer = self.attempt(client, key, papers)
            if answer is not None and answer.status_code == 202:
                hashes = [hashlib.sha256(content).hexdigest() for content in papers.values()]
                self.accepted[key] = (answer.json()["id"], hashes)
                return
            if answer is not None and answer.status_code not in (409, 503):
                self.wrong.append((key, answer.status_code, answer.text))
                return
            time.sleep(0.1)
        self.wrong.append((key, 0, "no answer"))

    def attempt(self, client, key, papers):
        with contextlib.suppress(httpx2.HTTPError):
            return client.post(
                "/v1/submissions",
                files=[("files", item) for item in papers.items()],
                data={"claim": json.dumps(recorded.claim())},
                headers={"Idempotency-Key": key},
            )
        return None


def marked(key):
    """Return the papers of a complete case, with bytes that no other submission has."""
    return {
        name: f"%PDF-1.7\n% {key}\n".encode() + content
        for name, content in recorded.papers().items()
    }


@dataclass
class Outcome:
    """What a storm did."""

    kills: dict
    accepted: int = 0
    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    undecided: list = field(default_factory=list)
    parked: int = 0
    wrong: list = field(default_factory=list)
    recoveries: dict = field(default_factory=dict)
    """What was killed -> seconds from then until work that was in hand was in another's; `again`
    where another worker was killed before that."""
    claims: int = 0
    calls: int = 0
    handed_over_wrongly: list = field(default_factory=list)


def storm(site, kills, *, senders=2, seed=1, pause=(0.2, 3.0)):
    """Send papers while killing processes at random moments; return what came of it."""
    chance = random.Random(seed)
    site.start()
    site.wait_until_ready()
    secret = site.intake("keys", "new", "--tenant", "storm")
    stop = threading.Event()
    clients = [Sender(site.url, secret, number, stop) for number in range(senders)]
    threads = [threading.Thread(target=client.run, daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    outcome = Outcome(kills={"api": 0, "worker": 0, "supervisor": 0})
    watch = RecoveryWatch(site)
    for _ in range(kills):
        # Papers are to be on their way when death comes: it waits until somebody answers again.
        site.wait_until_answering()
        time.sleep(chance.uniform(*pause))
        what = chance.choices(["api", "worker", "supervisor"], [3, 5, 1])[0]
        before = watch.in_hand()
        dead = site.kill(what, chance.randrange(8))
        outcome.kills[what] += len(dead) > 0
        watch.after(what, {job: n for name in dead for job, n in before.get(name, {}).items()})
        if what == "supervisor":
            site.start()
    stop.set()
    for thread in threads:
        thread.join()
    accepted = {key: value for client in clients for key, value in client.accepted.items()}
    outcome.accepted = len(accepted)
    outcome.wrong = [item for client in clients for item in client.wrong]
    count(site, accepted, outcome)
    watch.close()
    outcome.recoveries = watch.seconds
    return outcome


class RecoveryWatch:
    """Notes how long work stays with a dead worker."""

    def __init__(self, site):
        self.database = Database(settings_of(site).database_url)
        self.seconds = {"worker": [], "supervisor": [], "again": []}
        self.deaths = 0
        self.threads = []

    def in_hand(self):
        """Return worker -> {job: when it was taken up}."""
        found = {}
        for row in self.jobs("PENDING"):
            found.setdefault(row.executor_id, {})[row.workflow_uuid] = row.started_at_epoch_ms
        return found

    def jobs(self, status):
        """Return the queue's rows in a state; its table is its engine's own."""
        jobs = table(
            "workflow_status",
            *(column(name) for name in ("executor_id", "workflow_uuid", "started_at_epoch_ms")),
            column("status"),
            schema=None if self.database.is_sqlite else "dbos",
        )
        with self.database.read() as session:
            return session.execute(select(jobs).where(jobs.c.status == status)).all()

    def after(self, what, held):
        """Watch what dead workers held until somebody has it in hand again."""
        self.deaths += what != "api"
        if held:
            thread = threading.Thread(target=self._watch, args=(held, what, self.deaths))
            thread.start()
            self.threads.append(thread)

    def _watch(self, held, what, death):
        since = time.monotonic()
        while time.monotonic() - since < QUIET_SECONDS:
            with contextlib.suppress(Exception):
                now = {job: n for jobs in self.in_hand().values() for job, n in jobs.items()}
                waiting = {row.workflow_uuid for row in self.jobs("ENQUEUED")}
                if all(job not in waiting and now.get(job) != n for job, n in held.items()):
                    # Whoever might have taken it up may have been killed meanwhile: told apart.
                    kind = what if self.deaths == death else "again"
                    self.seconds[kind].append(time.monotonic() - since)
                    return
            time.sleep(0.1)
        self.seconds[what].append(float("inf"))

    def close(self):
        for thread in self.threads:
            thread.join()
        self.database.close()


def count(site, accepted, outcome):
    """Wait until all is decided, then hold what stands against what was accepted."""
    database = Database(settings_of(site).database_url)
    wait_until_quiet(database)
    blobs = open_blobs(settings_of(site))
    with database.read() as session:
        for key, (submission, hashes) in accepted.items():
            stored = session.scalars(select(File.sha256).where(File.submission_id == submission))
            if sorted(stored) != sorted(hashes) or not all(intact(blobs, sha) for sha in hashes):
                outcome.lost.append(key)
        per_submission = select(Case.submission_id, func.count()).group_by(Case.submission_id)
        doubled = {row[0] for row in session.execute(per_submission) if row[1] != 1}
        total = session.scalar(select(func.count()).select_from(Submission))
        outcome.doubled = sorted(doubled | set(repeated(session)))
        outcome.doubled += ["more than were sent"] * max(0, total - len(accepted))
        states = dict(session.execute(select(Case.state, func.count()).group_by(Case.state)).all())
        outcome.parked = states.get("parked", 0)
        outcome.undecided = [s for s in states if s in ("received", "reading")]
    database.close()


def handed_over_wrongly(site, receiver):
    """Wait until all hand-overs are at their end; return what was not handed over exactly once."""
    database = Database(settings_of(site).database_url)
    try:
        until = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(Exception), database.read() as session:
                if not session.scalar(select(func.count()).where(Outbox.state == "waiting")):
                    break
            time.sleep(0.5)
        with database.read() as session:
            complete = select(Revision).where(Revision.decision == "complete")
            due = {f"{row.case_id}:{row.number}" for row in session.scalars(complete)}
            taken = {f"{row.case_id}:{row.revision}" for row in session.scalars(select(HandOver))}
            not_once = [row for row in session.scalars(select(Outbox)) if row.state != "done"]
    finally:
        database.close()
    booked = set(receiver.booked)
    return sorted((due ^ taken) | (due ^ booked)) + [row.id for row in not_once]


def repeated(session):
    """Return the cases that one round of papers decided more than once."""
    rounds = (
        select(Revision.case_id).group_by(Revision.case_id, Revision.round).having(func.count() > 1)
    )
    return session.scalars(rounds).all()


def intact(blobs, sha256):
    try:
        return hashlib.sha256(blobs.read(sha256)).hexdigest() == sha256
    except BlobMissing:
        return False


def wait_until_quiet(database):
    until = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(Exception), database.read() as session:
            open_states = select(func.count()).where(Case.state.in_(("received", "reading")))
            if not session.scalar(open_states):
                return
        time.sleep(0.5)


def settings_of(site):
    return Settings(data=site.folder, database=site.database, workers=site.workers)
