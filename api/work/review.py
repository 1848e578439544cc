"""
A person's part in a case: look, say, take back, decide. Pages and API share these functions.

What a person says is a draft until it is decided with. Everything is held against the version that
the person looked at: two people never decide over each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from api.settings import Settings
from api.store import audit, cases, corrections, known, reviews
from api.store.blobs import Blobs, put_bytes
from api.store.columns import now
from api.store.database import Database
from api.store.ids import new_id
from api.store.states import Cause, State
from api.store.tables import Case, Revision, Submission
from api.store.tables_decided import Review
from api.store.viewer import Role, Viewer
from api.work.decide import decide_claim, decide_siblings_again, keep_decision, memory_of
from api.work.jobs import JobQueue
from intake.corrections import WrongCorrection, checked, confirmed, machine_value, with_seen
from models.case import CaseFile, DecidedBy, Decision
from models.correction import (
    Act,
    Correction,
    Laid,
    Said,
    SaidOfField,
    SaidOfFlag,
    SaidOfPage,
    SaidOfRequirement,
)
from models.finding import Severity, Verdict
from models.paper import Papers

MOST = 500
"""Corrections of one case: a sheet of thirty rows has fewer than a hundred open points."""


class House(Protocol):
    """What is needed of the service; `Service` and `Shop` have it."""

    @property
    def settings(self) -> Settings:
        """Return the settings."""

    @property
    def database(self) -> Database:
        """Return the database."""

    @property
    def blobs(self) -> Blobs:
        """Return the blobs."""

    @property
    def queue(self) -> JobQueue:
        """Return the queue."""


class NotFound(Exception):
    """The case, or what was said of it, is not there for this viewer to see."""


class NotDecided(Exception):
    """The machine has not decided the case yet."""


class NotForViewer(Exception):
    """The viewer may see the case, but not decide it."""


class Unsettled(Exception):
    """The decision is not what papers and corrections lead to; `case` says what is open."""

    def __init__(self, case: CaseFile) -> None:
        super().__init__(case.decision)
        self.case = case


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a person says, and why."""

    said: Said
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a person decides."""

    decision: Decision
    statements: tuple[Statement, ...] = ()
    """Said together with the decision."""
    rest: Literal["met", "unmet"] | None = None
    """Settle everything that is still in doubt so (原件已核对); never what is unmet."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A case as a person sees it."""

    case: Case
    revision: Revision
    papers: Papers
    """As the machine read them."""
    standing: CaseFile
    """The decision that stands."""
    preview: CaseFile
    """The decision that would follow from everything said up to now."""
    said: tuple[Correction, ...]
    lease: Review | None

    @property
    def version(self) -> int:
        """Return what a change has to name (`If-Match`)."""
        return self.case.version


def look(house: House, viewer: Viewer, case_id: str) -> Look:
    """
    Return a case with everything that was said of it.

    Raises NotFound, NotDecided.
    """
    with house.database.read() as session:
        case = cases.for_viewer(session, viewer, case_id)
        if case is None:
            raise NotFound(case_id)
        revision = cases.newest(session, case)
        if revision is None:
            raise NotDecided(case_id)
        said = tuple(corrections.of_case(session, case, drafts=True))
        lease = session.get(Review, case.id)
    papers = Papers.model_validate_json(house.blobs.read(revision.papers))
    standing = CaseFile.model_validate_json(house.blobs.read(revision.case_file))
    preview = _decided(house, case, papers, said)
    return Look(case, revision, papers, standing, preview, said, lease)


def _decided(house: House, case: Case, papers: Papers, said: Sequence[Correction]) -> CaseFile:
    return decide_claim(
        house.settings,
        case,
        papers,
        revision=case.revision + 1,
        said=said,
        memory=memory_of(house.settings, house.database),
    )


