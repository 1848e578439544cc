"""Schemathesis over every operation: what is answered otherwise than documented."""

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
LEFT_OUT = ("events_follow", "sessions_sign_out", "sessions_change_password", "health_readyz")
"""A stream that stays open; what would sign the visitor out; what may say 503 by its nature."""


def broken(app, visitors, *, each):
    """Send `each` drawn requests to each operation for each visitor; return what broke the word."""
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", app)
    found = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.definition.raw["operationId"] in LEFT_OUT:
            continue
        for headers in visitors:
            found += _broken(operation, headers, each)
    return found


def _broken(operation, headers, each):
    found = []

    @settings(
        max_examples=each,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def send(case):
        try:
            case.call_and_validate(checks=CHECKS, headers=headers)
        except (Failure, FailureGroup) as failure:
            found.append((operation.label, told(failure)))

    send()
    return found


def told(failure):
    inner = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
    return [f"{item.title}: {item.message}"[:500] for item in inner]
