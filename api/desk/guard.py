"""Who may see a page, and what a browser is shown instead of a problem."""

import hmac
import logging
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute

from api.auth import COOKIE, Allow
from api.desk.screen import csrf_of, show
from api.problems import KINDS, OF_ERROR, Problem, code_of, response
from api.store.viewer import READS_CASES, Role, Scope, Viewer
from api.work import review

logger = logging.getLogger(__name__)
SIGN_IN = "/desk/sign-in"
OF_REVIEW: dict[type[Exception], str] = {
    review.NotFound: "not_found",
    review.NotDecided: "not_decided",
    review.NotForViewer: "forbidden",
    review.Unsettled: "unsettled",
}
"""What a person's part in a case is refused with."""


class AllowPage(Allow):
    """Like `Allow`; nobody is sent to the sign-in page, and comes back from there."""

    def __call__(self, request: Request) -> Viewer:
        """Return the viewer; raise a Problem for one who may not."""
        viewer = super().__call__(request)
        if not viewer.is_staff:
            raise Problem("forbidden")
        return viewer


def page_for(*roles: Role | Scope) -> Callable[[Request], Viewer]:
    """Return the dependency for a page."""
    return AllowPage(frozenset(roles))


Anyone = Annotated[Viewer, Depends(page_for(*Role))]
"""Whoever is signed in."""
Reader = Annotated[Viewer, Depends(page_for(*READS_CASES))]
"""Staff who see cases."""
Clerk = Annotated[Viewer, Depends(page_for(Role.COUNTER))]


async def checked_form(request: Request) -> None:
    """
    Refuse a form that does not come from a page of this very session.

    Only a browser's cookie goes with requests unasked; whoever sends `Authorization` means it.
    """
    if "authorization" in request.headers:
        return
    if COOKIE not in request.cookies:
        raise Problem("not_signed_in")
    told = request.headers.get("x-csrf-token")
    if told is None:
        told = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(told.encode(), csrf_of(request).encode()):
        raise Problem("cross_site")


OwnForm = Depends(checked_form)


class PageRoute(APIRoute):
    """Shows problems as pages: what happened, what was kept, what to do."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler with its problems caught."""
        plain = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await plain(request)
            except Problem as problem:
                return _shown(request, problem)
            except RequestValidationError:
                return _shown(request, Problem("invalid"))
            except tuple(OF_REVIEW) as error:
                return _shown(request, Problem(OF_REVIEW[type(error)]))
            except tuple(OF_ERROR) as error:
                return _shown(request, Problem(code_of(error)))
            except Exception:
                if "text/html" not in request.headers.get("accept", ""):
                    raise
                logger.exception("internal error")
                return _shown(request, Problem("internal"))

        return handler


def _shown(request: Request, problem: Problem) -> Response:
    """Show a problem to whoever asked for a page; a program is answered as by the API."""
    fragment = "hx-request" in request.headers
    if not fragment and "text/html" not in request.headers.get("accept", ""):
        return response(problem)
    if problem.code == "not_signed_in":
        target = f"{SIGN_IN}?next={quote(request.url.path)}"
        if fragment:
            return Response(headers={"HX-Redirect": target})
        return RedirectResponse(target, 303)
    kind = KINDS[problem.code]
    template = "problem_part.html" if fragment else "problem.html"
    return show(request, template, status=kind.status, kind=kind, detail=problem.detail)
