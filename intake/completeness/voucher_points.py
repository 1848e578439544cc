"""What is asked of each month's payroll voucher (工资凭证), point by point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.completeness.compare import Sameness, same_company
from intake.completeness.lines import Line
from intake.completeness.points import Point
from intake.completeness.question import Question
from intake.completeness.seals import seal_requirements
from intake.completeness.signatures import signature_requirement, slots_of_entry
from intake.completeness.trust import amount, is_plainly_illegible, is_sought, is_sure
from intake.completeness.unread import may_hold_a_paper
from intake.completeness.vouchers import Answer, Hit, Standing
from intake.completeness.wage_base import wage_base
from models.evidence import Evidence, FieldValue
from models.finding import Code, Item, Material, Message, Requirement, Verdict
from models.marks import SealKind
from models.paper import PayrollEntry, VoucherPaper
from models.quantities import Month

VOUCHER = Material.PAYROLL_VOUCHER


@dataclass(frozen=True, slots=True)
class MonthResult:
    """A month's requirements, and the voucher and entry that they are about."""

    month: Month
    requirements: tuple[Requirement, ...]
    hit: Hit | None = None

    @property
    def has_voucher(self) -> bool:
        """Say whether a voucher of the month names the person."""
        return self.hit is not None


def month_results(
    question: Question, line: Line | None, found: Mapping[Month, Answer]
) -> tuple[MonthResult, ...]:
    """Judge every claimed month; nothing is asked where the list does not ask for vouchers."""
    if line is None:
        return ()
    results = tuple(_month(question, line, found[month]) for month in sorted(found))
    return results if line.months_per_year is None else _sampled(results, line.months_per_year)


def no_months(question: Question, line: Line | None) -> tuple[Requirement, ...]:
    """Answer for the vouchers as a whole where neither claim nor papers say any month."""
    if line is None or question.months:
        return ()
    point = Point(VOUCHER, Item.VOUCHER)
    if question.vouchers:
        return (point.doubtful(Code.MONTH_ILLEGIBLE),)
    sure = not may_hold_a_paper(question.papers)
    return (point.missing(Code.VOUCHER_MISSING, sure=sure),)


def _month(question: Question, line: Line, answer: Answer) -> MonthResult:
    """Judge one month by the voucher that comes closest to what is asked."""
    if answer.standing is not Standing.FOUND:
        return MonthResult(answer.month, (_ending(question, answer),))
    judged = [
        MonthResult(answer.month, _points(question, line, answer.month, hit), hit)
        for hit in answer.hits
    ]
    return min(judged, key=_shortfall)


def _shortfall(result: MonthResult) -> tuple[int, int, float, str, int]:
    """Order by what is unmet, then doubtful; ties by what is on the paper, never by file order."""
    verdicts = [requirement.verdict for requirement in result.requirements]
    paper = result.hit.paper if result.hit else None
    first = paper.pages[0] if paper else None
    return (
        verdicts.count(Verdict.UNMET),
        verdicts.count(Verdict.DOUBTFUL),
        -paper.score if paper else 0.0,
        first.file if first else "",
        first.page if first else 0,
    )


_ENDING = {
    Standing.MONTH_UNSURE: Code.MONTH_ILLEGIBLE,
    Standing.ILLEGIBLE: Code.MONTH_ILLEGIBLE,
    Standing.PERSON_UNSURE: Code.EMPLOYEE_NOT_IN_VOUCHER,
    Standing.PERSON_ABSENT: Code.EMPLOYEE_NOT_IN_VOUCHER,
    Standing.PAPER_UNSURE: Code.VOUCHER_MISSING,
    Standing.ABSENT: Code.VOUCHER_MISSING,
}
"""The three codes that exclude one another and end a month's list (case.md)."""


def _ending(question: Question, answer: Answer) -> Requirement:
    """Answer for a month that no voucher surely answers."""
    point = Point(VOUCHER, Item.VOUCHER, answer.month)
    unread = may_hold_a_paper(question.papers)
    sure = {
        Standing.ILLEGIBLE: answer.plainly,
        Standing.PERSON_ABSENT: not unread,
        Standing.ABSENT: not unread,
    }
    return point.missing(
        _ENDING[answer.standing],
        sure=sure.get(answer.standing, False),
        evidence=_candidates(question, answer),
    )


