"""
Reads pages in child processes that can be killed: a bad page costs that page and no other.

A worker is started clean (spawn), builds its kit once, and takes one item at a time. The parent
watches clock and memory; a worker that runs over either is killed and replaced, and its item ends
as a named failure. Results come back in order of completion and are kept nowhere, so a long file
costs no more memory than a short one.
"""

import contextlib
import multiprocessing
import os
import pickle
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from intake.errors import (
    EngineFailure,
    IntakeError,
    PageFailure,
    PageMemory,
    PageTimeout,
    UnusableFile,
)
from intake.worker_child import Work, WorkerLimits, attempt, serve

__all__ = ["InlinePool", "Outcome", "Pool", "Work", "WorkerLimits", "WorkerPool"]

Kit = TypeVar("Kit")
Item = TypeVar("Item")
Result = TypeVar("Result")
Context = SpawnContext | ForkServerContext
Item_co = TypeVar("Item_co", covariant=True)
Result_co = TypeVar("Result_co", covariant=True)

WATCH_SECONDS = 0.05
"""Between two looks at a worker: a page can touch some 100 MB in that time, no more."""
RETIRE_SHARE = 0.8
"""A worker that keeps more than this share of what it may hold altogether is replaced after a page:
networks keep their buffers, some 600 MB in all, and to load them anew costs two seconds."""
PARTING_SECONDS = 2.0
"""How long an idle worker may take to leave."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item_co, Result_co]):
    """What became of one item: a result or a named failure."""

    index: int
    """Position of the item among those given; outcomes arrive in order of completion."""
    item: Item_co
    result: Result_co | None = None
    failure: IntakeError | None = None
    seconds: float = 0.0
    peak_bytes: int = 0
    """The most resident memory seen while it ran; 0 where the system does not tell."""


class Pool(Protocol[Item, Result_co]):
    """Whoever runs a function over items."""

    def run(
        self,
        items: Iterable[Item],
        *,
        on_done: Callable[[Outcome[Item, Result_co]], None] | None = None,
    ) -> Iterator[Outcome[Item, Result_co]]:
        """Yield one outcome per item, in order of completion; call `on_done` with each."""


class InlinePool(Generic[Kit, Item, Result]):
    """Runs everything here and now, without limits: for tests and for debugging."""

    def __init__(self, work: Work[Kit, Item, Result]) -> None:
        self._work = work

    def run(
        self,
        items: Iterable[Item],
        *,
        on_done: Callable[[Outcome[Item, Result]], None] | None = None,
    ) -> Iterator[Outcome[Item, Result]]:
        """Yield one outcome per item, in the items' order."""
        kit = self._work.build()
        for index, item in enumerate(items):
            started = time.monotonic()
            kind, content = attempt(self._work, kit, item)
            spent = time.monotonic() - started
            outcome = _outcome(_Task(index, item, started), (kind, content), spent)
            if on_done is not None:
                on_done(outcome)
            yield outcome


