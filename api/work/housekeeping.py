"""What has served its time is cleared away: once an hour, by whichever worker gets to it."""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from api.settings import Settings
from api.store import idempotency, staff
from api.store.columns import now
from api.store.database import Database
from api.work.engine import Client
from api.work.leases import Leases

logger = logging.getLogger(__name__)
EVERY_SECONDS = 3600.0
FIRST_SECONDS = 60.0
"""After a worker's start: then it has more urgent things to do, the work of the dead before all."""
NAME = "housekeeping"
"""A lease, so that one worker of all does it."""
KEPT_JOBS = timedelta(days=7)
"""Records of the queue; what has to last stands in tables of our own."""
PORTION = 1000
"""Records removed at a time: the worker looks after its peers in between."""


@dataclass(slots=True)
class Housekeeping:
    """Clears away, if an hour has passed and nobody else is at it."""

    settings: Settings
    database: Database
    client: Client
    leases: Leases
    due: float
    """By the monotonic clock, in seconds."""

    def look(self) -> bool:
        """Clear away if it is time; return whether something was."""
        moment = time.monotonic()
        if moment < self.due:
            return False
        lease = self.leases.take(NAME)
        if lease is None:
            self.due = moment + EVERY_SECONDS
            return False
        try:
            whole = self._clear()
        finally:
            lease.release()
        self.due = moment + (EVERY_SECONDS if whole else 0.0)
        return True

    def _clear(self) -> bool:
        """Clear a portion away; return whether that was all."""
        jobs = self.client.finished((now() - KEPT_JOBS).isoformat(), PORTION)
        self.client.forget(jobs)
        with self.database.write() as session:
            keys = idempotency.forget(session, self.settings.idempotency_hours)
            staff.forget_sessions(session, timedelta(hours=self.settings.session_hours))
        logger.info("cleared away: %s jobs, %s keys of requests", len(jobs), keys)
        return len(jobs) < PORTION
