import pytest

from samples.cases import DrawnCase, compose_case
from samples.spec import CaseSpec


@pytest.fixture(scope="session")
def scanned() -> DrawnCase:
    spec = CaseSpec(channel="scan150", voucher="table/ledger", people=4, identity=True)
    return compose_case("tuning", 5, spec)


@pytest.fixture(scope="session")
def digital() -> DrawnCase:
    spec = CaseSpec(channel="digital", voucher="table/register", people=3)
    return compose_case("reporting", 6, spec)
