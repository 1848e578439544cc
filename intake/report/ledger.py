"""The month ledger (月份台账): months against the points each must satisfy."""

from collections.abc import Iterable

from models.case import CaseFile
from models.evidence import Evidence
from models.finding import Item, Requirement, Verdict
from models.quantities import Month
from models.record import Record

COLUMNS = (
    Item.VOUCHER,
    Item.EMPLOYER,
    Item.WAGE,
    Item.FINANCIAL_SEAL,
    Item.OFFICIAL_SEAL,
    Item.SIGNATURE,
    Item.TERM,
)


class LedgerCell(Record):
    """One point of one month; verdict None where it was not looked at."""

    item: Item
    verdict: Verdict | None = None
    zh: str = ""
    en: str = ""
    evidence: tuple[Evidence, ...] = ()


class LedgerRow(Record):
    """One month."""

    month: Month
    gross: str | None
    net: str | None
    cells: tuple[LedgerCell, ...]
    verdict: Verdict


def ledger(case: CaseFile) -> tuple[LedgerRow, ...]:
    """Return one row per month of the case, in order."""
    return tuple(_row(case, month) for month in sorted(case.months))


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict that decides: one unmet outweighs doubts, one doubt outweighs the rest."""
    found = set(verdicts)
    for verdict in (Verdict.UNMET, Verdict.DOUBTFUL):
        if verdict in found:
            return verdict
    return Verdict.MET


def _row(case: CaseFile, month: Month) -> LedgerRow:
    own = [item for item in case.requirements if item.month == month]
    wage = case.wages.get(month)
    return LedgerRow(
        month=month,
        gross=f"{wage.gross:,.2f}" if wage and wage.gross is not None else None,
        net=f"{wage.net:,.2f}" if wage and wage.net is not None else None,
        cells=tuple(_cell(item, own) for item in COLUMNS),
        verdict=worst(requirement.verdict for requirement in own),
    )


def _cell(item: Item, requirements: list[Requirement]) -> LedgerCell:
    own = [requirement for requirement in requirements if requirement.item is item]
    if not own:
        return LedgerCell(item=item)
    decisive = worst(requirement.verdict for requirement in own)
    shown = next(requirement for requirement in own if requirement.verdict is decisive)
    return LedgerCell(
        item=item,
        verdict=decisive,
        zh=shown.message.zh,
        en=shown.message.en,
        evidence=shown.evidence,
    )
