"""补缴申请书, drafted from what claim and papers say; the employer fills in the rest and signs."""

from decimal import Decimal

from intake.notices.facts import Facts, claim_months, common_facts, id_number
from intake.notices.plain import plain
from intake.notices.words import REASONS, money, month
from models.case import CaseFile, Wage

SURE = 0.85
"""A wage less sure is left blank: the employer knows it, and a draft is believed."""


def application_facts(case: CaseFile) -> Facts:
    """Return what the application says; empty texts are blanks to be filled in."""
    reason = case.claim.reason or (case.application.reason if case.application else None) or ""
    zh, en = REASONS.get(reason, (reason, ""))
    contract = case.contract
    return common_facts(case) | {
        "id_number": id_number(case),
        "reason": plain(zh),
        "reason_en": plain(en),
        "position": plain(contract.position if contract else None),
        "wages": [
            {"month": month(each), "gross": _gross(case.wages.get(each))}
            for each in claim_months(case)
        ],
    }


def _gross(wage: Wage | None) -> str:
    """Return a wage that the papers surely print; empty where they do not."""
    gross: Decimal | None = wage.gross if wage is not None and wage.score >= SURE else None
    return "" if gross is None else money(gross)
