"""
The whole way on one screen: files -> pages -> papers; papers and a claim -> a decided case.

`read_papers` is done once for a set of files, `decide_case` once for every claim on them.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version

from intake.completeness import Judges, decide
from intake.hand_over import with_statement
from intake.ingest import Limits, Opened, load_page
from intake.ink.clean import without_seal_ink
from intake.kit import Kit
from intake.layout.tables import find_tables
from intake.ocr.given import given_again, given_words
from intake.ocr.second import read_again
from intake.ocr.text_layer import agree
from intake.page.blank import is_blank
from intake.page.upright import stand_upright
from intake.page_image import PageImage, PageTask
from intake.papers import assemble_papers, decisive_places
from intake.seals.copies import with_copies_marked
from intake.seals.find import find_seals
from intake.seals.read import SealReader
from intake.signatures.find import find_slots
from intake.signatures.place import Printed
from intake.workers import Outcome, Pool, Work
from models.case import CaseFile
from models.claim import Claim
from models.page import PageReading
from models.paper import FileReport, Papers
from models.policy import Policy

PagePool = Pool[PageTask, PageReading]
OnPage = Callable[[Outcome[PageTask, PageReading]], None]


def page_work(limits: Limits) -> Work[Kit, PageTask, PageReading]:
    """Return what a worker does: build the kit once, read pages."""
    return Work(build=partial(Kit.build, limits), run=read_page)


def read_page(kit: Kit, task: PageTask) -> PageReading:
    """Read one page: upright, marks, words without the seals' ink, tables, slots."""
    started = time.monotonic()
    page = stand_upright(load_page(task, limits=kit.limits), orient=kit.orient)
    blank = is_blank(page)
    reading = _unread(page, blank=blank)
    if not blank:
        reading = _with_content(page, reading, kit)
    return reading.model_copy(update={"seconds": round(time.monotonic() - started, 3)})


def _with_content(page: PageImage, reading: PageReading, kit: Kit) -> PageReading:
    maps = kit.ink.look(page)
    found = find_seals(page, maps, reader=SealReader(kit.first, kit.letters))
    clean = without_seal_ink(page, found.seals)
    words, hidden = given_words(page) if page.exact else agree(page, kit.first.read_page(clean))
    tables = find_tables(clean, words)
    printed = Printed(words, tables)
    slots = find_slots(page, maps, printed, seals=found.seals, engine=kit.first)
    reading = reading.model_copy(
        update={
            "words": words,
            "hidden_text": hidden,
            "tables": tables,
            "seals": found.seals,
            "slots": slots.slots,
            "ink_marks": (*found.marks, *slots.marks),
        }
    )
    if page.exact:
        second = given_again(words, decisive_places(reading))
    elif kit.second is not None:
        second = read_again(clean, decisive_places(reading), kit.second, words=words)
    else:
        return reading
    return reading.model_copy(update={"second": second})


def _unread(page: PageImage, *, blank: bool) -> PageReading:
    width, height = page.delivered_size
    return PageReading(
        file=page.file,
        page=page.page,
        width=width,
        height=height,
        rotation=page.rotation,
        channel=page.channel,
        frame=page.frame,
        quality=page.quality,
        fingerprint=page.fingerprint,
        blank=blank,
        exact=page.exact,
    )


def read_papers(opened: Opened, pool: PagePool, on_page: OnPage | None = None) -> Papers:
    """
    Read every page that was opened and sort the pages into papers.

    A page that cannot be read is missing among the pages and named in its file's notes.
    """
    started = time.monotonic()
    outcomes = sorted(pool.run(opened.tasks, on_done=on_page), key=lambda outcome: outcome.index)
    pages = [outcome.result for outcome in outcomes if outcome.result is not None]
    failures = [
        FailedPage(outcome.item.file, outcome.item.page, outcome.failure.code)
        for outcome in outcomes
        if outcome.failure is not None
    ]
    return collect_papers(opened.files, pages, failures, seconds=time.monotonic() - started)


@dataclass(frozen=True, slots=True)
class FailedPage:
    """A page that could not be read, and why."""

    file: str
    page: int
    code: str


def collect_papers(
    files: Sequence[FileReport],
    pages: Sequence[PageReading],
    failures: Sequence[FailedPage],
    *,
    seconds: float,
) -> Papers:
    """
    Sort pages into papers, whenever and wherever they were read.

    Args:
        files: every file, in the order in which the case shows them.
        pages: what was read, in the order of the files, then of the pages in them.
        failures: the pages that could not be read.
        seconds: how long the reading took.
    """
    started = time.monotonic()
    marked = with_copies_marked(pages)
    documents = assemble_papers(marked)
    return Papers(
        files=_reported(files, failures),
        pages=marked,
        documents=documents,
        seconds={
            "read": round(seconds, 3),
            "assemble": round(time.monotonic() - started, 3),
        },
    )


def _reported(
    files: Sequence[FileReport], failures: Sequence[FailedPage]
) -> tuple[FileReport, ...]:
    """Note the pages that failed; a file of which no page was read has that as its problem."""
    failed: dict[str, list[str]] = {}
    for failure in failures:
        failed.setdefault(failure.file, []).append(f"{failure.code}:{failure.page}")
    return tuple(_noted(file, failed.get(file.name, [])) for file in files)


def _noted(file: FileReport, failures: list[str]) -> FileReport:
    if not failures:
        return file
    problem = failures[0].split(":")[0] if len(failures) == file.pages else file.problem
    return file.model_copy(update={"notes": (*file.notes, *failures), "problem": problem})


def decide_case(
    papers: Papers, claim: Claim, policy: Policy, *, case_id: str, judges: Judges
) -> CaseFile:
    """Hold the papers against the list for one claim; compute the statement where it stands."""
    started = time.monotonic()
    # Without a day of declaration the counter's own calendar day holds.
    declared_on = claim.declared_on or date.today()  # noqa: DTZ011
    case = decide(papers, claim, policy, case_id=case_id, judges=judges)
    case = with_statement(case, policy, declared_on=declared_on)
    seconds = {**papers.seconds, "decide": round(time.monotonic() - started, 3)}
    provenance = case.provenance.model_copy(
        update={"versions": versions(papers), "seconds": seconds}
    )
    return case.model_copy(update={"provenance": provenance})


def versions(papers: Papers) -> dict[str, str]:
    """Return the versions of the program and of the readers that were at work on these papers."""
    first = {word.reader for page in papers.pages for word in page.words}
    second = {word.reader for page in papers.pages for word in page.second}
    found = {"intake": version("bujiao-intake")}
    if first:
        found["first reader"] = ", ".join(sorted(first))
    if second:
        found["second reader"] = ", ".join(sorted(second))
    return found
