"""`intake read`: papers in, decided cases out, on this machine and without a store."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.exits import Exit
from api.summary import print_cases
from intake.arrears.policies import load_policy
from intake.completeness import Judges
from intake.errors import EngineFailure, PolicyError
from intake.ingest import Limits, Opened, open_sources
from intake.page_image import PageTask
from intake.pipeline import decide_case, page_work, read_papers
from intake.report import PagePictures, PictureOrder, draw_pictures, render_report, wanted_crops
from intake.seals.owner import verify_owner
from intake.workers import Outcome, Work, WorkerPool
from models.case import CaseFile, Decision
from models.claim import Claim
from models.page import PageReading
from models.paper import Papers

GRAVITY = (Exit.UNUSABLE, Exit.INCOMPLETE, Exit.REVIEW, Exit.COMPLETE)
"""Of several cases the first of these decides the exit code."""
EXITS = {
    Decision.COMPLETE: Exit.COMPLETE,
    Decision.INCOMPLETE: Exit.INCOMPLETE,
    Decision.REVIEW: Exit.REVIEW,
}
CLAIM_NAME = "request.json"


class UnusableClaimError(Exception):
    """A claim file is no claim; the message says where it goes wrong."""


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """What the command line asks for."""

    paths: tuple[Path, ...]
    out: Path
    claim: Path | None = None
    claims: Path | None = None
    region: str | None = None
    declared_on: date | None = None
    jobs: int = 1
    policies: Path | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Papers with the means to show them."""

    opened: Opened
    papers: Papers


def run_read(order: ReadOrder) -> Exit:
    """Read, decide, write and print; return the exit code."""
    console = Console(stderr=True)
    try:
        claims = load_claims(order)
        with tempfile.TemporaryDirectory(prefix="intake-") as workdir:
            read = read_files(order.paths, Path(workdir), order.jobs, console)
            cases = [decide(read.papers, claim, order.policies) for claim in claims]
            print_cases(Console(), cases, read.papers)
            write_results(order, read, cases, console)
    except (UnusableClaimError, PolicyError) as error:
        console.print(f"[red]{error}[/]")
        return Exit.USAGE
    except EngineFailure as error:
        console.print(f"[red]识别引擎不可用 the reader is not available: {error}[/]")
        return Exit.INTERNAL
    if not read.papers.pages:
        return Exit.UNUSABLE
    codes = {EXITS[case.decision] for case in cases}
    return next(code for code in GRAVITY if code in codes)


def load_claims(order: ReadOrder) -> list[Claim]:
    """Return the claims, with region and day of declaration filled in from the command line."""
    source = order.claims or order.claim or _claim_beside(order.paths)
    given = [Claim()] if source is None else _parsed(source, many=order.claims is not None)
    today = order.declared_on or date.today()  # noqa: DTZ011 — the counter's own calendar day
    return [
        claim.model_copy(
            update={
                "region": order.region or claim.region or "national",
                "declared_on": order.declared_on or claim.declared_on or today,
            }
        )
        for claim in given
    ]


def _claim_beside(paths: Sequence[Path]) -> Path | None:
    beside = (path / CLAIM_NAME for path in paths if path.is_dir())
    return next((path for path in beside if path.is_file()), None)


def _parsed(source: Path, *, many: bool) -> list[Claim]:
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        if many:
            claims = TypeAdapter(list[Claim]).validate_python(content)
        else:
            claims = [Claim.model_validate(content)]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, ValidationError) as error:
        raise UnusableClaimError(
            f"申请登记有误 the claim cannot be used: {source}: {error}"
        ) from error
    if not claims:
        raise UnusableClaimError(f"没有申请 no claim in {source}")
    return claims


def read_files(paths: Sequence[Path], workdir: Path, jobs: int, console: Console) -> Read:
    """Open and read everything, with a progress bar per page."""
    limits = Limits()
    opened = open_sources(paths, limits=limits, workdir=workdir)
    jobs = max(1, min(jobs, len(opened.tasks)))
    with (
        WorkerPool(page_work(limits), jobs=jobs) as pool,
        _progress(console, "读页 reading", len(opened.tasks)) as step,
    ):

        def on_page(outcome: Outcome[PageTask, PageReading]) -> None:
            step(f"{outcome.item.file} {outcome.item.page}")

        return Read(opened, read_papers(opened, pool, on_page))


def decide(papers: Papers, claim: Claim, policies: Path | None = None) -> CaseFile:
    """Decide one claim against papers already read; raise PolicyError for an unknown region."""
    policy = load_policy(claim.region or "national", policies)
    judges = Judges(verify_owner=verify_owner)
    return decide_case(papers, claim, policy, case_id=case_id(papers, claim), judges=judges)


def case_id(papers: Papers, claim: Claim) -> str:
    """Return the same number for the same files and claim."""
    told = hashlib.sha256(claim.model_dump_json().encode())
    for file in sorted(papers.files, key=lambda file: (file.sha256, file.name)):
        told.update(file.sha256.encode())
    return f"L{told.hexdigest()[:12]}"


def write_results(
    order: ReadOrder, read: Read, cases: Sequence[CaseFile], console: Console
) -> None:
    """Write case files, reports and overlays below the result folder."""
    order.out.mkdir(parents=True, exist_ok=True)
    folders = [order.out if len(cases) == 1 else order.out / case.case for case in cases]
    for folder, case in zip(folders, cases, strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "case.json").write_text(case.model_dump_json(indent=2), encoding="utf-8")
    pictures = page_pictures(read, cases, order, console)
    for folder, case in zip(folders, cases, strict=True):
        (folder / "report.html").write_text(render_report(case, pictures), encoding="utf-8")
    console.print(
        f"结果 result: {order.out}/  (case.json · report.html · overlay/)", highlight=False
    )


def page_pictures(
    read: Read, cases: Sequence[CaseFile], order: ReadOrder, console: Console
) -> dict[tuple[str, int], PagePictures]:
    """Draw every page's overlay and cut the evidence, in workers: pages are strangers' files."""
    readings = {(page.file, page.page): page for page in read.papers.pages}
    crops = wanted_crops(cases)
    orders = [
        PictureOrder(
            task, readings[key], crops.get(key, ()), order.out / "overlay" / _png_name(task)
        )
        for task in read.opened.tasks
        if (key := (task.file, task.page)) in readings
    ]
    work = Work(build=Limits, run=draw_pictures)
    drawn: dict[tuple[str, int], PagePictures] = {}
    with (
        WorkerPool(work, jobs=max(1, min(order.jobs, len(orders)))) as pool,
        _progress(console, "画图 drawing", len(orders)) as step,
    ):
        for outcome in pool.run(orders):
            task = outcome.item.task
            step(f"{task.file} {task.page}")
            if outcome.result is not None:
                drawn[task.file, task.page] = outcome.result
    return drawn


def _png_name(task: PageTask) -> str:
    safe = "".join(char if char.isalnum() or char in "-_." else "_" for char in task.file)
    return f"{safe}-{task.page:03d}.png"


@contextmanager
def _progress(console: Console, label: str, total: int) -> Iterator["_Step"]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Step(bar, bar.add_task(label, total=total), label)


class _Step:
    """Moves the bar on by one page."""

    def __init__(self, bar: Progress, task: object, label: str) -> None:
        self._bar, self._task, self._label = bar, task, label

    def __call__(self, what: str) -> None:
        self._bar.update(self._task, advance=1, description=f"{self._label} {what}")  # type: ignore[arg-type]
