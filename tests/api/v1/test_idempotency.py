"""A submission is made once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from api.store.tables import Case, File, Submission
from tests.api import recorded
from tests.api.office import submit


def counted(office, table):
    with office.service.database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_the_same_request_again_has_the_same_answer(office):
    employer = office.tenant()
    first, second = submit(employer, key="k"), submit(employer, key="k")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert first.headers["location"] == second.headers["location"]
    assert counted(office, Case) == 1


def test_fifty_at_once_with_one_key_make_one_case(office):
    employer = office.tenant()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: submit(employer, key="k"), range(50)))
    statuses = {answer.status_code for answer in answers}
    assert 202 in statuses
    assert statuses <= {202, 409}
    assert all(a.json()["code"] == "in_progress" for a in answers if a.status_code == 409)
    assert len({a.json()["id"] for a in answers if a.status_code == 202}) == 1
    assert counted(office, Case) == 1
    assert len(office.queue.jobs) == 1


def test_without_a_key_nothing_is_taken(office):
    employer = office.tenant()
    answer = employer.post("/v1/submissions", files=[("files", ("a.pdf", b"x"))])
    assert (answer.status_code, answer.json()["code"]) == (400, "key_missing")
    assert counted(office, File) == 0


def test_a_key_used_for_other_papers_is_refused(office):
    employer = office.tenant()
    submit(employer, key="k")
    others = submit(employer, {"a.pdf": recorded.blank_pdf()}, key="k")
    assert (others.status_code, others.json()["code"]) == (422, "key_reused")
    claim = recorded.claim() | {"region": "shanghai"}
    assert submit(employer, claim=claim, key="k").status_code == 422


def test_keys_of_two_employers_have_nothing_to_do_with_each_other(office):
    one, other = office.tenant("甲"), office.tenant("乙")
    assert submit(one, key="k").json()["id"] != submit(other, key="k").json()["id"]
    assert counted(office, Submission) == 2


def test_added_papers_are_added_once(office):
    employer = office.tenant()
    papers = recorded.papers()
    last = papers.pop(recorded.APPLICATION)
    case = submit(employer, papers).json()["cases"][0]
    office.work()
    for _ in range(2):
        answer = employer.post(
            f"/v1/cases/{case}/papers",
            files=[("files", (recorded.APPLICATION, last))],
            headers={"Idempotency-Key": "more"},
        )
        assert answer.status_code == 202
    assert counted(office, File) == 5
    office.work()
    assert employer.get(f"/v1/cases/{case}/status").json()["revision"] == 2


def test_what_is_still_in_hand_is_said_to_be(office):
    employer = office.tenant()
    submit(employer, key="other")
    with office.service.database.read() as session:
        tenant = session.scalar(select(Submission.tenant_id))
    with office.service.in_progress.hold(tenant, "k") as free:
        assert free
        answer = submit(employer, key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_progress")
    assert answer.headers["retry-after"] == "1"
    assert submit(employer, key="k").status_code == 202
