"""
The three steps of a submission: open its files, read its pages, decide its cases.

Each step does what is still to be done and can be repeated at any time: a worker may die between
any two lines of it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from api.store import cases, pages, submissions
from api.store.blobs import put_bytes
from api.store.pages import Read
from api.store.tables import Case, File, Page, Source
from api.work.shop import Shop
from intake.errors import EngineFailure, FileTooLarge, PageFailure, PageMemory, TooManyPages
from intake.ingest import Found, Opened, open_sources
from intake.ingest.names import natural_key, unique_names
from intake.page_image import PageTask
from intake.workers import Outcome
from models.page import PageReading
from models.paper import FileReport

DEATHS = (PageFailure.code, PageMemory.code)
"""How a reader's death is told; a page that takes too long takes too long again."""


def reader_version() -> str:
    """Return what is noted with every reading: another version reads the same page anew."""
    return f"intake/{version('bujiao-intake')}"


def open_files(shop: Shop, submission_id: str, case_id: str | None) -> None:
    """Open every file that nobody has opened yet: an archive becomes its entries."""
    with shop.database.write() as session:
        cases.start_reading(session, submission_id, case_id)
    with shop.database.read() as session:
        files = pages.unopened(session, submission_id)
    # Natural order within a round: 第2页 before 第10页, whatever order a browser sent them in.
    for file in sorted(files, key=lambda file: (file.round, natural_key(file.name))):
        _open_file(shop, file)


def _open_file(shop: Shop, file: File) -> None:
    with tempfile.TemporaryDirectory(prefix="intake-open-") as folder:
        path = Path(folder) / "file"
        shop.blobs.fetch(file.sha256, path)
        opened = open_sources(
            [Found(file.name, path)],
            limits=shop.limits,
            workdir=Path(folder) / "unpacked",
            pool=shop.openers,
        )
        _keep_entries(shop, file, opened)
    with shop.database.write() as session:
        known = submissions.sources_of(session, file.submission_id)
        names = unique_names([*(s.name for s in known), *(r.name for r in opened.files)])
        reports = list(_within_budget(shop, known, opened.files))
        pages.add_sources(session, file, reports, names[len(known) :])


def _keep_entries(shop: Shop, file: File, opened: Opened) -> None:
    """Store what an archive held, so that each entry can be read and shown by itself."""
    paths = {task.file: task.path for task in opened.tasks}
    for report in opened.files:
        if report.name in paths and report.sha256 != file.sha256:
            with Path(paths[report.name]).open("rb") as entry:
                shop.blobs.put(entry)


def _within_budget(
    shop: Shop, known: Sequence[Source], reports: Sequence[FileReport]
) -> Iterator[FileReport]:
    """Refuse by name what would make the submission larger than one may be."""
    count, total = len(known), sum(source.pages for source in known)
    for report in reports:
        count += 1
        refused = None
        if count > shop.limits.files:
            refused = FileTooLarge.code
        elif total + report.pages > shop.limits.pages:
            refused = TooManyPages.code
        if refused and report.problem is None:
            yield report.model_copy(update={"problem": refused, "pages": 0})
        else:
            total += report.pages
            yield report


def read_pages(shop: Shop, submission_id: str, _case_id: str | None = None) -> None:
    """
    Read every page that nobody has read yet; each is kept as it comes.

    Raises EngineFailure where a reader failed on a good page: it may be tried again.
    """
    waiting = _reuse(shop, submission_id)
    if not waiting:
        return
    with tempfile.TemporaryDirectory(prefix="intake-read-") as folder:
        tasks = list(_tasks(shop, waiting, Path(folder)))
        jobs = [(page, task) for (_, page), task in zip(waiting, tasks, strict=True)]
        died = _read(shop, jobs, last=False)
        _read(shop, died, last=True)


def _read(
    shop: Shop, jobs: Sequence[tuple[Page, PageTask]], *, last: bool
) -> list[tuple[Page, PageTask]]:
    """
    Read pages and keep what becomes of each; return those whose reader died.

    A reader may die for another's sake, the machine being short of memory: such a page gets one
    more try, and with `last` its failure is kept.
    """
    died, broken = [], None
    for outcome in shop.readers.run([task for _, task in jobs]):
        job, code = jobs[outcome.index], outcome.failure.code if outcome.failure else ""
        if isinstance(outcome.failure, EngineFailure):
            broken = outcome.failure
        elif code in DEATHS and not last:
            died.append(job)
        else:
            _keep(shop, job[0], outcome)
    if broken is not None:
        raise broken
    return died


def _reuse(shop: Shop, submission_id: str) -> list[tuple[Source, Page]]:
    """Take over what stands already; return the pages that are left to read."""
    reader = reader_version()
    left = []
    with shop.database.read() as session:
        waiting = pages.waiting(session, submission_id)
        standing = [pages.standing(session, page, reader) for _, page in waiting]
    for (source, page), read in zip(waiting, standing, strict=True):
        if read is None:
            left.append((source, page))
            continue
        with shop.database.write() as session:
            pages.finish(session, page.id, read)
    return left


def _tasks(shop: Shop, waiting: Sequence[tuple[Source, Page]], folder: Path) -> Iterator[PageTask]:
    """Yield the tasks, in the order of `waiting`; each file is fetched once."""
    for source, page in waiting:
        path = folder / source.sha256
        if not path.exists():
            shop.blobs.fetch(source.sha256, path)
        yield PageTask(source.name, str(path), source.type, page.number)


def _keep(shop: Shop, page: Page, outcome: Outcome[PageTask, PageReading]) -> None:
    reader = reader_version()
    if outcome.result is not None:
        blob = put_bytes(shop.blobs, outcome.result.model_dump_json().encode())
        read = Read(reader, reading=blob.sha256)
    else:
        code = outcome.failure.code if outcome.failure else "page_failed"
        read = Read(reader, failure=code)
    with shop.database.write() as session:
        pages.finish(session, page.id, read)


def due_cases(shop: Shop, submission_id: str, case_id: str | None) -> list[Case]:
    """Return the cases that wait for a decision."""
    with shop.database.read() as session:
        found = submissions.cases_of(session, submission_id)
    return [
        case
        for case in found
        if case.state in ("received", "reading") and case_id in (None, case.id)
    ]
