"""
What an operator watches: `GET /metrics` on a port of its own, for Prometheus.

Requests are counted by every server into files that one of them adds up; the rest is asked of the
database when somebody looks, so it is true whichever process answers. No label says whose.
"""

import logging
import os
import shutil
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.lifeline import COUNTS
from api.service import Service
from api.store import workers
from api.store.columns import now
from api.store.states import State
from api.store.tables import Case, Page, Submission
from api.store.tables_decided import Outbox

logger = logging.getLogger(__name__)
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Requests:
    """Counts requests and how long they took, by route and status."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._count = Counter("intake_requests", "Requests answered", labels, registry=registry)
        self._seconds = Histogram(
            "intake_request_seconds",
            "From the request's head to the answer's end",
            ("method", "route"),
            buckets=BUCKETS,
            registry=registry,
        )

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one."""
        self._count.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)


class StoreCollector(Collector):
    """Asks the store when somebody looks."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Yield what stands in the store, and whether it can be asked at all."""
        up = GaugeMetricFamily("intake_database_up", "Whether the database answers")
        try:
            with self._service.database.read() as session:
                found = list(_of_store(session))
                workers_alive = workers.alive(self._service.database)
        except Exception:  # whatever it is, the others are still told
            logger.exception("the store cannot be asked")
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found
        yield _gauge("intake_workers_alive", "Workers seen within half a minute", workers_alive)
        free = shutil.disk_usage(self._service.settings.data).free
        yield _gauge("intake_disk_free_bytes", "Space left where the data lie", free)


def _of_store(session: Session) -> Iterator[Metric]:
    yield _by_label(session, "intake_submissions", "Submissions by state", Submission.state)
    yield _by_label(session, "intake_cases", "Cases by state", Case.state)
    yield _by_label(session, "intake_decisions", "Cases by standing decision", Case.decision)
    yield _by_label(session, "intake_pages", "Pages by state", Page.state)
    yield _by_label(session, "intake_outbox", "Things to deliver by state", Outbox.state)
    oldest = session.scalar(
        select(func.min(Submission.received_at)).where(
            Submission.state.in_((State.RECEIVED, State.READING))
        )
    )
    waited = (now() - oldest).total_seconds() if oldest else 0.0
    yield _gauge("intake_oldest_waiting_seconds", "Age of the oldest undecided submission", waited)


def _by_label(session: Session, name: str, told: str, column: object) -> Metric:
    family = GaugeMetricFamily(name, told, labels=["state"])
    for value, count in session.execute(select(column, func.count()).group_by(column)):  # type: ignore[call-overload]
        family.add_metric([value or "none"], count)
    return family


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def serve_metrics(service: Service) -> None:
    """Answer on the metrics' own port, in the background."""
    registry = CollectorRegistry()
    if os.environ.get(COUNTS):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(StoreCollector(service))
    settings = service.settings
    start_http_server(settings.metrics_port, settings.host, registry)
