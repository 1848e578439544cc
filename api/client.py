"""
A client of the HTTP API for programs: brings papers, follows them, takes results.

    with Client("https://intake.example.cn", key) as intake:
        sent = intake.submit([Path("工资表.pdf")], claims=[claim])
        for case in intake.wait(sent.id).cases:
            print(case.id, case.decision, intake.case(case.id).missing)
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx2
from pydantic import BaseModel, TypeAdapter

from api.problems import ProblemBody
from api.store.states import State
from api.v1.bodies import CaseLine, CaseList, Receipt, SubmissionBody
from api.v1.results import Results
from models.arrears import ArrearsStatement
from models.case import CaseFile, Decision
from models.claim import Claim

TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
AGAIN = frozenset({429, 500, 502, 503, 504})
"""After these the same request may be sent again: its key sees to it that it is done once."""
ENDED = frozenset({State.DECIDED, State.PARKED, State.WITHDRAWN})
Answer = TypeVar("Answer", bound=BaseModel)


class Refused(Exception):
    """The service's answer is a problem; programs go by `problem.code`."""

    def __init__(self, problem: ProblemBody) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.title} {problem.detail}")
        self.problem = problem


class Client:
    """Speaks for one tenant; what fails in passing is tried again."""

    def __init__(self, url: str, key: str, *, http: httpx2.Client | None = None) -> None:
        self._http = http or httpx2.Client(base_url=url, timeout=60.0)
        self._http.headers["Authorization"] = f"Bearer {key}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def submit(
        self, files: Sequence[Path], claims: Sequence[Claim] = (), *, key: str | None = None
    ) -> Receipt:
        """Bring papers with one claim or many; under the same key they are brought once."""
        told = [claim.model_dump(mode="json", exclude_none=True) for claim in claims]
        form = {"claims": json.dumps(told)} if told else {}
        return self._upload("/v1/submissions", files, form, key)

    def add_papers(self, case: str, files: Sequence[Path], *, key: str | None = None) -> Receipt:
        """Add papers to a case that is not complete (补正)."""
        return self._upload(f"/v1/cases/{case}/papers", files, {}, key)

    def submission(self, submission: str) -> SubmissionBody:
        """Return how far a submission has come."""
        return self._get(f"/v1/submissions/{submission}", SubmissionBody)

    def wait(
        self, submission: str, *, seconds: float = 600.0, every: float = 1.0
    ) -> SubmissionBody:
        """Return a submission once all its cases are decided; raise TimeoutError."""
        until = time.monotonic() + seconds
        while (found := self.submission(submission)).state not in ENDED:
            if time.monotonic() > until:
                raise TimeoutError(f"{submission}: {found.state}")
            time.sleep(every)
        return found

    def results(self, submission: str) -> Results:
        """Return one list for all of a submission's claims."""
        return self._get(f"/v1/submissions/{submission}/results", Results)

    def case(self, case: str) -> CaseFile:
        """Return a decided case's file."""
        return self._get(f"/v1/cases/{case}", CaseFile)

    def statement(self, case: str) -> ArrearsStatement:
        """Return what is due."""
        return self._get(f"/v1/cases/{case}/statement", ArrearsStatement)

    def cases(self, decision: Decision | None = None) -> Iterator[CaseLine]:
        """Yield cases, newest first."""
        wanted: dict[str, str] = {"decision": decision} if decision else {}
        cursor: str | None = ""
        while cursor is not None:
            part = self._get(
                "/v1/cases", CaseList, {**wanted, **({"cursor": cursor} if cursor else {})}
            )
            yield from part.items
            cursor = part.next

    def withdraw(self, case: str) -> CaseLine:
        """Take a case back."""
        return CaseLine.model_validate(self._send("POST", f"/v1/cases/{case}/withdrawal"))

    def _upload(
        self, path: str, files: Sequence[Path], form: Mapping[str, str], key: str | None
    ) -> Receipt:
        parts = [("files", (file.name, file.read_bytes())) for file in files]
        headers = {"Idempotency-Key": key or uuid4().hex}
        return Receipt.model_validate(
            self._send("POST", path, files=parts, data=form, headers=headers)
        )

    def _get(
        self, path: str, kind: type[Answer], params: Mapping[str, str] | None = None
    ) -> Answer:
        return TypeAdapter(kind).validate_python(self._send("GET", path, params=params or {}))

    def _send(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 — JSON
        """Send until there is an answer that counts; raise Refused."""
        pause = FIRST_PAUSE
        for left in reversed(range(TRIES)):
            try:
                answer = self._http.request(method, path, **options)
            except httpx2.TransportError:
                if not left:
                    raise
            else:
                if answer.is_success:
                    return answer.json()
                if not left or not _may_be_sent_again(answer):
                    raise Refused(ProblemBody.model_validate(answer.json()))
                pause = max(pause, float(answer.headers.get("Retry-After", 0)))
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        raise AssertionError("unreachable")


def _may_be_sent_again(answer: httpx2.Response) -> bool:
    """Say whether a moment later there may be another answer."""
    in_hand = answer.status_code == 409 and answer.json().get("code") == "in_progress"
    return in_hand or answer.status_code in AGAIN
