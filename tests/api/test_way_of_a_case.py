"""A case's way through the service, from the upload to the statement."""

from tests.api import recorded
from tests.api.office import submit


def test_papers_go_in_and_a_statement_comes_out(office):
    employer = office.tenant()
    answer = submit(employer)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/v1/submissions/{answer.json()['id']}"
    office.work()
    status = employer.get(answer.headers["location"]).json()
    assert status["state"] == "decided"
    assert status["pages"] == {"total": 5, "read": 5, "failed": 0}
    (case,) = status["cases"]
    assert case["decision"] == "complete"
    assert case["payable"] == "3215.68"
    file = employer.get(f"/v1/cases/{case['id']}").json()
    assert file["schema"] == 1
    assert file["case"] == case["id"]
    statement = employer.get(f"/v1/cases/{case['id']}/statement").json()
    assert statement["totals"]["payable"] == "3215.68"
    assert (statement["case"], statement["revision"]) == (case["id"], 1)


def test_added_papers_make_a_new_revision_and_only_they_are_read(office):
    employer = office.tenant()
    papers = recorded.papers()
    missing = {recorded.APPLICATION: papers.pop(recorded.APPLICATION)}
    case = submit(employer, papers).json()["cases"][0]
    office.work()
    before = employer.get(f"/v1/cases/{case}/findings").json()
    assert before["decision"] == "incomplete"
    assert [item["code"] for item in before["missing"]] == ["APPLICATION_MISSING"]
    answer = employer.post(
        f"/v1/cases/{case}/papers",
        files=[("files", item) for item in missing.items()],
        headers={"Idempotency-Key": "more"},
    )
    assert answer.status_code == 202, answer.text
    office.work()
    after = employer.get(f"/v1/cases/{case}/findings").json()
    assert (after["decision"], after["revision"]) == ("complete", 2)
    revisions = employer.get(f"/v1/cases/{case}/revisions").json()["items"]
    assert [item["decision"] for item in revisions] == ["incomplete", "complete"]


def test_pages_can_be_seen_plain_with_findings_and_in_part(office):
    employer = office.tenant()
    case = submit(employer).json()["cases"][0]
    office.work()
    pages = employer.get(f"/v1/cases/{case}/pages").json()["items"]
    assert [page["state"] for page in pages] == ["read"] * 5
    plain = employer.get(pages[0]["image"])
    drawn = employer.get(pages[0]["overlay"])
    part = employer.get(pages[0]["image"], params={"width": 200, "box": "0,0,0.5,0.25"})
    assert {answer.headers["content-type"] for answer in (plain, drawn, part)} == {"image/jpeg"}
    assert plain.content != drawn.content
    assert len(part.content) < len(plain.content)
    again = employer.get(pages[0]["image"], headers={"If-None-Match": plain.headers["etag"]})
    assert again.status_code == 304
