"""A worker's own side: build the kit once, answer items, stay inside the limits."""

import contextlib
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import Field

from intake.errors import IntakeError, PageFailure, PageMemory
from models.record import Record

Kit = TypeVar("Kit")
Item = TypeVar("Item")
Result = TypeVar("Result")

FENCE_SLACK = 512 << 20
"""Address space beyond the memory limit: allocators reserve more than they use."""
CPU_SLACK = 10
"""Seconds of processor time beyond the limit before the kernel ends an orphaned worker."""
ONE_CORE = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""Parallelism comes from the number of workers; a worker of its own starts no threads."""


class WorkerLimits(Record):
    """What one item may cost."""

    seconds: float = Field(default=30.0, gt=0)
    growth_bytes: int = Field(default=1 << 30, gt=0)
    """Resident memory beyond what the worker held when it was given the item."""
    resident_bytes: int = Field(default=3 << 29, gt=0)
    """Resident memory altogether."""
    start_seconds: float = Field(default=120.0, gt=0)
    """For building the kit; a cold disk and two busy cores are no fault of a page."""


@dataclass(frozen=True, slots=True)
class Work(Generic[Kit, Item, Result]):
    """What a worker does; both functions and the item must be picklable."""

    build: Callable[[], Kit]
    """Called once in each worker."""
    run: Callable[[Kit, Item], Result]
    """Called once for each item, on the worker's main thread."""


def serve(conn: Connection, packed: bytes, limits: WorkerLimits) -> None:
    """Be a worker: build the kit, then answer items until told to leave or left alone."""
    os.setsid()  # so that a helper program dies with us, and Ctrl-C is the parent's affair
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(ONE_CORE)
    try:
        work: Work[Any, Any, Any] = pickle.loads(packed)  # noqa: S301  # made by our own parent
        kit = work.build()
    except Exception:  # noqa: BLE001  # whatever it is, the parent has to hear of it
        conn.send(("stillborn", traceback.format_exc(limit=-3)))
        return
    if "cv2" in sys.modules:
        sys.modules["cv2"].setNumThreads(1)
    with contextlib.suppress(EOFError, OSError):  # the parent is gone: so are we
        conn.send(("ready", None))
        while received := conn.recv_bytes():
            _fence(limits)
            item = pickle.loads(received)  # noqa: S301  # sent by our own parent
            _reply(conn, attempt(work, kit, item))
    os._exit(0)  # to take the networks apart would take half a second and serve nobody


def _reply(conn: Connection, answer: tuple[str, Any]) -> None:
    """Send the answer, or why it cannot be sent."""
    try:
        conn.send(answer)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        conn.send(("error", (PageFailure.code, f"the result cannot travel: {error}")))


def attempt(work: Work[Any, Any, Any], kit: object, item: object) -> tuple[str, Any]:
    """Run the work on one item; whatever it raises becomes a code and a message."""
    try:
        return "done", work.run(kit, item)
    except MemoryError:
        return "error", (PageMemory.code, "asked for more memory than a page may take")
    except IntakeError as error:
        return "error", (error.code, str(error))
    except Exception:  # noqa: BLE001  # a page must never take the others with it
        return "error", (PageFailure.code, traceback.format_exc(limit=-3))


def _fence(limits: WorkerLimits) -> None:
    """
    Let the kernel stop what the parent is too slow, or no longer there, to stop.

    One huge allocation fails with MemoryError before a byte is touched; a loop that outlives the
    parent ends by SIGXCPU. Both limits are soft and move with each item.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime + limits.seconds) + CPU_SLACK
    _soften(resource.RLIMIT_CPU, cpu)
    if data := _writable_bytes():
        _soften(resource.RLIMIT_DATA, data + limits.growth_bytes + FENCE_SLACK)


def _soften(which: int, value: int) -> None:
    """Set the soft limit, never above the hard one."""
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, hard))


def _writable_bytes() -> int:
    """Return this process's private writable memory, or 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    sizes = [line.split()[1] for line in status.splitlines() if line.startswith("VmData:")]
    return int(sizes[0]) << 10 if sizes else 0
