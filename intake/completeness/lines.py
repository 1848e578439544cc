"""What a region's list asks of one kind of paper, its lines taken together."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.finding import Message
from models.marks import Role, SealKind
from models.paper import DocumentKind
from models.policy import Policy
from models.policy_papers import MaterialRule
from models.quantities import Month


@dataclass(frozen=True, slots=True)
class Line:
    """What is asked of one kind of paper."""

    seals: tuple[tuple[SealKind, frozenset[SealKind]], ...]
    """Each seal that is asked for, and the kinds that may stand for it."""
    signed: bool
    """It bears the employee's own handwriting."""
    spans_months: bool
    months_per_year: int | None
    """None: every month."""


def line_for(policy: Policy, kind: DocumentKind, months: Sequence[Month]) -> Line | None:
    """Return what the list asks of a kind of paper; None: it does not ask for it."""
    lines = [line for line in _lines(policy, months) if line.document is kind]
    if not lines:
        return None
    asked = dict.fromkeys(seal for line in lines for seal in line.seals)
    sampled = [line.months_per_year for line in lines]
    return Line(
        seals=tuple((seal, _standing_for(policy, kind, seal)) for seal in asked),
        signed=any(Role.EMPLOYEE in line.signers for line in lines),
        spans_months=any(line.spans_months for line in lines),
        months_per_year=None if None in sampled else max(n for n in sampled if n is not None),
    )


def unknown_papers(policy: Policy, months: Sequence[Month]) -> tuple[Message, ...]:
    """Return the titles of papers that the list asks for and no reader knows."""
    known = {
        DocumentKind.PAYROLL_VOUCHER,
        DocumentKind.LABOR_CONTRACT,
        DocumentKind.APPLICATION,
        DocumentKind.IDENTITY,
    }
    return tuple(line.title for line in _lines(policy, months) if line.document not in known)


def _lines(policy: Policy, months: Sequence[Month]) -> tuple[MaterialRule, ...]:
    """Return the lines that are asked for, the gap being the months claimed."""
    return policy.materials_for(gap_months=len(months))


def _standing_for(policy: Policy, kind: DocumentKind, seal: SealKind) -> frozenset[SealKind]:
    """
    Return the kinds that may stand for a seal.

    On a voucher nothing stands for anything else (case.md); on other papers a region may accept a
    contract or an HR seal for the official one.
    """
    if kind is DocumentKind.PAYROLL_VOUCHER or seal is not SealKind.OFFICIAL:
        return frozenset({seal})
    return policy.seal_types(kind)
