"""What a worker is told from outside, by signals: to stop, or that one of its peers has died."""

import os
import select
import signal
from contextlib import suppress

PEER_DIED = signal.SIGWINCH
"""One that processes ignore unless they ask for it: a worker that is only starting survives it."""
STOP = (signal.SIGTERM, signal.SIGINT)


class Orders:
    """
    A flag, and a bell that wakes whoever waits.

    The bell is a pipe and not an Event: a signal's handler runs in the very thread that waits, and
    may find the Event's own lock in that thread's hands.
    """

    def __init__(self) -> None:
        self.stop = False
        self._ear, self._rope = os.pipe()
        os.set_blocking(self._ear, False)
        os.set_blocking(self._rope, False)

    def listen(self) -> None:
        """Take the signals; only the main thread may."""
        for number in STOP:
            signal.signal(number, lambda *_: self.end())
        signal.signal(PEER_DIED, lambda *_: self.ring())

    def end(self) -> None:
        """Ask to stop."""
        self.stop = True
        self.ring()

    def ring(self) -> None:
        """Wake whoever waits; a bell that rings already need not be rung."""
        with suppress(BlockingIOError):
            os.write(self._rope, b"\0")

    def wait(self, seconds: float) -> bool:
        """Wait for the bell, at most so long; return whether to go on working."""
        if not self.stop and select.select([self._ear], [], [], seconds)[0]:
            with suppress(BlockingIOError):
                os.read(self._ear, 4096)
        return not self.stop
