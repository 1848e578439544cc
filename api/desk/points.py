"""The points of a case for whoever settles them: what is open, where, and what can be said."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from api.desk.evidence import Crop, crop_of, crops_of
from api.desk.standing import Standing
from intake.corrections import may_settle
from models.case import CaseFile, CaseSeal, CaseSlot, Document
from models.correction import PERSON
from models.evidence import BoxFrac, Evidence, FieldValue
from models.finding import Flag, Item, Requirement, Severity, Verdict
from models.marks import Role, SealKind, SealShape
from models.paper import DocumentKind, PageRef
from models.quantities import Month

SEALS = (Item.FINANCIAL_SEAL, Item.OFFICIAL_SEAL)
FIELDS: dict[Item, tuple[str, ...]] = {
    Item.WAGE: ("gross",),
    Item.EMPLOYER: ("employer",),
    Item.EMPLOYEE: ("employee", "id_number"),
    Item.CONTRACT: ("employee", "employer"),
    Item.TERM: ("start", "end", "type"),
    Item.APPLICATION: ("employee",),
    Item.MONTHS: ("months",),
    Item.ELIGIBILITY: ("reason",),
}
"""The fields that decide a point, by their names in the case file."""
OF_ROW = ("gross", "net", "employee", "id_number")
"""Fields of a voucher's row: a place in the row says whose."""
PAPER_OF = {
    "payroll_voucher": DocumentKind.PAYROLL_VOUCHER,
    "labor_contract": DocumentKind.LABOR_CONTRACT,
    "application": DocumentKind.APPLICATION,
    "eligibility": DocumentKind.APPLICATION,
}
MOST_READINGS = 5


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of a value, with the place where it was read."""

    value: str
    reader: str
    score: float
    crop: Crop | None


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be said about a point."""

    kind: Literal["field", "seal", "slot", "paper", "settle", "flag"]
    said: dict[str, Any]
    """A `models.correction.Said` without what the person adds."""
    label: str
    n: int | None = None
    box: BoxFrac | None = None
    value: str = ""
    """As it stands now: a field's value, a seal's kind, a slot's state, a paper's kind."""
    months: str = ""
    legend: str = ""
    owner: str = ""
    """Whose a seal is, as its legend says."""
    reads: tuple[Read, ...] = ()
    crop: Crop | None = None
    round: bool = False
    """A seal with a legend along its ring, which can be unrolled."""
    needs_why: bool = False
    person: bool = False
    """A person has said so."""


@dataclass(frozen=True, slots=True)
class Point:
    """A requirement or a flag, how it stands, and what can be said about it."""

    id: str
    about: Requirement | Flag
    light: Literal["met", "unmet", "doubtful"]
    parts: tuple[Part, ...]
    crops: tuple[Crop, ...]

    @property
    def title(self) -> str:
        """Return the code of what it is about."""
        if isinstance(self.about, Flag):
            return str(self.about.code)
        return str(self.about.item or self.about.material)

    @property
    def months(self) -> tuple[Month, ...]:
        """Return the months that it speaks of."""
        if isinstance(self.about, Flag):
            return self.about.months
        return (self.about.month,) if self.about.month else ()

    @property
    def is_open(self) -> bool:
        """Say whether a person has to look at it."""
        return self.light != "met"

    @property
    def person(self) -> bool:
        """Say whether a person has settled it."""
        return self.about.settled is not None or any(part.person for part in self.parts)


def points_of(standing: Standing) -> tuple[Point, ...]:
    """Return every point of a case: what is in doubt first, then what is missing, then the rest."""
    file = standing.file
    if file is None:
        return ()
    points = [*_of_requirements(standing, file), *_of_flags(standing, file)]
    order = {"doubtful": 0, "unmet": 1, "met": 2}
    return tuple(sorted(points, key=lambda point: order[point.light]))


