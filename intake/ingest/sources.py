"""Everything that came in, file by file: named, sniffed, unpacked, counted, or refused by name."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    IntakeError,
    PageMemory,
    PageTimeout,
    SlowFile,
    TooManyPages,
    UnsafeArchive,
    UnsupportedFormat,
    UnusableFile,
)
from intake.ingest.archive import Found, unpack
from intake.ingest.limits import Limits
from intake.ingest.names import CLAIM_NAME, is_litter, natural_key, shown_name, unique_names
from intake.ingest.probe import Probe, Question, opening
from intake.ingest.sniff import ENCRYPTED, PAPERS, UNKNOWN, ZIP, sniff
from intake.page_image import PageTask
from intake.workers import Pool, WorkerLimits, WorkerPool
from models.paper import FileReport

OPENERS = ("intake.ingest.probe",)
"""What a child that opens files needs; imported once for all such children of this process."""
HASH_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """What came in: a report on every file, and a task for every page that can be read."""

    files: tuple[FileReport, ...]
    tasks: tuple[PageTask, ...]
    """In the order of the files, then of the pages in them."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file with its type, its hash and what opening it showed."""

    found: Found
    kind: str = UNKNOWN
    sha256: str = ""
    probe: Probe | None = None

    def refused(self, problem: UnusableFile) -> "Sniffed":
        """Return the same file with the reason why it will not be read."""
        return replace(self, found=self.found.refused(problem), probe=None)


def open_sources(
    paths: Sequence[Path | Found],
    *,
    limits: Limits,
    workdir: Path,
    pool: Pool[Question, Probe] | None = None,
) -> Opened:
    """
    Open folders, files and ZIPs; report on every file and list every page.

    A `Found` is a file under another name than the one it lies under.

    Files come in natural order of their names, whatever order they were given in. ZIPs are unpacked
    below `workdir`, which has to last as long as the tasks. Files are opened in a child process
    that may crash, hang or swell without harm to the caller; `pool` replaces it (see `opening`).
    Nothing is raised for a bad file: its report names the problem. Raises FileNotFoundError for a
    path that does not exist.
    """
    found = sorted(_collect(paths), key=lambda file: natural_key(file.name))
    files = _within_budget(_identify(_unpacked(found, limits, workdir)), limits)
    if pool is None:
        with WorkerPool(opening(), limits=opening_limits(limits), preload=OPENERS) as one_child:
            probed = _probe_all(files, limits, one_child)
    else:
        probed = _probe_all(files, limits, pool)
    return _report(_within_pages(probed, limits))


def opening_limits(limits: Limits) -> WorkerLimits:
    """Return what opening one file may cost."""
    return WorkerLimits(seconds=limits.open_seconds, growth_bytes=limits.open_bytes)


def _collect(paths: Sequence[Path | Found]) -> Iterator[Found]:
    """Yield the files given and those in the folders given; links out of a folder are refused."""
    for path in paths:
        if isinstance(path, Found):
            yield replace(path, name=shown_name(path.name))
        elif path.is_dir():
            yield from _walk(path)
        elif not path.exists():
            raise FileNotFoundError(path)
        elif path.name != CLAIM_NAME:
            yield Found(shown_name(path.name), path)


def _walk(folder: Path) -> Iterator[Found]:
    """Yield the files in a folder and its subfolders."""
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent) / name
            shown = path.relative_to(folder).as_posix()
            if is_litter(shown) or shown == CLAIM_NAME:
                continue
            found = Found(shown_name(shown), path)
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                found = found.refused(UnsafeArchive("the link leads out of the folder"))
            yield found


def _unpacked(files: Sequence[Found], limits: Limits, workdir: Path) -> Iterator[Found]:
    """Yield the files, with what an archive holds in the archive's place."""
    for file in files:
        if file.problem or _kind(file.path) != ZIP:
            yield file
            continue
        try:
            inside = _open_archive(file, workdir, limits)
        except UnusableFile as problem:
            yield file.refused(problem)
        else:
            yield from sorted(inside, key=lambda entry: natural_key(entry.name))


def _open_archive(file: Found, workdir: Path, limits: Limits) -> list[Found]:
    """Unpack an archive that was sent; an archive inside it is refused."""
    if file.path.stat().st_size > limits.file_bytes:
        raise FileTooLarge(f"more than {limits.file_bytes >> 20} MiB")
    workdir.mkdir(parents=True, exist_ok=True)
    into = Path(tempfile.mkdtemp(prefix="archive-", dir=workdir))
    entries = [
        entry for entry in unpack(file.path, into, limits=limits) if entry.name != CLAIM_NAME
    ]
    nested = UnsafeArchive("an archive inside an archive is not opened")
    return [
        entry.refused(nested) if entry.problem is None and _kind(entry.path) == ZIP else entry
        for entry in entries
    ]