def say(
    house: House, viewer: Viewer, case_id: str, statements: Sequence[Statement], version: int
) -> Look:
    """
    Keep what a person says, as drafts; return the case as it stands then.

    Raises NotFound, NotDecided, NotForViewer, Closed, Outdated, Taken, WrongCorrection.
    """
    seen = _open(house, viewer, case_id, version)
    made = _made(viewer, seen, statements)
    with house.database.write() as session:
        case = _held(session, house, viewer, seen)
        corrections.add(session, case, made)
        _note(session, viewer, case, made)
        cases.touch(case)
    return look(house, viewer, case_id)


def unsay(house: House, viewer: Viewer, case_id: str, correction_id: str, version: int) -> Look:
    """
    Take back what was said of this case; its row stays in the history.

    Raises as `say` does, and NotFound where there is no such correction of this case.
    """
    seen = _open(house, viewer, case_id, version)
    with house.database.write() as session:
        case = _held(session, house, viewer, seen)
        if not corrections.undo(session, viewer, case, correction_id):
            raise NotFound(correction_id)
        cases.touch(case)
    return look(house, viewer, case_id)


def decide(
    house: House, viewer: Viewer, case_id: str, judgement: Judgement, version: int
) -> Revision:
    """
    Decide a case; the decision is a revision of its own, and what follows goes with it.

    Raises Unsettled where papers and corrections do not lead to this decision, and as `say` does.
    """
    seen = _open(house, viewer, case_id, version)
    made = _made(viewer, seen, judgement.statements)
    file = _decided(house, seen.case, seen.papers, (*seen.said, *made))
    if judgement.rest is not None:
        made += _rest(viewer, seen, file, judgement)
        file = _decided(house, seen.case, seen.papers, (*seen.said, *made))
    if file.decision is not judgement.decision:
        raise Unsettled(file)
    file = file.model_copy(update={"decided_by": decided_by(viewer)})
    blob = put_bytes(house.blobs, file.model_dump_json().encode())
    decided = cases.Decided(
        file, blob.sha256, seen.revision.papers, seen.case.round, Cause.REVIEW, viewer
    )
    with house.database.write() as session:
        case = _held(session, house, viewer, seen)
        if house.settings.duplicates and known.granted_meanwhile(session, case.id, file):
            raise cases.Outdated(case.id)
        corrections.add(session, case, made)
        _note(session, viewer, case, made)
        revision = keep_decision(session, house.queue, case.id, decided)
        if revision is None:
            raise cases.Outdated(case.id)
        reviews.release(session, viewer, case)
        if corrections.decided_with(session, case, revision.number):
            decide_siblings_again(session, house.queue, case)
    return revision


def decided_by(viewer: Viewer) -> DecidedBy:
    """Return in which office a person decides."""
    is_reviewer = viewer.may(Role.REVIEWER, Role.LEAD)
    return DecidedBy.REVIEWER if is_reviewer else DecidedBy.CLERK


def may_decide(session: Session, viewer: Viewer, case: Case) -> bool:
    """
    Say whether a person may decide a case.

    A clerk decides what came over the counter: there the original can be looked at.
    """
    if viewer.may(Role.REVIEWER, Role.LEAD):
        return True
    submission = session.get_one(Submission, case.submission_id)
    return viewer.may(Role.COUNTER) and submission.way in reviews.AT_WINDOW


def take(house: House, viewer: Viewer, case_id: str) -> Look:
    """Take a case in hand for a while, or for a while longer. Raises as `say` does."""
    seen = look(house, viewer, case_id)
    with house.database.write() as session:
        _held(session, house, viewer, seen)
    return look(house, viewer, case_id)


def release(house: House, viewer: Viewer, case_id: str) -> None:
    """Give a case back without deciding it; drafts stay. Raises NotFound, Taken."""
    with house.database.write() as session:
        case = cases.for_viewer(session, viewer, case_id)
        if case is None:
            raise NotFound(case_id)
        reviews.release(session, viewer, case)


