"""Real processes, killed for real: nothing that was accepted is lost, nothing is done twice."""

import pytest

from tests.api import postgres
from tests.api.receiver import DROP, receiving
from tests.api.site import Site
from tests.api.storm import handed_over_wrongly, storm

KILLS = 4


@pytest.fixture(scope="module")
def server():
    with postgres.running() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request, tmp_path):
    address = ""
    if request.param == "postgresql":
        address = request.getfixturevalue("server").database("storm")
    with receiving() as calculator:
        calculator.trouble = (503, DROP)
        settings = {"calculator": calculator.url}
        made = Site(tmp_path / "data", database=address, workers=2, settings=settings)
        made.calculator = calculator
        yield made
        made.stop()


def test_kill_9_loses_nothing_and_doubles_nothing(site):
    """A few kills here; `python -m tests.bench durability` has two hundred."""
    outcome = storm(site, KILLS, senders=1, seed=7, pause=(1.0, 2.0))
    assert outcome.accepted > 0
    assert outcome.lost == []
    assert outcome.doubled == []
    assert outcome.undecided == []
    assert outcome.wrong == []
    assert handed_over_wrongly(site, site.calculator) == []
    # What two kills in a row happened to meet is left to a person, under a name, and not lost.
    assert len(site.calculator.booked) == outcome.accepted - outcome.parked
