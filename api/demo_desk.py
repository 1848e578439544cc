"""The demonstration's desk: the sample cases in a store of its own, and three accounts."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.prepare import prepare_store
from api.settings import Settings
from api.store import staff, submissions
from api.store.blobs import put_bytes
from api.store.database import Database
from api.store.open_blobs import open_blobs
from api.store.states import Way
from api.store.submissions import Sent
from api.store.viewer import SYSTEM, Role
from api.work import process
from api.work.decide import decide_cases
from api.work.shop import Shop
from intake.errors import PageFailure
from intake.ingest import Limits
from intake.ingest.probe import Probe, Question
from intake.page_image import PageTask
from intake.workers import Outcome, Pool
from models.claim import Claim
from models.page import PageReading
from models.paper import Papers

ACCOUNTS = (("柜台", Role.COUNTER), ("审核", Role.REVIEWER), ("组长", Role.LEAD))
LOADED, PASSWORDS = ".loaded", "accounts.txt"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample case: its papers' files, its claim, and what was read on them."""

    files: tuple[Path, ...]
    claim: Claim
    papers: Papers


@dataclass(frozen=True, slots=True)
class Recital:
    """A reader that says again what was read on these papers before."""

    papers: Papers
    known: dict[tuple[str, int], PageReading] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.known.update({(page.file, page.page): page for page in self.papers.pages})

    def run(
        self,
        items: Iterable[PageTask],
        *,
        on_done: Callable[[Outcome[PageTask, PageReading]], None] | None = None,
    ) -> Iterator[Outcome[PageTask, PageReading]]:
        """Yield one outcome per page; a page that could not be read cannot be read again."""
        for index, task in enumerate(items):
            found = self.known.get((task.file, task.page))
            failure = PageFailure(task.file) if found is None else None
            outcome = Outcome(index, task, found, failure)
            if on_done is not None:
                on_done(outcome)
            yield outcome


def prepare_desk(
    settings: Settings, samples: Sequence[Sample], openers: Pool[Question, Probe], key: str
) -> None:
    """Load the samples into a fresh store, unless the very same are loaded already."""
    stamp = settings.data / LOADED
    if stamp.exists() and stamp.read_text(encoding="utf-8") == key:
        return
    shutil.rmtree(settings.data, ignore_errors=True)
    settings.data.mkdir(parents=True)
    prepare_store(settings)
    make_accounts(settings)
    load(settings, samples, openers)
    stamp.write_text(key, encoding="utf-8")


def make_accounts(settings: Settings) -> None:
    """Make the accounts, with passwords that are kept beside the store for whoever runs it."""
    database = Database(settings.database_url)
    told = []
    with database.write() as session:
        for name, role in ACCOUNTS:
            password = secrets.token_hex(6)
            staff.make_staff(session, SYSTEM, name, [role], password)
            told.append(f"{name} {password}")
    database.close()
    place = settings.data / PASSWORDS
    place.touch(mode=0o600)
    place.write_text("\n".join(told) + "\n", encoding="utf-8")


def accounts(settings: Settings) -> list[tuple[str, str]]:
    """Return names and passwords."""
    lines = (settings.data / PASSWORDS).read_text(encoding="utf-8").splitlines()
    return [(name, password) for name, _, password in (line.partition(" ") for line in lines)]


def load(settings: Settings, samples: Sequence[Sample], openers: Pool[Question, Probe]) -> None:
    """Take every sample in as a clerk would, and decide it on what was read before."""
    from api.work.engine import Client  # noqa: PLC0415 — loads dbos

    database, blobs = Database(settings.database_url), open_blobs(settings)
    client = Client(database)
    clerk = staff.viewer_of(staff.check_password(database, *accounts(settings)[0]))
    for sample in samples:
        shop = Shop(settings, database, blobs, client, Limits(), openers, Recital(sample.papers))
        sent = []
        for path in sample.files:
            stored = put_bytes(blobs, path.read_bytes())
            sent.append(Sent(path.name, stored.sha256, stored.size))
        with database.write() as session:
            received = submissions.receive(session, clerk, Way.COUNTER, [sample.claim], sent)
        name = received.submission.id
        process.open_files(shop, name, None)
        process.read_pages(shop, name)
        decide_cases(shop, name, None)
    client.close()
    database.close()


def serve_desk(settings: Settings) -> None:
    """Serve the desk, with workers that really read, until interrupted."""
    from api.logs import configure  # noqa: PLC0415
    from api.supervisor import listen, stop_on_signals, supervise  # noqa: PLC0415

    # Children take their settings from the environment.
    os.environ.update(
        INTAKE_DATA=str(settings.data),
        INTAKE_PORT=str(settings.port),
        INTAKE_WORKERS=str(settings.workers),
        INTAKE_LOG=settings.log,
    )
    configure(settings)
    supervise(settings, listen(settings), stop_on_signals())