def take_next(house: House, viewer: Viewer) -> Look | None:
    """Take the most urgent case that nobody has in hand; None where there is none."""
    with house.database.read() as session:
        free = reviews.waiting(session, viewer, 20, free_only=True)
    for entry in free:
        try:
            return take(house, viewer, entry.id)
        except (reviews.Taken, cases.Closed, NotFound, NotForViewer):
            continue  # somebody was quicker
    return None


def _open(house: House, viewer: Viewer, case_id: str, version: int) -> Look:
    """Return the case if it is the one that the person looked at."""
    seen = look(house, viewer, case_id)
    if seen.case.version != version:
        raise cases.Outdated(case_id)
    return seen


def _held(session: Session, house: House, viewer: Viewer, seen: Look) -> Case:
    """Return the case for writing, in the viewer's hand and unchanged since it was looked at."""
    case = cases.locked(session, seen.case.id)
    if not may_decide(session, viewer, case):
        raise NotForViewer(case.id)
    if case.version != seen.case.version:
        raise cases.Outdated(case.id)
    if case.state != State.DECIDED or case.decision == Decision.COMPLETE:
        raise cases.Closed(case.id)
    reviews.take(session, viewer, case, timedelta(minutes=house.settings.review_minutes))
    return case


def _made(viewer: Viewer, seen: Look, statements: Sequence[Statement]) -> list[Correction]:
    """Return what is said, checked against what there is to speak of."""
    if len(seen.said) + len(statements) > MOST:
        raise WrongCorrection("too many corrections")
    return [_one(viewer, seen, statement) for statement in statements]


def _one(viewer: Viewer, seen: Look, statement: Statement) -> Correction:
    said = checked(statement.said)
    machine = machine_value(seen.papers, seen.standing, said)
    said = with_seen(confirmed(said, machine), seen.preview)
    if not statement.why.strip() and needs_reason(said, machine):
        raise WrongCorrection("a reason is needed")
    return Correction(
        id=new_id("r"),
        said=said,
        machine=machine,
        by=viewer.id,
        at=now(),
        why=statement.why.strip(),
    )


def needs_reason(said: Said, machine: dict[str, object]) -> bool:
    """
    Say whether a reason has to be given: for settling, and for a value that no reader saw at all.

    So it has for taking a page out. A wage that the paper does not print is not asserted without
    saying where it was seen.
    """
    if isinstance(said, SaidOfRequirement | SaidOfFlag):
        return True
    if isinstance(said, SaidOfPage):
        return said.laid is Laid.OUT
    unseen = not machine.get("readings") and machine.get("value") is None
    return isinstance(said, SaidOfField) and said.act is Act.CORRECT and unseen


def _rest(viewer: Viewer, seen: Look, file: CaseFile, judgement: Judgement) -> list[Correction]:
    """Settle everything still in doubt with one reason; what cannot be settled stays open."""
    if not judgement.why.strip():
        raise WrongCorrection("a reason is needed")
    verdict = Verdict(judgement.rest or Verdict.DOUBTFUL)
    statements: list[Said] = [
        SaidOfRequirement(
            material=r.material, item=r.item, month=r.month, code=r.code, verdict=verdict
        )
        for r in file.requirements
        if r.verdict is Verdict.DOUBTFUL and r.code is not None
    ]
    if verdict is Verdict.MET:
        statements += [
            SaidOfFlag(code=f.code) for f in file.flags if f.severity is Severity.BLOCKING
        ]
    after = replace(seen, preview=file)
    made = []
    for said in statements:
        try:
            made.append(_one(viewer, after, Statement(said, judgement.why)))
        except WrongCorrection:
            continue  # it has to be corrected, and the decision says that it is open
    return made


def _note(session: Session, viewer: Viewer, case: Case, made: Sequence[Correction]) -> None:
    """Put into the audit trail that something was said; what, the corrections themselves say."""
    for correction in made:
        said = correction.said
        detail = {"correction": correction.id, "kind": said.kind, "act": str(said.act)}
        audit.record(session, viewer, "correction.say", ("case", case.id), detail)
