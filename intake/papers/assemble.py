"""Pages into papers: the one function that the pipeline calls."""

from collections.abc import Callable, Sequence

from intake.papers.application import read_application
from intake.papers.classify import ends_a_contract, kinds_of
from intake.papers.flow import flow_of, line_flows
from intake.papers.labor_contract import read_contract
from intake.papers.leaving import day_of_leaving
from intake.papers.parties import employer_in
from intake.papers.payroll_voucher import read_voucher
from intake.papers.people import id_numbers, people_before_id
from intake.papers.running import Running
from intake.papers.slips import loose_pairs, name_in
from intake.papers.stack import Bundle, gather
from models.evidence import FieldValue
from models.page import PageReading
from models.paper import (
    ApplicationPaper,
    ContractPaper,
    DocumentKind,
    OtherPaper,
    PageRef,
    Paper,
    VoucherPaper,
)

_READERS: dict[DocumentKind, Callable[..., VoucherPaper | ContractPaper | ApplicationPaper]] = {
    DocumentKind.PAYROLL_VOUCHER: read_voucher,
    DocumentKind.LABOR_CONTRACT: read_contract,
    DocumentKind.APPLICATION: read_application,
}


def assemble_papers(pages: Sequence[PageReading]) -> tuple[Paper, ...]:
    """
    Return the papers that pages make, in the order of their first pages.

    Pages come in the order of their files and stand in it. Every page belongs to exactly one paper;
    blank pages and what nobody asked for are papers too.
    """
    return tuple(_read(bundle) for bundle in gather(tuple(kinds_of(pages))))


def read_as(kind: DocumentKind, pages: Sequence[PageReading]) -> Paper:
    """Read pages as one paper of a kind that a person told."""
    return _read_kind(kind, tuple(pages), title="", score=1.0)


def _read(bundle: Bundle) -> Paper:
    """Read one paper."""
    pages = tuple(page.page for page in bundle.pages)
    return _read_kind(bundle.kind, pages, title=bundle.title, score=bundle.score)


def _read_kind(
    kind: DocumentKind, pages: Sequence[PageReading], *, title: str, score: float
) -> Paper:
    reader = _READERS.get(kind)
    if reader is not None:
        return reader(pages, title=title, score=score)
    return _other(kind, pages, title=title, score=score)


def _other(
    kind: DocumentKind, pages: Sequence[PageReading], *, title: str, score: float
) -> OtherPaper:
    """Return an identity card, a blank page or another paper with what it says of people."""
    kinds = {DocumentKind.IDENTITY, DocumentKind.BLANK}
    employer, employee, number = FieldValue(), FieldValue(), FieldValue()
    running = Running(flow_of(pages))
    if kind is not DocumentKind.BLANK:
        employee = name_in([pair for page in pages for pair in loose_pairs(page)])
        employee = employee if employee.value else people_before_id(running)
        number = id_numbers(running)
    if kind not in kinds:
        employer = employer_in([flow for page in pages for flow in line_flows(page)])
    return OtherPaper(
        kind=kind if kind in kinds else DocumentKind.OTHER,
        pages=tuple(PageRef(file=page.file, page=page.page) for page in pages),
        score=score,
        title=title,
        employer=employer,
        employee=employee,
        id_number=number,
        ended_on=day_of_leaving(running) if ends_a_contract(title) else None,
    )
