"""
Everything that a request can be answered instead of its result: RFC 9457, from one table.

A problem never quotes what was sent: names and identity numbers do not belong in errors.
"""

import errno
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.store.cases import Closed, Outdated
from api.store.idempotency import OtherRequest
from api.store.reviews import Taken
from intake.corrections import WrongCorrection
from intake.errors import EngineFailure, IntakeError, PolicyError, UnusableFile

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status and what people are told."""

    status: HTTPStatus
    zh: str
    en: str


KINDS: dict[str, Kind] = {
    "bad_request": Kind(HTTPStatus.BAD_REQUEST, "请求有误", "The request cannot be understood"),
    "key_missing": Kind(
        HTTPStatus.BAD_REQUEST, "缺少 Idempotency-Key 请求头", "Idempotency-Key is missing"
    ),
    "cursor_invalid": Kind(HTTPStatus.BAD_REQUEST, "游标无效", "The cursor is not one of ours"),
    "not_signed_in": Kind(HTTPStatus.UNAUTHORIZED, "未登录或密钥无效", "No valid credentials"),
    "forbidden": Kind(HTTPStatus.FORBIDDEN, "无权进行此操作", "Not for this account"),
    "cross_site": Kind(HTTPStatus.FORBIDDEN, "跨站请求被拒绝", "A request from another site"),
    "password_expired": Kind(
        HTTPStatus.FORBIDDEN, "须先修改密码", "The first password has to be changed"
    ),
    "not_found": Kind(HTTPStatus.NOT_FOUND, "没有这一项", "There is no such thing"),
    "not_decided": Kind(HTTPStatus.NOT_FOUND, "尚未办结", "Nothing is decided yet"),
    "no_statement": Kind(HTTPStatus.NOT_FOUND, "没有补缴核定", "The case has no statement"),
    "method_not_allowed": Kind(HTTPStatus.METHOD_NOT_ALLOWED, "方法不可用", "Not this method"),
    "not_acceptable": Kind(HTTPStatus.NOT_ACCEPTABLE, "格式不可用", "Not in this form"),
    "in_progress": Kind(
        HTTPStatus.CONFLICT, "同一请求正在处理", "The same request is being processed"
    ),
    "unsettled": Kind(
        HTTPStatus.CONFLICT, "仍有未定事项", "Papers and corrections do not lead to this decision"
    ),
    "correction": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY, "更正内容有误", "This cannot be said of the case"
    ),
    "closed": Kind(HTTPStatus.CONFLICT, "办件已结", "The case is closed"),
    "conflict": Kind(HTTPStatus.CONFLICT, "与现状冲突", "In conflict with what stands"),
    "changed": Kind(
        HTTPStatus.PRECONDITION_FAILED, "已被他人更改", "Changed by somebody else meanwhile"
    ),
    "if_match_missing": Kind(
        HTTPStatus.PRECONDITION_REQUIRED, "缺少 If-Match 请求头", "If-Match is missing"
    ),
    "too_large": Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "请求过大", "The request is too large"),
    "unsupported_type": Kind(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "不支持的内容类型", "Not this content type"
    ),
    "invalid": Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "内容有误", "The content is wrong"),
    "key_reused": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Idempotency-Key 已用于其他请求",
        "Idempotency-Key was used for another request",
    ),
    "policy": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY, "没有该地区的政策", "No policy is on file for it"
    ),
    "unusable_file": Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "文件不可用", "The file is unusable"),
    "page_unreadable": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY, "此页无法显示", "The page cannot be shown"
    ),
    "locked": Kind(HTTPStatus.LOCKED, "正由他人办理", "Somebody else has it in hand"),
    "too_many_requests": Kind(HTTPStatus.TOO_MANY_REQUESTS, "请求过于频繁", "Too many requests"),
    "internal": Kind(HTTPStatus.INTERNAL_SERVER_ERROR, "内部错误", "An error of ours"),
    "unavailable": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE, "暂不可用，请稍后再试", "Not available, try again later"
    ),
    "unfit": Kind(HTTPStatus.SERVICE_UNAVAILABLE, "尚未就绪", "Not fit to work"),
    "disk_full": Kind(HTTPStatus.INSUFFICIENT_STORAGE, "存储空间不足", "No space is left"),
}
OF_STATUS: dict[int, str] = {
    400: "bad_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_type",
    422: "invalid",
    429: "too_many_requests",
    503: "unavailable",
}
OF_ERROR: dict[type[Exception], str] = {
    Closed: "closed",
    Outdated: "changed",
    Taken: "locked",
    WrongCorrection: "correction",
    OtherRequest: "key_reused",
    UnusableFile: "unusable_file",
    PolicyError: "policy",
    EngineFailure: "unavailable",
    IntakeError: "page_unreadable",
    DBAPIError: "unavailable",
}
"""Errors that come up from below; the nearest listed class counts."""
RETRY_SECONDS = {"in_progress": 1, "unavailable": 5, "too_many_requests": 1}


def told(*codes: str) -> dict[str, Any]:
    """Return what a route's `openapi_extra` says of the problems that are its own."""
    return {"x-problems": list(codes)}


