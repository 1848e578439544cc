"""Signing in and out, one's own password, the language."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.auth import COOKIE, Served, check_sign_in, refuse_other_sites, viewer_of
from api.desk.guard import SIGN_IN, Anyone, OwnForm, PageRoute
from api.desk.screen import LANGUAGE_COOKIE, Language, show
from api.store import staff
from api.store.viewer import Role, Viewer
from api.v1.sessions import set_cookie

router = APIRouter(prefix="/desk", route_class=PageRoute, include_in_schema=False)
PASSWORD_PAGE = "/desk/password"  # noqa: S105 — an address
Next = Annotated[str, Query(pattern=r"^/desk[A-Za-z0-9/_-]*$")]
Secret = Annotated[str, Form(max_length=200)]
A_YEAR = 365 * 24 * 3600


def home_of(viewer: Viewer) -> str:
    """Return where a member of staff begins the day."""
    places = (
        (Role.COUNTER, "/desk"),
        (Role.REVIEWER, "/desk/review"),
        (Role.LEAD, "/desk/lead"),
        (Role.AUDITOR, "/desk/cases"),
    )
    return next((place for role, place in places if viewer.may(role)), PASSWORD_PAGE)


@router.get("/sign-in")
def ask(request: Request, next: Next = "/desk") -> Response:  # noqa: A002 — the parameter's name
    """Show the sign-in page; one who is signed in goes straight on."""
    viewer = viewer_of(request)
    if viewer is not None and viewer.is_staff:
        return RedirectResponse(home_of(viewer), 303)
    return show(request, "sign_in.html", target=next, name="", refused=False)


@router.post("/sign-in")
def sign_in(  # noqa: PLR0913, PLR0917 — each is a part of the form
    request: Request,
    service: Served,
    name: Annotated[str, Form(max_length=100)],
    password: Secret,
    counter: Annotated[str, Form(max_length=40)] = "",
    next: Annotated[str, Form(pattern=r"^/desk[A-Za-z0-9/_-]*$")] = "/desk",  # noqa: A002
) -> Response:
    """Sign in; a wrong password says no more than that."""
    refuse_other_sites(request)
    try:
        person = check_sign_in(request, name, password)
    except staff.SignInRefused:
        return show(request, "sign_in.html", status=401, target=next, name=name, refused=True)
    token = staff.open_session(service.database, person, counter)
    target = home_of(staff.viewer_of(person)) if next == "/desk" else next
    answer = RedirectResponse(PASSWORD_PAGE if person.must_change else target, 303)
    set_cookie(answer, token, secure=request.url.scheme == "https")
    return answer


@router.post("/sign-out", dependencies=[OwnForm])
def sign_out(request: Request, service: Served, _viewer: Anyone) -> Response:
    """Sign out."""
    staff.close_session(service.database, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.get("/password")
def ask_password(request: Request, _viewer: Anyone) -> Response:
    """Show the form for another password."""
    return show(request, "password.html", complaint="")


@router.post("/password", dependencies=[OwnForm])
def change_password(
    request: Request, service: Served, viewer: Anyone, old: Secret, new: Secret
) -> Response:
    """Change one's own password; every session ends."""
    complaint = ""
    try:
        staff.check_password(service.database, viewer.name, old)
        staff.change_password(service.database, viewer.id, new)
    except staff.SignInRefused:
        complaint = "old"
    except staff.WeakPassword:
        complaint = "weak"
    if complaint:
        return show(request, "password.html", status=422, complaint=complaint)
    return RedirectResponse(SIGN_IN, 303)


@router.get("/language/{language}")
def set_language(language: Language, next: Next = "/desk") -> Response:  # noqa: A002
    """Set this browser's language and go back."""
    answer = RedirectResponse(next, 303)
    answer.set_cookie(
        LANGUAGE_COOKIE, language, max_age=A_YEAR, httponly=True, samesite="lax", path="/desk"
    )
    return answer
