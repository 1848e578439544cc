"""The month ledger and the list of what is open, as the screen shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from api.desk.standing import Standing
from intake.report.ledger import worst
from models.case import CaseFile
from models.finding import Flag, Item, Material, Requirement, Severity, Verdict
from models.quantities import Month

COLUMNS: tuple[tuple[Item, tuple[Item, ...]], ...] = (
    (Item.VOUCHER, (Item.VOUCHER, Item.EMPLOYER, Item.EMPLOYEE)),
    (Item.WAGE, (Item.WAGE,)),
    (Item.FINANCIAL_SEAL, (Item.FINANCIAL_SEAL,)),
    (Item.OFFICIAL_SEAL, (Item.OFFICIAL_SEAL,)),
    (Item.SIGNATURE, (Item.SIGNATURE,)),
    (Item.TERM, (Item.TERM,)),
)
"""Columns of the ledger, and the points that each sums up."""


class Light(StrEnum):
    """What a cell shows: a colour, an icon and a word each."""

    MET = "met"
    UNMET = "unmet"
    DOUBTFUL = "doubtful"
    READING = "reading"
    """Not there so far, and pages are still being read."""
    NONE = "none"
    """Not looked at: there is no paper to look at it on."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One point of one month."""

    item: Item
    light: Light
    requirements: tuple[Requirement, ...] = ()

    @property
    def person(self) -> bool:
        """Say whether a person has settled it."""
        return any(item.settled is not None for item in self.requirements)


@dataclass(frozen=True, slots=True)
class Row:
    """One month."""

    month: Month
    gross: str | None
    cells: tuple[Cell, ...]
    light: Light
    open: tuple[Requirement, ...]

    @property
    def open_items(self) -> list[str]:
        """Return the codes of what is open, each once."""
        return list(dict.fromkeys(str(item.item or item.material) for item in self.open))


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the whole case needs: contract, application; or a condition."""

    material: Material
    light: Light
    open: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that keeps the case from being complete."""

    light: Literal["unmet", "doubtful"]
    about: Requirement | Flag


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the list asks for, and how it stands."""

    rows: tuple[Row, ...]
    papers: tuple[Paper, ...]
    unmet: tuple[Open, ...]
    doubtful: tuple[Open, ...]
    notes: tuple[Flag, ...]


def ledger_of(standing: Standing) -> Ledger:
    """Return the ledger; months without a word yet are those of the claim."""
    file = standing.file
    if file is None:
        months = [Month.parse(month) for month in standing.case.months]
        return Ledger(tuple(_waiting(month, standing) for month in months), (), (), (), ())
    reading = standing.reading
    return Ledger(
        rows=tuple(_row(file, month, reading=reading) for month in sorted(file.months)),
        papers=tuple(_papers(file, reading=reading)),
        unmet=() if reading else tuple(_open(file.requirements, Verdict.UNMET)),
        doubtful=() if reading else (*_open(file.requirements, Verdict.DOUBTFUL), *_flags(file)),
        notes=tuple(flag for flag in file.flags if flag.severity is Severity.INFO),
    )


def light_of(requirements: Sequence[Requirement], *, reading: bool) -> Light:
    """Return what a cell shows for its requirements."""
    if not requirements:
        return Light.READING if reading else Light.NONE
    verdict = worst(item.verdict for item in requirements)
    if reading and verdict is not Verdict.MET:
        return Light.READING
    return Light(verdict.value)


def _waiting(month: Month, standing: Standing) -> Row:
    light = Light.READING if standing.reading else Light.NONE
    return Row(month, None, tuple(Cell(item, light) for item, _ in COLUMNS), light, ())


def _row(file: CaseFile, month: Month, *, reading: bool) -> Row:
    own = [item for item in file.requirements if item.month == month]
    wage = file.wages.get(month)
    cells = []
    for item, points in COLUMNS:
        about = tuple(requirement for requirement in own if requirement.item in points)
        cells.append(Cell(item, light_of(about, reading=reading), about))
    return Row(
        month=month,
        gross=f"{wage.gross:,.2f}" if wage and wage.gross is not None else None,
        cells=tuple(cells),
        light=light_of(own, reading=reading),
        open=tuple(item for item in own if item.verdict is not Verdict.MET),
    )


def _papers(file: CaseFile, *, reading: bool) -> Iterable[Paper]:
    for material in Material:
        own = [
            item
            for item in file.requirements
            if item.material is material and item.material is not Material.PAYROLL_VOUCHER
        ]
        if own:
            left = tuple(item for item in own if item.verdict is not Verdict.MET)
            yield Paper(material, light_of(own, reading=reading), left)


def _open(requirements: Iterable[Requirement], verdict: Verdict) -> Iterable[Open]:
    light: Literal["unmet", "doubtful"] = "unmet" if verdict is Verdict.UNMET else "doubtful"
    return (Open(light, item) for item in requirements if item.verdict is verdict)


def _flags(file: CaseFile) -> Iterable[Open]:
    return (Open("doubtful", flag) for flag in file.flags if flag.severity is Severity.BLOCKING)
