"""Fields of papers and of rows, as corrected; every reading that was made is kept beside."""

from typing import Any

from intake.corrections.places import row_at
from intake.corrections.values import DATES, OF_ROWS, day_of, months_of
from models.correction import PERSON, Act, SaidOfField
from models.evidence import Evidence, FieldValue, Reading
from models.paper import (
    ApplicationPaper,
    ContractPaper,
    ContractType,
    Paper,
    Papers,
    PayrollEntry,
    VoucherPaper,
)
from models.quantities import Month

ILLEGIBLE = "illegible to a person"
"""Note of a field that a person could not read either."""

ATTRIBUTES = {
    "months": "months_field",
    "type": "type_field",
    "start": "start_field",
    "end": "end_field",
    "sign_date": "sign_date_field",
    "reason": "reason_field",
    "date": "date_field",
}
"""Where a field's name in the case file is not its name in the record; a voucher's month apart."""
MONTH_FIELD = "month_field"
OF_ENTRY = {"employee": "name", "id_number": "id_number", "gross": "gross", "net": "net"}


def with_field(papers: Papers, paper: Paper, said: SaidOfField) -> Paper | None:
    """Return the paper as corrected, None where it has no such field or row."""
    if isinstance(paper, VoucherPaper) and said.name in OF_ROWS:
        return _with_row(papers, paper, said)
    name = attribute(paper, said.name)
    if name is None:
        return None
    field: FieldValue = getattr(paper, name)
    said_now = as_said(field, said)
    return paper.model_copy(update={name: said_now, **_parsed(paper, said.name, said_now.value)})


def attribute(paper: Paper, name: str) -> str | None:
    """Return the record's own name of a paper's field, None where this paper has none such."""
    own = ATTRIBUTES.get(name, name)
    if isinstance(paper, VoucherPaper) and name == "months":
        own = MONTH_FIELD
    return own if isinstance(getattr(paper, own, None), FieldValue) else None


def as_said(field: FieldValue, said: SaidOfField) -> FieldValue:
    """Return a field with a person's reading in front of all others."""
    value = None if said.act is Act.REJECT else said.value
    place = field.evidence
    if place is None and said.at is not None:
        place = Evidence(file=said.page.file, page=said.page.page, bbox_frac=said.at, reader=PERSON)
    readings = field.readings
    if not readings and field.value is not None:
        readings = (Reading(value=field.value, reader="", score=field.score),)
    readings = tuple(reading for reading in readings if reading.reader != PERSON)
    return FieldValue(
        value=value,
        score=0.0 if value is None else 1.0,
        evidence=place,
        readings=(Reading(value=value, reader=PERSON, score=1.0), *readings),
        note=ILLEGIBLE if value is None else "",
    )


def _parsed(paper: Paper, name: str, value: str | None) -> dict[str, Any]:
    """Return what the record keeps beside the field's text."""
    match paper:
        case VoucherPaper() | ApplicationPaper() if name == "months":
            parsed: object = months_of(value) if value else ()
        case ApplicationPaper() | ContractPaper() if name in DATES:
            parsed = day_of(value) if value else None
        case ApplicationPaper() if name == "reason":
            parsed = value
        case ContractPaper() if name == "type":
            return {"contract_type": ContractType(value) if value else None}
        case _:
            return {}
    return {name: parsed}


def _with_row(papers: Papers, paper: VoucherPaper, said: SaidOfField) -> Paper | None:
    index = row_at(papers, paper, said.page, said.at)
    if index is None:
        return _with_new_row(paper, said)
    entries = list(paper.entries)
    entries[index] = _with_entry(entries[index], said)
    return paper.model_copy(update={"entries": tuple(entries)})


def _with_new_row(paper: VoucherPaper, said: SaidOfField) -> Paper | None:
    """Begin the one row of a voucher of which no row was read at all."""
    if paper.entries or said.at is not None or said.act is not Act.CORRECT:
        return None
    entry = _with_entry(PayrollEntry(name=FieldValue(), place=said.page), said)
    return paper.model_copy(update={"entries": (entry,)})


def _with_entry(entry: PayrollEntry, said: SaidOfField) -> PayrollEntry:
    if said.name == "month":
        month = Month.parse(said.value) if said.value else None
        return entry.model_copy(update={"month": month})
    name = OF_ENTRY[said.name]
    field: FieldValue = getattr(entry, name)
    said_now = as_said(field, said)
    checks = entry.checks
    if said_now.value != field.value:
        # Arithmetic that held, held with another value; what failed stays to be looked into.
        checks = tuple(check for check in checks if check.startswith("!") or name not in check)
    return entry.model_copy(update={name: said_now, "checks": checks})
