"""The employer that a paper names: by label, in the title, in a line of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from intake.papers.flow import Flow
from intake.text.identifiers import NumberCheck, check_uscc, find_usccs
from intake.text.names import NameMatch, company_name, compare_company, find_company
from models.evidence import FieldValue, Reading

LABEL = re.compile(
    r"(?:编制单位|单位名称|用人单位|工作单位|申请单位|付款单位|填报单位|公司名称|企业名称|参保单位|缴费单位|"
    r"单位全称|所在单位|单位)(?:\(?(?:名称|公章|盖章)\)?)?\s*[::]?\s*"
)
NOT_LABEL = re.compile(r"^单位\s*[::]?\s*(?:人民币)?元|金额单位")
GUESS = 0.25
"""What is read worse is no name at all, but a seal's strokes or a smear."""
REPAIRED_CODE = 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """A company named on a paper."""

    name: str
    rank: int
    flow: Flow
    start: int
    end: int


def employer_in(flows: Sequence[Flow]) -> FieldValue:
    """
    Return the employer named in lines of text, best place first; every place is a reading.

    Places that agree confirm each other; among different companies the labelled one counts.
    """
    found = [company for flow in flows for company in _companies(flow)]
    if not found:
        return FieldValue()
    best = min(found, key=lambda company: (company.rank, -_score(company)))
    agreeing = [c for c in found if compare_company(c.name, best.name) is NameMatch.SAME]
    name = _voted(agreeing)
    score = max(_score(company) for company in agreeing)
    if score < GUESS:
        readings = tuple(_reading(company) for company in found)
        return FieldValue(readings=readings, note="unreadable")
    score = min(0.99, 0.97 * score if len(agreeing) == 1 else 0.5 + score / 2)
    return FieldValue(
        value=name,
        score=score,
        evidence=best.flow.evidence(best.start, best.end),
        readings=tuple(_reading(company) for company in found),
    )


def uscc_in(flows: Sequence[Flow]) -> FieldValue:
    """Return the credit code in lines of text: valid, the only repair, or as read with a doubt."""
    for flow in flows:
        for run in find_usccs(flow.text):
            check = check_uscc(run)
            start, end = place_of(flow.text, run)
            return code_field(check, flow, start, end)
    return FieldValue()


def code_field(check: NumberCheck, flow: Flow, start: int, end: int) -> FieldValue:
    """Make a field of a checked number and its place."""
    own = flow.score(start, end)
    evidence = flow.evidence(start, end)
    reader = "" if evidence is None else evidence.reader
    reading = Reading(value=check.value, reader=reader, score=own, evidence=evidence)
    value, score, note = check.value, 0.4 * own, "check digit wrong"
    if check.valid:
        score, note = max(own, 0.97) if not check.legacy else own, ""
    elif len(check.candidates) == 1:
        value, score = check.candidates[0], REPAIRED_CODE * own
        note = f"repaired by check digit from {check.value}"
    return FieldValue(value=value, score=score, evidence=evidence, readings=(reading,), note=note)


def place_of(text: str, part: str) -> tuple[int, int]:
    """Return where `part` stands in `text`, blanks inside it allowed; (0, 0) if nowhere."""
    pattern = r"\s*".join(re.escape(char) for char in part if not char.isspace())
    match = re.search(pattern, text)
    return (0, 0) if match is None else match.span()


def _companies(flow: Flow) -> Iterator[Found]:
    """Yield the company of each stretch of a line that wide gaps part."""
    for piece in re.finditer(r"[^\n]+", flow.text):
        for part in _parts(piece[0]):
            name = find_company(part)
            if name is None:
                continue
            start, end = place_of(flow.text, name)
            if end == 0:
                start, end = _rough_place(flow.text, part)
            yield Found(name, _rank(part, name), flow, start, end)


def _rank(part: str, name: str) -> int:
    """Rank a place: labelled; a company by its form; 研发中心 may be a department."""
    if LABEL.search(part) is not None and NOT_LABEL.search(part) is None:
        return 0
    return 1 if "公司" in name or "厂" in name else 2


def _parts(line: str) -> list[str]:
    """Return a line whole if a name may run over its gaps, else its stretches."""
    parts = [part for part in re.split(r"\s{2,}|\s(?=[^\s]{2,8}[::])", line) if part.strip()]
    named = [part for part in parts if find_company(part) is not None]
    return named or [line]


def _rough_place(text: str, part: str) -> tuple[int, int]:
    """Return the place of a stretch of text."""
    start = text.find(part)
    return (start, start + len(part)) if start >= 0 else (0, len(text))


def _voted(agreeing: Sequence[Found]) -> str:
    """Return the spelling that most places share, the surest among equals."""
    spellings = [company.name for company in agreeing]
    return max(
        agreeing,
        key=lambda c: (-sum(Levenshtein.distance(c.name, s) for s in spellings), _score(c)),
    ).name


def _score(company: Found) -> float:
    """Return how well a company's name was read."""
    return company.flow.score(company.start, company.end)


def _reading(company: Found) -> Reading:
    """Return a place as a reading."""
    evidence = company.flow.evidence(company.start, company.end)
    reader = "" if evidence is None else evidence.reader
    return Reading(
        value=company_name(company.name), reader=reader, score=_score(company), evidence=evidence
    )
