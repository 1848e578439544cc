"""Staff signs in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field, SecretStr

from api.auth import COOKIE, Served, allow, check_sign_in
from api.problems import Problem, told
from api.store import staff
from api.store.viewer import Role, Viewer
from api.v1.bodies import Body

router = APIRouter(prefix="/v1/sessions", tags=["staff"])
AnyStaff = Annotated[Viewer, Depends(allow(*Role))]


class SignIn(BaseModel):
    """Name and password."""

    name: str = Field(max_length=100)
    password: SecretStr = Field(max_length=200)
    counter: str = Field(default="", max_length=40)


class SignedIn(Body):
    """A session; its token goes into `Authorization: Bearer`, a browser has it as a cookie."""

    token: str
    name: str
    roles: list[Role]
    must_change: bool


class NewPassword(BaseModel):
    """The password that is to be."""

    old: SecretStr = Field(max_length=200)
    new: SecretStr = Field(max_length=200)


@router.post(
    "",
    status_code=201,
    response_model=SignedIn,
    openapi_extra=told("not_signed_in", "too_many_requests"),
)
def sign_in(request: Request, service: Served, body: SignIn) -> Response:
    """Sign in; five wrong passwords lock the account for a quarter of an hour."""
    try:
        person = check_sign_in(request, body.name, body.password.get_secret_value())
    except staff.SignInRefused:
        raise Problem("not_signed_in") from None
    token = staff.open_session(service.database, person, body.counter)
    signed_in = SignedIn(
        token=token,
        name=person.name,
        roles=[Role(role) for role in person.roles],
        must_change=person.must_change,
    )
    answer = JSONResponse(signed_in.model_dump(mode="json"), 201)
    set_cookie(answer, token, secure=request.url.scheme == "https")
    return answer


def set_cookie(answer: Response, token: str, *, secure: bool) -> None:
    """Give a browser its session: no script can read it, no other site can use it."""
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure, path="/")


@router.delete("/mine", status_code=204)
def sign_out(request: Request, service: Served, _viewer: AnyStaff) -> Response:
    """Sign out."""
    _, _, told = request.headers.get("authorization", "").partition(" ")
    staff.close_session(service.database, request.cookies.get(COOKIE) or told)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.put("/mine/password", status_code=204)
def change_password(service: Served, viewer: AnyStaff, body: NewPassword) -> None:
    """Change one's own password; every session ends."""
    try:
        staff.check_password(service.database, viewer.name, body.old.get_secret_value())
        staff.change_password(service.database, viewer.id, body.new.get_secret_value())
    except staff.SignInRefused:
        raise Problem("forbidden") from None
    except staff.WeakPassword as error:
        raise Problem("invalid", str(error)) from None
