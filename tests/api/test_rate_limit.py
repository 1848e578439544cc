"""One caller cannot keep the others waiting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.rate_limit import Buckets
from tests.api.office import open_office


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def test_a_bucket_is_full_at_first_and_fills_evenly():
    clock = Clock()
    buckets = Buckets("test", 60, clock)
    standings = [buckets.take("a") for _ in range(61)]
    assert [s.allowed for s in standings] == [True] * 60 + [False]
    assert standings[-1].headers["Retry-After"] == "1"
    clock.now += 1.0
    assert buckets.take("a").allowed
    assert not buckets.take("a").allowed


def test_callers_do_not_share_a_bucket():
    buckets = Buckets("test", 1, Clock())
    assert buckets.take("a").allowed
    assert not buckets.take("a").allowed
    assert buckets.take("b").allowed


@given(
    limit=st.integers(1, 100),
    pauses=st.lists(st.floats(0, 5, allow_nan=False), min_size=1, max_size=300),
)
def test_never_more_than_a_full_bucket_and_what_has_run_in_since(limit, pauses):
    clock = Clock()
    buckets = Buckets("test", limit, clock)
    taken = 0
    for pause in pauses:
        clock.now += pause
        taken += buckets.take("a").allowed
        assert taken <= limit + (clock.now - 1000.0) * limit / 60 + 1e-6


@given(st.integers(1, 1000))
def test_whoever_waits_as_long_as_told_is_let_in(limit):
    clock = Clock()
    buckets = Buckets("test", limit, clock)
    while (standing := buckets.take("a")).allowed:
        pass
    clock.now += float(standing.headers["Retry-After"])
    assert buckets.take("a").allowed


@pytest.fixture
def narrow(tmp_path):
    with open_office(tmp_path / "data", requests_per_minute=3, sign_ins_per_minute=2) as opened:
        yield opened


def test_a_tenant_is_told_what_it_has_left_and_then_to_wait(narrow):
    employer, other = narrow.tenant("甲"), narrow.tenant("乙")
    answers = [employer.get("/v1/cases") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit"].startswith('"tenant";r=2;')
    assert answers[0].headers["ratelimit-policy"] == '"tenant";q=3;w=60'
    assert answers[3].json()["code"] == "too_many_requests"
    assert int(answers[3].headers["retry-after"]) >= 1
    assert other.get("/v1/cases").status_code == 200


def test_two_keys_of_one_tenant_share_its_bucket(narrow):
    one, two = narrow.tenant("甲"), narrow.tenant("甲")
    statuses = [client.get("/v1/cases").status_code for client in (one, two, one, two)]
    assert statuses == [200, 200, 200, 429]


def test_passwords_cannot_be_tried_at_will(narrow):
    nobody = narrow.client()
    body = {"name": "admin", "password": "guess"}
    answers = [nobody.post("/v1/sessions", json=body).status_code for _ in range(3)]
    assert answers == [401, 401, 429]
    basic = narrow.client({"Authorization": "Basic YWRtaW46Z3Vlc3M="})
    assert basic.get("/v1/cases").status_code == 429
