"""
Who the case is about: what the claim expects, and what the papers say.

What is expected comes from the claim and, where it is silent, from the application, the contract,
the identity card, the vouchers, in this order. What the papers say never comes from the claim.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from intake.completeness.compare import Company, Person, Sameness, same_company, same_person
from intake.completeness.trust import READ, SURE, is_sure
from intake.text.fold import tight
from intake.text.identifiers import check_id, check_uscc
from intake.text.names import company_name, person_name
from models.case import PartyEmployee, PartyEmployer
from models.claim import Claim
from models.evidence import FieldValue
from models.paper import ApplicationPaper, ContractPaper, OtherPaper, Papers, VoucherPaper
from models.policy import Policy

NamedPair = tuple[FieldValue, FieldValue]
"""A name and the number that stands with it."""


def expected_person(papers: Papers, claim: Claim, policy: Policy) -> Person:
    """Return whom the case is about; the parts that nobody tells are None."""
    legacy = policy.id_legacy == "ACCEPT"
    name = _given(claim.employee.name)
    number = _given(claim.employee.id_number)
    pairs = [pair for group in _person_pairs(papers) for pair in _unambiguous(group)]
    if name is None and number is None:
        name, number = next(((n.value, _good_id(i)) for n, i in pairs if is_sure(n)), (None, None))
    known = Person(name, number, legacy)
    everyone = [pair for group in _person_pairs(papers) for pair in group]
    own = [pair for pair in everyone if same_person(known, *pair) is Sameness.SAME]
    numbers = {found for _, id_field in own if (found := _good_id(id_field))}
    return Person(
        name=name or next((n.value for n, _ in own if is_sure(n)), None),
        id_number=number or (min(numbers) if len(numbers) == 1 else None),
        legacy_ids=legacy,
        has_namesake=number is None and len(numbers) > 1,
    )


def expected_company(papers: Papers, claim: Claim, person: Person) -> Company:
    """Return whose case it is; the parts that nobody tells are None."""
    name = _given(claim.employer.name)
    uscc = _given(claim.employer.uscc)
    pairs = list(_company_pairs(papers, person))
    if name is None and uscc is None:
        name, uscc = next(((n.value, _good_uscc(u)) for n, u in pairs if is_sure(n)), (None, None))
    known = Company(name, uscc)
    own = [pair for pair in pairs if same_company(known, *pair) is Sameness.SAME]
    return Company(
        name=name or next((n.value for n, _ in own if is_sure(n)), None),
        uscc=uscc or next((_good_uscc(u) for _, u in own if _good_uscc(u)), None),
    )


def employee_as_printed(papers: Papers, person: Person) -> PartyEmployee:
    """Return the employee as most of the person's papers say; None where none says it."""
    pairs = [pair for group in _person_pairs(papers) for pair in group]
    compared = [(pair, same_person(person, *pair)) for pair in pairs]
    own = [pair for pair, found in compared if found is Sameness.SAME]
    near = [pair for pair, found in compared if found is Sameness.UNSURE]
    alone = [pair for group in _person_pairs(papers) for pair in _unambiguous(group)]
    told = own or near or alone
    return PartyEmployee(
        name=_vote((name for name, _ in told), person_name),
        id_number=_vote((number for _, number in told), tight),
    )


def employer_as_printed(papers: Papers, person: Person, company: Company) -> PartyEmployer:
    """Return the employer as most of the person's papers say; None where none says it."""
    pairs = list(_company_pairs(papers, person))
    compared = [(pair, same_company(company, *pair)) for pair in pairs]
    own = [pair for pair, found in compared if found is Sameness.SAME]
    told = own or pairs
    return PartyEmployer(
        name=_vote((name for name, _ in told), company_name),
        uscc=_vote((uscc for _, uscc in told), tight),
    )


def _person_pairs(papers: Papers) -> Iterator[list[NamedPair]]:
    """Yield names and IDs, one list per kind of paper, the most telling kind first."""
    for kind in (ApplicationPaper, ContractPaper, OtherPaper):
        yield [
            (paper.employee, paper.id_number)
            for paper in papers.documents
            if isinstance(paper, kind)
        ]
    yield [(entry.name, entry.id_number) for v in _vouchers(papers) for entry in v.entries]


def _company_pairs(papers: Papers, person: Person) -> Iterator[NamedPair]:
    """Yield the employers that the person's papers name, the most telling kind first."""
    for kind in (ApplicationPaper, ContractPaper):
        for paper in papers.documents:
            if isinstance(paper, kind) and _may_be(person, paper.employee, paper.id_number):
                yield paper.employer, paper.uscc
    for voucher in _vouchers(papers):
        if any(_may_be(person, entry.name, entry.id_number) for entry in voucher.entries):
            yield voucher.employer, voucher.uscc


def _may_be(person: Person, name: FieldValue, id_number: FieldValue) -> bool:
    """Say whether a paper is not surely someone else's."""
    return same_person(person, name, id_number) is not Sameness.DIFFERENT


def _vouchers(papers: Papers) -> list[VoucherPaper]:
    return [paper for paper in papers.documents if isinstance(paper, VoucherPaper)]


def _unambiguous(pairs: Sequence[NamedPair]) -> Sequence[NamedPair]:
    """Return the pairs if they name one person only: else they do not tell whose case it is."""
    names = {person_name(name.value) for name, _ in pairs if name.value}
    return pairs if len(names) == 1 else ()


def _vote(fields: Iterable[FieldValue], spelling: Callable[[str], str]) -> str | None:
    """Return the value that the surest readings agree on; None if none is good enough."""
    weights: dict[str, float] = defaultdict(float)
    shown: dict[str, tuple[float, str]] = {}
    for field in fields:
        if field.value is not None and is_sure(field, READ):
            key = spelling(field.value)
            weights[key] += field.score
            shown[key] = max(shown.get(key, (0.0, "")), (field.score, field.value))
    if not weights:
        return None
    return shown[max(weights, key=lambda key: (weights[key], key))][1]


def _good_id(field: FieldValue) -> str | None:
    """Return a citizen ID that can be relied on."""
    good = field.value is not None and is_sure(field, SURE) and check_id(field.value).valid
    return field.value if good else None


def _good_uscc(field: FieldValue) -> str | None:
    """Return a credit code that can be relied on."""
    good = field.value is not None and is_sure(field, SURE) and check_uscc(field.value).valid
    return field.value if good else None


def _given(text: str | None) -> str | None:
    """Return what a form says; blanks say nothing."""
    return (text or "").strip() or None
