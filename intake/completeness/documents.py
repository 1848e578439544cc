"""Papers as the case file shows them: fields by name, marks by place on the delivered page."""

from collections.abc import Iterator, Mapping

from intake.completeness.question import Question, SealSight
from intake.completeness.slots import shown_slots, signatures_of
from intake.completeness.vouchers import months_of, rows_of
from models.case import CaseMark, CasePage, CaseSeal, Document
from models.evidence import BoxFrac, FieldValue
from models.marks import MarkKind, SlotFound
from models.page import PageReading
from models.paper import (
    ApplicationPaper,
    ContractPaper,
    DocumentKind,
    OtherPaper,
    PageRef,
    Paper,
    Papers,
    PayrollEntry,
    VoucherPaper,
)
from models.quantities import Month

MARKS_IN_SLOTS = {
    SlotFound.FINGERPRINT: MarkKind.FINGERPRINT,
    SlotFound.PEN_FINGERPRINT: MarkKind.FINGERPRINT,
    SlotFound.TICK: MarkKind.TICK,
    SlotFound.SLASH: MarkKind.SLASH,
    SlotFound.DATE_ONLY: MarkKind.HANDWRITTEN_DATE,
}


def account_for_pages(papers: Papers) -> Papers:
    """Return the papers such that every page read belongs to exactly one, `other` if need be."""
    taken: set[PageRef] = set()
    kept: list[Paper] = []
    for paper in papers.documents:
        pages = tuple(ref for ref in dict.fromkeys(paper.pages) if ref not in taken)
        taken.update(pages)
        if pages:
            kept.append(
                paper if pages == paper.pages else paper.model_copy(update={"pages": pages})
            )
    for page in papers.pages:
        ref = PageRef(file=page.file, page=page.page)
        if ref not in taken:
            taken.add(ref)
            kind = DocumentKind.BLANK if page.blank else DocumentKind.OTHER
            kept.append(OtherPaper(kind=kind, pages=(ref,), score=1.0))
    return papers.model_copy(update={"documents": tuple(kept)})


def document_ids(papers: Papers) -> dict[PageRef, str]:
    """Give the papers numbers in the order they came in; return them by page."""
    return {
        ref: f"d{number}"
        for number, paper in enumerate(papers.documents, start=1)
        for ref in paper.pages
    }


def documents_of(question: Question, ids: Mapping[PageRef, str]) -> tuple[Document, ...]:
    """Return every paper of the set as this case sees it: whose row, whose signature."""
    return tuple(
        Document(
            id=ids[paper.pages[0]],
            kind=paper.kind,
            months=_months(paper),
            pages=paper.pages,
            fields=fields_of(question, paper),
            seals=tuple(_seal(sight) for sight in question.seals_on(paper)),
            signatures=signatures_of(question, paper),
            signature_slots=shown_slots(question, paper),
            other_marks=tuple(mark for page in question.readings(paper) for mark in _marks(page)),
        )
        for paper in question.papers.documents
    )


def pages_of(question: Question, ids: Mapping[PageRef, str]) -> tuple[CasePage, ...]:
    """Return the account of pages, in the order they came in."""
    return tuple(
        CasePage(
            file=page.file,
            page=page.page,
            width=page.width,
            height=page.height,
            rotation=page.rotation,
            document=ids[PageRef(file=page.file, page=page.page)],
            quality=page.quality,
        )
        for page in question.papers.pages
    )


def _months(paper: Paper) -> tuple[Month, ...]:
    """Return the months that a voucher is for or an application asks for."""
    if isinstance(paper, VoucherPaper):
        return months_of(paper)
    return paper.months if isinstance(paper, ApplicationPaper) else ()


def fields_of(question: Question, paper: Paper) -> dict[str, FieldValue]:
    """Return a paper's fields by name; places without anything sought or read are left out."""
    fields = {"employer": paper.employer, "uscc": paper.uscc}
    match paper:
        case VoucherPaper():
            fields |= {"months": paper.month_field} | _wages(question, paper)
        case ContractPaper():
            fields |= _contract(paper)
        case ApplicationPaper():
            fields |= _application(paper)
        case _:
            fields |= {"employee": paper.employee, "id_number": paper.id_number}
    return {name: field for name, field in fields.items() if field != FieldValue()}


def _contract(paper: ContractPaper) -> dict[str, FieldValue]:
    return {
        "employee": paper.employee,
        "id_number": paper.id_number,
        "type": paper.type_field,
        "start": paper.start_field,
        "end": paper.end_field,
        "monthly_wage": paper.monthly_wage,
        "position": paper.position,
        "sign_date": paper.sign_date_field,
    }


def _application(paper: ApplicationPaper) -> dict[str, FieldValue]:
    return {
        "employee": paper.employee,
        "id_number": paper.id_number,
        "months": paper.months_field,
        "reason": paper.reason_field,
        "date": paper.date_field,
    }


def _wages(question: Question, paper: VoucherPaper) -> dict[str, FieldValue]:
    """
    Return the person's row; of other people's rows nothing is shown.

    Where the paper has several rows for the person, the names carry the month: `gross:2024-05`.
    """
    rows = list(rows_of(question, paper))
    fields: dict[str, FieldValue] = {}
    for number, row in enumerate(rows):
        tail = "" if len(rows) == 1 else f":{row.month or number + 1}"
        fields |= {f"{name}{tail}": field for name, field in _row(row)}
    return fields


def _row(row: PayrollEntry) -> Iterator[tuple[str, FieldValue]]:
    yield "employee", row.name
    yield "id_number", row.id_number
    yield "gross", row.gross
    yield "net", row.net
    for heading, field in row.items.items():
        yield f"item:{heading}", field


def _seal(sight: SealSight) -> CaseSeal:
    """Show a seal with the judgement of whose it is."""
    seal, page = sight.seal, sight.page
    return CaseSeal(
        file=page.file,
        page=page.page,
        bbox_frac=page.frame.delivered(seal.box),
        kind=seal.kind,
        shape=seal.shape,
        colour=seal.colour,
        owner_name=seal.owner_name,
        owner_check=sight.owner.check,
        seal_text=seal.seal_text,
        code=seal.code,
        whole=seal.whole,
        score=seal.score,
    )


def _marks(page: PageReading) -> Iterator[CaseMark]:
    """Yield the marks that are neither seal nor signature, those inside slots included."""
    for mark in page.ink_marks:
        if mark.kind is not MarkKind.HANDWRITING:
            yield _mark(page, page.frame.delivered(mark.box), mark.kind)
    for slot in page.slots:
        if slot.found in MARKS_IN_SLOTS:
            yield _mark(page, page.frame.delivered(slot.box), MARKS_IN_SLOTS[slot.found])


def _mark(page: PageReading, bbox_frac: BoxFrac, kind: MarkKind) -> CaseMark:
    return CaseMark(file=page.file, page=page.page, bbox_frac=bbox_frac, kind=kind)
