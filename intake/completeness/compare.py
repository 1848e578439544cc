"""Whether a paper speaks of the person and the company that the case is about."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from intake.completeness.trust import SURE, is_sure
from intake.text.fold import tight
from intake.text.identifiers import check_id, check_uscc
from intake.text.names import NameMatch, compare_company, compare_person
from models.evidence import FieldValue

FAR_NAME = 0.6
"""A badly read name (below SURE) that shares no character with the expected one is another's from
here: readers confuse characters, they do not replace whole names."""

NEAR_NUMBERS = 2
"""Characters in which two readings of one number may differ; two people's numbers differ in more,
or by the one digit that a forger changed: a person looks at both."""

ENOUGH_DIGITS = 8
"""Characters that a masked number has to show before it tells people of one name apart."""

_MASK = re.compile(r"[*×＊●•█]")


class Sameness(StrEnum):
    """Whether two statements are about the same person or company."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    UNSAID = "unsaid"
    """One of them says nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """The employee that the case is about."""

    name: str | None = None
    id_number: str | None = None
    legacy_ids: bool = False
    """Whether a 15-digit number of before 1999 is as good as the one of today."""
    has_namesake: bool = False
    """Whether the papers name two people so, and nobody says which of them it is."""


@dataclass(frozen=True, slots=True)
class Company:
    """The employer that the case is about."""

    name: str | None = None
    uscc: str | None = None


def same_person(person: Person, name: FieldValue, id_number: FieldValue) -> Sameness:
    """
    Compare the expected person with a name and an ID number on a paper.

    The number outweighs the name; where both are told and contradict each other, nothing is sure.
    UNSAID is never returned: a paper that names nobody is UNSURE.
    """
    number = _numbers(person.id_number, id_number, _id_holds)
    if number is Sameness.UNSURE and person.legacy_ids and _is_legacy_of(person, id_number):
        number = Sameness.SAME
    found = _joined(_names(person.name, name), number)
    return Sameness.UNSURE if found is Sameness.SAME and person.has_namesake else found


def same_company(company: Company, name: FieldValue, uscc: FieldValue) -> Sameness:
    """
    Compare the expected company with a name and a credit code on a paper.

    UNSAID where the paper says neither, or nothing is known to compare it with.
    """
    named = _companies(company.name, name)
    coded = _numbers(company.uscc, uscc, _uscc_holds)
    if named is Sameness.UNSAID and not name.readings and name.evidence is None:
        return coded
    return _joined(named, coded)


def is_masked(number: str) -> bool:
    """Say whether characters of a number are starred out."""
    stars = _MASK.findall(tight(number))
    return len(stars) > 1 or (len(stars) == 1 and not _MASK.fullmatch(tight(number)[-1]))


def best(found: Iterable[Sameness]) -> Sameness:
    """Return the most favourable of several comparisons; DIFFERENT if there are none."""
    order = (Sameness.SAME, Sameness.UNSURE, Sameness.UNSAID)
    seen = set(found)
    return next((value for value in order if value in seen), Sameness.DIFFERENT)


_JOINED = {
    (Sameness.SAME, Sameness.SAME): Sameness.SAME,
    (Sameness.UNSURE, Sameness.SAME): Sameness.SAME,
    (Sameness.UNSAID, Sameness.SAME): Sameness.SAME,
    (Sameness.DIFFERENT, Sameness.SAME): Sameness.UNSURE,
    (Sameness.SAME, Sameness.UNSAID): Sameness.SAME,
    (Sameness.UNSURE, Sameness.UNSAID): Sameness.UNSURE,
    (Sameness.UNSAID, Sameness.UNSAID): Sameness.UNSURE,
    (Sameness.DIFFERENT, Sameness.UNSAID): Sameness.DIFFERENT,
    (Sameness.DIFFERENT, Sameness.UNSURE): Sameness.DIFFERENT,
}
"""(name, number) to both together; a number that differs makes DIFFERENT, the rest is UNSURE."""


def _joined(name: Sameness, number: Sameness) -> Sameness:
    """Weigh a name and a number that stand together."""
    if number is Sameness.DIFFERENT:
        return Sameness.DIFFERENT
    return _JOINED.get((name, number), Sameness.UNSURE)


def _names(expected: str | None, field: FieldValue) -> Sameness:
    """Compare two people's names."""
    if not expected or not field.value:
        return Sameness.UNSAID
    match compare_person(expected, field.value):
        case NameMatch.SAME:
            return Sameness.SAME
        case NameMatch.DIFFERENT:
            return _as_sure_as_read(expected, field)
        case _:
            return Sameness.UNSURE


