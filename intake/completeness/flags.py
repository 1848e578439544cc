"""What is noticed beside the list: one flag per kind of thing, with all papers it was seen on."""

import re
from collections import defaultdict
from collections.abc import Iterator

from intake.completeness import flags_files as files
from intake.completeness import flags_numbers as numbers
from intake.completeness import flags_seals as seals
from intake.completeness.alterations import altered_copies
from intake.completeness.case_view import CaseView, Notice, raise_flag
from intake.completeness.compare import Sameness
from intake.completeness.contracts import fitting_contracts
from intake.completeness.messages import listed
from intake.completeness.papers_of import sort
from intake.completeness.question import STALE_FORMULAS
from intake.completeness.trust import KIND_SURE, amount, is_sure, money
from intake.completeness.vouchers import is_illegible
from models.claim import Employee
from models.evidence import Evidence, FieldValue
from models.finding import Code, Flag, FlagCode, Requirement, Verdict
from models.paper import Paper, PayrollEntry, VoucherPaper
from models.quantities import Month

MEDICAL = ("医疗", "医保")
NO_CONTRIBUTION = ("补贴", "补助", "津贴", "报销", "慰问", "费用")
"""医疗补贴 is pay; 医疗 and 医保 are contributions."""

FAILED = "!"
"""How `PayrollEntry.checks` marks arithmetic that does not hold."""

SMALL_CHANGE = 1
"""Yuan: wages are rounded on the way from contract to payroll."""


Entry = tuple[Month, VoucherPaper, PayrollEntry]


def raise_flags(view: CaseView) -> tuple[Flag, ...]:
    """Return every flag that papers and claim give rise to, each code once."""
    checks = (
        _month_illegible,
        _employee_absent,
        seals.foreign,
        _contract_of_another,
        _altered_copies,
        _amounts_disagree,
        _medical_deducted,
        files.hidden_text,
        files.active_content,
        numbers.invalid_ids,
        numbers.invalid_usccs,
        seals.same_picture,
        seals.picture_only,
        files.broken_signature,
        _decided_before,
        files.low_quality,
        _differs_from_contract,
        files.duplicate_pages,
    )
    return tuple(flag for check in checks if (flag := check(view)) is not None)


def _with_code(view: CaseView, code: Code, *verdicts: Verdict) -> list[Requirement]:
    """Return the requirements that have a code and one of the verdicts."""
    return [r for r in view.requirements if r.code is code and r.verdict in verdicts]


def _month_illegible(view: CaseView) -> Flag | None:
    """Notice vouchers whose month was not read, also where no claimed month needs them."""
    told = _with_code(view, Code.MONTH_ILLEGIBLE, Verdict.UNMET, Verdict.DOUBTFUL)
    vouchers = [paper for paper in view.relevant if isinstance(paper, VoucherPaper)]
    blank = [paper for paper in vouchers if is_illegible(paper) and paper.score >= KIND_SURE]
    if not told and not blank:
        return None
    months = tuple(r.month for r in told if r.month is not None)
    behind = [h.paper for month, h in view.hits if month in months]
    places = tuple(p.month_field.evidence for p in blank if p.month_field.evidence)
    papers = tuple(paper for paper in vouchers if paper in blank or paper in behind)
    return raise_flag(view, FlagCode.MONTH_ILLEGIBLE, Notice(papers, months, places))


def _employee_absent(view: CaseView) -> Flag | None:
    """Notice claimed months whose vouchers surely do not name the employee."""
    told = _with_code(view, Code.EMPLOYEE_NOT_IN_VOUCHER, Verdict.UNMET)
    months = tuple(r.month for r in told if r.month is not None)
    if not months:
        return None
    papers = tuple(hit.paper for month, hit in view.hits if month in months)
    return raise_flag(view, FlagCode.EMPLOYEE_NOT_IN_VOUCHER, Notice(papers, months))


def _contract_of_another(view: CaseView) -> Flag | None:
    """Notice a contract that was handed in for the employee and is someone else's."""
    told = _with_code(view, Code.CONTRACT_EMPLOYEE_MISMATCH, Verdict.UNMET)
    if not told:
        return None
    others = sort(view.question, view.question.contracts).others
    places = tuple(place for requirement in told for place in requirement.evidence)
    return raise_flag(view, FlagCode.CONTRACT_EMPLOYEE_MISMATCH, Notice(others, evidence=places))


def _altered_copies(view: CaseView) -> Flag | None:
    """Notice vouchers that are one paper with month or amounts altered."""
    vouchers = [paper for paper in view.relevant if isinstance(paper, VoucherPaper)]
    pairs = list(altered_copies(view.question, vouchers))
    if not pairs:
        return None
    papers = tuple(paper for pair in pairs for paper in pair)
    months = tuple(month for month, hit in view.hits if hit.paper in papers)
    return raise_flag(view, FlagCode.DUPLICATE_VOUCHER_EDITED, Notice(papers, months))


