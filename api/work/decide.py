"""Papers that were read, and claims on them, become decided cases."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.orm import Session

from api.settings import Settings
from api.store import cases, corrections, known, reviews
from api.store.blobs import Blobs, put_bytes
from api.store.database import Database
from api.store.states import PageState, State
from api.store.submissions import cases_of
from api.store.tables import Case, Page, Revision, Source, Submission
from api.work.after import after_decision
from api.work.jobs import JobQueue, read_job
from api.work.process import due_cases
from api.work.shop import Shop
from intake.arrears.policies import load_policy
from intake.completeness import Judges, KnownCases
from intake.pipeline import FailedPage, collect_papers, decide_case
from intake.reviewed import decide_corrected
from intake.seals.owner import verify_owner
from models.case import CaseFile, Decision
from models.claim import Claim
from models.correction import Correction
from models.page import PageReading
from models.paper import FileReport, Papers


@dataclass(frozen=True, slots=True)
class Stood:
    """A case as it stood when its decision was begun."""

    case: Case
    pages: tuple[tuple[Source, Page], ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...] = ()
    """What people decided of these papers before."""

    @property
    def is_read(self) -> bool:
        """Say whether no page is left to read."""
        return all(page.state != PageState.WAITING for _, page in self.pages)


def decide_cases(shop: Shop, submission_id: str, case_id: str | None) -> None:
    """Decide every case that waits for it; papers shared by many are put together once."""
    assembled: dict[tuple[int, ...], tuple[Papers, str]] = {}
    for due in due_cases(shop, submission_id, case_id):
        stood = _look(shop, due)
        if stood is None or not stood.is_read:
            continue
        key = tuple(page.id for _, page in stood.pages)
        if key not in assembled:
            papers = papers_of(shop.blobs, stood)
            blob = put_bytes(shop.blobs, papers.model_dump_json().encode())
            assembled[key] = papers, blob.sha256
        papers, papers_blob = assembled[key]
        _decide(shop, stood, papers, papers_blob)


def _look(shop: Shop, case: Case) -> Stood | None:
    """Return the case with its pages, or None where some of its files are not opened yet."""
    with shop.database.read() as session:
        fresh = session.get_one(Case, case.id)
        if cases.has_unopened(session, fresh):
            return None
        return Stood(
            fresh,
            tuple(cases.pages_for(session, fresh)),
            tuple(cases.sources_for(session, fresh)),
            tuple(corrections.of_case(session, fresh, drafts=False)),
        )


def _decide(shop: Shop, stood: Stood, papers: Papers, papers_blob: str) -> None:
    case, number = stood.case, stood.case.revision + 1
    memory = memory_of(shop.settings, shop.database)
    file = decide_claim(
        shop.settings, case, papers, revision=number, said=stood.corrections, memory=memory
    )
    file = assisted(shop.settings, file)
    while True:
        blob = put_bytes(shop.blobs, file.model_dump_json().encode())
        decided = cases.Decided(file, blob.sha256, papers_blob, case.round)
        with shop.database.write() as session:
            again = memory and known.granted_meanwhile(session, case.id, file)
            if not again:
                keep_decision(session, shop.queue, case.id, decided)
                return
        file = known.as_granted_before(file, again)


def memory_of(settings: Settings, database: Database) -> KnownCases | None:
    """Return what remembers the months that were granted, where the site wants that."""
    return known.KnownInStore(database) if settings.duplicates else None


def keep_decision(
    session: Session, queue: JobQueue, case_id: str, decided: cases.Decided
) -> Revision | None:
    """
    Write a decision, and everything that follows from it, in the caller's transaction.

    Returns None where the decision is not kept: see `cases.record_decision`.
    """
    revision = cases.record_decision(session, case_id, decided)
    if revision is not None:
        case = cases.locked(session, case_id)
        reviews.follow(session, case, decided.case_file)
        after_decision(session, queue, case, revision)
        cases.settle(session, case.submission_id)
    return revision


def decide_siblings_again(session: Session, queue: JobQueue, case: Case) -> list[str]:
    """
    Queue the other open cases on the same papers, after a person corrected what they share.

    A case that somebody has in hand is left alone: it is decided with the correction there.
    Returns the cases' identifiers.
    """
    again = []
    for sibling in cases_of(session, case.submission_id):
        open_ = sibling.state == State.DECIDED and sibling.decision != Decision.COMPLETE
        if sibling.id == case.id or not open_ or reviews.is_taken(session, sibling):
            continue
        sibling.state = State.RECEIVED
        cases.touch(sibling)
        submission = session.get_one(Submission, sibling.submission_id)
        job = read_job(session, submission, sibling)
        # Another look at the same round is other work: it has an identifier of its own.
        queue.enqueue(session, replace(job, id=f"{job.id}:{case.id}:{case.revision}"))
        again.append(sibling.id)
    return again


def decide_claim(  # noqa: PLR0913 — the last three have defaults, for previews
    settings: Settings,
    case: Case,
    papers: Papers,
    *,
    revision: int = 0,
    said: Sequence[Correction] = (),
    memory: KnownCases | None = None,
) -> CaseFile:
    """
    Hold a case's claim against papers, over which is laid what people said of them.

    `revision` is written into the statement; 0 where it is shown only. Raises PolicyError for a
    region without a policy.
    """
    claim = claim_of(settings, case)
    policy = load_policy(claim.region or settings.region, settings.policies)
    judges = Judges(verify_owner=verify_owner, known=memory)
    decide = partial(decide_case, claim=claim, policy=policy, case_id=case.id, judges=judges)
    declared_on = claim.declared_on or case.created_at.date()
    file = decide_corrected(papers, said, decide, policy=policy, declared_on=declared_on)
    if file.statement is None:
        return file
    statement = file.statement.model_copy(update={"revision": revision})
    return file.model_copy(update={"statement": statement})


def assisted(settings: Settings, file: CaseFile) -> CaseFile:
    """In assist mode, leave to a person what the engine alone would call complete."""
    if not settings.assist or file.decision is not Decision.COMPLETE:
        return file
    return file.model_copy(
        update={"decision": Decision.REVIEW, "statement": None, "held": "assist"}
    )


def claim_of(settings: Settings, case: Case) -> Claim:
    """Return what was claimed; where it says no region or day, the site's region and that day."""
    claim = Claim.model_validate(case.claim)
    received = case.created_at.astimezone(settings.zone).date()
    return claim.model_copy(
        update={
            "region": claim.region or settings.region,
            "declared_on": claim.declared_on or received,
        }
    )


def papers_of(blobs: Blobs, stood: Stood) -> Papers:
    """Put a case's papers together from what was read, page by page."""
    readings = [
        reading_of(blobs, source, page) for source, page in stood.pages if page.reading is not None
    ]
    failures = [
        FailedPage(source.name, page.number, page.failure or "page_failed")
        for source, page in stood.pages
        if page.state == PageState.FAILED
    ]
    seconds = sum(reading.seconds for reading in readings)
    return collect_papers(reports_of(stood.sources), readings, failures, seconds=seconds)


def reading_of(blobs: Blobs, source: Source, page: Page) -> PageReading:
    """Return what was read on a page, under the name that its file has here."""
    reading = PageReading.model_validate_json(blobs.read(page.reading or ""))
    return reading.model_copy(update={"file": source.name})


def reports_of(sources: Sequence[Source]) -> list[FileReport]:
    """Return the files as a case file shows them."""
    return [
        FileReport(
            name=source.name,
            sha256=source.sha256,
            type=source.type,
            problem=source.problem,
            pages=source.pages,
            notes=tuple(source.notes),
        )
        for source in sources
    ]
