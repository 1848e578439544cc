"""What stands at a correction's target: kept beside it, and taken over by a confirmation."""

from typing import Any

from intake.corrections.fields import OF_ENTRY, attribute
from intake.corrections.places import mark_at, page_at, paper_at, row_at
from intake.corrections.settle import (
    flag_of,
    places_of_flag,
    places_of_requirement,
    requirement_of,
)
from intake.corrections.values import OF_ROWS, WrongCorrection
from models.case import CaseFile
from models.correction import (
    Act,
    Said,
    SaidOfField,
    SaidOfFlag,
    SaidOfPage,
    SaidOfPaper,
    SaidOfRequirement,
    SaidOfSeal,
    SaidOfSlot,
)
from models.evidence import FieldValue
from models.paper import Papers, VoucherPaper


def machine_value(papers: Papers, case: CaseFile, said: Said) -> dict[str, Any]:
    """Return what stands at the target; empty where nothing does."""
    match said:
        case SaidOfField():
            return _of_field(papers, said)
        case SaidOfSeal():
            return _of_seal(papers, said)
        case SaidOfSlot():
            return _of_slot(papers, said)
        case SaidOfPaper() | SaidOfPage():
            return _of_paper(papers, said)
        case SaidOfRequirement():
            found = requirement_of(case, said)
            return {} if found is None else {"verdict": found.verdict, "code": found.code}
        case SaidOfFlag():
            flag = flag_of(case, said)
            return {} if flag is None else {"severity": flag.severity}


def _of_field(papers: Papers, said: SaidOfField) -> dict[str, Any]:
    paper = paper_at(papers, said.page)
    if isinstance(paper, VoucherPaper) and said.name in OF_ROWS:
        index = row_at(papers, paper, said.page, said.at)
        if index is None:
            return {}
        entry = paper.entries[index]
        if said.name == "month":
            return {"value": None if entry.month is None else str(entry.month), "score": 1.0}
        return _shown(getattr(entry, OF_ENTRY[said.name]))
    name = None if paper is None else attribute(paper, said.name)
    return {} if name is None else _shown(getattr(paper, name))


def _shown(field: FieldValue) -> dict[str, Any]:
    shown: dict[str, Any] = field.model_dump(mode="json", include={"value", "score", "note"})
    shown["readings"] = [
        {"value": reading.value, "reader": reading.reader, "score": reading.score}
        for reading in field.readings
    ]
    return shown


def _of_seal(papers: Papers, said: SaidOfSeal) -> dict[str, Any]:
    page = page_at(papers, said.page)
    index = None if page is None else mark_at(page, [s.box for s in page.seals], said.at)
    if page is None or index is None:
        return {}
    wanted = {"kind", "kind_score", "owner_name", "seal_text", "text_score", "score", "whole"}
    return page.seals[index].model_dump(mode="json", include=wanted)


def _of_slot(papers: Papers, said: SaidOfSlot) -> dict[str, Any]:
    page = page_at(papers, said.page)
    index = None if page is None else mark_at(page, [s.box for s in page.slots], said.at)
    if page is None or index is None:
        return {}
    wanted = {"label", "role", "state", "found", "score", "text"}
    return page.slots[index].model_dump(mode="json", include=wanted)


def _of_paper(papers: Papers, said: SaidOfPaper | SaidOfPage) -> dict[str, Any]:
    paper = paper_at(papers, said.page)
    if paper is None:
        return {}
    wanted = {"kind", "score", "months", "title"}
    return paper.model_dump(mode="json", include=wanted)


def confirmed(said: Said, machine: dict[str, Any]) -> Said:
    """
    Return a confirmation with the value that it confirms: that is what the person saw.

    Raises WrongCorrection where there is nothing to confirm, or something else by now.
    """
    if said.act is not Act.CONFIRM:
        return said
    match said:
        case SaidOfField():
            found = machine.get("value")
            if found is None or said.value not in {None, found}:
                raise WrongCorrection(f"nothing to confirm: {said.name}")
            return said.model_copy(update={"value": found})
        case SaidOfSeal() if machine:
            kind = machine["kind"]
            return SaidOfSeal.model_validate(said.model_dump() | {"seal": kind})
        case SaidOfSlot() if machine:
            told = {"state": machine["state"], "found": machine["found"]}
            return SaidOfSlot.model_validate(said.model_dump() | told)
        case SaidOfPaper() if machine:
            return SaidOfPaper.model_validate(said.model_dump() | {"document": machine["kind"]})
    raise WrongCorrection("nothing to confirm")


def with_seen(said: Said, case: CaseFile) -> Said:
    """Note with a settlement what it was made on; raise WrongCorrection for nothing to settle."""
    if isinstance(said, SaidOfRequirement):
        requirement = requirement_of(case, said)
        if requirement is None:
            raise WrongCorrection("no such open requirement")
        return said.model_copy(update={"seen": places_of_requirement(requirement)})
    if isinstance(said, SaidOfFlag):
        flag = flag_of(case, said)
        if flag is None:
            raise WrongCorrection("no such flag")
        return said.model_copy(update={"seen": places_of_flag(case, flag), "months": flag.months})
    return said