def _kind(path: Path) -> str:
    """Sniff a file; what cannot be read, or is no file, is of no known type."""
    try:
        return sniff(path) if path.is_file() else UNKNOWN
    except OSError:
        return UNKNOWN


def _identify(files: Iterator[Found]) -> list[Sniffed]:
    """Sniff every file, under names that are all different."""
    found = list(files)
    names = unique_names(file.name for file in found)
    return [
        Sniffed(replace(file, name=name), _kind(file.path))
        for file, name in zip(found, names, strict=True)
    ]


def _within_budget(files: Sequence[Sniffed], limits: Limits) -> list[Sniffed]:
    """Refuse what is too big, empty, foreign or too much; hash the rest."""
    result = []
    total = count = 0
    for file in files:
        checked = _weighed(file, limits)
        if checked.found.problem is None:
            count, total = count + 1, total + checked.found.path.stat().st_size
            if count > limits.files or total > limits.case_bytes:
                checked = checked.refused(FileTooLarge("all files together are too much"))
        result.append(checked)
    return result


def _weighed(file: Sniffed, limits: Limits) -> Sniffed:
    """Hash a file unless it is too big; refuse it if it is empty, foreign or no file at all."""
    path = file.found.path
    if not path.is_file():
        return file if file.found.problem else file.refused(UnsupportedFormat("no ordinary file"))
    if path.stat().st_size > limits.file_bytes:
        return file.refused(FileTooLarge(f"more than {limits.file_bytes >> 20} MiB"))
    try:
        hashed = replace(file, sha256=_sha256(path))
    except OSError as error:
        return file.refused(DamagedFile(f"cannot be read: {error.strerror}"))
    problem = file.found.problem or _foreign(hashed)
    return hashed.refused(problem) if problem else hashed


def _foreign(file: Sniffed) -> UnusableFile | None:
    """Return the reason why a file is no paper, or None."""
    if file.found.path.stat().st_size == 0:
        return EmptyFile("the file has no bytes")
    if file.kind == ENCRYPTED:
        return EncryptedFile("the document asks for a password; send it without one")
    if file.kind not in PAPERS:
        return UnsupportedFormat(f"{file.kind} is not read as a paper")
    return None


def _sha256(path: Path) -> str:
    """Hash a file without holding it."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(HASH_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _probe_all(
    files: Sequence[Sniffed], limits: Limits, pool: Pool[Question, Probe]
) -> list[Sniffed]:
    """Open every file that has no problem yet."""
    result = list(files)
    asked = [place for place, file in enumerate(files) if file.found.problem is None]
    questions = [(str(files[place].found.path), files[place].kind, limits) for place in asked]
    for outcome in pool.run(questions):
        place = asked[outcome.index]
        if outcome.failure is None:
            result[place] = replace(files[place], probe=outcome.result)
        else:
            result[place] = files[place].refused(_file_problem(outcome.failure))
    return result


def _file_problem(failure: IntakeError) -> UnusableFile:
    """Say of the file what the worker said of its task."""
    if isinstance(failure, UnusableFile):
        return failure
    if isinstance(failure, PageTimeout):
        return SlowFile(str(failure))
    if isinstance(failure, PageMemory):
        return FileTooLarge(str(failure))
    return DamagedFile(str(failure))


def _within_pages(files: Sequence[Sniffed], limits: Limits) -> Iterator[Sniffed]:
    """Refuse the files whose pages would exceed what one submission may have."""
    total = 0
    for file in files:
        pages = file.probe.pages if file.probe else 0
        if total + pages > limits.pages:
            yield file.refused(TooManyPages(f"all files together: more than {limits.pages} pages"))
            continue
        total += pages
        yield file


def _report(files: Iterator[Sniffed]) -> Opened:
    """Write the reports and list the pages."""
    reports: list[FileReport] = []
    tasks: list[PageTask] = []
    for file in files:
        found, seen = file.found, file.probe or Probe(0)
        reports.append(
            FileReport(
                name=found.name,
                sha256=file.sha256,
                type=file.kind,
                problem=found.problem.code if found.problem else None,
                pages=seen.pages,
                notes=seen.notes,
            )
        )
        tasks.extend(
            PageTask(found.name, str(found.path), file.kind, number)
            for number in range(1, seen.pages + 1)
        )
    return Opened(tuple(reports), tuple(tasks))
