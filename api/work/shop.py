"""What a worker works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from api.settings import Settings
from api.store.blobs import Blobs
from api.store.database import Database
from api.work.jobs import JobQueue
from intake.ingest import Limits
from intake.ingest.probe import Probe, Question, opening
from intake.ingest.sources import OPENERS, opening_limits
from intake.page_image import PageTask
from intake.workers import Pool, Work, WorkerLimits, WorkerPool
from models.page import PageReading


@dataclass(frozen=True, slots=True)
class Shop:
    """The collaborators of the steps in `process`; tests pass pools that run here and now."""

    settings: Settings
    database: Database
    blobs: Blobs
    queue: JobQueue
    limits: Limits
    openers: Pool[Question, Probe]
    """Children that open files."""
    readers: Pool[PageTask, PageReading]
    """Children that read pages."""


def page_work(settings: Settings) -> Work[Any, PageTask, PageReading]:
    """Return the reader that the settings name."""
    module, _, name = settings.page_work.partition(":")
    made: Work[Any, PageTask, PageReading] = getattr(import_module(module), name)(Limits())
    return made


@contextmanager
def open_shop(
    settings: Settings, database: Database, blobs: Blobs, queue: JobQueue
) -> Iterator[Shop]:
    """Yield a shop whose children are gone afterwards."""
    limits = Limits()
    reading = WorkerLimits(seconds=settings.page_seconds, growth_bytes=settings.page_memory << 20)
    with (
        WorkerPool(opening(), limits=opening_limits(limits), preload=OPENERS) as openers,
        WorkerPool(page_work(settings), limits=reading) as readers,
    ):
        openers.warm()
        readers.warm()
        yield Shop(settings, database, blobs, queue, limits, openers, readers)
