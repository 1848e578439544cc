"""The client for programs does what its users expect of it."""

from pathlib import Path

import httpx2
import pytest

from api import client as module
from api.client import Client, Refused
from models.claim import Claim
from tests.api import recorded


@pytest.fixture
def brought(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, content in recorded.papers().items():
        (folder / name).write_bytes(content)
    return sorted(folder.iterdir())


@pytest.fixture
def intake(office):
    key = office.key()
    return Client("http://testserver", key, http=office.client())


def test_from_papers_to_the_statement(office, intake, brought):
    claim = Claim.model_validate(recorded.claim())
    sent = intake.submit(brought, [claim])
    office.work()
    (case,) = intake.wait(sent.id).cases
    assert case.decision == "complete"
    assert intake.case(case.id).missing == ()
    assert str(intake.statement(case.id).totals.payable) == "3215.68"
    assert [line.payable for line in intake.results(sent.id).items] == [case.payable]


def test_what_is_missing_can_be_brought_later(office, intake, brought):
    last = next(path for path in brought if path.name == recorded.APPLICATION)
    claim = Claim.model_validate(recorded.claim())
    sent = intake.submit([path for path in brought if path != last], [claim])
    office.work()
    assert [item.code for item in intake.case(sent.cases[0]).missing] == ["APPLICATION_MISSING"]
    intake.add_papers(sent.cases[0], [last])
    office.work()
    assert intake.wait(sent.id).cases[0].decision == "complete"
    assert intake.withdraw(sent.cases[0]).state == "withdrawn"


def test_a_list_is_followed_to_its_end(office, intake, tmp_path):
    paper = tmp_path / "a.pdf"
    paper.write_bytes(recorded.blank_pdf())
    sent = [intake.submit([paper]).cases[0] for _ in range(3)]
    assert [case.id for case in intake.cases()] == sorted(sent, reverse=True)


def test_a_refusal_says_why(intake):
    with pytest.raises(Refused) as refused:
        intake.case("c0")
    assert refused.value.problem.code == "not_found"


class Flaky(httpx2.BaseTransport):
    """Breaks off, is overloaded, has the request in hand; then answers."""

    def __init__(self):
        self.keys = []

    def handle_request(self, request):
        self.keys.append(request.headers["idempotency-key"])
        step = len(self.keys)
        if step == 1:
            raise httpx2.ConnectError("broken off")
        if step == 2:
            return httpx2.Response(503, headers={"Retry-After": "0"}, json={})
        if step == 3:
            return httpx2.Response(409, json={"code": "in_progress"})
        return httpx2.Response(202, json={"id": "s1", "location": "/", "cases": ["c1"]})


def test_what_fails_in_passing_is_sent_again_under_the_same_key(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.001)
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"x")
    transport = Flaky()
    http = httpx2.Client(base_url="http://there", transport=transport)
    with Client("http://there", "k", http=http) as intake:
        assert intake.submit([paper]).cases == ["c1"]
    assert len(set(transport.keys)) == 1
    assert len(transport.keys) == 4


def test_the_client_stays_small():
    assert Path(module.__file__).read_text(encoding="utf-8").count("\n") <= 150
