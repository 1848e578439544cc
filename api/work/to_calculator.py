"""
The hand-over: a complete case's `ArrearsClaim` to the arrears calculator, once per revision.

The embedded calculator by default, or the agency's own over HTTP. An attempt may be repeated when a
worker dies between the answer and its being written down; `Idempotency-Key: case:revision` makes it
one claim all the same, and the calculator has to honour it.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from pydantic import ValidationError
from sqlalchemy.orm import Session

from api.store import audit
from api.store.blobs import put_bytes
from api.store.columns import now
from api.store.states import State
from api.store.tables import Case, Revision
from api.store.tables_decided import HandOver, Outbox
from api.store.viewer import SYSTEM
from api.webhooks.outward import Answer, Call, Unreachable, post
from api.work.decide import claim_of
from api.work.outcome import Outcome, again, dead, done, void
from api.work.shop import Shop
from intake.arrears.calculator import compute_statement
from intake.arrears.policies import load_policy
from intake.errors import ParameterUnpublished, PolicyError
from intake.hand_over import arrears_claim
from models.arrears import ArrearsClaim, ArrearsStatement
from models.case import CaseFile

EMBEDDED = "embedded"
MAY_PASS = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.CONFLICT,  # the same key is being worked on
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)


class NotDue(Exception):
    """The case is not to be handed over (any more); `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Due:
    """A claim, and what the embedded calculator makes of it."""

    claim: ArrearsClaim
    statement: ArrearsStatement


def hand_over(shop: Shop, item: Outbox) -> Outcome:
    """Make one attempt."""
    try:
        due = _due(shop, item)
        statement = _calculated(shop, due)
    except NotDue as error:
        return void(error.code)
    except ParameterUnpublished:
        return dead("parameter_unpublished")
    except PolicyError:
        return dead("policy")
    except Unreachable as error:
        return again(error.code)
    except Refused as error:
        return again(error.code) if error.may_pass else dead(error.code)
    row = HandOver(
        case_id=item.case_id,
        revision=item.revision,
        calculator=urlsplit(shop.settings.calculator).netloc or EMBEDDED,
        claim=put_bytes(shop.blobs, _json(due.claim)).sha256,
        statement=put_bytes(shop.blobs, statement.model_dump_json().encode()).sha256,
        taken_at=now(),
    )

    def write_down(session: Session) -> None:
        session.add(row)
        detail = {"revision": row.revision, "calculator": row.calculator}
        audit.record(session, SYSTEM, "case.hand_over", ("case", row.case_id), detail)

    return done(write_down)


def _due(shop: Shop, item: Outbox) -> Due:
    """
    Return the claim of a case that still stands at complete; raise NotDue for any other.

    Published parameters are asked for here, whoever computes: without them there is no hand-over.
    """
    with shop.database.read() as session:
        case = session.get_one(Case, item.case_id)
        revision = session.get_one(Revision, (item.case_id, item.revision))
    if case.state == State.WITHDRAWN:
        raise NotDue("withdrawn")
    if case.revision != item.revision:
        raise NotDue("superseded")
    file = CaseFile.model_validate_json(shop.blobs.read(revision.case_file))
    asked = claim_of(shop.settings, case)
    policy = load_policy(asked.region or shop.settings.region, shop.settings.policies)
    claim = arrears_claim(
        file,
        region=policy.region,
        declared_on=asked.declared_on or case.created_at.date(),
        revision=item.revision,
    )
    if claim is None:
        raise NotDue("not_complete")
    return Due(claim, compute_statement(claim, policy))


class Refused(Exception):
    """The agency's calculator answered something else than a statement."""

    def __init__(self, code: str, *, may_pass: bool) -> None:
        super().__init__(code)
        self.code = code
        self.may_pass = may_pass


def _calculated(shop: Shop, due: Due) -> ArrearsStatement:
    """Return the calculator's statement; raise Unreachable, Refused."""
    if not shop.settings.calculator:
        return due.statement
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Idempotency-Key": f"{due.claim.case}:{due.claim.revision}",
        "User-Agent": "bujiao-intake",
    }
    token = shop.settings.calculator_token.get_secret_value()
    if token:
        headers["Authorization"] = f"Bearer {token}"
    seconds = shop.settings.calculator_seconds
    answer = post(Call(shop.settings.calculator, _json(due.claim), headers, seconds))
    return _statement(answer, due.claim)


def _statement(answer: Answer, claim: ArrearsClaim) -> ArrearsStatement:
    if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        passing = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in MAY_PASS
        raise Refused(f"http_{answer.status}", may_pass=passing)
    try:
        statement = ArrearsStatement.model_validate_json(answer.body)
    except ValidationError:
        raise Refused("bad_statement", may_pass=False) from None
    if (statement.case, statement.revision) != (claim.case, claim.revision):
        raise Refused("other_case", may_pass=False)
    return statement


def _json(claim: ArrearsClaim) -> bytes:
    """Return the claim as it is sent: equal bytes for equal claims."""
    return json.dumps(claim.model_dump(mode="json"), ensure_ascii=False, sort_keys=True).encode()
