"""
`./run`: decide the sample cases, print the result and where to look, then serve the pages.

A sample whose files, reader and rules are unchanged since it was read is decided from the reading
that stands; `--fresh` reads it again.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from api.exits import Exit
from api.reading import Read, ReadOrder, decide, load_claims, write_results
from api.summary import case_line, case_table
from intake.ingest import Limits, open_sources
from intake.ingest.probe import Probe, Question, opening
from intake.ingest.sources import OPENERS, opening_limits
from intake.pipeline import PagePool, page_work, read_papers
from intake.workers import Pool, WorkerPool
from models.case import CaseFile
from models.claim import Claim
from models.paper import Papers

if TYPE_CHECKING:
    from api.demo_desk import Sample as DeskSample

ROOT = Path(__file__).resolve().parent.parent
DRAWN, RESULTS = ROOT / "samples" / "drawn", ROOT / "out" / "demo"
READERS = ("models", "intake")
"""Folders whose change makes a reading stale."""
JOBS = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample case with the answers that are right."""

    name: str
    title: str
    answer: dict[str, Any]

    @property
    def folder(self) -> Path:
        """Return where its papers were drawn."""
        return DRAWN / self.name


@dataclass(frozen=True, slots=True)
class Decided:
    """A sample's case, how long it took, and where it departs from the manifest."""

    sample: Sample
    case: CaseFile
    seconds: float
    differences: tuple[str, ...]
    key: str
    """Of what was read and of what read it."""


@dataclass(frozen=True, slots=True)
class Pools:
    """The child processes that open files and read pages, warm for all samples."""

    openers: Pool[Question, Probe]
    readers: PagePool


def main() -> int:
    """Run the demo; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="./run", description="办理样例并展示结果 decide the samples, serve the result"
    )
    parser.add_argument(
        "--once",
        action="store_true",
        help="办完即止 end after deciding; not 0 if an answer differs",
    )
    parser.add_argument("--fresh", action="store_true", help="重新识别 read again")
    options = parser.parse_args()
    console = Console()
    draw_samples(console)
    decided = list(decide_samples(console, fresh=options.fresh))
    wrong = [item for item in decided if item.differences]
    print_result(console, decided, wrong)
    if options.once:
        return Exit.INTERNAL if wrong else Exit.COMPLETE
    serve(console, decided)
    return Exit.COMPLETE


def load_samples() -> tuple[Sample, ...]:
    """Return the samples of manifest.toml."""
    manifest = tomllib.loads((ROOT / "samples" / "manifest.toml").read_text(encoding="utf-8"))
    return tuple(
        Sample(name, entry["title"], entry["answer"]) for name, entry in manifest["cases"].items()
    )


def draw_samples(console: Console) -> None:
    """Draw the samples unless they stand as the generator would draw them."""
    stamp, wanted = DRAWN / ".drawn", digest(ROOT / "samples")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    console.print("==> 绘制样例 drawing the sample papers", highlight=False)
    subprocess.run(  # noqa: S603 — our own interpreter and module
        [sys.executable, "-m", "samples", "--out", str(DRAWN)], cwd=ROOT, check=True
    )
    stamp.write_text(wanted, encoding="utf-8")


def digest(*places: Path) -> str:
    """Hash the source and data files below some folders."""
    told = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")):
            if path.suffix in {".py", ".toml", ".json", ".onnx"} and "drawn" not in path.parts:
                told.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return told.hexdigest()


def decide_samples(console: Console, *, fresh: bool) -> Iterator[Decided]:
    """Yield each sample decided, saying how far it has come."""
    samples = load_samples()
    code = digest(*(ROOT / name for name in READERS))
    console.print(
        f"==> 办理 {len(samples)} 件样例 deciding {len(samples)} sample cases", highlight=False
    )
    with ExitStack() as stack:
        # One child opens the files of all samples: starting it costs more than opening them.
        openers = WorkerPool(opening(), limits=opening_limits(Limits()), preload=OPENERS)
        pools = Pools(
            openers=stack.enter_context(openers),
            readers=stack.enter_context(WorkerPool(page_work(Limits()), jobs=JOBS)),
        )
        for number, sample in enumerate(samples, 1):
            decided = decide_sample(sample, pools, code, fresh=fresh)
            mark = "[red]≠[/]" if decided.differences else "[green]=[/]"
            told = f"  {number:2}/{len(samples)} {mark} {sample.name} {sample.title}"
            console.print(f"{told} {decided.seconds:.1f} s", highlight=False)
            yield decided


def decide_sample(sample: Sample, pools: Pools, code: str, *, fresh: bool) -> Decided:
    """Read (or take the reading that stands), decide, write the result."""
    started = time.monotonic()
    out = RESULTS / sample.name
    order = ReadOrder(
        paths=(sample.folder / "papers",),
        claim=sample.folder / "request.json",
        out=out,
        jobs=JOBS,
    )
    opened = open_sources(
        order.paths, limits=Limits(), workdir=out / "unpacked", pool=pools.openers
    )
    files = "".join(f"{file.name}{file.sha256}" for file in opened.files)
    key = hashlib.sha256((code + files).encode()).hexdigest()
    kept, stamp = out / "papers.json", out / "papers.key"
    standing = not fresh and stamp.exists() and stamp.read_text(encoding="utf-8") == key
    if standing:
        papers = Papers.model_validate_json(kept.read_text(encoding="utf-8"))
    else:
        papers = read_papers(opened, pools.readers)
    case = decide(papers, load_claims(order)[0])
    seconds = time.monotonic() - started
    if not standing:
        write_results(order, Read(opened, papers), [case], Console(quiet=True))
        kept.write_text(papers.model_dump_json(), encoding="utf-8")
        stamp.write_text(key, encoding="utf-8")
    return Decided(sample, case, seconds, differences(case, sample.answer), key)


def differences(case: CaseFile, answer: dict[str, Any]) -> tuple[str, ...]:
    """Name every point in which a case departs from the manifest's answer."""
    found = []
    if case.decision not in answer["decision"]:
        found.append(f"{case.decision}, not {' or '.join(answer['decision'])}")
    if case.decision == "incomplete" or answer["decision"] == ["incomplete"]:
        said = {(item.material, str(item.month or ""), item.code) for item in case.missing}
        right = {(m["material"], m.get("month", ""), m["code"]) for m in answer.get("missing", ())}
        found += [f"missing {' '.join(item)}: said wrongly" for item in sorted(said - right)]
        found += [f"missing {' '.join(item)}: not said" for item in sorted(right - said)]
    payable = f"{case.statement.totals.payable:.2f}" if case.statement else None
    if case.decision == "complete" and "payable" in answer and payable != answer["payable"]:
        found.append(f"payable {payable}, not {answer['payable']}")
    problems = {file.name: file.problem for file in case.files if file.problem}
    if problems != answer.get("problems", {}):
        found.append(f"files {problems}, not {answer.get('problems', {})}")
    return tuple(found)


