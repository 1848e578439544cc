import pytest

from intake.page.orientation import build_orientation_engine


@pytest.fixture(scope="session")
def orient():
    return build_orientation_engine()
