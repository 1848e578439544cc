"""A webhook never knocks at a door inside, unless the agency has listed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.webhooks.guard import check_for, is_plausible, is_public
from api.webhooks.outward import Call, Unreachable, post
from tests.api.receiver import receiving

INSIDE = [
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104 — an address that must be refused
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::6810:84e5"])
def test_addresses_of_the_internet_are(address):
    assert is_public(address)


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_means_the_same_inside_ipv6(number):
    plain = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    assert is_public(f"::ffff:{plain}") == is_public(plain)


@pytest.mark.parametrize(
    "url",
    [
        "http://hr.example.cn/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://2130706433/hook",
        "https://user:secret@hr.example.cn/",
        "https://hr.example.cn:22/",
        "ftp://hr.example.cn/",
        "https:///x",
        "https://hr.example.cn:99999/",
        "file:///etc/passwd",
    ],
)
def test_such_addresses_are_refused_at_once_or_at_the_call(url):
    call = Call(url, b"{}", {}, 2.0, check_for(()))
    refused = not is_plausible(url, ())
    if not refused:
        with pytest.raises(Unreachable):
            post(call)


def test_a_name_that_leads_inside_is_refused_when_it_is_called():
    with receiving() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        for host in ("localhost", "127.0.0.1"):
            with pytest.raises(Unreachable, match="forbidden_address"):
                post(Call(f"http://{host}:{port}/", b"{}", {}, 5.0, check_for(())))
        assert receiver.requests == []


def test_a_listed_target_inside_is_called():
    with receiving() as receiver:
        receiver.plan[:] = [418]
        check = check_for(("127.0.0.0/8",))
        answer = post(Call(receiver.url, b"{}", {"Idempotency-Key": "k"}, 60.0, check))
        assert answer.status == 418
        assert len(receiver.requests) == 1


def test_one_forbidden_address_among_several_is_enough(monkeypatch):
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Unreachable, match="forbidden_address"):
        post(Call("https://two.example/", b"", {}, 1.0, check_for(())))


def test_a_redirect_is_not_followed():
    with receiving() as receiver:
        receiver.plan[:] = [302]
        answer = post(Call(receiver.url, b"{}", {}, 60.0, check_for(("127.0.0.1/32",))))
        assert answer.status == 302
        assert len(receiver.requests) == 1
