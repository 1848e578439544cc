"""The API's process: `python -m api.serve`; `intake serve` starts it."""

import uvicorn

from api.app import create_app
from api.lifeline import die_with_parent
from api.logs import configure
from api.service import open_service
from api.settings import Settings


def main() -> None:
    """Serve until SIGTERM, then let the requests in hand end."""
    settings = Settings()
    configure(settings)
    die_with_parent()
    with open_service(settings) as service:
        uvicorn.run(
            create_app(service),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=settings.drain_seconds,
        )


if __name__ == "__main__":
    main()
