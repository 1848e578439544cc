"""A month that was granted before is left to a person; a person may grant it all the same."""

import pytest

from api.store import known
from models.claim import Employee
from models.quantities import Month
from tests.api import recorded
from tests.api.office import open_office, submit


@pytest.fixture
def office(tmp_path):
    with open_office(tmp_path / "data", duplicates=True) as opened:
        yield opened


def decided(office, client):
    case = submit(client).json()["cases"][0]
    office.work()
    return client.get(f"/v1/cases/{case}").json()


def test_the_same_months_of_the_same_employee_are_granted_once(office):
    first = decided(office, office.tenant("天合"))
    second = decided(office, office.tenant("另一单位"))
    assert first["decision"] == "complete"
    assert second["decision"] == "review"
    assert [flag["code"] for flag in second["flags"]] == ["DUPLICATE_SUBMISSION"]
    assert first["case"] not in str(second)


def test_a_withdrawn_case_stands_in_nobody_s_way(office):
    client = office.tenant()
    first = decided(office, client)
    client.post(f"/v1/cases/{first['case']}/withdrawal")
    assert decided(office, client)["decision"] == "complete"


def test_a_person_may_grant_it_with_a_reason(office):
    client = office.tenant()
    decided(office, client)
    case = decided(office, client)["case"]
    reviewer = office.staff("reviewer")
    etag = reviewer.get(f"/v1/reviews/{case}").headers["ETag"]
    said = {"said": {"kind": "flag", "code": "DUPLICATE_SUBMISSION"}, "why": "前件已作废"}
    answer = reviewer.post(
        f"/v1/reviews/{case}/decision",
        json={"decision": "complete", "corrections": [said]},
        headers={"If-Match": etag},
    )
    assert answer.status_code == 200


def test_of_two_decided_at_the_same_time_one_waits_for_a_person(office, monkeypatch):
    monkeypatch.setattr(known.KnownInStore, "decided_before", lambda *_, **__: False)
    client = office.tenant()
    first, second = decided(office, client), decided(office, client)
    assert (first["decision"], second["decision"]) == ("complete", "review")
    assert second["statement"] is None
    assert [flag["code"] for flag in second["flags"]] == ["DUPLICATE_SUBMISSION"]


def test_a_name_alone_tells_nobody_apart(office):
    decided(office, office.tenant())
    name = recorded.claim()["employee"]["name"]
    memory = known.KnownInStore(office.service.database)
    assert not memory.decided_before(Employee(name=name), Month(2024, 5), besides="c")
