"""Fictitious numbers with valid check digits: citizen IDs, credit codes, seal codes."""

import datetime as dt
from random import Random

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def citizen_id(rng: Random, area: str) -> str:
    """Return an 18-character citizen ID (GB 11643-1999) of a person born 1965 to 1999."""
    born = dt.date(1965, 1, 1) + dt.timedelta(days=rng.randrange(35 * 365))
    body = f"{area}{born:%Y%m%d}{rng.randrange(1, 999):03d}"
    return body + id_check(body)


def id_check(body: str) -> str:
    """Return the check character of a 17-digit body."""
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, body, strict=True))
    return ID_CHECKS[total % 11]


def credit_code(rng: Random, area: str) -> str:
    """Return an 18-character unified social credit code (GB 32100-2015) of a company."""
    organisation = "MA" + "".join(rng.choice(USCC_ALPHABET) for _ in range(6))
    body = f"91{area}{organisation}{org_check(organisation)}"
    return body + uscc_check(body)


def org_check(body: str) -> str:
    """Return the check character of an 8-character organisation code (GB 11714)."""
    values = (ORG_ALPHABET.index(char) for char in body)
    rest = 11 - sum(weight * value for weight, value in zip(ORG_WEIGHTS, values, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def uscc_check(body: str) -> str:
    """Return the check character of a 17-character credit code body."""
    values = (USCC_ALPHABET.index(char) for char in body)
    total = sum(weight * value for weight, value in zip(USCC_WEIGHTS, values, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def seal_code(rng: Random, area: str) -> str:
    """Return a 13-digit police filing code as engraved under a seal."""
    return f"{area}{rng.randrange(10**7):07d}"


def bank_account(rng: Random) -> str:
    """Return a 19-digit account number."""
    return "6200" + "".join(str(rng.randrange(10)) for _ in range(15))
