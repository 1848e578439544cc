"""
Whole cases on drawn papers: fields, months, wages, decisions, false accepts.

Draws cases by seed, reads and decides each as `intake read` does, and compares with the truth.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.reading import decide
from intake.ingest import Limits, open_sources
from intake.pipeline import PagePool, page_work, read_papers
from intake.text.names import company_name
from intake.workers import WorkerPool
from models.case import CaseFile, Decision, Document
from models.finding import Material, Verdict
from models.paper import Papers
from samples.cases import DrawnCase, random_case
from samples.truth import CaseTruth, DocumentTruth
from tests.bench.board import Board, share, upper_bound

CHANNELS = ("digital", "scan", "scan300", "grey", "bw_pdf", "bw_tiff", "phone", "stacked")
"""Names of `samples.channels`; `digital` and the colour scans are what issue figures are set on."""
Figures = Counter[str]


@dataclass(slots=True)
class Score:
    """Counts of one channel: `x` of `x!` were right."""

    counts: Figures = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def tell(self, what: str, *, right: bool, told: str = "") -> None:
        """Count one judgement; keep what was wrong."""
        self.counts[f"{what}!"] += 1
        if right:
            self.counts[what] += 1
        else:
            self.failures.append(f"{what}: {told}")

    def rate(self, what: str) -> str:
        """Return right/all as a share."""
        return share(self.counts[what], self.counts[f"{what}!"])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    parser.add_argument("--set", default="reporting", choices=("tuning", "reporting"))
    parser.add_argument("--cases", type=int, default=20, help="per channel")
    parser.add_argument("--channels", nargs="*", default=list(CHANNELS))
    parser.add_argument("--first", type=int, default=1, help="first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the papers of cases that went wrong")
    parser.add_argument("--show", action="store_true", help="print every departure from the truth")


def run(options: argparse.Namespace) -> None:
    """Score every channel and write the section of BENCHMARKS.md."""
    scores: dict[str, Score] = {}
    with WorkerPool(page_work(Limits()), jobs=options.jobs) as pool:
        for channel in options.channels:
            scores[channel] = score_channel(channel, pool, options)
    board = Board("cases", options)
    board.lines(table(scores))
    board.lines(closing(scores))
    if not options.show:
        board.write()


def score_channel(channel: str, pool: PagePool, options: argparse.Namespace) -> Score:
    """Draw, read, decide and compare the cases of one channel."""
    score = Score()
    for seed in range(options.first, options.first + options.cases):
        drawn = random_case(options.set, seed, channel=channel)
        with tempfile.TemporaryDirectory() as folder:
            papers, case, seconds = answer(drawn, Path(folder), pool)
        score.seconds += seconds
        before = len(score.failures)
        compare(score, drawn.truth, papers, case)
        report(drawn, score.failures[before:], options)
    return score


def report(drawn: DrawnCase, failures: Sequence[str], options: argparse.Namespace) -> None:
    """Print and keep what went wrong with one case."""
    for failure in failures if options.show else ():
        print(f"{drawn.truth.channel} {drawn.truth.seed} {failure}", flush=True)  # noqa: T201
    if failures and options.keep:
        folder = options.keep / f"{drawn.truth.channel}-{drawn.truth.seed}"
        save(drawn, folder)
        (folder / "wrong.txt").write_text("\n".join(failures), encoding="utf-8")


def save(drawn: DrawnCase, folder: Path) -> Path:
    """Write a case's papers; return their folder."""
    papers = folder / "papers"
    papers.mkdir(parents=True, exist_ok=True)
    for name, content in drawn.files.items():
        (papers / name).write_bytes(content)
    claim = drawn.truth.claim.model_dump(mode="json", exclude_none=True)
    (folder / "request.json").write_text(json.dumps(claim, ensure_ascii=False), encoding="utf-8")
    return papers


def answer(drawn: DrawnCase, folder: Path, pool: PagePool) -> tuple[Papers, CaseFile, float]:
    """Return the papers as read, the case, and the seconds it took."""
    papers = save(drawn, folder)
    started = time.monotonic()
    opened = open_sources([papers], limits=Limits(), workdir=folder / "unpacked")
    read = read_papers(opened, pool)
    claim = drawn.truth.claim.model_copy(
        update={
            "region": drawn.truth.claim.region or "beijing",
            "declared_on": drawn.truth.declared_on,
        }
    )
    case = decide(read, claim)
    return read, case, time.monotonic() - started


def compare(score: Score, truth: CaseTruth, papers: Papers, case: CaseFile) -> None:
    """Count every judgement about one case."""
    score.counts["pages"] += len(papers.pages)
    compare_documents(score, truth, case)
    compare_wages(score, truth, case)
    compare_parties(score, truth, case)
    compare_decision(score, truth, case)


def compare_documents(score: Score, truth: CaseTruth, case: CaseFile) -> None:
    """Kind of every page, pages of every paper, months of every voucher."""
    kinds = {(p.file, p.page): d.kind for d in case.documents for p in d.pages}
    for paper in truth.documents:
        for page in paper.pages:
            said = kinds.get((page.file, page.page))
            score.tell(
                "kind",
                right=said is paper.kind,
                told=f"{page.file}:{page.page} {said}, not {paper.kind}",
            )
        same = [d for d in case.documents if set(d.pages) == set(paper.pages)]
        score.tell("paper", right=bool(same), told=f"{paper.id} {paper.kind} {paper.layout}")
        if paper.kind == "payroll_voucher" and same:
            right = set(same[0].months) == set(paper.months)
            read, printed = ([str(m) for m in months] for months in (same[0].months, paper.months))
            told = f"{paper.id} {paper.layout} {read}, not {printed}"
            score.tell("months", right=right, told=told)
        if paper.kind == "labor_contract" and same:
            compare_contract(score, paper, same[0])


