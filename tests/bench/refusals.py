"""
False accepts: cases with one thing wrong, and whether any of them is called complete.

A complete case is drawn and read; then, for every defect in turn, only the paper that the defect
spoils is drawn anew and read, and laid among the others. Claims that ask for more than the papers
show cost no reading at all. So hundreds of incomplete cases are decided for the price of a few.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random

from api.reading import decide
from intake.ingest import Limits, open_sources
from intake.papers import assemble_papers
from intake.pipeline import PagePool, page_work, read_papers
from intake.workers import WorkerPool
from models.case import CaseFile, Decision
from models.claim import Claim
from models.finding import Code
from models.paper import DocumentKind, Papers
from models.quantities import Month
from samples.cases import DrawnCase, compose_case
from samples.spec import DOUBTFUL, FLAGS, MONTHLY, WHOLE, CaseSpec, Defect, Wrong
from samples.studio import SetName
from tests.bench.board import Board, share, upper_bound
from tests.bench.cases import save

SPOILT = {
    **dict.fromkeys((*MONTHLY, *DOUBTFUL, *FLAGS), DocumentKind.PAYROLL_VOUCHER),
    **{d: DocumentKind.LABOR_CONTRACT for d in WHOLE if d.startswith("contract")},
    **{d: DocumentKind.APPLICATION for d in WHOLE if d.startswith("application")},
    Defect.CONTRACT_EXPIRED: DocumentKind.LABOR_CONTRACT,
}
"""Which paper a defect spoils."""
UNTRIED = frozenset({Defect.WAGE_COVERED, Defect.VOUCHER_EDITED})
"""A blot may leave the amount legible: the truth about it is a matter of opinion. An altered copy
needs a second month: `cases` has it."""
CHANNELS = ("scan", "scan300", "grey", "bw_pdf", "phone")


@dataclass(frozen=True, slots=True)
class Trial:
    """One incomplete case: what is wrong, how it was answered."""

    channel: str
    seed: int
    wrong: str
    case: CaseFile
    due: frozenset[str]
    """Codes of requirements and flags: any of these names what is wrong."""

    @property
    def accepted(self) -> bool:
        """Say whether the worst happened."""
        return self.case.decision is Decision.COMPLETE

    @property
    def named(self) -> bool:
        """Say whether the right thing is told as missing, or as doubtful."""
        codes = {str(r.code) for r in self.case.requirements}
        return bool(self.due & (codes | {str(flag.code) for flag in self.case.flags}))


@dataclass(slots=True)
class Tally:
    """All trials, and how the complete cases among which they were laid were answered."""

    trials: list[Trial] = field(default_factory=list)
    whole: Counter[tuple[str, Decision]] = field(default_factory=Counter)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    parser.add_argument("--set", default="reporting", choices=("tuning", "reporting"))
    parser.add_argument("--cases", type=int, default=3, help="complete cases per channel")
    parser.add_argument("--first", type=int, default=2001, help="first seed")
    parser.add_argument("--channels", nargs="*", default=list(CHANNELS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="print every false accept")


def run(options: argparse.Namespace) -> None:
    """Try every defect on every case and write the section of BENCHMARKS.md."""
    tally = Tally()
    with WorkerPool(page_work(Limits()), jobs=options.jobs) as pool:
        for channel in options.channels:
            for seed in range(options.first, options.first + options.cases):
                _try_case(tally, options.set, _spec(seed, channel), seed, pool)
    for trial in tally.trials if options.show else ():
        if trial.accepted or not trial.named:
            said = "FALSE ACCEPT" if trial.accepted else "not named"
            print(trial.channel, trial.seed, trial.wrong, said, flush=True)  # noqa: T201
    board = Board("refusals", options)
    board.lines(_by_defect(tally.trials))
    board.lines(_closing(tally))
    if not options.show:
        board.write()


def _spec(seed: int, channel: str) -> CaseSpec:
    """Return a complete case of one month, so that one voucher is all that a defect spoils."""
    rng = Random(f"refusals:{seed}")
    month = Month(2022, 1).plus(rng.randrange(0, 30))
    declared = month.plus(rng.randint(3, 9)).first_day
    people = rng.choice((2, 4, 7, 12))
    return CaseSpec(months=(month,), declared_on=declared, channel=channel, people=people)


def _try_case(tally: Tally, set_name: SetName, spec: CaseSpec, seed: int, pool: PagePool) -> None:
    """Read one complete case, then every way in which it could be incomplete."""
    sound = compose_case(set_name, seed, spec)
    papers = _read(sound, set(sound.files), pool)
    claim = _claim(sound)
    tally.whole[spec.channel, decide(papers, claim).decision] += 1

    def tried(wrong: str, case: CaseFile, due: Iterable[StrEnum]) -> None:
        tally.trials.append(Trial(spec.channel, seed, wrong, case, frozenset(map(str, due))))

    for defect, kind in SPOILT.items():
        if defect not in UNTRIED:
            wrong = spec.model_copy(update={"wrong": (Wrong(defect=defect),)})
            spoilt = compose_case(set_name, seed, wrong)
            mixed = _exchanged(papers, sound, spoilt, kind, pool)
            tried(defect, decide(mixed, claim), _due(spoilt))
    for name, asked, code in _claims(sound, claim):
        tried(name, decide(papers, asked), [code])


def _read(drawn: DrawnCase, names: set[str], pool: PagePool) -> Papers:
    """Read some of a case's files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [path for path in save(drawn, Path(folder)).iterdir() if path.name in names]
        opened = open_sources(sorted(paths), limits=Limits(), workdir=Path(folder) / "unpacked")
        return read_papers(opened, pool)