def _candidates(question: Question, answer: Answer) -> list[Evidence]:
    """Point at what came closest: the doubted month or row, else the paper."""
    places: list[Evidence] = []
    for hit in answer.hits:
        is_month = _ENDING[answer.standing] is Code.MONTH_ILLEGIBLE
        field = hit.paper.month_field if is_month else hit.entry.name if hit.entry else None
        own = field.evidence if field else None
        places.extend([own] if own else question.place(hit.paper))
    return places


def _points(question: Question, line: Line, month: Month, hit: Hit) -> tuple[Requirement, ...]:
    """Judge a voucher that surely is the month's and names the person."""
    entry = hit.entry
    if entry is None:
        return (Point(VOUCHER, Item.VOUCHER, month).doubtful(Code.EMPLOYEE_NOT_IN_VOUCHER),)
    about = (VOUCHER, month)
    points = [
        Point(VOUCHER, Item.VOUCHER, month).met(_evidence(entry.name, hit.paper.month_field)),
        _employer(question, hit.paper, month),
        _wage(question, entry, hit.paper, month),
        *seal_requirements(question, hit.paper, about, line.seals),
    ]
    if line.signed:
        slots = slots_of_entry(question, hit.paper, entry)
        point = Point(VOUCHER, Item.SIGNATURE, month)
        points.append(signature_requirement(question, hit.paper, point, slots))
    return tuple(points)


def _employer(question: Question, paper: VoucherPaper, month: Month) -> Requirement:
    """
    Ask whose voucher it is.

    Many sheets do not print the employer: then the seals that surely are the employer's say so.
    """
    point = Point(VOUCHER, Item.EMPLOYER, month)
    code = Code.VOUCHER_EMPLOYER_MISMATCH
    found = same_company(question.company, paper.employer, paper.uscc)
    if found is not Sameness.UNSAID:
        return point.same(found, code, _evidence(paper.employer, paper.uscc))
    kinds = frozenset({SealKind.OFFICIAL, SealKind.FINANCIAL})
    vouching = seal_requirements(
        question, paper, (VOUCHER, month), [(kind, frozenset({kind})) for kind in sorted(kinds)]
    )
    met = [answer for answer in vouching if answer.verdict is Verdict.MET]
    evidence = [place for answer in met for place in answer.evidence]
    return point.met(evidence) if met else point.doubtful(code, question.place(paper))


def _wage(
    question: Question, entry: PayrollEntry, paper: VoucherPaper, month: Month
) -> Requirement:
    """Ask for the gross wage; the net wage is never taken for it (rules.md §1.2)."""
    point = Point(VOUCHER, Item.WAGE, month)
    gross = entry.gross
    if gross.value is not None:
        value = amount(gross)
        good = is_sure(gross) and value is not None and value > 0
        base = wage_base(entry, question.policy)
        places = _evidence(gross, *base.excluded.values())
        if good and is_months_own(entry, paper) and base.value is not None:
            return point.met(places, base.message)
        doubt = point.doubtful(Code.WAGE_UNREADABLE, places)
        return doubt if not good or base.message is None else _about_base(doubt, base.message)
    if is_sought(gross) or not is_sought(entry.net):
        illegible = is_plainly_illegible(gross)
        return point.missing(Code.WAGE_UNREADABLE, sure=illegible, evidence=_evidence(gross))
    return point.doubtful(Code.WAGE_NOT_PRINTED, _evidence(entry.net))


def _about_base(doubt: Requirement, message: Message) -> Requirement:
    """Say why a wage that was read is doubted all the same."""
    return doubt.model_copy(update={"message": message})


def is_months_own(entry: PayrollEntry, paper: VoucherPaper) -> bool:
    """Say whether an amount is one month's: on a paper for several it may be their sum."""
    return entry.month is not None or len(paper.months) == 1


def _evidence(*fields: FieldValue) -> list[Evidence]:
    """Return the places of the fields that have one."""
    return [field.evidence for field in fields if field.evidence is not None]


def _sampled(results: Iterable[MonthResult], per_year: int) -> tuple[MonthResult, ...]:
    """Excuse the months without a voucher in years that have as many vouchers as asked for."""
    results = tuple(results)
    with_voucher = [result.month.year for result in results if result.has_voucher]
    return tuple(
        result
        for result in results
        if result.has_voucher or with_voucher.count(result.month.year) < per_year
    )
