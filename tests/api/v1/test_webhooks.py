"""An employer is told of decisions: signed, thin, again if need be, and only of its own."""

import json

import pytest

from api.store.viewer import Scope
from api.webhooks.signing import signature
from tests.api import recorded
from tests.api.office import open_office, submit
from tests.api.receiver import receiving


@pytest.fixture(scope="module")
def ear():
    with receiving() as receiver:
        receiver.take = lambda *_: (receiver.plan.pop(0) if receiver.plan else 200, b"")
        yield receiver


@pytest.fixture
def office(tmp_path, ear):
    ear.requests.clear()
    ear.plan.clear()
    with open_office(tmp_path / "data", webhook_allow=("127.0.0.0/8",)) as opened:
        yield opened


@pytest.fixture
def employer(office):
    return office.tenant(scopes=list(Scope))


def hooked(employer, ear):
    made = employer.post("/v1/webhooks", json={"url": ear.url})
    assert made.status_code == 201
    return made.json()


def decided(office, employer):
    case = submit(employer).json()["cases"][0]
    office.work()
    return case


def test_a_decision_is_told_signed_and_thin(office, employer, ear):
    made = hooked(employer, ear)
    case = decided(office, employer)
    headers, body = ear.requests[0]
    headers = {name.lower(): value for name, value in headers.items()}
    told = json.loads(body)
    assert (told["type"], told["data"]["case"], told["data"]["decision"]) == (
        "case.decided",
        case,
        "complete",
    )
    moment = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signature(
        headers["webhook-id"], moment, body, made["secret"]
    )
    claim = recorded.claim()
    for word in (claim["employee"]["name"], claim["employee"]["id_number"], "8500"):
        assert word.encode() not in body
        assert word not in body.decode("unicode_escape")


def test_a_new_secret_signs_beside_the_old_one_until_that_is_dropped(office, employer, ear):
    made = hooked(employer, ear)
    new = employer.post(f"/v1/webhooks/{made['id']}/secret").json()["secret"]
    decided(office, employer)
    assert len(ear.requests[-1][0]["webhook-signature"].split()) == 2
    assert employer.delete(f"/v1/webhooks/{made['id']}/secret/old").status_code == 204
    submit(employer, key="second")
    office.work()
    headers, body = ear.requests[-1]
    assert headers["webhook-signature"] == signature(
        headers["webhook-id"], int(headers["webhook-timestamp"]), body, new
    )


def test_a_failure_is_repeated_logged_and_at_last_given_up_and_replayed(office, employer, ear):
    made = hooked(employer, ear)
    ear.plan[:] = [500] * 10
    decided(office, employer)
    place = f"/v1/webhooks/{made['id']}/deliveries"
    line = employer.get(place).json()["items"][0]
    assert (line["state"], line["problem"], len(line["attempts"])) == ("dead", "http_500", 10)
    assert employer.post(f"{place}/{line['id']}/replay").status_code == 202
    office.work()
    line = employer.get(place).json()["items"][0]
    assert (line["state"], line["attempts"][-1]["outcome"]) == ("done", "ok")
    assert len({headers["webhook-id"] for headers, _ in ear.requests}) == 1


def test_an_endpoint_that_is_gone_is_closed(office, employer, ear):
    hooked(employer, ear)
    ear.plan[:] = [410]
    decided(office, employer)
    assert employer.get("/v1/webhooks").json()["items"] == []


def test_nobody_is_told_of_another_employer_s_cases(office, employer, ear):
    hooked(employer, ear)
    decided(office, office.tenant("另一单位"))
    assert ear.requests == []


def test_a_foreign_webhook_does_not_exist(office, employer, ear):
    made = hooked(employer, ear)
    other = office.tenant("另一单位", scopes=list(Scope))
    place = f"/v1/webhooks/{made['id']}"
    assert other.get(f"{place}/deliveries").status_code == 404
    assert other.post(f"{place}/secret").status_code == 404
    assert other.delete(place).status_code == 404
    assert employer.get("/v1/webhooks").json()["items"][0]["id"] == made["id"]


@pytest.mark.parametrize("url", ["http://10.0.0.1/x", "https://169.254.169.254/", "nonsense"])
def test_an_address_inside_that_is_not_listed_is_refused(employer, url):
    assert employer.post("/v1/webhooks", json={"url": url}).status_code == 422


def test_an_employer_has_few_endpoints(employer, ear):
    for _ in range(5):
        hooked(employer, ear)
    assert employer.post("/v1/webhooks", json={"url": ear.url}).status_code == 409


def test_a_closed_webhook_is_told_nothing_more(office, employer, ear):
    made = hooked(employer, ear)
    assert employer.delete(f"/v1/webhooks/{made['id']}").status_code == 204
    decided(office, employer)
    assert ear.requests == []
