"""What a person may type: checked before it is kept, and turned into what records hold."""

import datetime as dt
import re

from intake.errors import IntakeError
from models.correction import (
    Act,
    Said,
    SaidOfField,
    SaidOfPage,
    SaidOfPaper,
    SaidOfSeal,
    SaidOfSlot,
)
from models.paper import ContractType
from models.quantities import Month

AMOUNTS = frozenset({"gross", "net", "monthly_wage"})
DATES = frozenset({"start", "end", "sign_date", "date"})
TEXTS = frozenset({"employer", "uscc", "employee", "id_number", "position", "reason"})
OF_ROWS = frozenset({"employee", "id_number", "gross", "net", "month"})
NAMES = AMOUNTS | DATES | TEXTS | {"months", "month", "type"}
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class WrongCorrection(IntakeError):
    """What was said cannot be meant: no such field, no such amount, nothing to confirm."""

    code = "correction"


def checked(said: Said) -> Said:
    """Return what was said in the case file's own spelling; raise WrongCorrection."""
    match said:
        case SaidOfField():
            return _field(said)
        case SaidOfPaper() if said.act is Act.CORRECT and said.document is None:
            if said.months is None:
                raise WrongCorrection("a paper needs a kind or months")
        case SaidOfSeal() if said.act is Act.CORRECT and said.seal is None and said.owner is None:
            raise WrongCorrection("a seal needs a kind or an owner")
        case SaidOfSlot() if said.act is Act.CORRECT and said.state is None:
            raise WrongCorrection("a slot needs a state")
        case SaidOfPage() if said.act is not Act.CORRECT:
            raise WrongCorrection("a page is laid or it is not")
        case SaidOfSlot() | SaidOfPaper() if said.act is Act.REJECT:
            raise WrongCorrection("say what it is instead")
    return said


def _field(said: SaidOfField) -> SaidOfField:
    if said.name not in NAMES:
        raise WrongCorrection(f"no such field: {said.name}")
    if said.act is Act.REJECT:
        return said.model_copy(update={"value": None})
    if said.value is None:
        if said.act is Act.CORRECT:
            raise WrongCorrection(f"{said.name} needs a value")
        return said
    return said.model_copy(update={"value": spelled(said.name, said.value)})


def spelled(name: str, value: str) -> str:
    """Return a field's value as the case file writes it; raise WrongCorrection."""
    value = value.strip()
    try:
        if name in AMOUNTS:
            return _amount(value)
        if name in {"months", "month"}:
            return ",".join(str(month) for month in months_of(value))
        if name in DATES:
            return day_of(value).isoformat()
        if name == "type":
            return ContractType(value)
    except ValueError as error:
        raise WrongCorrection(f"no value for {name}") from error
    if not value:
        raise WrongCorrection(f"{name} is empty")
    return value.upper() if name in {"uscc", "id_number"} else value


def _amount(value: str) -> str:
    plain = value.replace(",", "")
    if not _AMOUNT.fullmatch(plain):
        raise ValueError("an amount is written like 8500.00")
    whole, _, cents = plain.partition(".")
    return f"{int(whole)}.{cents:0<2}"


def months_of(value: str) -> tuple[Month, ...]:
    """Read `2024-05,2024-06`; raise ValueError."""
    return tuple(sorted({Month.parse(part.strip()) for part in value.split(",")}))


def day_of(value: str) -> dt.date:
    """Read `2024-05-31`; raise ValueError."""
    if not _DAY.fullmatch(value):
        raise ValueError("a day is written YYYY-MM-DD")
    return dt.date.fromisoformat(value)