def compare_contract(score: Score, paper: DocumentTruth, said: Document) -> None:
    """Every field that the contract prints; blanks filled in by hand are counted apart."""
    if paper.contract is None:
        return
    what = "contract by hand" if paper.by_hand else "contract"
    for name, value in paper.contract.model_dump(mode="json").items():
        if value is None or name == "uscc":
            continue
        found = said.fields.get(name)
        read = found.value if found else None
        right = (read or "").replace(",", "") == str(value)
        score.tell(what, right=right, told=f"{name} {read}, not {value}")


def compare_wages(score: Score, truth: CaseTruth, case: CaseFile) -> None:
    """
    Gross and net of every claimed month: exact, left to a person, or asserted wrongly.

    What ink covers is not legible: nothing is asked for there, but what is asserted has to be so.
    """
    spoilt = {item.month for item in truth.doubtful if item.material is Material.PAYROLL_VOUCHER}
    for month, wage in truth.wages.items():
        said = case.wages.get(month)
        for name in ("gross", "net"):
            printed = getattr(wage, name)
            read = getattr(said, name) if said else None
            if printed is not None and month not in spoilt:
                score.tell(name, right=read == printed, told=f"{month} {read}, not {printed}")
            if read is not None:
                score.tell(
                    "asserted", right=read == printed, told=f"{name} {month} {read}, not {printed}"
                )


def compare_parties(score: Score, truth: CaseTruth, case: CaseFile) -> None:
    """Employer and employee as the papers say."""
    pairs = [
        (
            "employer",
            truth.employer.name and company_name(truth.employer.name),
            case.employer.name and company_name(case.employer.name),
        ),
        ("employee", truth.employee.name, case.employee.name),
        ("id", truth.employee.id_number, case.employee.id_number),
    ]
    for name, right, said in pairs:
        if right:
            score.tell("parties", right=said == right, told=f"{name} {said}, not {right}")


def compare_decision(score: Score, truth: CaseTruth, case: CaseFile) -> None:
    """The decision, what is missing, and the worst that can happen: a false accept."""
    if truth.decision is Decision.COMPLETE:
        score.tell("straight", right=case.decision is Decision.COMPLETE, told=why(case))
    else:
        false = case.decision is Decision.COMPLETE
        score.tell("no false accept", right=not false, told=f"FALSE ACCEPT, truth {truth.decision}")
    if truth.decision is Decision.INCOMPLETE:
        wanted = {(m.material, m.month, m.code) for m in truth.missing}
        said = {(m.material, m.month, m.code) for m in case.missing}
        unsaid, wrong = ([str(c[2]) for c in codes] for codes in (wanted - said, said - wanted))
        told = f"{unsaid} not said, {wrong} said wrongly; {why(case)}"
        score.tell("missing named", right=wanted == said, told=told)
    if truth.decision is not Decision.INCOMPLETE:
        score.tell(
            "no false refusal", right=case.decision is not Decision.INCOMPLETE, told=why(case)
        )


def why(case: CaseFile) -> str:
    """Say what kept a case from being complete."""
    items = [
        f"{r.code or r.material}{'?' if r.verdict is Verdict.DOUBTFUL else ''} {r.month or ''}"
        for r in case.requirements
        if r.verdict is not Verdict.MET
    ]
    flags = [str(flag.code) for flag in case.flags if flag.severity == "blocking"]
    return f"{case.decision} {items} {flags}"


COLUMNS = {
    "kind": "page kind",
    "paper": "paper whole",
    "months": "months",
    "gross": "gross exact",
    "net": "net exact",
    "asserted": "asserted right",
    "parties": "parties",
    "contract": "contract fields",
    "straight": "complete decided",
    "missing named": "missing named",
    "no false refusal": "no false refusal",
}


def table(scores: dict[str, Score]) -> Iterator[str]:
    """Yield a table with a row per channel."""
    yield "| channel | pages | s/page | " + " | ".join(COLUMNS.values()) + " |"
    yield "| --- " * (len(COLUMNS) + 3) + "|"
    for channel, score in scores.items():
        pages = score.counts["pages"]
        cells = " | ".join(score.rate(name) for name in COLUMNS)
        yield f"| {channel} | {pages} | {score.seconds / max(pages, 1):.2f} | {cells} |"


def closing(scores: dict[str, Score]) -> Iterator[str]:
    """Yield the count of false accepts and of wrong assertions, over all channels."""
    total = sum((score.counts for score in scores.values()), Counter())
    tried = total["no false accept!"]
    false = tried - total["no false accept"]
    yield ""
    yield (
        f"False accepts: {false} of {tried} cases that are not complete "
        f"(upper 95 % bound {upper_bound(false, tried):.2%}). "
        f"Asserted amounts wrong: {total['asserted!'] - total['asserted']} of {total['asserted!']}."
    )


__all__ = ["add_arguments", "run"]
