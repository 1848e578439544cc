"""An opener that files can harm; a worker has to be able to import it."""

import os
import signal

from intake.errors import UnusableFile
from intake.ingest.probe import opening


def misbehave(_kit, question):
    """Open a file as its name bids."""
    path = question[0]
    if path.endswith("crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    while path.endswith("hang"):
        pass
    held = []
    while path.endswith("swell"):
        held.append(bytearray(b"x") * (1 << 20))
    if path.endswith("refuse"):
        raise UnusableFile("no")
    return opening().run(None, question)