def _of_requirements(standing: Standing, file: CaseFile) -> Iterator[Point]:
    seen: Counter[str] = Counter()
    for item in file.requirements:
        name = f"r-{item.material}-{item.item}-{item.month or 'all'}"
        seen[name] += 1
        parts = tuple(_parts(standing, file, item))
        yield Point(
            id=f"{name}-{seen[name]}",
            about=item,
            light=item.verdict.value,
            parts=parts,
            crops=tuple(crops_of(standing, item.evidence)) if not _shown(parts) else (),
        )


def _of_flags(standing: Standing, file: CaseFile) -> Iterator[Point]:
    seen: Counter[str] = Counter()
    for flag in file.flags:
        name = f"f-{flag.code}"
        seen[name] += 1
        blocking = flag.severity is Severity.BLOCKING
        if not blocking and flag.settled is None:
            continue
        part = Part("flag", {"kind": "flag", "code": flag.code}, "flag", needs_why=True)
        yield Point(
            id=f"{name}-{seen[name]}",
            about=flag,
            light="doubtful" if blocking else "met",
            parts=(part,),
            crops=tuple(crops_of(standing, flag.evidence)),
        )


def _shown(parts: Iterable[Part]) -> bool:
    """Say whether the parts show what the point rests on."""
    return any(part.crop is not None or part.reads for part in parts)


def _parts(standing: Standing, file: CaseFile, item: Requirement) -> Iterator[Part]:
    papers = _papers(file, item)
    if item.item in SEALS:
        for paper in papers:
            ordered = sorted(paper.seals, key=partial(_far, item.item))
            yield from (_seal(standing, seal) for seal in ordered)
    elif item.item is Item.SIGNATURE:
        for paper in papers:
            yield from (_slot(standing, slot) for slot in _own_slots(paper, item))
    elif item.item is Item.VOUCHER:
        yield from (_paper(standing, paper) for paper in papers)
    else:
        yield from _fields(standing, papers, item)
    yield from _settling(item)


def _far(wanted: Item, seal: CaseSeal) -> int:
    """Order seals by how likely a point is about them: its own kind, unread ones, the rest."""
    own = SealKind.FINANCIAL if wanted is Item.FINANCIAL_SEAL else SealKind.OFFICIAL
    return {own: 0, SealKind.UNREAD: 1}.get(seal.kind, 2)


def _settling(item: Requirement) -> Iterator[Part]:
    """Offer to settle the point outright, where that may be done."""
    if item.code is None and item.settled is None:
        return
    if item.settled is None and not may_settle(item, Verdict.MET):
        return
    said = {
        "kind": "requirement",
        "material": item.material,
        "item": item.item,
        "month": str(item.month) if item.month else None,
        "code": item.code or (item.settled.code if item.settled else None),
    }
    yield Part("settle", said, "settle", needs_why=True)


def _papers(file: CaseFile, item: Requirement) -> list[Document]:
    """Return the papers that a requirement is about: those it rests on, else those of its kind."""
    pages = {(place.file, place.page) for place in item.evidence}
    kind = PAPER_OF.get(item.material)
    resting = [d for d in file.documents if pages & {(ref.file, ref.page) for ref in d.pages}]
    of_kind = [
        document
        for document in file.documents
        if document.kind == kind and (item.month is None or item.month in document.months)
    ]
    if resting or of_kind:
        return resting or of_kind
    return [d for d in file.documents if d.kind == kind and not d.months]


def _own_slots(paper: Document, item: Requirement) -> Iterable[CaseSlot]:
    mine = [slot for slot in paper.signature_slots if slot.role is Role.EMPLOYEE]
    return [slot for slot in mine if slot.month in (None, item.month)]


def _fields(standing: Standing, papers: Sequence[Document], item: Requirement) -> Iterator[Part]:
    names = FIELDS.get(item.item, ()) if item.item else ()
    for paper in papers:
        yield from (
            _field(standing, paper, name, item)
            for name in names
            if name in paper.fields or name in ("gross", "end")
        )


