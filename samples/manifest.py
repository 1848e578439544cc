"""manifest.toml: what each sample case is, and what the right answer is."""

import json
import tomllib
from importlib.resources import files
from pathlib import Path

from models.case import Decision
from models.finding import Missing
from models.quantities import Yuan
from models.record import Record
from samples.cases import DrawnCase, compose_case
from samples.spec import CaseSpec
from samples.studio import SetName


class Answer(Record):
    """The right answer, written down by hand and not taken from any program of ours."""

    truth_decision: Decision
    """What a careful clerk would say."""
    decision: tuple[Decision, ...]
    """What the machine may say; more than one where doubt is honest."""
    missing: tuple[Missing, ...] = ()
    payable: Yuan | None = None
    """Total of the statement where the case is complete and the wages are set."""
    problems: dict[str, str] = {}
    """Files that cannot be read and why."""


class SampleCase(Record):
    """One entry of the manifest."""

    title: str
    set: SetName = "tuning"
    seed: int
    spec: CaseSpec
    answer: Answer


class Manifest(Record):
    """All sample cases by name."""

    cases: dict[str, SampleCase]


def load() -> Manifest:
    """Read and check manifest.toml."""
    text = files("samples").joinpath("manifest.toml").read_text("utf-8")
    return Manifest.model_validate(tomllib.loads(text))


def draw(name: str, case: SampleCase, folder: Path) -> DrawnCase:
    """Draw one case into a folder: `papers/`, `request.json`, `truth.json`."""
    drawn = compose_case(case.set, case.seed, case.spec, name=name)
    papers = folder / "papers"
    papers.mkdir(parents=True, exist_ok=True)
    for stale in papers.iterdir():
        stale.unlink()
    for file, content in drawn.files.items():
        (papers / file).write_bytes(content)
    claim = drawn.truth.claim.model_dump(mode="json", exclude_none=True)
    _write(folder / "request.json", claim)
    pages = [page.model_dump(mode="json") for page in drawn.pages]
    truth = drawn.truth.model_dump(mode="json")
    _write(folder / "truth.json", {**truth, "pages": pages})
    return drawn


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
