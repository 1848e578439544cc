"""A complete case reaches the calculator once; a refusal, never."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from api.store.states import State
from api.store.tables import Case
from api.store.tables_decided import Delivery, HandOver, Outbox
from api.work import deliver as delivering
from api.work import to_calculator
from api.work.deliver import deliver
from tests.api import recorded
from tests.api.office import open_office, submit
from tests.api.receiver import DROP, receiving


@pytest.fixture(scope="module")
def calculator():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def outside(tmp_path, calculator):
    """An office whose agency has a calculator of its own."""
    calculator.booked.clear()
    calculator.requests.clear()
    calculator.plan.clear()
    with open_office(tmp_path / "data", calculator=calculator.url) as opened:
        yield opened


def rows(office, table):
    with office.service.database.read() as session:
        return list(session.scalars(select(table)))


def complete_case(office):
    client = office.tenant()
    case = submit(client).json()["cases"][0]
    office.work()
    return case


def test_the_embedded_calculator_takes_a_complete_case(office):
    case = complete_case(office)
    taken = rows(office, HandOver)
    assert [(row.case_id, row.revision, row.calculator) for row in taken] == [(case, 1, "embedded")]
    claim = json.loads(office.service.blobs.read(taken[0].claim))
    assert (claim["case"], claim["revision"]) == (case, 1)
    assert [month["gross"] for month in claim["months"]] == ["8500.00"] * 3


def test_an_agency_s_own_calculator_gets_the_claim_under_its_key(outside, calculator):
    client = outside.tenant()
    case = submit(client).json()["cases"][0]
    outside.work()
    assert list(calculator.booked) == [f"{case}:1"]
    assert client.get(f"/v1/cases/{case}/statement").json()["totals"]["payable"] == "3215.68"
    assert rows(outside, HandOver)[0].calculator in calculator.url


@pytest.mark.parametrize("kind", ["incomplete", "review"])
def test_a_refusal_is_never_handed_over(outside, calculator, kind):
    papers, claim = recorded.papers(), recorded.claim()
    if kind == "incomplete":
        papers.pop(recorded.APPLICATION)
    else:
        papers, claim = recorded.papers(recorded.REVIEW), recorded.claim(recorded.REVIEW)
    client = outside.tenant()
    case = submit(client, papers, claim).json()["cases"][0]
    outside.work()
    assert client.get(f"/v1/cases/{case}").json()["decision"] == kind
    assert calculator.requests == []
    assert rows(outside, Outbox) == []


def test_a_decision_that_no_longer_stands_is_not_handed_over(outside, calculator):
    client = outside.tenant()
    case = submit(client).json()["cases"][0]
    hold = [job for job in outside.queue.jobs if job.kind == "read"]
    for job in hold:
        outside.done.add(job.id)
        outside.do(job)
    client.post(f"/v1/cases/{case}/withdrawal")
    outside.work()
    assert calculator.requests == []
    assert [(row.state, row.problem) for row in rows(outside, Outbox)] == [("void", "withdrawn")]


def test_a_failure_that_may_pass_is_tried_again_with_pauses(outside, calculator):
    calculator.plan[:] = [503, 429, 409, 500]
    complete_case(outside)
    assert len(calculator.booked) == 1
    outcomes = [row.outcome for row in rows(outside, Delivery)]
    assert outcomes == ["http_503", "http_429", "http_409", "http_500", "ok"]
    pauses = [job.delay for job in outside.queue.jobs if job.kind == "deliver"]
    assert pauses == [0.0, *delivering.HAND_OVER_PAUSES[:4]]


def test_what_the_calculator_will_never_take_is_a_dead_letter_and_can_be_sent_again(
    outside, calculator
):
    calculator.plan[:] = [400]
    case = complete_case(outside)
    lead = outside.staff("lead")
    dead = lead.get("/v1/hand-overs", params={"state": "dead"}).json()["items"]
    assert [(item["case"], item["problem"]) for item in dead] == [(case, "http_400")]
    assert lead.post(f"/v1/hand-overs/{dead[0]['id']}/replay").status_code == 202
    outside.work()
    assert list(calculator.booked) == [f"{case}:1"]
    assert lead.get("/v1/hand-overs").json()["items"][0]["state"] == "done"


def test_it_is_given_up_after_the_last_pause(outside, calculator):
    calculator.plan[:] = [503] * (len(delivering.HAND_OVER_PAUSES) + 1)
    complete_case(outside)
    assert [row.state for row in rows(outside, Outbox)] == ["dead"]
    assert calculator.plan == []


def test_an_answer_that_is_no_statement_of_this_case_is_not_believed(outside, calculator):
    calculator.plan[:] = [204]
    complete_case(outside)
    assert [row.problem for row in rows(outside, Outbox)] == ["bad_statement"]
    assert rows(outside, HandOver) == []


def test_an_unpublished_parameter_blocks_the_hand_over(outside, calculator, monkeypatch):
    def unpublished(claim, policy):
        raise to_calculator.ParameterUnpublished(
            region=policy.region, parameter="rates", month=claim.months[0].month
        )

    monkeypatch.setattr(to_calculator, "compute_statement", unpublished)
    complete_case(outside)
    assert calculator.requests == []
    assert [row.problem for row in rows(outside, Outbox)] == ["parameter_unpublished"]


@pytest.fixture(scope="module")
def lasting(tmp_path_factory, calculator):
    folder = tmp_path_factory.mktemp("lasting") / "data"
    with open_office(folder, calculator=calculator.url) as opened:
        calculator.plan.clear()
        complete_case(opened)
        yield opened


STEP = st.sampled_from([200, 503, 429, DROP, "die", "twice"])


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(STEP, max_size=8))
def test_whatever_dies_or_fails_on_the_way_it_is_one_claim(lasting, calculator, steps):
    """`die`: the worker dies after the answer, before it is written down; the step is repeated."""
    calculator.booked.clear()
    calculator.plan[:] = [step for step in steps if step not in ("die", "twice")]
    with lasting.service.database.write() as session:
        session.execute(delete(HandOver))
        session.execute(delete(Delivery))
        item = session.scalars(select(Outbox)).one()
        item.state, item.attempts, item.done_at = "waiting", 0, None
        key = f"{item.case_id}:{item.revision}"
    for step in [*steps, *[200] * 9]:
        if step == "die":
            with pytest.MonkeyPatch.context() as patch, suppress(OSError):
                patch.setattr(delivering, "_settle", die)
                deliver(lasting.shop, item.id)
        else:
            deliver(lasting.shop, item.id)
        if step == "twice":
            deliver(lasting.shop, item.id)
    assert list(calculator.booked) == [key]
    assert len(rows(lasting, HandOver)) == 1
    assert [row.outcome for row in rows(lasting, Delivery)].count("ok") == 1


def die(*_):
    raise OSError("dead")


def test_a_withdrawn_case_is_not_handed_over_by_a_replay(outside, calculator):
    calculator.plan[:] = [400]
    case = complete_case(outside)
    with outside.service.database.write() as session:
        session.get_one(Case, case).state = State.WITHDRAWN
    item = rows(outside, Outbox)[0]
    outside.staff("lead").post(f"/v1/hand-overs/{item.id}/replay")
    outside.work()
    assert calculator.booked == {}
    assert rows(outside, Outbox)[0].problem == "withdrawn"
