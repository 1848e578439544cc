"""Whatever a page does to its worker, every page ends as one named outcome."""

import os
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from intake.errors import EngineFailure
from intake.workers import InlinePool, Work, WorkerLimits, WorkerPool
from tests.intake import misbehaving as bad

TIGHT = WorkerLimits(seconds=0.6, growth_bytes=96 << 20, resident_bytes=400 << 20)
WORK = Work(bad.prepare, bad.act)


def outcomes_of(orders, *, jobs=1, limits=TIGHT):
    with WorkerPool(WORK, jobs=jobs, limits=limits) as pool:
        return sorted(pool.run(orders), key=lambda outcome: outcome.index)


def workers_of(pid):
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = {child for task in tasks for child in (task / "children").read_text().split()}
    return {
        child for child in children if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()
    }


def test_every_bad_page_is_named_and_the_good_ones_between_them_are_read():
    orders = {
        "answer:first": None,
        "spin": "page_timeout",
        "hog": "page_memory",
        "answer:second": None,
        "ask": "page_memory",
        "vanish:7": "page_failed",
        "crash": "page_failed",
        "killed": "page_memory",
        "answer:third": None,
        "complain": "too_many_pixels",
        "stumble": "page_failed",
        "socket": "page_failed",
        "answer:last": None,
    }
    outcomes = outcomes_of(orders, jobs=2)
    assert [outcome.item for outcome in outcomes] == list(orders)
    codes = [outcome.failure.code if outcome.failure else None for outcome in outcomes]
    assert codes == list(orders.values())
    results = [outcome.result[0] for outcome in outcomes if outcome.result]
    assert results == ["first", "second", "third", "last"]


def test_a_failure_says_what_happened():
    timeout, vanished, bug = outcomes_of(["spin", "vanish:7", "stumble"])
    assert "0.6 s" in str(timeout.failure)
    assert "exit code 7" in str(vanished.failure)
    assert "ZeroDivisionError: a bug" in str(bug.failure)


def test_the_kit_is_built_once_per_worker():
    outcomes = outcomes_of(["answer:a", "answer:b", "answer:c"])
    assert len({outcome.result[1] for outcome in outcomes}) == 1


def test_a_warm_worker_takes_the_first_item_with_its_clock_at_zero():
    limits = WorkerLimits(seconds=5)
    with WorkerPool(WORK, limits=limits) as pool:
        pool.warm()
        time.sleep(0.2)
        (first,) = pool.run(["answer:a"])
        (second,) = pool.run(["answer:b"])
    assert first.result[0] == "a"
    assert first.result[1] == second.result[1]


def test_results_come_in_order_of_completion_and_are_told_as_they_come():
    told = []
    with WorkerPool(WORK, jobs=2) as pool:
        yielded = list(pool.run(["nap:0.8", "nap:0.0", "nap:0.01"], on_done=told.append))
    assert [outcome.index for outcome in yielded] == [1, 2, 0]
    assert told == yielded


def test_items_are_taken_only_as_workers_are_free_for_them():
    taken = []

    def orders():
        for number in range(100):
            taken.append(number)
            yield f"answer:{number}"

    with WorkerPool(WORK) as pool:
        assert len(list(islice(pool.run(orders()), 3))) == 3
    assert len(taken) <= 4


def test_a_pool_left_early_can_be_used_again():
    with WorkerPool(WORK) as pool:
        next(iter(pool.run(["answer:a", "nap:30"])))
        started = time.monotonic()
        again = list(pool.run(["answer:b"]))
    assert again[0].result[0] == "b"
    assert time.monotonic() - started < 10


def test_a_pool_runs_one_thing_at_a_time():
    with WorkerPool(WORK) as pool:
        first = pool.run(["answer:a", "answer:b"])
        next(first)
        with pytest.raises(RuntimeError, match="already running"):
            next(pool.run(["answer:c"]))
        first.close()


def test_no_child_outlives_the_pool():
    with WorkerPool(WORK, jobs=2, limits=TIGHT) as pool:
        list(pool.run(["spin", "vanish:1", "answer:a"]))
        assert workers_of(os.getpid())
    assert not workers_of(os.getpid())


def test_a_helper_program_dies_with_its_page(tmp_path):
    note = tmp_path / "pid"
    (outcome,) = outcomes_of([f"helper:{note}"])
    assert outcome.failure.code == "page_timeout"
    status = Path(f"/proc/{note.read_text()}/status")
    deadline = time.monotonic() + 5
    while status.exists() and "zombie" not in status.read_text():
        assert time.monotonic() < deadline, "the helper is still running"
        time.sleep(0.02)


@pytest.mark.parametrize("build", [bad.refuse_to_start, bad.die_at_start, bad.sleep_at_start])
def test_a_kit_that_cannot_be_built_is_no_fault_of_the_page(build):
    work, limits = Work(build, bad.act), WorkerLimits(start_seconds=3)
    with WorkerPool(work, limits=limits) as pool, pytest.raises(EngineFailure, match="worker"):
        list(pool.run(["answer:a"]))


def test_the_inline_pool_gives_the_same_outcomes():
    outcomes = list(InlinePool(WORK).run(["answer:a", "complain", "stumble"]))
    codes = [outcome.failure.code if outcome.failure else None for outcome in outcomes]
    assert codes == [None, "too_many_pixels", "page_failed"]
    assert outcomes[0].result == ("a", os.getpid())


SCRIPT = """
import sys
from intake.workers import Work, WorkerPool
from tests.intake import misbehaving as bad

if __name__ == "__main__":
    with WorkerPool(Work(bad.prepare, bad.act), jobs=2) as pool:
        for outcome in pool.run(["answer:a", "nap:60", "nap:60"]):
            print(outcome.index, flush=True)
"""


def test_ctrl_c_ends_the_parent_and_its_workers_at_once(tmp_path):
    script = tmp_path / "main.py"
    script.write_text(SCRIPT, encoding="utf-8")
    root = Path(__file__).parents[2]
    with subprocess.Popen(  # our own interpreter and script
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as process:
        assert process.stdout.readline() == "0\n"
        workers = workers_of(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert process.returncode != 0
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert errors.count("Traceback") == 1, "the workers keep quiet"
    assert len(workers) == 2
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