class WorkerPool(Generic[Kit, Item, Result]):
    """
    Runs a function over items in `jobs` child processes.

    Use it as a context manager; workers stay warm between runs and are gone afterwards. One run at
    a time. Where pools are many and short, `preload` names modules that a server process imports
    once, to fork clean workers from it in no time; it serves until this process ends.
    """

    def __init__(
        self,
        work: Work[Kit, Item, Result],
        *,
        jobs: int = 1,
        limits: WorkerLimits | None = None,
        preload: Sequence[str] = (),
    ) -> None:
        if jobs < 1:
            raise ValueError("a pool has at least one worker")
        self._packed = pickle.dumps(work)
        self._jobs = jobs
        self._limits = limits or WorkerLimits()
        self._context = _context(preload)
        self._workers: list[_Worker] = []
        self._running = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start the workers now, so that the first items need not wait for their kits."""
        while self._may_start():
            self._workers.append(_Worker(self._packed, self._limits, self._context))

    def close(self) -> None:
        """End every worker and wait until it is gone."""
        for worker in self._workers:
            worker.dismiss()
        for worker in self._workers:
            worker.end()
        self._workers = []

    def run(
        self,
        items: Iterable[Item],
        *,
        on_done: Callable[[Outcome[Item, Result]], None] | None = None,
    ) -> Iterator[Outcome[Item, Result]]:
        """
        Yield one outcome per item, in order of completion; call `on_done` with each.

        Raises EngineFailure if a worker's kit cannot be built: then no page could be read.
        """
        if self._running:
            raise RuntimeError("the pool is already running")
        self._running = True
        waiting = enumerate(items)
        try:
            self._hand_out(waiting)
            while busy := [worker for worker in self._workers if worker.task is not None]:
                finished = self._look_after(busy)
                self._hand_out(waiting)
                for outcome in finished:
                    if on_done is not None:
                        on_done(outcome)
                    yield outcome
        finally:
            self._running = False
            self._drop([worker for worker in self._workers if worker.task is not None])

    def _hand_out(self, waiting: Iterator[tuple[int, Item]]) -> None:
        """Give the next items to idle workers, starting workers while there are too few."""
        while any(worker.task is None for worker in self._workers) or self._may_start():
            try:
                index, item = next(waiting)
            except StopIteration:
                return
            self._idle_worker().take(_Task(index, item, time.monotonic()))

    def _may_start(self) -> bool:
        return len(self._workers) < self._jobs

    def _idle_worker(self) -> "_Worker":
        """Return a worker without a task; start one if all are busy."""
        for worker in self._workers:
            if worker.task is None:
                return worker
        worker = _Worker(self._packed, self._limits, self._context)
        self._workers.append(worker)
        return worker

    def _look_after(self, busy: "list[_Worker]") -> list[Outcome[Item, Result]]:
        """Wait a moment, then collect what is finished, dead, too slow or too big."""
        wait([worker.conn for worker in busy], timeout=WATCH_SECONDS)
        outcomes = [outcome for worker in busy if (outcome := worker.look()) is not None]
        self._drop([worker for worker in busy if worker.spent])
        return outcomes

    def _drop(self, workers: "list[_Worker]") -> None:
        """Kill these workers and forget them."""
        for worker in workers:
            worker.end()
            self._workers.remove(worker)


def _context(preload: Sequence[str]) -> Context:
    """Return how children are started: by a server that has imported `preload`, or from nothing."""
    if not preload:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


@dataclass(frozen=True, slots=True)
class _Task:
    """An item on its way through a worker."""

    index: int
    item: Any
    started: float


class _Worker:
    """A child process as its parent sees it."""

    def __init__(self, packed: bytes, limits: WorkerLimits, context: Context) -> None:
        self.conn, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, packed, limits), daemon=True)
        with _interrupts_held():
            self._process.start()
        theirs.close()
        self._limits = limits
        self._ready = False
        self._base = 0
        self._peak = 0
        self.task: _Task | None = None
        self.spent = False
        """It may take no more items: killed, dead, or grown fat."""

    def take(self, task: _Task) -> None:
        """Hand an item to the child; its clock starts when the child is ready."""
        self.task = task
        self._peak = 0
        self._base = _resident(self._process.pid)
        with contextlib.suppress(OSError):  # a dead child is found out by look()
            self.conn.send(task.item)

    def look(self) -> Outcome[Any, Any] | None:
        """Return what became of the task, or None while all is well."""
        if self.task is None:
            return None
        failure: IntakeError | None
        try:
            if self.conn.poll():
                return self._hear(self.conn.recv())
            failure = self._overrun(self.task)
        except (EOFError, OSError):
            failure = self._obituary()
        if failure is None:
            return None
        self.spent = True
        spent = time.monotonic() - self.task.started
        return Outcome(self.task.index, self.task.item, None, failure, round(spent, 3), self._peak)

    def _hear(self, message: tuple[str, Any]) -> Outcome[Any, Any] | None:
        """Act on the child's message."""
        task = self.task
        if task is None:
            return None
        if message[0] == "stillborn":
            raise EngineFailure(f"a worker could not be prepared: {message[1]}")
        now = time.monotonic()
        if message[0] == "ready":
            self._ready = True
            self._base = _resident(self._process.pid)
            self.task = _Task(task.index, task.item, now)
            return None
        resident = _resident(self._process.pid)
        peak = max(self._peak, resident)
        self.spent = resident > self._limits.resident_bytes * RETIRE_SHARE
        self.task = None
        return _outcome(task, message, now - task.started, peak)

    def _overrun(self, task: _Task) -> IntakeError | None:
        """Say which limit the child has run over, if any."""
        limits, elapsed = self._limits, time.monotonic() - task.started
        if not self._ready:
            if elapsed > limits.start_seconds:
                raise EngineFailure(f"a worker was not ready within {limits.start_seconds:g} s")
            return None
        resident = _resident(self._process.pid)
        self._peak = max(self._peak, resident)
        if resident > limits.resident_bytes or resident - self._base > limits.growth_bytes:
            return PageMemory(f"took {resident >> 20} MiB; it was stopped")
        if elapsed > limits.seconds:
            return PageTimeout(f"took longer than {limits.seconds:g} s; it was stopped")
        return None

    def _obituary(self) -> IntakeError:
        """Name the failure of a child that has died by itself."""
        self._process.join(PARTING_SECONDS)
        code = self._process.exitcode
        if not self._ready:
            raise EngineFailure(f"a worker died while it was prepared (exit code {code})")
        if code == -signal.SIGKILL:
            return PageMemory("the system ended the reader, most likely for want of memory")
        if code == -signal.SIGXCPU:
            return PageTimeout("used up its processor time; it was stopped")
        return PageFailure(f"the reader died on it (exit code {code})")

    def dismiss(self) -> None:
        """Tell an idle child to leave."""
        if self.task is None:
            with contextlib.suppress(OSError, ValueError):
                self.conn.send_bytes(b"")
                self._process.join(PARTING_SECONDS)

    def end(self) -> None:
        """Make sure that the child, and whatever it started, is gone."""
        pid = self._process.pid
        if pid is not None and self._process.is_alive():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            self._process.kill()
        self._process.join()
        self._process.close()
        self.conn.close()


def _outcome(
    task: _Task, message: tuple[str, Any], seconds: float, peak: int = 0
) -> Outcome[Any, Any]:
    """Turn a child's last word about a task into its outcome."""
    kind, content = message
    if kind == "done":
        return Outcome(task.index, task.item, content, None, round(seconds, 3), peak)
    failure = _error(*content)
    return Outcome(task.index, task.item, None, failure, round(seconds, 3), peak)


def _error(code: str, message: str) -> IntakeError:
    """Return the error with this code: exceptions themselves do not cross processes safely."""
    kinds: list[type[IntakeError]] = [UnusableFile, PageFailure, EngineFailure]
    for kind in kinds:
        if kind.code == code:
            return kind(message)
        kinds.extend(kind.__subclasses__())
    return PageFailure(message)


def _resident(pid: int | None) -> int:
    """Return a process's resident memory in bytes, or 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a child is born, so that it is born deaf to it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
