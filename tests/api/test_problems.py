"""Whatever goes wrong is answered as a problem, and quotes nothing of what was sent."""

import errno
import json

import pytest
from sqlalchemy.exc import OperationalError

from api.problems import KINDS, MEDIA_TYPE, OF_ERROR, code_of
from intake import errors
from tests.api import recorded
from tests.api.office import open_office, submit

FORM = {"Idempotency-Key": "k"}


def problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    told = answer.json()
    assert told["code"] == code
    assert told["status"] == status
    assert told["type"] == f"/problems/{code}"
    assert told["title"] == KINDS[code].zh
    return told


def test_what_is_not_there_or_cannot_be_done_so(office):
    employer = office.tenant()
    problem(employer.get("/v1/nothing"), 404, "not_found")
    problem(employer.get("/v1/cases/c0"), 404, "not_found")
    problem(employer.delete("/v1/cases"), 405, "method_not_allowed")
    problem(employer.get("/v1/cases", params={"limit": "many"}), 422, "invalid")
    problem(employer.get("/v1/cases", params={"cursor": "../etc"}), 422, "invalid")


def test_a_body_of_another_kind_is_refused(office):
    employer = office.tenant()
    problem(employer.post("/v1/submissions", json={}), 415, "unsupported_type")
    keeper = office.staff("administrator")
    problem(keeper.post("/v1/keys", data={"tenant": "x"}), 415, "unsupported_type")
    problem(keeper.post("/v1/keys", content=b"<a/>"), 415, "unsupported_type")
    answer = keeper.post("/v1/keys", content=b"{", headers={"Content-Type": "application/json"})
    problem(answer, 422, "invalid")


def test_a_wrong_claim_is_told_without_a_word_of_it(office):
    employer = office.tenant()
    claim = recorded.claim() | {"months": ["Mai 2024"], "declared_on": 370202197911118915}
    told = problem(submit(employer, claim=claim), 422, "invalid")
    assert {tuple(item["at"]) for item in told["errors"]} == {("declared_on",), ("months", 0)}
    assert "370202" not in json.dumps(told)
    assert "Mai" not in json.dumps(told)


def test_a_region_without_a_policy_is_told_while_the_sender_listens(office):
    claim = recorded.claim() | {"region": "atlantis"}
    told = problem(submit(office.tenant(), claim=claim), 422, "policy")
    assert "atlantis" not in json.dumps(told)


def test_one_claim_or_many_but_not_both_and_not_none(office):
    employer = office.tenant()
    both = submit(employer, claim=recorded.claim(), claims="[]")
    problem(both, 422, "invalid")
    problem(submit(employer, claims="[]"), 422, "invalid")
    problem(
        employer.post("/v1/submissions", data={"claim": "{}"}, headers=FORM),
        415,
        "unsupported_type",
    )


@pytest.fixture
def small(tmp_path):
    with open_office(tmp_path / "data", body=1, json_body=1) as opened:
        yield opened


def chunked(size):
    for _ in range(size // 1000):
        yield b"x" * 1000


def test_a_body_over_the_limit_is_refused_declared_or_not(small):
    employer = small.tenant()
    large = {"files": ("a.pdf", b"x" * (1 << 20))}
    problem(employer.post("/v1/submissions", files=large, headers=FORM), 413, "too_large")
    headers = {"Content-Type": "multipart/form-data; boundary=b", **FORM}
    sent = employer.post("/v1/submissions", content=chunked(2 << 20), headers=headers)
    problem(sent, 413, "too_large")


def test_nobody_may_send_much_before_saying_who_they_are(office):
    large = {"files": ("a.pdf", b"x" * (2 << 20))}
    answer = office.client().post("/v1/submissions", files=large, headers=FORM)
    problem(answer, 413, "too_large")


def raising(error):
    def put(_source):
        raise error

    return put


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OSError(errno.ENOSPC, "no space"), 507, "disk_full"),
        (OSError(errno.EIO, "disk"), 503, "unavailable"),
        (OperationalError("select 1", {}, Exception("secret")), 503, "unavailable"),
        (RuntimeError("a bug that quotes 370202197911118915"), 500, "internal"),
    ],
)
def test_trouble_of_ours_is_told_as_such(office, monkeypatch, error, status, code):
    employer = office.tenant()
    monkeypatch.setattr(office.service.blobs, "put", raising(error))
    answer = submit(employer)
    problem(answer, status, code)
    assert "370202" not in answer.text
    monkeypatch.undo()
    assert submit(employer).status_code == 202


def test_every_error_of_the_pipeline_has_an_answer():
    def below(kind):
        return [kind, *(inner for child in kind.__subclasses__() for inner in below(child))]

    for kind in below(errors.IntakeError):
        assert code_of(kind.__new__(kind)) in KINDS
    assert set(OF_ERROR.values()) <= set(KINDS)
