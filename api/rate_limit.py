"""
How much one caller may ask for: token buckets, told in the headers of every answer.

Headers as in draft-ietf-httpapi-ratelimit-headers-10. Each API process counts for itself: the
limit protects a process from one caller, it is no account of what was used.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_SECONDS = 60
MOST_KEYS = 50_000
"""Buckets kept; beyond that the full ones are forgotten, which changes nothing for their owners."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a caller has left."""

    policy: str
    limit: int
    left: int
    seconds: int
    """Until there is one more, where none is left; until all are there again otherwise."""
    allowed: bool

    @property
    def headers(self) -> dict[str, str]:
        """Return what an answer says of it."""
        told = {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.seconds}',
        }
        return told if self.allowed else {**told, "Retry-After": str(max(1, self.seconds))}


class Buckets:
    """One bucket per caller: full at first, refilled evenly, emptied by one with each request."""

    def __init__(
        self, policy: str, per_minute: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._policy = policy
        self._limit = per_minute
        self._clock = clock
        self._filled: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, caller: str) -> Standing:
        """Take one, or be told how long to wait."""
        moment = self._clock()
        with self._lock:
            held = self._held(caller, moment)
            allowed = held >= 1
            left = held - 1 if allowed else held
            self._filled[caller] = (left, moment)
            if len(self._filled) > MOST_KEYS:
                self._forget(moment)
        return self._standing(left, allowed=allowed)

    def _held(self, caller: str, moment: float) -> float:
        left, since = self._filled.get(caller, (float(self._limit), moment))
        refilled = (moment - since) * self._limit / WINDOW_SECONDS
        return min(self._limit, left + refilled)

    def _standing(self, left: float, *, allowed: bool) -> Standing:
        wanted = self._limit - left if allowed else 1 - left
        seconds = math.ceil(wanted * WINDOW_SECONDS / self._limit)
        return Standing(self._policy, self._limit, int(left), seconds, allowed)

    def _forget(self, moment: float) -> None:
        full = [key for key in self._filled if self._held(key, moment) >= self._limit]
        for key in full:
            del self._filled[key]
