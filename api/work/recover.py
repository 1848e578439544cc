"""
Gives a dead worker's jobs back to the queue: `python -m api.work.recover NAME`.

A short process of its own, started by a peer that holds the dead one's lease: launching under the
name does it, by the engine's public means and with its counter of attempts kept.
"""

import sys
import time

from api.settings import Settings
from api.store.database import Database
from api.work.engine import Client, launched

LONGEST = 20.0
"""Seconds; the next sweep tries again."""


def main() -> None:
    """Launch under the name, wait until the jobs are queued again, leave."""
    database = Database(Settings().database_url)
    client = Client(database)
    with launched(database, sys.argv[1], listen=False):
        until = time.monotonic() + LONGEST
        while client.running().get(sys.argv[1]) and time.monotonic() < until:
            time.sleep(0.05)
    client.close()
    database.close()


if __name__ == "__main__":
    main()
