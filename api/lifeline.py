"""What children inherit from the process that looks after them, and do not outlive."""

import os
import threading

LIFELINE = "INTAKE_LIFELINE"
"""Number of an inherited descriptor; whoever holds the other end is our supervisor."""
SOCKET = "INTAKE_SOCKET"
"""Number of an inherited descriptor: where requests come in."""
GATE = "INTAKE_GATE"
"""Number of an inherited descriptor; it ends once the store stands."""

COUNTS = "PROMETHEUS_MULTIPROC_DIR"
"""Folder where servers count their requests; the library's own name for it."""


def die_with_parent() -> None:
    """Leave at once when the supervisor is gone: its successor starts others in our place."""
    number = os.environ.pop(LIFELINE, None)
    if number is not None:
        watch = threading.Thread(target=_watch, args=(int(number),), daemon=True)
        watch.start()


def wait_for_store() -> None:
    """Wait until the supervisor has brought the store up to date; alone, go on."""
    number = os.environ.pop(GATE, None)
    if number is not None:
        os.read(int(number), 1)
        os.close(int(number))


def _watch(descriptor: int) -> None:
    os.read(descriptor, 1)
    os._exit(70)
