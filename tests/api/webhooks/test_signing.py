"""Messages are signed as Standard Webhooks says; the vector is the one of its libraries' tests."""

from api.webhooks.signing import PREFIX, headers_of, new_secret, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 — published with the standard
ID, MOMENT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'


def test_the_published_vector_comes_out():
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(ID, MOMENT, BODY, SECRET) == expected


def test_two_secrets_give_two_signatures_in_one_header():
    other = new_secret()
    told = headers_of(ID, MOMENT, BODY, (SECRET, other))["webhook-signature"].split(" ")
    assert told == [signature(ID, MOMENT, BODY, key) for key in (SECRET, other)]


def test_secrets_are_long_and_never_the_same():
    made = {new_secret() for _ in range(20)}
    assert len(made) == 20
    assert all(secret.startswith(PREFIX) and len(secret) > 40 for secret in made)
