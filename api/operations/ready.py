"""Whether what runs here is fit: asked every few seconds by whoever keeps it running."""

import ssl
from urllib.error import URLError
from urllib.request import urlopen

from api.settings import Settings

PATIENCE = 4.0
"""Seconds; less than whoever asks will wait."""
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 — what a server listens on
"""A server that listens everywhere also answers on loopback."""


def serves(settings: Settings) -> bool:
    """Say whether this machine's service is ready (`/readyz`)."""
    host = ANYWHERE.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host else host
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE  # it names another host
    try:
        with urlopen(  # noqa: S310 — our own address
            f"{settings.scheme}://{host}:{settings.port}/readyz", timeout=PATIENCE, context=trusting
        ) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def works(settings: Settings) -> bool:
    """Say whether one of this machine's workers has been seen lately."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 — the service's readiness needs none

    from api.store import workers  # noqa: PLC0415
    from api.store.database import Database  # noqa: PLC0415

    database = Database(settings.database_url)
    try:
        return workers.alive(database, settings.machine) > 0
    except SQLAlchemyError:
        return False
    finally:
        database.close()
