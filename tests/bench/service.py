"""The service itself: how soon papers are accepted, what the queue adds, what two workers do."""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

import httpx2

from tests.api import recorded
from tests.api.site import Site
from tests.bench.board import Board

CLIENTS = 20
MEGABYTE = 1 << 20
BUSY_CASES = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    parser.add_argument("--seconds", type=int, default=20, help="of uploads in each pattern")
    parser.add_argument("--parts", nargs="+", default=["accept", "overhead", "workers"])


def run(options: argparse.Namespace) -> None:
    """Measure, print, write."""
    board = Board("service", options)
    told = os.getloadavg()
    board.lines([f"Load of the machine at the start: {told[0]:.1f} on {os.cpu_count()} cores.", ""])
    parts: dict[str, Callable[[argparse.Namespace], list[str]]] = {
        "accept": accept,
        "overhead": overhead,
        "workers": workers,
    }
    for name in options.parts:
        board.lines([*parts[name](options), ""])
    board.write()


class Running:
    """A site with a key, gone afterwards."""

    def __init__(self, workers: int) -> None:
        self._folder = tempfile.TemporaryDirectory()
        settings = {"requests_per_minute": 1_000_000, "servers": 2}
        self.site = Site(Path(self._folder.name) / "data", workers=workers, settings=settings)

    def __enter__(self) -> httpx2.Client:
        self.site.start()
        self.site.wait_until_ready()
        headers = {"Authorization": f"Bearer {self.site.intake('keys', 'new', '--tenant', 'x')}"}
        limits = httpx2.Limits(max_connections=100)
        self.client = httpx2.Client(
            base_url=self.site.url, headers=headers, timeout=120, limits=limits
        )
        return self.client

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.site.stop()
        self._folder.cleanup()


def send(client: httpx2.Client, content: bytes) -> tuple[float, str]:
    """Bring one file; return the seconds until it was accepted, and where it is."""
    started = time.monotonic()
    answer = client.post(
        "/v1/submissions",
        files={"files": ("a.pdf", content)},
        headers={"Idempotency-Key": uuid4().hex},
    )
    answer.raise_for_status()
    return time.monotonic() - started, answer.headers["location"]


def busy(size: int = 0) -> bytes:
    """Return a page that keeps its reader busy, some bytes larger than it need be."""
    padding = f"%PDF-1.7\n% {os.urandom(size // 2).hex()}\n".encode()
    return padding + recorded.misbehaving("busy")


def accept(options: argparse.Namespace) -> list[str]:
    """Twenty clients and a megabyte each: one upload a second, and all at the same moment."""
    lines = [
        "| 20 clients, 1 MB each, workers reading | uploads | median | p99 | longest |",
        bar(5),
    ]
    with Running(workers=2) as client, ThreadPoolExecutor(CLIENTS) as pool:
        for _ in range(4):
            send(client, busy())
        until = time.monotonic() + options.seconds
        parts = pool.map(lambda number: pace(client, number, until), range(CLIENTS))
        lines.append(row("one a second from each", [s for part in parts for s in part]))
        at_once: list[float] = []
        for _ in range(max(1, options.seconds // 2)):
            gate = threading.Barrier(CLIENTS)
            at_once += pool.map(lambda _, gate=gate: together(client, gate), range(CLIENTS))
        lines.append(row("all at the same moment", at_once))
    return lines


def together(client: httpx2.Client, gate: threading.Barrier) -> float:
    """Send when everybody is ready."""
    content = busy(MEGABYTE)
    gate.wait()
    return send(client, content)[0]


def pace(client: httpx2.Client, number: int, until: float) -> list[float]:
    """Send once a second, each client at its own moment of the second."""
    seconds = []
    time.sleep(number / CLIENTS)
    while time.monotonic() < until:
        spent, _ = send(client, busy(MEGABYTE))
        seconds.append(spent)
        time.sleep(max(0.0, 1 - spent))
    return seconds


def row(name: str, seconds: list[float]) -> str:
    """Return a row of latencies in milliseconds."""
    p99 = quantiles(seconds, n=100)[98]
    told = (f"{1000 * value:.0f} ms" for value in (median(seconds), p99, max(seconds)))
    return f"| {name} | {len(seconds)} | {' | '.join(told)} |"


def overhead(_options: argparse.Namespace) -> list[str]:
    """From the answer to the decision, less the work itself, for one case at a time."""
    waits = []
    with Running(workers=1) as client:
        for _ in range(20):
            _, location = send(client, recorded.blank_pdf())
            waits.append(decided_after(client, location))
    told = (
        "One blank page, one case at a time, from its acceptance to its decision "
        f"(queue, opening, reading, deciding): median {1000 * median(waits):.0f} ms, "
        f"longest {1000 * max(waits):.0f} ms."
    )
    return [told]


def decided_after(client: httpx2.Client, location: str) -> float:
    """Return the seconds until a submission is decided."""
    started = time.monotonic()
    while client.get(location).json()["state"] != "decided":
        time.sleep(0.01)
    return time.monotonic() - started


def workers(_options: argparse.Namespace) -> list[str]:
    """The same cases with one worker and with two."""
    spent = [_all_decided(count) for count in (1, 2)]
    told = (
        f"{BUSY_CASES} cases of a page that takes 0.5 s of a core: one worker {spent[0]:.1f} s, "
        f"two workers {spent[1]:.1f} s, {spent[0] / spent[1]:.2f} times as fast."
    )
    return [told]


def _all_decided(count: int) -> float:
    with Running(workers=count) as client:
        decided_after(client, send(client, recorded.blank_pdf())[1])  # warm
        started = time.monotonic()
        places = [send(client, busy())[1] for _ in range(BUSY_CASES)]
        for place in places:
            decided_after(client, place)
        return time.monotonic() - started


def bar(columns: int) -> str:
    """Return the line below a table's head."""
    return "| --- " * columns + "|"
