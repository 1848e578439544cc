"""Flags about seals: another company's, copied, or mere pictures."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from intake.completeness.alterations import is_same_sheet
from intake.completeness.case_view import CaseView, Notice, raise_flag
from intake.completeness.contracts import fitting_contracts
from intake.completeness.lines import line_for
from intake.completeness.papers_of import sort
from intake.completeness.question import (
    E_SEAL,
    SIGNATURE_BROKEN,
    SIGNATURE_INTACT,
    SIGNATURE_UNKNOWN,
    SealSight,
)
from intake.completeness.seals import SEAL_SURE
from models.finding import Flag, FlagCode, Message
from models.marks import SealKind
from models.page import Channel
from models.paper import Paper
from models.quantities import Month

OF_EMPLOYERS = frozenset({SealKind.OFFICIAL, SealKind.FINANCIAL, SealKind.CONTRACT})
"""Kinds that a company puts under its own papers; 收件章 and bank stamps come from anywhere."""

UNSIGNED = Message(zh="无电子签名", en="no electronic signature")
NOT_VOUCHED = (
    (SIGNATURE_BROKEN, Message(zh="电子签名无效", en="its electronic signature does not hold")),
    (
        SIGNATURE_UNKNOWN,
        Message(
            zh="电子签名的算法在此无法验证，如国密SM2",
            en="its electronic signature is of an algorithm that is not verified here, such as SM2",
        ),
    ),
    (
        E_SEAL,
        Message(zh="电子签章在此无法验证", en="its electronic seal is not verified here"),
    ),
    (
        SIGNATURE_INTACT,
        Message(
            zh="电子签名完整，但其证书不在认可之列",
            en="its electronic signature is intact, but of a certificate that is not accepted",
        ),
    ),
)
"""What files' notes say of their signatures."""


def foreign(view: CaseView) -> Flag | None:
    """Notice a seal that is surely another company's on a paper that the case rests on."""
    seen = [
        (paper, sight)
        for paper in _rested_on(view)
        for sight in view.question.seals_on(paper)
        if _is_surely_foreign(sight)
    ]
    if not seen:
        return None
    papers = tuple(paper for paper, _ in seen)
    return raise_flag(
        view,
        FlagCode.SEAL_OWNER_MISMATCH,
        Notice(papers, _months(view, papers), tuple(sight.evidence for _, sight in seen)),
    )


def _is_surely_foreign(sight: SealSight) -> bool:
    """Say whether an impression is clear, of a company's kind, and not the employer's."""
    seal = sight.seal
    clear = min(seal.score, seal.kind_score) >= SEAL_SURE and seal.kind in OF_EMPLOYERS
    return clear and sight.is_foreign


def _rested_on(view: CaseView) -> Iterator[Paper]:
    """Yield the papers that the requirements were judged by, each once."""
    papers: list[Paper] = [hit.paper for _, hit in view.chosen]
    papers.extend(fitting_contracts(view.question))
    papers.extend(sort(view.question, view.question.applications).best)
    yield from {paper.pages[0]: paper for paper in papers}.values()


def same_picture(view: CaseView) -> Flag | None:
    """Notice pixel-alike impressions on different scanned papers: nobody stamps twice alike."""
    groups: dict[str, list[tuple[Paper, SealSight]]] = defaultdict(list)
    for paper in view.relevant:
        for sight in view.question.seals_on(paper):
            if sight.seal.picture and sight.page.channel is Channel.SCAN:
                groups[sight.seal.picture].append((paper, sight))
    seen = [pair for group in groups.values() if _is_copied(group) for pair in group]
    if not seen:
        return None
    papers = tuple(paper for paper, _ in seen)
    return raise_flag(
        view,
        FlagCode.SAME_SEAL_IMAGE,
        Notice(papers, _months(view, papers), tuple(sight.evidence for _, sight in seen)),
    )


def _is_copied(group: list[tuple[Paper, SealSight]]) -> bool:
    """Say whether an impression stands on two papers that are not one sheet scanned again."""
    return any(
        _are_two_papers(one, other) and not is_same_sheet(one[1].page, other[1].page)
        for one, other in combinations(group, 2)
    )


def _are_two_papers(one: tuple[Paper, SealSight], other: tuple[Paper, SealSight]) -> bool:
    if one[0].pages[0] == other[0].pages[0]:
        return False
    return not one[1].page.fingerprint or one[1].page.fingerprint != other[1].page.fingerprint


def picture_only(view: CaseView) -> Flag | None:
    """Notice seal pictures in born-digital files where the list asks for a seal."""
    question = view.question
    if question.policy.seal_picture == "accept":
        return None
    seen = [
        (paper, sight)
        for paper in _rested_on(view)
        if _needs_seal(view, paper)
        for sight in question.seals_on(paper)
        if sight.picture_only
    ]
    if not seen:
        return None
    papers = tuple(paper for paper, _ in seen)
    evidence = tuple(sight.evidence for _, sight in seen)
    notice = Notice(papers, _months(view, papers), evidence, _unvouched(view, seen))
    return raise_flag(view, FlagCode.SEAL_PICTURE_ONLY, notice)


def _unvouched(view: CaseView, seen: list[tuple[Paper, SealSight]]) -> Message:
    """Say why no electronic signature vouches for the pictures, the gravest reason first."""
    notes = {
        note
        for _, sight in seen
        if (report := view.question.files.get(sight.page.file))
        for note in report.notes
    }
    return next((reason for note, reason in NOT_VOUCHED if note in notes), UNSIGNED)


def _needs_seal(view: CaseView, paper: Paper) -> bool:
    """Say whether the list asks for a seal on this kind of paper."""
    line = line_for(view.question.policy, paper.kind, view.question.months)
    return line is not None and bool(line.seals)


def _months(view: CaseView, papers: tuple[Paper, ...]) -> tuple[Month, ...]:
    """Return the claimed months that the papers answer."""
    return tuple(month for month, hit in view.hits if hit.paper in papers)