def _entries(view: CaseView) -> Iterator[Entry]:
    """Yield the employee's rows for the claimed months, sure or not."""
    for month, hit in view.hits:
        if hit.entry is not None and hit.person is not Sameness.DIFFERENT:
            yield month, hit.paper, hit.entry


def _amounts_disagree(view: CaseView) -> Flag | None:
    """
    Notice rows whose own arithmetic fails, and vouchers of one month with different wages.

    A spreadsheet whose formulas do not yield what it shows contradicts itself, too.
    """
    grosses: dict[Month, set[str]] = defaultdict(set)
    bad: list[Entry] = []
    for month, paper, entry in _entries(view):
        if any(check.startswith(FAILED) for check in entry.checks):
            bad.append((month, paper, entry))
        if is_sure(entry.gross) and amount(entry.gross) is not None:
            grosses[month].add(f"{amount(entry.gross):.2f}")
    split = {month for month, values in grosses.items() if len(values) > 1}
    bad.extend(found for found in _entries(view) if found[0] in split)
    stale = files.papers_noted(view, STALE_FORMULAS)
    if not bad and stale is None:
        return None
    notice = Notice(
        papers=tuple(paper for _, paper, _ in bad) + (stale or ()),
        months=tuple(month for month, _, _ in bad),
        evidence=tuple(dict.fromkeys(place for _, _, entry in bad for place in _amounts(entry))),
    )
    return raise_flag(view, FlagCode.AMOUNTS_DISAGREE, notice)


def _amounts(entry: PayrollEntry) -> Iterator[Evidence]:
    """Yield where an entry's gross and net stand: the places that are to be compared."""
    for field in (entry.gross, entry.net):
        if field.evidence is not None and (field.value or field.readings):
            yield field.evidence


def _medical_deducted(view: CaseView) -> Flag | None:
    """Notice medical contributions already taken from the wage of a claimed month (rules.md §6)."""
    seen = [
        (month, paper, field)
        for month, paper, entry in _entries(view)
        for heading, field in entry.items.items()
        if is_medical(heading) and is_deducted(field)
    ]
    if not seen:
        return None
    notice = Notice(
        papers=tuple(paper for _, paper, _ in seen),
        months=tuple(month for month, _, _ in seen),
        evidence=tuple(field.evidence for _, _, field in seen if field.evidence),
    )
    return raise_flag(view, FlagCode.MEDICAL_ALREADY_DEDUCTED, notice)


def is_medical(heading: str) -> bool:
    """Say whether a column names the medical contribution, and not a lump 社保 or an allowance."""
    named = any(word in heading for word in MEDICAL)
    return named and not any(word in heading for word in NO_CONTRIBUTION)


def is_deducted(field: FieldValue) -> bool:
    """Say whether anything but zero stands there; digits that make no amount are something."""
    offered = [field.value] if field.value is not None else [r.value for r in field.readings]
    return any(money(text) != 0 for text in offered if text and re.search(r"\d", text))


def _decided_before(view: CaseView) -> Flag | None:
    """Notice months that another case decided for this employee."""
    question, known = view.question, view.question.judges.known
    if known is None:
        return None
    employee = Employee(name=question.person.name, id_number=question.person.id_number)
    again = tuple(
        month
        for month in question.months
        if known.decided_before(employee, month, besides=question.case_id)
    )
    if not again:
        return None
    return raise_flag(
        view, FlagCode.DUPLICATE_SUBMISSION, Notice(months=again, detail=listed(again))
    )


def _differs_from_contract(view: CaseView) -> Flag | None:
    """Notice a gross wage other than the one agreed; bonuses and overtime often explain it."""
    question = view.question
    contracts = [c for c in fitting_contracts(question) if is_sure(c.monthly_wage)]
    agreed = {value for c in contracts if (value := amount(c.monthly_wage)) is not None}
    if not agreed:
        return None
    other = [
        (month, hit.paper, hit.entry.gross)
        for month, hit in view.chosen
        if hit.entry is not None
        and is_sure(hit.entry.gross)
        and (gross := amount(hit.entry.gross)) is not None
        and all(abs(gross - wage) >= SMALL_CHANGE for wage in agreed)
    ]
    if not other:
        return None
    papers: tuple[Paper, ...] = (*(paper for _, paper, _ in other), *contracts)
    fields = (*(field for *_, field in other), *(c.monthly_wage for c in contracts))
    notice = Notice(
        papers=papers,
        months=tuple(month for month, *_ in other),
        evidence=tuple(field.evidence for field in fields if field.evidence),
    )
    return raise_flag(view, FlagCode.WAGE_DIFFERS_FROM_CONTRACT, notice)