def _companies(expected: str | None, field: FieldValue) -> Sameness:
    """Compare two companies' names; an abbreviation is left to a person (rules.md §8)."""
    if not expected or not field.value:
        return Sameness.UNSAID
    match compare_company(expected, field.value):
        case NameMatch.SAME:
            return Sameness.SAME
        case NameMatch.DIFFERENT:
            return _as_sure_as_read(expected, field)
        case _:
            return Sameness.UNSURE


def _as_sure_as_read(expected: str, field: FieldValue) -> Sameness:
    """Call a name another's only as far as its reading can be trusted."""
    apart = not set(tight(expected)) & set(tight(field.value or ""))
    return Sameness.DIFFERENT if is_sure(field, FAR_NAME if apart else SURE) else Sameness.UNSURE


def _id_holds(text: str) -> bool:
    """Say whether a citizen ID's check digit and date hold."""
    return check_id(text).valid


def _uscc_holds(text: str) -> bool:
    """Say whether a credit code's check digit holds."""
    return check_uscc(text).valid


def _numbers(expected: str | None, field: FieldValue, holds: Callable[[str], bool]) -> Sameness:
    """
    Compare two numbers that carry a check digit.

    A number whose check digit fails was misread or mistyped: where it is nearly the expected one it
    is taken for it, and never does it prove a difference.
    """
    if not expected or not field.value:
        return Sameness.UNSAID
    ours, theirs = (tight(text).upper() for text in (expected, field.value))
    if is_masked(theirs):
        return _masked(ours, _MASK.sub("*", theirs))
    if ours == theirs:
        return Sameness.SAME
    near = Levenshtein.distance(ours, theirs) <= NEAR_NUMBERS
    if not holds(theirs):
        return Sameness.SAME if near else _garbled(field)
    if near or not is_sure(field) or _may_be_legacy(ours, theirs):
        return Sameness.UNSURE
    return Sameness.DIFFERENT


def _garbled(field: FieldValue) -> Sameness:
    """Judge a number that holds by no check digit and is nowhere near the expected one."""
    return Sameness.UNSURE if is_sure(field) else Sameness.UNSAID


def _masked(ours: str, theirs: str) -> Sameness:
    """Compare with a number of which some characters are starred out."""
    pairs = [pair for pair in zip(ours, theirs, strict=False) if pair[1] != "*"]
    if len(ours) != len(theirs):
        return Sameness.UNSURE
    differing = sum(1 for one, other in pairs if one != other)
    if differing > NEAR_NUMBERS:
        return Sameness.DIFFERENT
    if differing:
        return Sameness.UNSURE
    return Sameness.SAME if len(pairs) >= ENOUGH_DIGITS else Sameness.UNSAID


def _is_legacy_of(person: Person, field: FieldValue) -> bool:
    """Say whether the field holds the person's number in its form of 15 digits."""
    return _shortened(person.id_number or "") == tight(field.value or "")


def _may_be_legacy(ours: str, theirs: str) -> bool:
    """Say whether numbers of an old and a new form may be one."""
    short, long = sorted((ours, theirs), key=len)
    if len(short) == len(long):
        return False
    return not check_id(long).valid or _shortened(long) == short


def _shortened(id_number: str) -> str:
    """Return a citizen ID in its old form: 15 digits, without century and check digit."""
    return id_number[:6] + id_number[8:17]
