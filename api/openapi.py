"""
The OpenAPI 3.1 document: what the framework derives from the routes, and what it cannot know.

Added here: who may use an operation, every problem that it may be answered with, and a worked
example of each answer. Examples are answers of a real run on a sample case
(`python -m tests.api.examples`), shortened where a list is long.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from api.auth import COOKIE, Allow
from api.problems import KINDS, MEDIA_TYPE, ProblemBody, body_of

Json = dict[str, Any]
ALWAYS = ("internal", "unavailable")
FOR_VIEWERS = ("not_signed_in", "forbidden", "too_many_requests")
"""Whatever a route is for, its callers may be nobody, the wrong ones, or too many."""
BY_HEADER = {
    "idempotency-key": ("key_missing", "in_progress", "key_reused"),
    "if-match": ("if_match_missing", "changed"),
}
WITH_BODY = ("bad_request", "too_large", "unsupported_type", "invalid")
SECURITY: Json = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key (`ik_…`), or the token of a session of a member of staff",
    },
    "basic": {"type": "http", "scheme": "basic", "description": "Staff: name and password"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "A browser"},
}
PROBLEM = {"$ref": "#/components/schemas/ProblemBody"}


def install(app: FastAPI) -> None:
    """Let the application tell the completed document."""

    @cache
    def document() -> Json:
        return complete(app)

    app.openapi = document  # type: ignore[method-assign]


def operation_id(route: APIRoute) -> str:
    """Return the operation's name: unique, and good for a client's function."""
    module = getattr(route.endpoint, "__module__", "").rsplit(".", 1)[-1]
    return f"{module}_{route.name}"


def complete(app: FastAPI) -> Json:
    """Return the document."""
    document = get_openapi(
        title=app.title, version=app.version, routes=app.routes, description=DESCRIPTION
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["ProblemBody"] = ProblemBody.model_json_schema()
    for needless in ("HTTPValidationError", "ValidationError"):
        schemas.pop(needless, None)
    document["components"]["securitySchemes"] = SECURITY
    shown = examples()
    for route, path, method in _operations(app):
        told = document["paths"].get(path, {}).get(method)
        if told is not None:
            _complete_operation(told, route, shown.get(told["operationId"], {}))
    return document


DESCRIPTION = """\
收件、识别、审核与补缴核定。金额为十进制字符串，月份为 `2024-05`，时刻为带时区的 ISO 8601。
错误一律为 `application/problem+json`（RFC 9457），`code` 供程序判断。

Papers in, decided cases out. Amounts are decimal strings, months `2024-05`, moments ISO 8601 with
their zone. Every error is `application/problem+json` (RFC 9457); programs go by its `code`.
"""


def examples() -> dict[str, Json]:
    """Return operation -> {"request": …, status: answer}."""
    text = files("api.v1").joinpath("examples.json").read_text(encoding="utf-8")
    found: dict[str, Json] = json.loads(text)
    return found


def _operations(app: FastAPI) -> list[tuple[APIRoute, str, str]]:
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.include_in_schema:
            found += [(route, route.path, method.lower()) for method in route.methods or ()]
    return found


def _complete_operation(told: Json, route: APIRoute, shown: Json) -> None:
    told["responses"].pop("422", None)
    viewers = allowed_by(route.dependant)
    if viewers is not None:
        told["security"] = [{name: []} for name in SECURITY]
        told["x-allowed"] = sorted(str(item) for item in viewers)
    for code in problems_of(told, for_viewers=viewers is not None):
        _add_problem(told["responses"], code)
    for status, answer in told["responses"].items():
        for media in answer.get("content", {}).values():
            if status in shown:
                media["example"] = shown[status]
    for media in told.get("requestBody", {}).get("content", {}).values():
        if "request" in shown:
            media["example"] = shown["request"]


def allowed_by(dependant: Dependant) -> frozenset[object] | None:
    """Return whom a route's dependencies let in, or None if they let in anybody."""
    if isinstance(dependant.call, Allow):
        return frozenset(dependant.call.allowed)
    found = (allowed_by(inner) for inner in dependant.dependencies)
    return next((item for item in found if item is not None), None)


def problems_of(told: Json, *, for_viewers: bool) -> list[str]:
    """Return the codes of the problems that an operation may be answered with."""
    parameters = told.get("parameters", [])
    codes = [*ALWAYS, *(FOR_VIEWERS if for_viewers else ())]
    if parameters:
        codes.append("invalid")
    if any(item["in"] == "path" for item in parameters):
        codes.append("not_found")
    for item in parameters:
        codes += BY_HEADER.get(item["name"].lower(), ())
    if "requestBody" in told:
        codes += WITH_BODY
    return codes + list(told.pop("x-problems", ()))


def _add_problem(responses: Json, code: str) -> None:
    """Add a problem to the answers; those with one status are examples of one answer."""
    status = str(KINDS[code].status.value)
    answer = responses.setdefault(
        status,
        {
            "description": KINDS[code].status.phrase,
            "content": {MEDIA_TYPE: {"schema": PROBLEM, "examples": {}}},
        },
    )
    media = answer["content"].setdefault(MEDIA_TYPE, {"schema": PROBLEM})
    shown = media.setdefault("examples", {})
    shown[code] = {"value": body_of(code).model_dump()}
