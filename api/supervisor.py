"""`intake serve`: keeps the API and the workers running; does nothing else, so nothing ends it."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api import lifeline
from api.settings import Settings
from api.work.orders import PEER_DIED

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 3.0
"""Between a child's death and its successor; doubles while successors die young. What it had in
hand has to go on within ten seconds, be it the only one of its kind."""
YOUNG = 10.0
PATIENCE = 5.0
"""Seconds to wait for the port."""
BACKLOG = 512
"""Connections that may wait while servers are busy or being replaced."""
GRACE = 5
"""Seconds beyond the drain before a child is killed."""


@dataclass(frozen=True, slots=True)
class Held:
    """Descriptors that the supervisor holds for its children."""

    lifeline: int
    """Ends with us."""
    socket: int
    """Where requests come in. While a server is being replaced, they wait and are not refused."""
    gate: int
    """Ends once the store stands: until then children load their modules, and wait."""


@dataclass(slots=True)
class Child:
    """A process that is started again whenever it ends."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _started: float = field(default=0.0, init=False)
    _pause: float = field(default=FIRST_PAUSE, init=False)
    _not_before: float = field(default=0.0, init=False)

    def look_after(self, held: Held) -> bool:
        """Start the child unless it runs, or ran too shortly before; return whether it has died."""
        moment = time.monotonic()
        died = self.process is not None and self.process.poll() is not None
        if died:
            self._bury(moment)
        if self.process is None and moment >= self._not_before:
            self._start(held, moment)
        return died

    def _bury(self, moment: float) -> None:
        code = self.process.returncode if self.process else None
        logger.warning("%s ended (%s), it is started again", self.name, code)
        young = moment - self._started < YOUNG
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if young else FIRST_PAUSE
        self._not_before = moment + self._pause
        self.process = None

    def _start(self, held: Held, moment: float) -> None:
        self.process = subprocess.Popen(  # noqa: S603 — our own interpreter and module
            [sys.executable, "-m", self.module, *self.arguments],
            pass_fds=[held.lifeline, held.socket, held.gate],
            env={
                **os.environ,
                lifeline.LIFELINE: str(held.lifeline),
                lifeline.SOCKET: str(held.socket),
                lifeline.GATE: str(held.gate),
            },
            process_group=0,  # Ctrl-C is for us; children are told by SIGTERM
        )
        self._started = moment

    def tell(self, number: signal.Signals) -> None:
        """Send a signal, if the child lives."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def end(self, until: float) -> None:
        """Wait until a moment, then kill."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def children_of(settings: Settings) -> list[Child]:
    """Return what one machine runs."""
    workers = [
        Child(f"worker {number}", "api.work.worker", (str(number),))
        for number in range(settings.workers)
    ]
    servers = [
        # The first also answers whoever watches, on a port of its own.
        Child(f"server {number}", "api.serve", ("--metrics",) if number == 0 else ())
        for number in range(settings.servers)
    ]
    return [*servers, *workers]


def listen(settings: Settings) -> socket.socket:
    """
    Return the socket that all servers share; raise OSError if the port stays taken.

    The servers of a predecessor that was killed may be just leaving.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    until = time.monotonic() + PATIENCE
    while True:
        try:
            place = (settings.host, settings.port)
            return socket.create_server(place, family=family, backlog=BACKLOG)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(LOOK_SECONDS)


def count_in(folder: Path) -> None:
    """Let the servers count in a folder, from nothing: their counts begin with us."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[lifeline.COUNTS] = str(folder)


def supervise(
    settings: Settings,
    listening: socket.socket,
    stop: threading.Event,
    prepare: Callable[[Callable[[], None]], None] = lambda stands: stands(),
) -> None:
    """
    Keep the children running until told to stop; then let them finish what they have in hand.

    They start at once and wait until `prepare` calls what it is given, the store being up to date:
    after our own death work is to go on within ten seconds, and loading modules takes most of them.
    """
    ours, theirs = os.pipe()  # closed with our death: then the children leave as well
    gate, latch = os.pipe()
    held = Held(ours, listening.fileno(), gate)
    count_in(settings.data / "metrics")
    children = children_of(settings)
    try:
        _look_after(children, held)
        with os.fdopen(latch, "wb") as held_shut:
            prepare(held_shut.close)
        while not stop.wait(LOOK_SECONDS):
            _look_after(children, held)
    finally:
        listening.close()
        for child in children:
            child.tell(signal.SIGTERM)
        until = time.monotonic() + settings.drain_seconds + GRACE
        for child in children:
            child.end(until)
        for descriptor in (theirs, ours, gate):
            os.close(descriptor)


def _look_after(children: Sequence[Child], held: Held) -> None:
    """Start whoever does not run; tell the living if somebody has died."""
    # A list first, so that each is looked after, whatever became of the others.
    died = [child.look_after(held) for child in children]
    if any(died):
        # Workers look at once whether it was one of them, and take over what it had.
        for child in children:
            child.tell(PEER_DIED)


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and Ctrl-C set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
