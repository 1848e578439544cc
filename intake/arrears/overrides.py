"""
Points of the policy replaced for one claim (trials, adjudicated cases).

`policy_overrides` maps a point's name in the policy file to
- a list of rows: they take the table's place;
- one row: of a point that says one thing at a time, the fields it names change and the rest is
  kept, as in `{"account_rule": {"threshold_months": 6}}`; of a list it is the only line left, but
  `{"enabled": true}` alone switches every line on;
- a plain value: the point's one value, as in `{"cap": "PRINCIPAL"}`;
- null: the point is left empty.
`"account_rule.threshold_months": 6` is short for the second form. Rows need neither source nor
grade here, nor `since`: they hold for the whole claim.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError

from intake.arrears.complaints import plain_reason
from intake.errors import WrongOverride
from models.policy import Policy, PolicyTables
from models.policy_rows import Figure, Row

SOURCE = "policy_overrides"
EVER = dt.date(1900, 1, 1)
PLAIN_FIELD = {"look_back": "months", "late_fee_rates": "rate", "accepted_reasons": "reasons"}
"""The field that a plain value means, where it is not called `value`."""

Fields = dict[str, Any]


def apply_overrides(policy: Policy, overrides: Mapping[str, Any]) -> Policy:
    """Return the policy with the named points replaced; raise WrongOverride for a wrong one."""
    tables = policy.tables
    for name, value in overrides.items():
        tables = tables.model_copy(update=replaced(tables, name, value))
    return policy.model_copy(update={"tables": tables})


def replaced(tables: PolicyTables, name: str, value: object) -> dict[str, tuple[Row, ...]]:
    """Return the one table that an override sets, checked like a policy file."""
    point, _, field = name.partition(".")
    if point not in PolicyTables.model_fields:
        known = ", ".join(PolicyTables.model_fields)
        raise WrongOverride(name, f"no such point of the policy; there are: {known}")
    try:
        given = rows_of(tables, point, {field: value} if field else value)
        checked = PolicyTables.model_validate({point: given})
    except ValidationError as error:
        reasons = (said(detail["loc"], plain_reason(detail)) for detail in error.errors())
        raise WrongOverride(name, "; ".join(reasons)) from error
    except ValueError as error:
        raise WrongOverride(name, str(error)) from error
    return {point: getattr(checked, point)}


def said(path: tuple[str | int, ...], reason: str) -> str:
    """Return the reason with the field it is about."""
    return ": ".join([*(str(part) for part in path[2:]), reason])


def rows_of(tables: PolicyTables, point: str, value: object) -> list[Fields]:
    """Return the rows that an override's value stands for, not yet checked."""
    kind = row_type(point)
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return [completed(kind, row) for row in value]
    if isinstance(value, dict):
        return rows_of_one(kind, getattr(tables, point), value)
    field = PLAIN_FIELD.get(point, "value")
    if field not in kind.model_fields:
        raise ValueError("needs a row or a list of rows")
    return rows_of_one(kind, getattr(tables, point), {field: value})


def rows_of_one(kind: type[Row], standing: tuple[Row, ...], value: Fields) -> list[Fields]:
    """Return one whole row, or the standing rows with the named fields changed."""
    if not value:
        raise ValueError("says nothing")
    concerned = [row for row in standing if row.enabled or "enabled" in value]
    if is_whole(kind, value) or not concerned:
        return [completed(kind, value)]
    changed = f"{concerned[0].source}; {SOURCE}"
    return [{**row.model_dump(), "source": changed, **value} for row in concerned]


def is_whole(kind: type[Row], value: Fields) -> bool:
    """
    Say whether the fields are a row of their own.

    Of a point that says one thing at a time the rest is kept, except for figures: floor and ceiling
    given together hold for every month of the claim, on file or not.
    """
    if kind.many:
        return value.keys() != {"enabled"}
    figures = kind.stands_alone if issubclass(kind, Figure) else frozenset()
    return bool(figures) and figures <= value.keys()


def completed(kind: type[Row], row: Fields) -> Fields:
    """Return a row with what a policy file would have to say and an override need not."""
    since = {"since": EVER} if issubclass(kind, Figure) else {}
    return {**since, "source": SOURCE, "grade": "G", **row}


def row_type(point: str) -> type[Row]:
    """Return the record of a point's rows."""
    kind: type[Row] = get_args(PolicyTables.model_fields[point].annotation)[0]
    return kind
