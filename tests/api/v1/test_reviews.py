"""What the engine left open is settled by a person, point by point, and decided."""

import json
from datetime import timedelta

import pytest

from api.store import audit
from api.store.columns import now
from api.store.tables_decided import Correction, Review
from models.case import CaseFile
from tests.api import recorded
from tests.api.office import submit

WHY = "工资台账原件上的应发合计"


def in_review(office, client=None, **form):
    """Submit papers that leave the wage open; return the case's identifier."""
    client = client or office.tenant()
    sent = submit(client, recorded.papers(recorded.REVIEW), recorded.claim(recorded.REVIEW), **form)
    office.work()
    return sent.json()["cases"][0]


def tag(client, case):
    return client.get(f"/v1/reviews/{case}").headers["ETag"]


def post(client, case, what, body, etag=None):
    headers = {"If-Match": etag or tag(client, case)}
    return client.post(f"/v1/reviews/{case}/{what}", json=body, headers=headers)


def wages(client, case, value="8500.00", why=WHY):
    """Return the corrections that give every voucher a gross wage."""
    documents = client.get(f"/v1/cases/{case}").json()["documents"]
    return [
        {
            "said": {
                "kind": "field",
                "act": "correct",
                "page": d["pages"][0],
                "name": "gross",
                "at": d["fields"]["employee"]["evidence"]["bbox_frac"],
                "value": value,
            },
            "why": why,
        }
        for d in documents
        if d["kind"] == "payroll_voucher"
    ]


def test_the_queue_says_why_a_case_waits_and_for_whom_the_window_waits_first(office):
    slow = in_review(office)
    window = in_review(office, office.staff("counter"))
    reviewer = office.staff("reviewer")
    items = reviewer.get("/v1/reviews").json()["items"]
    assert [line["case"]["id"] for line in items] == [window, slow]
    assert [line["urgency"] for line in items] == ["window", "normal"]
    assert items[0]["reasons"] == ["WAGE_NOT_PRINTED"]


def test_the_queue_comes_in_parts(office):
    cases = {in_review(office) for _ in range(3)}
    reviewer = office.staff("reviewer")
    first = reviewer.get("/v1/reviews", params={"limit": 2}).json()
    rest = reviewer.get("/v1/reviews", params={"limit": 2, "cursor": first["next"]}).json()
    assert {line["case"]["id"] for line in first["items"] + rest["items"]} == cases
    assert rest["next"] is None


def test_a_case_in_hand_is_locked_for_others_until_the_lease_ends(office):
    case = in_review(office)
    one, other = office.staff("reviewer"), office.staff("reviewer")
    assert one.post(f"/v1/reviews/{case}/claim").status_code == 200
    assert other.post(f"/v1/reviews/{case}/claim").status_code == 423
    assert post(other, case, "decision", {"decision": "review"}).status_code == 423
    assert other.get("/v1/reviews", params={"free": True}).json()["items"] == []
    with office.service.database.write() as session:
        session.get_one(Review, case).taken_until = now() - timedelta(seconds=1)
    assert other.post(f"/v1/reviews/{case}/claim").status_code == 200
    assert one.post(f"/v1/reviews/{case}/claim").status_code == 423


def test_a_lead_takes_a_case_from_a_reviewer(office):
    case = in_review(office)
    assert office.staff("reviewer").post(f"/v1/reviews/{case}/claim").status_code == 200
    assert office.staff("lead").post(f"/v1/reviews/{case}/claim").status_code == 200


def test_a_case_given_back_is_free(office):
    case = in_review(office)
    one, other = office.staff("reviewer"), office.staff("reviewer")
    one.post(f"/v1/reviews/{case}/claim")
    assert other.delete(f"/v1/reviews/{case}/claim").status_code == 423
    assert one.delete(f"/v1/reviews/{case}/claim").status_code == 204
    assert other.post("/v1/reviews/next").json()["case"]["id"] == case


