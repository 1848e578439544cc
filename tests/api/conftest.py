"""An office per test, on an empty store."""

import pytest

from tests.api.office import open_office


@pytest.fixture
def office(tmp_path):
    with open_office(tmp_path / "data") as opened:
        yield opened
