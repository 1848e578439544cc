"""All that is known about a case before its flags are raised and its decision is made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from intake.completeness.messages import flag_message
from intake.completeness.question import Question
from intake.completeness.voucher_points import MonthResult
from intake.completeness.vouchers import Answer, Hit
from models.evidence import Evidence
from models.finding import Flag, FlagCode, Message, Requirement
from models.page import PageReading
from models.paper import PageRef, Paper
from models.quantities import Month


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case in the making."""

    question: Question
    ids: Mapping[PageRef, str]
    """Document ids by any of the document's pages."""
    found: Mapping[Month, Answer]
    results: tuple[MonthResult, ...]
    requirements: tuple[Requirement, ...]
    relevant: tuple[Paper, ...]
    """The papers that bear on the case."""

    def id_of(self, paper: Paper) -> str:
        """Return a paper's document id."""
        return self.ids[paper.pages[0]]

    @property
    def hits(self) -> tuple[tuple[Month, Hit], ...]:
        """Return the vouchers that answer the claimed months, chosen ones and their rivals."""
        return tuple((month, hit) for month, answer in self.found.items() for hit in answer.hits)

    @property
    def chosen(self) -> tuple[tuple[Month, Hit], ...]:
        """Return the voucher that was judged for each month that has one."""
        return tuple((r.month, r.hit) for r in self.results if r.hit is not None)

    def pages(self) -> Iterator[tuple[Paper, PageReading]]:
        """Yield the pages that bear on the case with their papers."""
        for paper in self.relevant:
            for page in self.question.readings(paper):
                yield paper, page


@dataclass(frozen=True, slots=True)
class Notice:
    """A flag in the making."""

    papers: tuple[Paper, ...] = ()
    months: tuple[Month, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    detail: Message | None = None


def raise_flag(view: CaseView, code: FlagCode, notice: Notice) -> Flag:
    """Make a flag; documents and months are listed once each, in order."""
    return make_flag(
        code,
        documents=[view.id_of(paper) for paper in notice.papers],
        months=notice.months,
        evidence=notice.evidence,
        detail=notice.detail,
    )


def make_flag(
    code: FlagCode,
    *,
    documents: Iterable[str] = (),
    months: Iterable[Month] = (),
    evidence: Iterable[Evidence] = (),
    detail: Message | None = None,
) -> Flag:
    """Make a flag with the message of its code; the pipeline adds its own by this."""
    return Flag(
        code=code,
        severity=code.severity,
        documents=tuple(dict.fromkeys(documents)),
        months=tuple(sorted(set(months))),
        message=flag_message(code, detail),
        evidence=tuple(evidence),
    )