def print_result(console: Console, decided: list[Decided], wrong: list[Decided]) -> None:
    """Print the table, and what departs from the manifest."""
    table = case_table()
    for item in decided:
        table.add_row(*case_line(item.sample.name, item.case, item.seconds))
    console.print(table)
    for item in wrong:
        console.print(
            f"[red]≠ {item.sample.name}[/]: {'; '.join(item.differences)}", highlight=False
        )
    console.print(
        f"{len(decided) - len(wrong)}/{len(decided)} 与 samples/manifest.toml 一致 as it says；"
        "逐件结果 each result: out/demo/<case>/report.html",
        highlight=False,
    )


def serve(console: Console, decided: list[Decided]) -> None:
    """Serve the desk with the samples loaded, until interrupted."""
    from api.demo_desk import accounts, prepare_desk, serve_desk  # noqa: PLC0415 — not with --once
    from api.settings import Settings  # noqa: PLC0415

    port = int(os.environ.get("PORT", "8000"))
    settings = Settings(data=RESULTS.parent / "desk", port=port, workers=1, log="text")
    # Only the rules' and the service's own change makes the store stale: readings stand in it.
    key = digest(*(ROOT / name for name in (*READERS, "api"))) + "".join(i.key for i in decided)
    samples = [desk_sample(item.sample) for item in decided]
    limits = opening_limits(Limits())
    with WorkerPool(opening(), limits=limits, preload=OPENERS) as openers:
        prepare_desk(settings, samples, openers, hashlib.sha256(key.encode()).hexdigest())
    say = partial(console.print, highlight=False)
    say(f"==> 请打开 open http://127.0.0.1:{port}/desk （Ctrl-C 结束 to end）")
    for name, password in accounts(settings):
        say(f"    登录 sign in: {name}  密码 password: {password}")
    serve_desk(settings)


def desk_sample(sample: Sample) -> "DeskSample":
    """Return a sample with what was read on its papers."""
    from api.demo_desk import Sample as DeskSample  # noqa: PLC0415 — not needed with --once

    kept = RESULTS / sample.name / "papers.json"
    return DeskSample(
        files=tuple(
            sorted(path for path in (sample.folder / "papers").rglob("*") if path.is_file())
        ),
        claim=Claim.model_validate_json((sample.folder / "request.json").read_bytes()),
        papers=Papers.model_validate_json(kept.read_bytes()),
    )


if __name__ == "__main__":
    sys.exit(main())
