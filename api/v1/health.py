"""Whether the program runs, and whether it can do its work."""

import shutil
from collections.abc import Callable
from io import BytesIO

from fastapi import APIRouter
from sqlalchemy import text

from api.auth import Served
from api.problems import Problem
from api.service import Service
from api.store import workers
from api.store.blobs import LocalBlobs
from api.store.migrate import at_head
from api.v1.bodies import Body

router = APIRouter(tags=["health"])
LEAST_SPACE = 2 << 30
"""Bytes; below this nothing more is taken in."""


class Readiness(Body):
    """What was tried, and that all of it went well."""

    status: str
    checks: dict[str, bool]


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(service: Served) -> Readiness:
    """Say whether database, blobs, disk, migrations and workers are fit; 503 if not."""
    checks = {name: _passes(check, service) for name, check in CHECKS.items()}
    if not all(checks.values()):
        unfit = [{"at": name} for name, fit in checks.items() if not fit]
        raise Problem("unfit", errors=unfit)
    return Readiness(status="ok", checks=checks)


def _passes(check: Callable[[Service], bool], service: Service) -> bool:
    try:
        return check(service)
    except Exception:  # noqa: BLE001 — whatever it is, we are not ready
        return False


def _database(service: Service) -> bool:
    with service.database.write() as session:
        return session.execute(text("SELECT 1")).scalar() == 1


def _blobs(service: Service) -> bool:
    blob = service.blobs.put(BytesIO(b"ready"))
    return service.blobs.has(blob.sha256)


def _disk(service: Service) -> bool:
    if not isinstance(service.blobs, LocalBlobs):
        return True
    return shutil.disk_usage(service.settings.data).free > LEAST_SPACE


def _migrations(service: Service) -> bool:
    return at_head(service.database)


def _workers(service: Service) -> bool:
    return workers.alive(service.database) > 0


CHECKS: dict[str, Callable[[Service], bool]] = {
    "database": _database,
    "blobs": _blobs,
    "disk": _disk,
    "migrations": _migrations,
    "workers": _workers,
}
