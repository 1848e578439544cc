"""One claim put to one set of papers: what every rule of the list looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from intake.completeness.compare import Company, Person, Sameness, same_person
from intake.completeness.judges import Judges
from models.case import OwnerCheck
from models.claim import Claim
from models.evidence import Box, Evidence
from models.marks import Seal, SealKind
from models.page import Channel, PageReading
from models.paper import (
    ApplicationPaper,
    ContractPaper,
    FileReport,
    OtherPaper,
    PageRef,
    Paper,
    Papers,
    VoucherPaper,
)
from models.policy import Policy
from models.quantities import Month, Score

PaperT = TypeVar("PaperT")

SIGNATURE_INTACT = "signature_intact"
SIGNATURE_BROKEN = "signature_broken"
SIGNATURE_UNKNOWN = "signature_unknown"
SIGNED_UNDER = "signed_under:"
"""Followed by the SHA-256 of a certificate that vouches for the signer."""
E_SEAL = "e_seal"
"""An electronic seal (电子签章) of a kind that is not verified."""
ACTIVE_CONTENT = "active_content"
STALE_FORMULAS = "stale_formulas"
TRACKED_CHANGES = "tracked_changes"
"""Facts in `FileReport.notes`."""

FOREIGN_SURE = 0.5
"""From here a mismatch is believed. The judge answers so only of clear legends far from the name;
its score tells how far, and names that end in 有限公司 are never far apart in all characters."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose seal an impression is, as far as its legend tells."""

    check: OwnerCheck
    score: Score


@dataclass(frozen=True, slots=True)
class SealSight:
    """A seal where it stands."""

    seal: Seal
    page: PageReading
    owner: Owner
    picture_only: bool
    """A picture in a born-digital file that no valid signature vouches for."""

    @property
    def evidence(self) -> Evidence:
        """Point at it."""
        return self.page.evidence(
            self.seal.box, score=self.seal.score, reader="seals", text=self.seal.seal_text
        )

    @property
    def is_foreign(self) -> bool:
        """Say whether it is surely somebody else's."""
        return self.owner.check is OwnerCheck.MISMATCH and self.owner.score >= FOREIGN_SURE


@dataclass(frozen=True, slots=True)
class Question:
    """The papers, and whom and which months they are held against."""

    case_id: str
    papers: Papers
    claim: Claim
    policy: Policy
    judges: Judges
    person: Person
    company: Company
    months: tuple[Month, ...]
    """The months that need a voucher, ascending."""
    pages: Mapping[PageRef, PageReading]
    files: Mapping[str, FileReport]
    seals: Mapping[PageRef, tuple[SealSight, ...]]

    @property
    def vouchers(self) -> tuple[VoucherPaper, ...]:
        """Return the payroll vouchers, in the order of the papers."""
        return of_type(self.papers.documents, VoucherPaper)

    @property
    def contracts(self) -> tuple[ContractPaper, ...]:
        """Return the labour contracts, whosever they are."""
        return of_type(self.papers.documents, ContractPaper)

    @property
    def applications(self) -> tuple[ApplicationPaper, ...]:
        """Return the applications, whosever they are."""
        return of_type(self.papers.documents, ApplicationPaper)

    @property
    def others(self) -> tuple[OtherPaper, ...]:
        """Return what is none of these."""
        return of_type(self.papers.documents, OtherPaper)

    def readings(self, paper: Paper) -> tuple[PageReading, ...]:
        """Return the pages of a paper that were read."""
        return tuple(self.pages[ref] for ref in paper.pages if ref in self.pages)

    def seals_on(self, paper: Paper) -> tuple[SealSight, ...]:
        """Return the seals on all pages of a paper."""
        return tuple(sight for ref in paper.pages for sight in self.seals.get(ref, ()))

    def whose(self, paper: ContractPaper | ApplicationPaper | OtherPaper) -> Sameness:
        """Say whether a paper names the person."""
        return same_person(self.person, paper.employee, paper.id_number)

    def place(self, paper: Paper) -> tuple[Evidence, ...]:
        """Point at a paper as a whole: where something was sought and not found."""
        return tuple(whole_page(page) for page in self.readings(paper)[:1])


def of_type(papers: Sequence[Paper], kind: type[PaperT]) -> tuple[PaperT, ...]:
    """Return the papers of one class."""
    return tuple(paper for paper in papers if isinstance(paper, kind))


def whole_page(page: PageReading) -> Evidence:
    """Point at a whole page."""
    full = Box(left=0, top=0, right=page.frame.width, bottom=page.frame.height)
    return page.evidence(full, reader="completeness")


def page_index(papers: Papers) -> dict[PageRef, PageReading]:
    """Index the readings by file and page."""
    return {PageRef(file=page.file, page=page.page): page for page in papers.pages}


def see_seals(
    papers: Papers, company: Company, judges: Judges, trusted: frozenset[str] = frozenset()
) -> dict[PageRef, tuple[SealSight, ...]]:
    """
    Judge the owner of every seal once; impressions on one paper help each other.

    `trusted` are the certificates under which an electronic signature vouches for a seal picture.
    """
    pages, sights = page_index(papers), {}
    notes = {report.name: report.notes for report in papers.files}
    for paper in papers.documents:
        readings = [pages[ref] for ref in paper.pages if ref in pages]
        owners = _owners([seal for page in readings for seal in page.seals], company, judges)
        for page in readings:
            pasted = page.channel is Channel.DIGITAL and not _vouched(
                notes.get(page.file, ()), trusted
            )
            sights[PageRef(file=page.file, page=page.page)] = tuple(
                SealSight(seal, page, owners.pop(0), pasted) for seal in page.seals
            )
    return sights


def _vouched(notes: Sequence[str], trusted: frozenset[str]) -> bool:
    """Say whether an intact electronic signature of somebody who is believed covers the file."""
    under = {note.removeprefix(SIGNED_UNDER) for note in notes if note.startswith(SIGNED_UNDER)}
    sound = SIGNATURE_INTACT in notes and not {SIGNATURE_BROKEN, SIGNATURE_UNKNOWN} & set(notes)
    return sound and not trusted.isdisjoint(under)


def _owners(seals: Sequence[Seal], company: Company, judges: Judges) -> list[Owner]:
    """
    Judge each seal by itself, then those in doubt together with others of their kind.

    Pooling is for impressions of one seal: only legends that by themselves are unsure are pooled,
    so that a legible foreign seal neither hides among good ones nor spoils them.
    """
    if not company.name:
        return [Owner(OwnerCheck.UNSURE, 0.0) for _ in seals]
    owners = [_owner(judges, (seal,), company.name) for seal in seals]
    for kind in {seal.kind for seal in seals} - {SealKind.UNREAD}:
        unsure = [
            index
            for index, seal in enumerate(seals)
            if seal.kind is kind and owners[index].check is OwnerCheck.UNSURE
        ]
        if len(unsure) > 1:
            pooled = _owner(judges, [seals[i] for i in unsure], company.name)
            owners = [pooled if i in unsure else owner for i, owner in enumerate(owners)]
    return owners


def _owner(judges: Judges, seals: Sequence[Seal], expected: str) -> Owner:
    """Ask the judge about impressions that are taken for one seal; a name chop is no company's."""
    if all(seal.kind is SealKind.LEGAL_REP for seal in seals):
        return Owner(OwnerCheck.UNSURE, 0.0)
    answer, score = judges.verify_owner(seals, expected)
    return Owner(OwnerCheck(answer), score)
