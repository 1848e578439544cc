"""Two people at one case: whoever comes second is told, and writes over nobody."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.work import review
from tests.api import recorded
from tests.api.office import open_office, submit

ROUNDS = 100


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Return an office in which deciding costs nothing: the race is about what is kept."""
    decided = {}

    def decide_once(settings, case, papers, **options):
        if case.id not in decided:
            decided[case.id] = plain(settings, case, papers, **options)
        return decided[case.id]

    plain = review.decide_claim
    with open_office(tmp_path / "data") as opened:
        monkeypatch.setattr(review, "decide_claim", decide_once)
        monkeypatch.setattr(review, "MOST", 2 * ROUNDS)
        yield opened


def brought(office, papers=5):
    """Return a case of so many papers; one of one paper is quickly looked at."""
    files = dict(list(recorded.papers(recorded.REVIEW).items())[:papers])
    answer = submit(office.tenant(), files, recorded.claim(recorded.REVIEW))
    office.work()
    return answer.json()["cases"][0]


def gross(client, case, value):
    paper = next(
        d
        for d in client.get(f"/v1/cases/{case}").json()["documents"]
        if d["kind"] == "payroll_voucher"
    )
    at = paper["fields"]["employee"]["evidence"]["bbox_frac"]
    said = {"kind": "field", "act": "correct", "page": paper["pages"][0], "name": "gross"}
    return {"said": {**said, "at": at, "value": value}, "why": "见原件"}


def test_of_two_who_speak_at_once_one_is_kept_and_the_other_is_told(office):
    case = brought(office, papers=1)
    # Nobody has such a case in hand: nothing but its version stands between the two.
    people = [office.staff("lead", name=name) for name in ("甲", "乙")]
    bodies = [gross(people[0], case, value) for value in ("8500.00", "8600.00")]
    barrier = threading.Barrier(2)
    history = people[0].get(f"/v1/reviews/{case}/corrections").json()["items"]
    assert history == []

    def say(number, version):
        barrier.wait()
        headers = {"If-Match": f'"{case}.{version}"', "Accept": "application/json"}
        return people[number].post(f"/desk/review/{case}/say", json=bodies[number], headers=headers)

    version = people[0].get(f"/v1/cases/{case}").headers["etag"].strip('"').rpartition(".")[2]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            answers = list(pool.map(say, (0, 1), (version, version)))
            assert sorted(one.status_code for one in answers) == [200, 412]
            version = next(one.json()["version"] for one in answers if one.is_success)
    history = people[0].get(f"/v1/reviews/{case}/corrections").json()["items"]
    assert len(history) == ROUNDS


def test_a_decision_that_is_not_borne_out_is_refused_and_nothing_else(office):
    case = brought(office)
    lead = office.staff("lead")
    headers = {
        "If-Match": lead.get(f"/v1/cases/{case}").headers["etag"],
        "Accept": "application/json",
    }
    body = {"decision": "complete"}
    answer = lead.post(f"/desk/review/{case}/decide", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "unsettled")


def test_to_take_back_what_nobody_said_is_refused_by_desk_and_api_alike(office):
    case = brought(office, papers=1)
    lead = office.staff("lead")
    headers = {
        "If-Match": lead.get(f"/v1/cases/{case}").headers["etag"],
        "Accept": "application/json",
    }
    other = "x" + case[1:]
    desk = lead.post(f"/desk/review/{case}/unsay", json={"correction": other}, headers=headers)
    api = lead.delete(f"/v1/reviews/{case}/corrections/{other}", headers=headers)
    assert (desk.status_code, desk.json()["code"]) == (404, "not_found")
    assert (api.status_code, api.json()["code"]) == (404, "not_found")
