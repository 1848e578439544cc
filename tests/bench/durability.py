"""Kill -9 at random moments during uploads: what was accepted and is lost, or was done twice."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.api.postgres import running
from tests.api.receiver import DROP, receiving
from tests.api.site import Site
from tests.api.storm import Outcome, handed_over_wrongly, storm
from tests.bench.board import Board

HEAD = (
    "| store | kills (API, worker, supervisor) | accepted | files lost | doubled | undecided "
    "| parked | claims handed over (calls) | not exactly once "
    "| taken up again after a worker's death | after the supervisor's | another killed meanwhile |"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> None:
    """Let the storm loose on each store."""
    board = Board("durability", options)
    loads: list[str] = []
    board.lines([HEAD, "| --- " * 12 + "|"])
    for store in options.on:
        board.lines([line(store, outcome) for outcome in storms(store, options)])
        loads.append(f"{store} {os.getloadavg()[1]:.1f}")
    board.lines(["", f"Load of the machine, by the end of each: {', '.join(loads)}."])
    board.write()


def storms(store: str, options: argparse.Namespace) -> Iterator[Outcome]:
    """Yield what came of one storm."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = ""
        if store == "postgresql":
            address = stack.enter_context(running()).database("storm")
        calculator = stack.enter_context(receiving())
        # Each claim is refused once, and once booked without an answer.
        calculator.trouble = (503, DROP)
        site = Site(folder / "data", database=address, settings={"calculator": calculator.url})
        stack.callback(site.stop)
        outcome = storm(site, options.kills, seed=options.seed)
        outcome.handed_over_wrongly = handed_over_wrongly(site, calculator)
        outcome.claims, outcome.calls = len(calculator.booked), len(calculator.requests)
        yield outcome


def line(store: str, outcome: Outcome) -> str:
    """Return a row of the table."""
    taken = " | ".join(
        spent(outcome.recoveries[kind]) for kind in ("worker", "supervisor", "again")
    )
    kills = ", ".join(str(outcome.kills[what]) for what in ("api", "worker", "supervisor"))
    return (
        f"| {store} | {sum(outcome.kills.values())} ({kills}) | {outcome.accepted} "
        f"| {len(outcome.lost)} | {len(outcome.doubled)} | {len(outcome.undecided)} "
        f"| {outcome.parked} | {outcome.claims} ({outcome.calls}) "
        f"| {len(outcome.handed_over_wrongly)} | {taken} |"
    )


def spent(seconds: list[float]) -> str:
    """Return `median, longest (of how many)`."""
    return f"{median(seconds):.1f} s, {max(seconds):.1f} s (of {len(seconds)})" if seconds else "—"
