"""Build the web application; nothing happens on import."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.types import Scope

from api import openapi, problems
from api.access import Access
from api.body_limit import BodyLimit
from api.content_type import ContentType
from api.desk import (
    arrange,
    assets,
    counter,
    front,
    lead,
    notices,
    phone,
    records,
    review,
    sign_in,
    strips,
)
from api.rate_limit import Buckets
from api.service import Service
from api.settings import Settings
from api.v1 import (
    cases,
    deliveries,
    dossiers,
    events,
    health,
    keys,
    pages,
    results,
    reviews,
    sessions,
    submissions,
    webhooks,
)

ROUTERS = (
    submissions,
    events,
    results,
    cases,
    dossiers,
    pages,
    reviews,
    deliveries,
    webhooks,
    keys,
    sessions,
    health,
)
PAGES = (front, assets, sign_in, counter, phone, arrange, records, notices, strips, review, lead)
UPLOADS = ("/v1/submissions", "/papers", "/desk/cases", phone.SEND)
"""Ends of the paths that take files."""


def create_app(service: Service) -> FastAPI:
    """Return the application over an opened service; whoever opened it closes it."""
    app = FastAPI(
        title="补缴收件 Bujiao Intake",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        generate_unique_id_function=openapi.operation_id,
    )
    app.state.service = service
    app.state.requests = Buckets("tenant", service.settings.requests_per_minute)
    app.state.sign_ins = Buckets("sign-in", service.settings.sign_ins_per_minute)
    app.add_middleware(ContentType, uploads=UPLOADS)
    app.add_middleware(BodyLimit, limit_of=_limits(service.settings))
    app.add_middleware(Access, count=service.count)
    problems.install(app)
    for module in (*ROUTERS, *PAGES):
        app.include_router(module.router)
    openapi.install(app)
    return app


def _limits(settings: Settings) -> Callable[[Scope], int]:
    large, small = settings.body << 20, settings.json_body << 20

    def limit_of(scope: Scope) -> int:
        named = any(name in (b"authorization", b"cookie") for name, _ in scope["headers"])
        return large if named and scope["path"].endswith(UPLOADS) else small

    return limit_of
