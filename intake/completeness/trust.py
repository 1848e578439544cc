"""How sure a reading has to be before anything is decided with it."""

from decimal import Decimal, InvalidOperation

from models.correction import PERSON
from models.evidence import FieldValue

SURE = 0.85
"""From here a reading decides by itself. One in seven wrong would be too many, but what is decided
with it is checked elsewhere as well: the name by the ID, the wage by the row's arithmetic."""

READ = 0.5
"""From here a reading is more likely right than wrong: it is shown, and it counts where it agrees
with what was expected, for a misreading hardly agrees by accident."""

KIND_SURE = 0.6
"""From here a paper is taken for what it was classified as; 0.5 is a tie between two kinds."""


def is_sure(field: FieldValue, at_least: float = SURE) -> bool:
    """Say whether the field has a value that may decide."""
    return field.value is not None and field.score >= at_least


def is_sought(field: FieldValue) -> bool:
    """Say whether the paper has a place for the field, read or not."""
    return field.value is not None or field.evidence is not None or bool(field.readings)


def is_plainly_illegible(field: FieldValue) -> bool:
    """
    Say whether a reader found the field's place and nothing in it that anyone could read.

    The reader says so in the note, and there is no reading that a person might know better from, or
    a person says so.
    """
    by_person = bool(field.readings) and field.readings[0].reader == PERSON
    alone = not field.readings or by_person
    return field.value is None and "illegible" in field.note and alone


def amount(field: FieldValue) -> Decimal | None:
    """Return the field's amount in yuan, None where there is none or it is no number."""
    return money(field.value)


def money(text: str | None) -> Decimal | None:
    """Read `8500.00` or `8,500.00`; None for anything else, not-a-number and infinity included."""
    if text is None:
        return None
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def shown(field: FieldValue, at_least: float = READ) -> str | None:
    """Return the value where it is good enough to be shown as what the paper says."""
    return field.value if is_sure(field, at_least) else None
