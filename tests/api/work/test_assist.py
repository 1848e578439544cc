"""In assist mode the engine alone calls nothing complete; a person does, with one step."""

import pytest

from api.store.tables_decided import Outbox
from tests.api import recorded
from tests.api.office import open_office, submit


@pytest.fixture
def office(tmp_path):
    with open_office(tmp_path / "data", assist=True) as opened:
        yield opened


def test_a_case_without_a_doubt_waits_for_a_person_and_is_not_handed_over(office):
    client = office.tenant()
    case = submit(client).json()["cases"][0]
    office.work()
    file = client.get(f"/v1/cases/{case}").json()
    assert (file["decision"], file["held"], file["statement"]) == ("review", "assist", None)
    assert office.staff("reviewer").get("/v1/reviews").json()["items"][0]["reasons"] == ["assist"]
    with office.service.database.read() as session:
        assert session.query(Outbox).count() == 0


def test_a_person_calls_it_complete_and_then_it_is_handed_over(office):
    client, reviewer = office.tenant(), office.staff("reviewer")
    case = submit(client).json()["cases"][0]
    office.work()
    etag = reviewer.get(f"/v1/reviews/{case}").headers["ETag"]
    answer = reviewer.post(
        f"/v1/reviews/{case}/decision",
        json={"decision": "complete"},
        headers={"If-Match": etag},
    )
    assert (answer.status_code, answer.json()["decided_by"]) == (200, "reviewer")
    office.work()
    with office.service.database.read() as session:
        assert [item.state for item in session.query(Outbox)] == ["done"]


def test_what_is_incomplete_is_said_so_at_once(office):
    papers = recorded.papers()
    papers.pop(recorded.APPLICATION)
    client = office.tenant()
    case = submit(client, papers).json()["cases"][0]
    office.work()
    assert client.get(f"/v1/cases/{case}").json()["decision"] == "incomplete"