def test_nothing_to_take_is_said_so(office):
    assert office.staff("reviewer").post("/v1/reviews/next").status_code == 204


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("decision", {"decision": "review"}),
        ("corrections", {"corrections": [{"said": {"kind": "flag", "code": "ID_INVALID"}}]}),
    ],
)
def test_a_change_names_the_version_it_was_made_on(office, what, body):
    case = in_review(office)
    reviewer = office.staff("reviewer")
    place = f"/v1/reviews/{case}/{what}"
    assert reviewer.post(place, json=body).status_code == 428
    for old in ('"nonsense"', f'"{case}.999"', '"c0.1"', "*"):
        assert reviewer.post(place, json=body, headers={"If-Match": old}).status_code == 412


def test_two_people_do_not_decide_over_each_other(office):
    case = in_review(office)
    one, lead = office.staff("reviewer"), office.staff("lead")
    seen = tag(lead, case)
    assert post(one, case, "corrections", {"corrections": wages(one, case)}).status_code == 200
    assert post(lead, case, "decision", {"decision": "review"}, seen).status_code == 412


def test_wages_that_a_person_gives_make_the_case_complete_and_it_is_handed_over(office):
    employer = office.tenant()
    case = in_review(office, employer)
    reviewer = office.staff("reviewer")
    body = {"decision": "complete", "corrections": wages(reviewer, case)}
    answer = post(reviewer, case, "decision", body)
    assert answer.status_code == 200
    assert (answer.json()["decided_by"], answer.json()["revision"]) == ("reviewer", 2)
    file = CaseFile.model_validate(employer.get(f"/v1/cases/{case}").json())
    assert file.decided_by == "reviewer"
    assert file.statement is not None
    assert file.statement.revision == 2
    assert reviewer.get("/v1/reviews").json()["items"] == []
    first = CaseFile.model_validate(employer.get(f"/v1/cases/{case}/revisions/1").json())
    assert first.decision == "review"


