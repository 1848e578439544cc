"""Which seals on a paper count: of the right kind, whole, and of the employer."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from intake.completeness.points import Point
from intake.completeness.question import Question, SealSight
from models.case import OwnerCheck
from models.finding import Code, Item, Material, Requirement
from models.marks import SealKind
from models.page import Channel, ColourMode, PageReading
from models.paper import Paper
from models.quantities import Month

SEAL_SURE = 0.8
"""From here an impression, its kind or its owner is taken as found."""

SEAL_POSSIBLE = 0.3
"""Below this a blob of ink is no reason to keep a person looking for a seal."""

MISSING = {
    SealKind.FINANCIAL: (Item.FINANCIAL_SEAL, Code.FINANCIAL_SEAL_MISSING),
    SealKind.OFFICIAL: (Item.OFFICIAL_SEAL, Code.OFFICIAL_SEAL_MISSING),
}


class Standing(StrEnum):
    """What one impression is worth for one seal that is asked for."""

    COUNTS = "counts"
    FOREIGN = "foreign"
    """The right kind, another company's."""
    OWNER_UNSURE = "owner_unsure"
    """The right kind, the legend not read well enough."""
    POSSIBLE = "possible"
    """It may be the one: not read, cut, faint, or a mere picture."""
    OTHER = "other"


def seal_requirements(
    question: Question,
    paper: Paper,
    about: tuple[Material, Month | None],
    asked: Iterable[tuple[SealKind, frozenset[SealKind]]],
) -> tuple[Requirement, ...]:
    """Answer for each seal that is asked for whether the paper bears it, on whichever page."""
    material, month = about
    sights = question.seals_on(paper)
    answers = []
    for wanted, kinds in asked:
        item, code = MISSING.get(wanted, MISSING[SealKind.OFFICIAL])
        point = Point(material, item, month)
        standings = [(standing(question, sight, kinds), sight) for sight in sights]
        answers.append(_answer(point, code, standings) or _absent(question, paper, point, code))
    return tuple(answers)


def standing(question: Question, sight: SealSight, kinds: frozenset[SealKind]) -> Standing:
    """Say what an impression is worth where a seal of one of `kinds` is asked for."""
    seal = sight.seal
    if seal.score < SEAL_POSSIBLE:
        return Standing.OTHER
    if seal.kind is SealKind.UNREAD or seal.kind_score < SEAL_SURE:
        return _of_unsure_kind(sight, kinds)
    if seal.kind not in kinds:
        return Standing.OTHER
    if sight.is_foreign:
        return Standing.FOREIGN
    return _of_right_kind(question, sight)


def _of_unsure_kind(sight: SealSight, kinds: frozenset[SealKind]) -> Standing:
    """Judge an impression whose purpose was not read for sure: it may be any, unless foreign."""
    if not sight.is_foreign:
        return Standing.POSSIBLE
    fits = sight.seal.kind is SealKind.UNREAD or sight.seal.kind in kinds
    return Standing.FOREIGN if fits else Standing.OTHER


def _of_right_kind(question: Question, sight: SealSight) -> Standing:
    """Judge an impression of the kind that is asked for and not surely another company's."""
    if sight.picture_only and question.policy.seal_picture == "doubtful":
        return Standing.POSSIBLE
    if sight.seal.score < SEAL_SURE or not sight.seal.whole:
        return Standing.POSSIBLE
    if sight.owner.check is OwnerCheck.MATCH and sight.owner.score >= SEAL_SURE:
        return Standing.COUNTS
    return Standing.OWNER_UNSURE


def _answer(
    point: Point, code: Code, standings: Sequence[tuple[Standing, SealSight]]
) -> Requirement | None:
    """Let the best impression decide; None where there is none that could."""

    def of(*wanted: Standing) -> list[SealSight]:
        return [sight for value, sight in standings if value in wanted]

    if counting := of(Standing.COUNTS):
        return point.met(sight.evidence for sight in counting)
    foreign = of(Standing.FOREIGN, Standing.OWNER_UNSURE)
    if maybe := of(Standing.OWNER_UNSURE, Standing.POSSIBLE):
        would_be = Code.SEAL_OWNER_MISMATCH if foreign else code
        return point.doubtful(would_be, (sight.evidence for sight in maybe))
    if foreign:
        return point.unmet(Code.SEAL_OWNER_MISMATCH, (sight.evidence for sight in foreign))
    return None


def _absent(question: Question, paper: Paper, point: Point, code: Code) -> Requirement:
    """
    Say that no impression on the paper could be the seal.

    Surely, if every page was read and would show its ink: on a copy without colour a seal may lie
    in the print unseen, so there its absence is for a person to see.
    """
    pages = question.readings(paper)
    shown = all(_shows_ink(page) for page in pages) and len(pages) == len(paper.pages)
    return point.missing(code, sure=shown, evidence=question.place(paper))


def _shows_ink(page: PageReading) -> bool:
    """Say whether a seal's ink would stand out: a colour scan, or a page drawn by a program."""
    return page.channel is Channel.DIGITAL or page.quality.colour is ColourMode.COLOUR
