"""
Which part of a printed gross wage counts for the base (rules.md §1.2): 应发, less what is no wage.

What the law leaves out of total wages (独生子女费, 误餐补助, ...) is taken off where it stands in
a column of its own inside the gross; which columns those are is policy data.
"""

from dataclasses import dataclass
from decimal import Decimal

from intake.completeness.trust import amount, is_sure
from intake.text.fold import bare
from models.evidence import FieldValue
from models.finding import Message
from models.paper import PayrollEntry
from models.policy import Policy

ITEMS_ADD_UP = "sum(items)=gross"
"""The check of `PayrollEntry.checks` that shows a column to be part of the gross."""


@dataclass(frozen=True, slots=True)
class WageBase:
    """What of an entry's gross counts."""

    value: Decimal | None
    """None where that cannot be told for sure."""
    excluded: dict[str, FieldValue]
    """What was taken off, by its heading."""

    @property
    def message(self) -> Message | None:
        """Say what was taken off, or has to be looked at; None where there is nothing."""
        if not self.excluded:
            return None
        named = "、".join(f"{label} {field.value}元" for label, field in self.excluded.items())
        in_english = ", ".join(f"{label} {field.value}" for label, field in self.excluded.items())
        if self.value is None:
            return Message(
                zh=f"应发工资旁另列{named}，依法不计入工资总额，请工作人员核对应发工资是否含此项。",
                en=f"{in_english} stands beside the gross wage and is no wage by law; please check "
                "whether the gross holds it.",
            )
        return Message(
            zh=f"应发工资扣除依法不计入工资总额的{named}后，计入缴费基数的工资为{self.value:.2f}元。",
            en=f"Less {in_english}, which is no wage by law, {self.value:.2f} counts for the base.",
        )


def wage_base(entry: PayrollEntry, policy: Policy) -> WageBase:
    """Return what of an entry's gross counts for the base by a policy."""
    gross = amount(entry.gross)
    names = {bare(heading) for heading in policy.wage_exclusions}
    excluded = {
        label: field
        for label, field in entry.items.items()
        if bare(label) in names and amount(field) != 0 and (field.value or field.readings)
    }
    if not excluded:
        return WageBase(gross, {})
    parts = [amount(field) if is_sure(field) else None for field in excluded.values()]
    known = [part for part in parts if part is not None]
    if gross is None or len(known) < len(parts) or ITEMS_ADD_UP not in entry.checks:
        return WageBase(None, excluded)
    return WageBase(gross - sum(known, Decimal(0)), excluded)
