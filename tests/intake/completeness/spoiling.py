"""Complete cases spoilt in one point, and what is then not in order."""

from models.finding import Verdict
from models.policy_papers import AcceptedReasons, Coverage, LookBack, MaterialRule
from models.policy_rows import Grade
from tests.intake.completeness.builders import (
    NAME,
    application_sheet,
    contract_sheet,
    entry,
    policy,
    voucher_sheet,
    word,
)

BLANK = {"words": (word("2024年  月工资表", 800, 150),)}
U, D, M = Verdict.UNMET, Verdict.DOUBTFUL, Verdict.MET
GRADE = {"source": "test", "grade": Grade.UNVERIFIED}


def found(case):
    """The points that are not in order, as {code: verdict}."""
    return {r.code: r.verdict for r in case.requirements if r.verdict is not M}


def with_voucher(**changes):
    """A complete case but for its voucher."""
    return [voucher_sheet(**changes), contract_sheet(), application_sheet()]


def with_contract(**changes):
    return [voucher_sheet(), contract_sheet(**changes), application_sheet()]


def with_application(**changes):
    return [voucher_sheet(), contract_sheet(), application_sheet(**changes)]


def row(**changes):
    """A voucher whose only row is changed."""
    return with_voucher(entries=(entry("2024-05.pdf", **changes),))


def rows(*entries):
    return with_voucher(entries=entries)


def E(person=NAME, **changes):  # noqa: N802
    return entry("2024-05.pdf", person, **changes)


def look_back(months):
    return policy(look_back=(LookBack(months=months, **GRADE),))


def accepted(*reasons):
    return policy(accepted_reasons=(AcceptedReasons(reasons=reasons, **GRADE),))


def rows_with(slots, *entries):
    """A voucher with these rows and places for signatures."""
    return with_voucher(entries=entries, slots=slots)


def rule(document, **more):
    fields = {"title": {"zh": "材料", "en": "paper"}, "coverage": Coverage.ONCE, **GRADE}
    return MaterialRule(document=document, **{**fields, **more})


NATIONAL_LIST = policy().tables.materials