class Problem(Exception):
    """An answer other than the result; `code` is one of KINDS."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = tuple(errors)


class ProblemBody(BaseModel):
    """What every answer other than a result looks like (RFC 9457)."""

    type: str
    title: str
    title_en: str
    status: int
    code: str
    detail: str = ""
    errors: list[dict[str, Any]] = []


def body_of(code: str, detail: str = "", errors: Sequence[Mapping[str, Any]] = ()) -> ProblemBody:
    """Return what is told of a problem."""
    kind = KINDS[code]
    return ProblemBody(
        type=f"/problems/{code}",
        title=kind.zh,
        title_en=kind.en,
        status=kind.status.value,
        code=code,
        detail=detail,
        errors=[dict(error) for error in errors],
    )


def response(problem: Problem) -> JSONResponse:
    """Return the answer."""
    kind = KINDS[problem.code]
    body = body_of(problem.code, problem.detail, problem.errors)
    headers = dict(problem.headers)
    if problem.code in RETRY_SECONDS:
        headers.setdefault("Retry-After", str(RETRY_SECONDS[problem.code]))
    if kind.status == HTTPStatus.UNAUTHORIZED:
        headers.setdefault("WWW-Authenticate", "Bearer")
    return JSONResponse(
        body.model_dump(exclude_defaults=False),
        kind.status.value,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def install(app: FastAPI) -> None:
    """Let every error leave as a problem."""
    app.add_exception_handler(Problem, _of_problem)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(OSError, _of_os)
    for error in OF_ERROR:
        app.add_exception_handler(error, _of_known)
    app.add_exception_handler(Exception, _of_unknown)


def _of_problem(_request: Request, error: Exception) -> Response:
    return response(error if isinstance(error, Problem) else Problem("internal"))


def _of_http(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return response(Problem("internal"))
    code = OF_STATUS.get(error.status_code, "bad_request")
    return response(Problem(code, headers=error.headers))


def _of_validation(_request: Request, error: Exception) -> Response:
    """Say where it is wrong and why, never what was sent."""
    if not isinstance(error, RequestValidationError):
        return response(Problem("internal"))
    return response(Problem("invalid", errors=complaints(error.errors())))


def complaints(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return validation errors without the values that caused them."""
    return [
        {"at": [part for part in error["loc"] if part != "body"], "why": error["type"]}
        for error in errors
    ]


def _of_os(_request: Request, error: Exception) -> Response:
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    logger.error("storage failed", exc_info=error)
    return response(Problem("disk_full" if full else "unavailable"))


def code_of(error: Exception) -> str:
    """Return the problem that an error of a lower layer is answered with."""
    return next(OF_ERROR[kind] for kind in type(error).__mro__ if kind in OF_ERROR)


def _of_known(_request: Request, error: Exception) -> Response:
    code = code_of(error)
    if KINDS[code].status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s", code, exc_info=error)
    return response(Problem(code))


def _of_unknown(_request: Request, error: Exception) -> Response:
    logger.error("internal error", exc_info=error)
    return response(Problem("internal"))