def test_a_decision_that_the_papers_do_not_bear_out_is_refused_with_what_is_open(office):
    case = in_review(office)
    reviewer = office.staff("reviewer")
    answer = post(reviewer, case, "decision", {"decision": "complete"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "unsettled"
    open_ = [line["requirement"] for line in answer.json()["errors"] if "requirement" in line]
    assert open_ == ["WAGE_NOT_PRINTED"] * 3
    assert reviewer.get(f"/v1/cases/{case}/status").json()["revision"] == 1


def test_a_blanket_yes_never_gives_a_month_its_wage(office):
    case = in_review(office)
    body = {"decision": "complete", "rest": "met", "why": "原件已核对"}
    assert post(office.staff("reviewer"), case, "decision", body).status_code == 409


def test_a_case_can_be_found_incomplete_by_a_person(office):
    case = in_review(office)
    reviewer = office.staff("reviewer")
    body = {"decision": "incomplete", "rest": "unmet", "why": "单位不能提供应发工资"}
    assert post(reviewer, case, "decision", body).status_code == 200
    findings = reviewer.get(f"/v1/cases/{case}/findings").json()
    assert findings["decision"] == "incomplete"
    assert {m["code"] for m in findings["missing"]} == {"WAGE_NOT_PRINTED"}


def test_a_wage_that_nobody_saw_printed_needs_a_reason(office):
    case = in_review(office)
    reviewer = office.staff("reviewer")
    body = {"corrections": wages(reviewer, case, why=" ")}
    assert post(reviewer, case, "corrections", body).status_code == 422


def test_drafts_are_shown_taken_back_and_kept_in_the_history(office):
    case = in_review(office)
    reviewer = office.staff("reviewer")
    said = post(reviewer, case, "corrections", {"corrections": wages(reviewer, case)})
    assert said.json()["preview"]["decision"] == "complete"
    assert said.json()["standing"]["decision"] == "review"
    first = said.json()["said"][0]["id"]
    back = reviewer.delete(
        f"/v1/reviews/{case}/corrections/{first}", headers={"If-Match": said.headers["ETag"]}
    )
    assert back.json()["preview"]["decision"] == "review"
    history = reviewer.get(f"/v1/reviews/{case}/corrections").json()["items"]
    assert [bool(entry["undone_at"]) for entry in history] == [True, False, False]
    assert history[0]["machine"]["value"] is None
    assert history[0]["said"]["value"] == "8500.00"
    assert history[0]["why"] == WHY


def test_what_was_decided_survives_new_papers(office):
    employer = office.tenant()
    case = in_review(office, employer)
    reviewer = office.staff("reviewer")
    given = wages(reviewer, case)
    body = {"decision": "review", "corrections": given[:2]}
    assert post(reviewer, case, "decision", body).status_code == 200
    sent = employer.post(
        f"/v1/cases/{case}/papers",
        files=[("files", ("further.pdf", recorded.blank_pdf()))],
        headers={"Idempotency-Key": "further"},
    )
    assert sent.status_code == 202
    office.work()
    file = employer.get(f"/v1/cases/{case}").json()
    assert [wage["gross"] for wage in file["wages"].values()] == ["8500.00", "8500.00", None]
    assert file["decided_by"] == "engine"
    assert all(applied["holds"] for applied in file["corrections"])


def test_a_draft_decides_nothing_when_papers_come(office):
    employer = office.tenant()
    case = in_review(office, employer)
    reviewer = office.staff("reviewer")
    post(reviewer, case, "corrections", {"corrections": wages(reviewer, case)})
    employer.post(
        f"/v1/cases/{case}/papers",
        files=[("files", ("further.pdf", recorded.blank_pdf()))],
        headers={"Idempotency-Key": "further"},
    )
    office.work()
    assert employer.get(f"/v1/cases/{case}").json()["decision"] != "complete"


def test_what_is_corrected_on_shared_papers_is_corrected_for_every_case_on_them(office):
    claim = recorded.claim(recorded.REVIEW)
    employer = office.tenant()
    sent = submit(
        employer,
        recorded.papers(recorded.REVIEW),
        claims=json.dumps([claim, claim]),
    )
    office.work()
    first, second = sent.json()["cases"]
    reviewer = office.staff("reviewer")
    body = {"decision": "complete", "corrections": wages(reviewer, first)}
    assert post(reviewer, first, "decision", body).status_code == 200
    office.work()
    other = employer.get(f"/v1/cases/{second}").json()
    assert (other["decision"], other["decided_by"]) == ("complete", "engine")
    assert len(other["corrections"]) == 3


def test_a_complete_case_is_closed_for_review(office):
    case = submit(office.tenant()).json()["cases"][0]
    office.work()
    body = {"decision": "complete"}
    assert post(office.staff("reviewer"), case, "decision", body).status_code == 409


def test_a_clerk_decides_what_came_over_the_counter_and_nothing_else(office):
    clerk = office.staff("counter")
    sent, own = in_review(office), in_review(office, clerk)
    body = {"decision": "review"}
    assert post(clerk, sent, "decision", body).status_code == 403
    answer = post(clerk, own, "decision", body)
    assert (answer.status_code, answer.json()["decided_by"]) == (200, "clerk")
    assert [line["case"]["id"] for line in clerk.get("/v1/reviews").json()["items"]] == [own]


def test_an_employer_and_an_auditor_decide_nothing(office):
    employer = office.tenant()
    case = in_review(office, employer)
    auditor = office.staff("auditor")
    assert employer.get(f"/v1/reviews/{case}").status_code == 403
    assert auditor.get(f"/v1/reviews/{case}").status_code == 200
    assert post(auditor, case, "decision", {"decision": "review"}).status_code == 403


def test_what_is_said_is_in_the_audit_trail_without_its_words(office):
    case = in_review(office)
    reviewer = office.staff("reviewer")
    post(reviewer, case, "corrections", {"corrections": wages(reviewer, case)})
    with office.service.database.read() as session:
        acts = [(row.act, row.detail) for row in audit.trail(session, case)]
        assert session.query(Correction).count() == 3
    assert [act for act, _ in acts].count("correction.say") == 3
    assert "8500" not in str(acts)


def test_a_full_look_by_staff_is_in_the_audit_trail_and_an_employer_s_own_is_not(office):
    employer, auditor = office.tenant(), office.staff("auditor")
    case = in_review(office, employer)
    employer.get(f"/v1/cases/{case}")
    tagged = auditor.get(f"/v1/cases/{case}").headers["ETag"]
    auditor.get(f"/v1/cases/{case}", headers={"If-None-Match": tagged})
    auditor.get(f"/v1/cases/{case}/documents")
    with office.service.database.read() as session:
        acts = [row.act for row in audit.trail(session, case)]
    assert acts.count("case.full_look") == 2
