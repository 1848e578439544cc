"""Claims written short, and the policies that the tests use."""

from functools import cache

from intake.arrears.calculator import compute_statement
from intake.arrears.policies import load_policy
from models.arrears import ArrearsClaim
from models.quantities import Month

policy = cache(load_policy)


def claim(months, *, declared_on, region="beijing", **more):
    """`months` maps a month to its gross wage."""
    return ArrearsClaim.model_validate(
        {
            "schema": 1,
            "case": "case-1",
            "region": region,
            "declared_on": declared_on,
            "employer": {"name": "某某有限公司", "uscc": "91350100M000100Y43"},
            "employee": {"name": "某某", "id_number": "11010519491231002X"},
            "reason": "employer_arrears",
            "months": [{"month": month, "gross": gross} for month, gross in months.items()],
            **more,
        }
    )


def rows_claim(rows, **more):
    """A claim whose months are given in full, e.g. with a declared base."""
    bare = claim({row["month"]: row["gross"] for row in rows}, **more)
    return ArrearsClaim.model_validate({**bare.model_dump(), "months": rows})


def statement(months, **more):
    made = claim(months, **more)
    return compute_statement(made, policy(made.region))


def span(first, last, gross):
    """The same wage in every month from `first` to `last`."""
    months = Month.parse(first).through(Month.parse(last))
    return {str(month): gross for month in months}


def one_rate(rate, *, payer="employer"):
    """Rates so that the principal is the base times `rate`."""
    other = "employee" if payer == "employer" else "employer"
    return [
        {"name": "x", "payer": payer, "rate": rate},
        {"name": "y", "payer": other, "rate": "0"},
    ]


FREE = {"base_limits": {"floor": "0", "ceiling": "1000000"}}
"""Limits that limit nothing, in every month."""


def whole_wage(**more):
    """Overrides under which the principal of a month is its wage, and nothing else."""
    return {**FREE, "rate_components": one_rate("1"), **more}