def _field(standing: Standing, paper: Document, name: str, item: Requirement) -> Part:
    field = paper.fields.get(name, FieldValue())
    place = field.evidence or _row_place(paper, item)
    ref = PageRef(file=place.file, page=place.page) if place else paper.pages[0]
    in_row = paper.kind is DocumentKind.PAYROLL_VOUCHER and name in OF_ROW
    at = list(place.bbox_frac) if place else None
    said = {
        "kind": "field",
        "page": ref.model_dump(),
        "name": name,
        "at": at if in_row or field.evidence is None else None,
    }
    return Part(
        "field",
        said,
        name,
        n=_number(standing, ref),
        box=place.bbox_frac if place else None,
        value=field.value or "",
        reads=tuple(_reads(standing, field)),
        needs_why=field.value is None and not field.readings,
        person=any(reading.reader == PERSON for reading in field.readings),
    )


def _row_place(paper: Document, item: Requirement) -> Evidence | None:
    """Return a place in the employee's row, where the field itself was not found."""
    pages = {(ref.file, ref.page) for ref in paper.pages}
    for place in item.evidence:
        if (place.file, place.page) in pages:
            return place
    named = paper.fields.get("employee")
    return named.evidence if named else None


def _reads(standing: Standing, field: FieldValue) -> Iterator[Read]:
    for reading in field.readings[:MOST_READINGS]:
        place = reading.evidence or field.evidence
        n = standing.number_of(place) if place else None
        crop = crop_of(standing, place, n) if place and n else None
        yield Read(reading.value or "", reading.reader, reading.score, crop)


def _said(standing: Standing, kind: str, mark: CaseSeal | CaseSlot) -> bool:
    """Say whether a person has spoken of the very mark."""
    applied = standing.file.corrections if standing.file else ()
    return any(
        one.holds
        and one.correction.said.kind == kind
        and getattr(one.correction.said, "at", None) == mark.bbox_frac
        for one in applied
    )


def _seal(standing: Standing, seal: CaseSeal) -> Part:
    place = Evidence(file=seal.file, page=seal.page, bbox_frac=seal.bbox_frac, score=seal.score)
    n = standing.number_of(place)
    return Part(
        "seal",
        {"kind": "seal", "page": _page(seal), "at": list(seal.bbox_frac)},
        "seal",
        n=n,
        box=seal.bbox_frac,
        value=seal.kind,
        legend=seal.seal_text,
        owner=seal.owner_name or "",
        round=seal.shape in (SealShape.ROUND, SealShape.ELLIPSE),
        crop=crop_of(standing, place, n) if n else None,
        person=_said(standing, "seal", seal),
    )


def _slot(standing: Standing, slot: CaseSlot) -> Part:
    place = Evidence(file=slot.file, page=slot.page, bbox_frac=slot.bbox_frac, score=slot.score)
    n = standing.number_of(place)
    return Part(
        "slot",
        {"kind": "slot", "page": _page(slot), "at": list(slot.bbox_frac)},
        "slot",
        n=n,
        box=slot.bbox_frac,
        value=slot.state,
        crop=crop_of(standing, place, n) if n else None,
        person=_said(standing, "slot", slot),
    )


def _paper(standing: Standing, paper: Document) -> Part:
    ref = paper.pages[0]
    return Part(
        "paper",
        {"kind": "paper", "page": ref.model_dump()},
        "paper",
        n=_number(standing, ref),
        box=(0.0, 0.0, 1.0, 1.0),
        value=paper.kind,
        months=",".join(str(month) for month in paper.months),
    )


def _page(mark: CaseSeal | CaseSlot) -> dict[str, object]:
    return {"file": mark.file, "page": mark.page}


def _number(standing: Standing, ref: PageRef) -> int | None:
    place = Evidence(file=ref.file, page=ref.page, bbox_frac=(0, 0, 1, 1))
    return standing.number_of(place)
