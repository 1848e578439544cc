"""Who sends a request, and whether its route is for them."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import HTTPBasic, HTTPBearer

from api.problems import Problem
from api.rate_limit import Buckets
from api.service import Service
from api.store import keys, staff
from api.store.tables import Staff
from api.store.viewer import READS_CASES, Role, Scope, Viewer

COOKIE = "intake_session"
SAFE = ("GET", "HEAD", "OPTIONS")


def the_service(request: Request) -> Service:
    """Return what `create_app` was given."""
    service: Service = request.app.state.service
    return service


Served = Annotated[Service, Depends(the_service)]


def viewer_of(request: Request) -> Viewer | None:
    """
    Return who sends the request, or None.

    Three ways: an API key or a session token as `Bearer`, name and password as `Basic` (for
    programs of the agency), the cookie of a browser that has signed in.
    """
    service = the_service(request)
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        if told.startswith(f"{keys.MARK}_"):
            return keys.viewer_of_key(service.database, told)
        return _of_session(service, told)
    if kind.lower() == "basic":
        return _of_password(request, told)
    token = request.cookies.get(COOKIE)
    if token is None:
        return None
    refuse_other_sites(request)
    return _of_session(service, token)


def _of_session(service: Service, token: str) -> Viewer | None:
    settings = service.settings
    return staff.viewer_of_session(
        service.database,
        token,
        idle=timedelta(minutes=settings.idle_minutes),
        longest=timedelta(hours=settings.session_hours),
    )


def check_sign_in(request: Request, name: str, password: str) -> Staff:
    """Return the account that name and password fit; raise SignInRefused, or a Problem: 429."""
    address = request.client.host if request.client else ""
    spend(request, request.app.state.sign_ins, f"{address} {name}")
    return staff.check_password(the_service(request).database, name, password)


def spend(request: Request, buckets: Buckets, caller: str) -> None:
    """Count a request for its caller; raise a Problem where it is one too many."""
    standing = buckets.take(caller)
    request.state.headers = standing.headers
    if not standing.allowed:
        raise Problem("too_many_requests", headers=standing.headers)


def _of_password(request: Request, told: str) -> Viewer | None:
    try:
        name, _, password = base64.b64decode(told, validate=True).decode().partition(":")
        person = check_sign_in(request, name, password)
    except (binascii.Error, UnicodeDecodeError, staff.SignInRefused):
        return None
    return staff.viewer_of(person)


def refuse_other_sites(request: Request) -> None:
    """Refuse a change that a page of another site has made a browser send (CSRF)."""
    if request.method in SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    same = site in ("same-origin", "none") if site else True
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        same = False
    if not same or (site is None and origin is None):
        raise Problem("cross_site")


@dataclass(frozen=True, slots=True)
class Allow:
    """
    Lets a route be used by these roles and scopes only; a dependency that returns the viewer.

    The test of who may what reads `allowed` from every route.
    """

    allowed: frozenset[Role | Scope]

    def __call__(self, request: Request) -> Viewer:
        """Return the viewer; raise a Problem: 401 for nobody, 403 for one who may not."""
        viewer = viewer_of(request)
        if viewer is None:
            raise Problem("not_signed_in")
        if not viewer.may(*self.allowed):
            raise Problem("forbidden")
        request.state.viewer = viewer
        # A tenant's keys share one bucket: a second key does not buy a second share.
        spend(request, request.app.state.requests, viewer.tenant_id or viewer.id)
        return viewer


def allow(*allowed: Role | Scope) -> Callable[[Request], Viewer]:
    """Return the dependency for a route."""
    return Allow(frozenset(allowed))


BEARER = HTTPBearer(auto_error=False, description="API key, or a session's token")
BASIC = HTTPBasic(auto_error=False, description="Name and password of a member of staff")
"""For the OpenAPI document; `viewer_of` does the work."""

CaseReader = Annotated[Viewer, Depends(allow(Scope.READ, *READS_CASES))]
"""Whoever may see cases: a tenant its own, staff all."""
Submitter = Annotated[Viewer, Depends(allow(Scope.SUBMIT, Role.COUNTER))]
"""Whoever may bring papers."""
Administrator = Annotated[Viewer, Depends(allow(Role.ADMINISTRATOR))]
