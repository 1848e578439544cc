"""A PDF of 200 pages: pages stream, so one worker's memory stays where it is."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2

from intake.ingest import Limits, open_sources
from intake.page_image import PageTask
from intake.pipeline import page_work
from intake.workers import Outcome, WorkerPool
from models.page import PageReading
from samples.cases import random_case
from tests.bench.board import Board

MIB = 1 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    parser.add_argument("--pages", type=int, default=200)


def run(options: argparse.Namespace) -> None:
    """Read one long scan with one worker and watch its memory."""
    peaks: list[int] = []
    failures: list[str] = []

    def watch(outcome: Outcome[PageTask, PageReading]) -> None:
        peaks.append(outcome.peak_bytes)
        if outcome.failure is not None:
            failures.append(outcome.failure.code)

    with tempfile.TemporaryDirectory() as folder, WorkerPool(page_work(Limits())) as pool:
        path = Path(folder) / "long.pdf"
        path.write_bytes(long_scan(options.pages))
        opened = open_sources([path], limits=Limits(), workdir=Path(folder))
        started = time.monotonic()
        for _ in pool.run(opened.tasks, on_done=watch):
            pass
        spent = time.monotonic() - started
    early, late = max(peaks[:20]) / MIB, max(peaks[-20:]) / MIB
    board = Board("long", options)
    told = (
        f"{len(peaks)} pages in one PDF of scans: {spent / len(peaks):.2f} s a page, "
        f"peak memory of the worker {max(peaks) / MIB:.0f} MiB "
        f"(first twenty pages {early:.0f}, last twenty {late:.0f}), "
        f"{len(failures)} pages failed {failures[:3] or ''}."
    )
    board.lines([told])
    board.write()


def long_scan(pages: int) -> bytes:
    """Bind scanned pages of many drawn cases into one PDF."""
    bound = pypdfium2.PdfDocument.new()
    for content in scans():
        part = pypdfium2.PdfDocument(content)
        bound.import_pages(part, list(range(min(len(part), pages - len(bound)))))
        if len(bound) >= pages:
            break
    out = BytesIO()
    bound.save(out)
    return out.getvalue()


def scans() -> Iterator[bytes]:
    """Yield scanned PDFs without end."""
    seed = 0
    while True:
        seed += 1
        yield from random_case("reporting", seed, channel="scan").files.values()
