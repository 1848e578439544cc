"""A process that answers requests: `python -m api.serve`; `intake serve` starts it."""

import os
import socket
import sys
from dataclasses import replace

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.lifeline import SOCKET, die_with_parent, wait_for_store
from api.logs import configure
from api.service import Service, open_service
from api.settings import Settings


def main() -> None:
    """Serve until SIGTERM, then let the requests in hand end."""
    settings = Settings()
    configure(settings)
    die_with_parent()
    wait_for_store()
    with open_service(settings) as opened:
        service = watched(opened, answering="--metrics" in sys.argv)
        server = uvicorn.Server(config_of(settings, create_app(service)))
        server.run(sockets=inherited())


def watched(service: Service, *, answering: bool) -> Service:
    """Return the service with its requests counted, if anybody wants to know."""
    if not service.settings.metrics_port:
        return service
    from api.metrics import Requests, serve_metrics  # noqa: PLC0415 — reads its folder on import

    if answering:
        serve_metrics(service)
    return replace(service, count=Requests().note)


def config_of(settings: Settings, app: FastAPI) -> uvicorn.Config:
    """Return how requests are taken."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.drain_seconds,
    )


def inherited() -> list[socket.socket] | None:
    """Return the socket that the supervisor listens on for all its servers, if there is one."""
    number = os.environ.pop(SOCKET, None)
    return [socket.socket(fileno=int(number))] if number else None


if __name__ == "__main__":
    main()