def _files(drawn: DrawnCase, kind: DocumentKind) -> set[str]:
    """Return the files that hold the papers of a kind."""
    return {p.file for d in drawn.truth.documents if d.kind is kind for p in d.pages}


def _exchanged(
    papers: Papers, sound: DrawnCase, spoilt: DrawnCase, kind: DocumentKind, pool: PagePool
) -> Papers:
    """Lay a case's spoilt paper among the sound case's other papers."""
    gone, new = _files(sound, kind), _files(spoilt, kind)
    read = _read(spoilt, new, pool) if new else None
    pages = [page for page in papers.pages if page.file not in gone]
    files = [file for file in papers.files if file.name not in gone]
    if read:
        pages, files = [*read.pages, *pages], [*read.files, *files]
    return Papers(
        files=tuple(files), pages=tuple(pages), documents=assemble_papers(pages), seconds={}
    )


def _claim(drawn: DrawnCase) -> Claim:
    return drawn.truth.claim.model_copy(update={"declared_on": drawn.truth.declared_on})


def _due(spoilt: DrawnCase) -> list[StrEnum]:
    """Return the codes of which one must be told."""
    truth = spoilt.truth
    return [*(item.code for item in (*truth.missing, *truth.doubtful)), *truth.flags]


def _claims(drawn: DrawnCase, claim: Claim) -> Iterator[tuple[str, Claim, Code]]:
    """Yield claims that the papers do not bear out."""
    stranger = compose_case(drawn.truth.set, drawn.truth.seed + 500_000, CaseSpec()).truth.claim
    more = tuple(sorted({*claim.months, claim.months[-1].plus(1)}))
    yield "one month more claimed", claim.model_copy(update={"months": more}), Code.VOUCHER_MISSING
    asked = claim.model_copy(update={"employee": stranger.employee})
    yield "another employee claimed", asked, Code.EMPLOYEE_NOT_IN_VOUCHER
    asked = claim.model_copy(update={"employer": stranger.employer})
    yield "another employer claimed", asked, Code.VOUCHER_EMPLOYER_MISMATCH


def _by_defect(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield a row per defect: what became of the cases that had it."""
    yield "| wrong | cases | called complete | incomplete | to a person | the right point told |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for wrong in dict.fromkeys(trial.wrong for trial in trials):
        of = [trial for trial in trials if trial.wrong == wrong]
        became = Counter(trial.case.decision for trial in of)
        named = share(sum(trial.named for trial in of), len(of))
        decisions = (Decision.COMPLETE, Decision.INCOMPLETE, Decision.REVIEW)
        counts = " | ".join(str(became[decision]) for decision in decisions)
        yield f"| {wrong.replace('_', ' ')} | {len(of)} | {counts} | {named} |"


def _closing(tally: Tally) -> Iterator[str]:
    """Yield the false accepts in all, and what became of the complete cases."""
    tried, false = len(tally.trials), sum(trial.accepted for trial in tally.trials)
    yield ""
    yield (
        f"False accepts: {false} of {tried} cases with one thing wrong "
        f"(upper 95 % bound {upper_bound(false, tried):.2%})."
    )
    channels = dict.fromkeys(channel for channel, _ in tally.whole)
    for channel in channels:
        of = {d: n for (c, d), n in tally.whole.items() if c == channel}
        done = share(of.get(Decision.COMPLETE, 0), sum(of.values()))
        refused = of.get(Decision.INCOMPLETE, 0)
        yield f"Nothing wrong, {channel}: decided complete {done}, refused {refused}."


__all__ = ["add_arguments", "run"]
