"""What validation found, said to a person who wrote the data by hand."""

from decimal import Decimal

from pydantic_core import ErrorDetails


def plain_reason(detail: ErrorDetails) -> str:
    """Say in a few words what is wrong."""
    if detail["type"] == "extra_forbidden":
        return "unknown name"
    if detail["type"] == "missing":
        return "is missing"
    reason = detail["msg"].removeprefix("Value error, ")
    given = detail["input"]
    shown = f" (it says {given!s})" if isinstance(given, str | int | Decimal) else ""
    if reason[1:2].islower():
        reason = reason[0].lower() + reason[1:]
    return reason + shown
