"""Taking papers in: everything stands on disk before a word is written about it."""

import logging
from collections.abc import Sequence
from typing import BinaryIO

from fastapi import UploadFile
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.problems import Problem, complaints
from api.service import Service
from api.store import cases, idempotency, submissions
from api.store.idempotency import Answer
from api.store.states import Way
from api.store.submissions import Sent
from api.store.viewer import Viewer
from api.v1.bodies import Receipt
from api.work.jobs import read_job
from intake.arrears.policies import load_policy
from intake.ingest.names import shown_name
from models.claim import Claim

logger = logging.getLogger(__name__)
MOST_CLAIMS = 500
LONGEST_KEY = 255
LONGEST_NAME = 200


def parse_claims(claim: str | None, claims: str | None) -> list[Claim]:
    """Return what the form says is claimed; without a word, one claim that the papers fill in."""
    if claim is not None and claims is not None:
        raise Problem("invalid", "claim 与 claims 只能给一个 give one of them, not both")
    try:
        if claims is not None:
            found = TypeAdapter(list[Claim]).validate_json(claims)
        else:
            found = [Claim.model_validate_json(claim)] if claim else [Claim()]
    except ValidationError as error:
        where = complaints(error.errors(include_input=False, include_context=False))
        raise Problem("invalid", "申请登记有误 the claim is wrong", errors=where) from None
    if not 1 <= len(found) <= MOST_CLAIMS:
        raise Problem("invalid", f"1-{MOST_CLAIMS} 个申请 claims")
    return found


def check_regions(service: Service, claims: Sequence[Claim]) -> None:
    """Refuse a claim for a region without a policy now, while its sender listens."""
    for region in {claim.region or service.settings.region for claim in claims}:
        load_policy(region, service.settings.policies)


def way_of(viewer: Viewer) -> Way:
    """Return how a viewer's papers come in."""
    if viewer.folder:
        return Way.FOLDER
    return Way.COUNTER if viewer.is_staff else Way.API


def store_files(service: Service, files: Sequence[UploadFile]) -> list[Sent]:
    """Store every file durably; raise a Problem where there is none."""
    sent = [_store(service, file.filename or "", file.file) for file in files]
    if not sent:
        raise Problem("invalid", "没有文件 no file was sent")
    return sent


def _store(service: Service, name: str, content: BinaryIO) -> Sent:
    blob = service.blobs.put(content)
    return Sent(shown_name(name)[-LONGEST_NAME:], blob.sha256, blob.size)


def checked_key(key: str | None) -> str:
    """Return the request's key; raise a Problem where there is none."""
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Problem("key_missing")
    return key


def receive(
    service: Service, viewer: Viewer, key: str, claims: Sequence[Claim], files: Sequence[UploadFile]
) -> Answer:
    """Take a submission in, or give the answer that the same request had before."""
    tenant = submissions.owner(viewer)
    with service.in_progress.hold(tenant, key) as free:
        if not free:
            raise Problem("in_progress")
        sent = store_files(service, files)
        told = [claim.model_dump(mode="json") for claim in claims]
        request = idempotency.fingerprint(
            "submission", told, [(file.name, file.sha256) for file in sent]
        )
        try:
            return _receive_once(service, viewer, (key, request), claims, sent)
        except IntegrityError:  # another process was quicker: its answer is ours
            return _receive_once(service, viewer, (key, request), claims, sent)


def _receive_once(
    service: Service,
    viewer: Viewer,
    asked: tuple[str, bytes],
    claims: Sequence[Claim],
    sent: Sequence[Sent],
) -> Answer:
    key, request = asked
    tenant = submissions.owner(viewer)
    way = way_of(viewer)

    def take_in(session: Session) -> Answer:
        answer = idempotency.earlier(session, tenant, key, request)
        if answer is not None:
            return answer
        received = submissions.receive(session, viewer, way, claims, sent)
        location = f"/v1/submissions/{received.submission.id}"
        receipt = Receipt(
            id=received.submission.id,
            location=location,
            cases=[case.id for case in received.cases],
        )
        answer = Answer(202, location, receipt.model_dump())
        idempotency.remember(session, tenant, key, request, answer)
        service.queue.enqueue(session, read_job(session, received.submission))
        return answer

    return service.database.together(take_in)


def add_papers(
    service: Service, viewer: Viewer, key: str, case_id: str, files: Sequence[UploadFile]
) -> Answer:
    """Add papers to a case that is not complete (补正); only what is new is read."""
    with service.database.read() as session:
        case = cases.for_viewer(session, viewer, case_id)
    if case is None:
        raise Problem("not_found")
    with service.in_progress.hold(case.tenant_id, key) as free:
        if not free:
            raise Problem("in_progress")
        sent = store_files(service, files)
        request = idempotency.fingerprint(
            "papers", case_id, [(file.name, file.sha256) for file in sent]
        )
        try:
            return _add_once(service, viewer, (key, request), case_id, sent)
        except IntegrityError:
            return _add_once(service, viewer, (key, request), case_id, sent)


def _add_once(
    service: Service,
    viewer: Viewer,
    asked: tuple[str, bytes],
    case_id: str,
    sent: Sequence[Sent],
) -> Answer:
    key, request = asked
    with service.database.write() as session:
        case = cases.locked(session, case_id)
        answer = idempotency.earlier(session, case.tenant_id, key, request)
        if answer is not None:
            return answer
        submission = submissions.reopened(session, case.submission_id)
        cases.begin_round(session, viewer, case)
        submissions.add_files(session, submission, sent, case)
        location = f"/v1/cases/{case_id}"
        receipt = Receipt(id=submission.id, location=location, cases=[case_id])
        answer = Answer(202, location, receipt.model_dump())
        idempotency.remember(session, case.tenant_id, key, request, answer)
        service.queue.enqueue(session, read_job(session, submission, case))
    return answer
