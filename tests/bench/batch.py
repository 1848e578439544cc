"""One payroll sheet and thirty claims: papers read once, thirty cases, against one claim alone."""

import argparse
import tempfile
import time
from pathlib import Path

from api.reading import decide
from intake.ingest import Limits, open_sources
from intake.pipeline import page_work, read_papers
from intake.workers import WorkerPool
from models.claim import Claim, Employee
from samples.cases import DrawnCase, compose_case
from samples.sets import SETS
from samples.spec import CaseSpec
from tests.bench.board import Board
from tests.bench.cases import save

PEOPLE = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)


def run(options: argparse.Namespace) -> None:
    """Time one claim and thirty on the same papers, in turn, each from the files on."""
    sheet = next(name for name in SETS["reporting"].vouchers if name.startswith("table/"))
    spec = CaseSpec(channel="scan", people=PEOPLE, voucher=sheet)
    drawn = compose_case("reporting", options.seed, spec)
    claims = thirty(drawn)
    times: dict[int, list[float]] = {1: [], len(claims): []}
    with tempfile.TemporaryDirectory() as folder, WorkerPool(page_work(Limits()), jobs=2) as pool:
        papers = save(drawn, Path(folder))
        for _ in range(options.rounds):
            for count, spent in times.items():
                started = time.monotonic()
                opened = open_sources([papers], limits=Limits(), workdir=Path(folder) / "unpacked")
                read = read_papers(opened, pool)
                cases = [decide(read, claim) for claim in claims[:count]]
                spent.append(time.monotonic() - started)
    one, many = min(times[1]), min(times[len(claims)])
    board = Board("batch", options)
    told = (
        f"{len(read.pages)} pages, {len({case.case for case in cases})} different cases: "
        f"1 claim {one:.1f} s, {len(claims)} claims {many:.1f} s, ratio {many / one:.2f} "
        f"(best of {options.rounds} each, in turn)."
    )
    board.lines([told])
    board.write()


def thirty(drawn: DrawnCase) -> list[Claim]:
    """Return one claim for each person on the payroll, the drawn case's own first."""
    own = drawn.truth.claim
    sheet = next(paper for paper in drawn.truth.documents if len(paper.entries) == PEOPLE)
    others = [entry for entry in sheet.entries if entry.name != own.employee.name]
    person = [Employee(name=entry.name, id_number=entry.id_number) for entry in others]
    dated = own.model_copy(update={"declared_on": drawn.truth.declared_on})
    return [dated, *(dated.model_copy(update={"employee": someone}) for someone in person)]
