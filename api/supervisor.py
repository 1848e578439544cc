"""`intake serve`: keeps the API and the workers running; does nothing else, so nothing ends it."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from api.lifeline import VARIABLE
from api.settings import Settings

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
"""Between a child's death and its successor; doubles while successors die young."""
YOUNG = 10.0
GRACE = 5
"""Seconds beyond the drain before a child is killed."""


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

    def look_after(self, lifeline: int) -> None:
        """Start the child unless it runs, or ran too shortly before."""
        moment = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return
            self._bury(moment)
        if moment >= self._not_before:
            self._start(lifeline, moment)

    def _bury(self, moment: float) -> None:
        code = self.process.returncode if self.process else None
        logger.warning("%s ended (%s), it is started again", self.name, code)
        young = moment - self._started < YOUNG
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if young else FIRST_PAUSE
        self._not_before = moment + self._pause
        self.process = None

    def _start(self, lifeline: int, moment: float) -> None:
        self.process = subprocess.Popen(  # noqa: S603 — our own interpreter and module
            [sys.executable, "-m", self.module, *self.arguments],
            pass_fds=[lifeline],
            env={**os.environ, VARIABLE: str(lifeline)},
            start_new_session=True,  # Ctrl-C is for us; children are told by SIGTERM
        )
        self._started = moment

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

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
    return [Child("api", "api.serve"), *workers]


def supervise(settings: Settings, stop: threading.Event) -> None:
    """Keep the children running until told to stop; then let them finish what they have in hand."""
    ours, theirs = os.pipe()  # closed with our death: then the children leave as well
    children = children_of(settings)
    try:
        while not stop.wait(LOOK_SECONDS):
            for child in children:
                child.look_after(ours)
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + settings.drain_seconds + GRACE
        for child in children:
            child.end(until)
        os.close(theirs)
        os.close(ours)


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and Ctrl-C set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
