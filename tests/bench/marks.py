"""
Seals and signature slots on drawn pages, condition by condition, and on a folder of real ones.

A seal counts as found where the boxes agree by half (intersection over union); a faint one, of
which a person would have to look twice, counts apart. A slot is the found one that covers it best.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from intake.ingest import Limits
from intake.kit import Kit
from models.evidence import BoxFrac
from models.marks import MarkKind, Slot, SlotFound, SlotState
from samples.truth import SealTruth, SlotTruth
from tests.bench.board import Board, share, upper_bound
from tests.bench.marked import SAME, Found, Known, area, drawn, look, overlap, real, same

CONDITIONS = {
    "colour": ("scan", "scan150", "scan300", "jpeg", "red_on_copy"),
    "grey": ("grey",),
    "binarised": ("bw_tiff", "bw_pdf"),
    "phone": ("phone",),
}
WRITTEN = {SlotFound.PEN, SlotFound.PEN_FINGERPRINT}


@dataclass(slots=True)
class Score:
    """Counts of one condition: of `x!` that were looked at, `x` were right."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def tell(self, what: str, told: str, *, right: bool) -> None:
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
    parser.add_argument("--cases", type=int, default=6, help="per condition")
    parser.add_argument("--first", type=int, default=1, help="first seed")
    parser.add_argument("--conditions", nargs="*", default=list(CONDITIONS), choices=CONDITIONS)
    parser.add_argument("--real", type=Path, help="a folder with a truth.jsonl, instead")
    parser.add_argument("--show", action="store_true", help="print what was wrong, write nothing")


def run(options: argparse.Namespace) -> None:
    """Score every condition and write the section of BENCHMARKS.md."""
    cv2.setNumThreads(1)
    kit = Kit.build(Limits())
    scores: dict[str, Score] = {}
    if options.real:
        for known, path in real(options.real):
            of_real(scores, known, look(kit, path, known.page))
    for condition in () if options.real else options.conditions:
        score = scores.setdefault(condition, Score())
        seeds = range(options.first, options.first + options.cases)
        for known, path in drawn(options.set, CONDITIONS[condition], seeds):
            judge(score, known, look(kit, path, known.page))
    board = Board("marks_real" if options.real else "marks", options)
    board.lines(seal_table(scores))
    board.lines(() if options.real else slot_table(scores))
    if options.show:
        for name, score in scores.items():
            board.lines(f"{name} {failure}" for failure in score.failures)
    else:
        board.write()


def judge(score: Score, known: Known, found: Found | None) -> None:
    """Hold one page against the truth."""
    if found is None:
        return
    score.counts["pages"] += 1
    score.seconds += found.seconds
    judge_seals(score, known, found)
    for slot in known.slots:
        judge_slot(score, known.name, slot, _best_slot(slot, found))


def of_real(scores: dict[str, Score], known: Known, found: Found | None) -> None:
    """Count a real page under the colour of its seals, or as one without."""
    colours = {seal.colour for seal in known.seals}
    name = next(iter(colours)).value if len(colours) == 1 else "mixed" if colours else "no seal"
    judge(scores.setdefault(name, Score()), known, found)


def judge_seals(score: Score, known: Known, found: Found) -> None:
    """Match the seals found with those that are there."""
    left = list(found.seals)
    for truth in known.seals:
        best = max(left, key=lambda pair: same(pair[0], truth.bbox_frac), default=None)
        hit = best is not None and same(best[0], truth.bbox_frac) >= SAME
        if best is not None and hit:
            left.remove(best)
            of_kind(score, known.name, truth, best[1].kind, best[1].owner_name)
        what = "faint" if truth.faint else "recall"
        score.tell(what, f"{known.name} {truth.kind} {truth.shape} {truth.bbox_frac}", right=hit)
        score.counts["true"] += hit and not truth.faint
    for box, seal in left:
        if not any(overlap(box, other) > 0.5 * area(box) for other in known.ignored):
            score.counts["false"] += 1
            score.failures.append(f"no seal: {known.name} {seal.kind} {seal.score:.2f} {box}")
            score.counts["finger as seal"] += _is_finger(box, known)


def of_kind(score: Score, name: str, truth: SealTruth, kind: str, owner: str | None) -> None:
    """Count kind and owner of a seal that was found."""
    score.tell("kind", f"{name} {truth.kind} as {kind}", right=truth.kind == kind)
    if truth.kind in {"official", "financial"} and truth.owner_name:
        told = f"{name} {truth.owner_name} as {owner}"
        score.tell("owner", told, right=truth.owner_name == owner)


def _is_finger(box: BoxFrac, known: Known) -> bool:
    return any(
        mark.kind is MarkKind.FINGERPRINT and overlap(box, mark.bbox_frac) > 0.3 * area(box)
        for mark in known.marks
    )


def _best_slot(truth: SlotTruth, found: Found) -> Slot | None:
    """Return the found slot that covers a true one best."""
    covering = [(overlap(box, truth.bbox_frac), slot) for box, slot in found.slots]
    most, slot = max(covering, key=lambda pair: pair[0], default=(0.0, None))
    return slot if most > 0.3 * area(truth.bbox_frac) else None


def judge_slot(score: Score, name: str, truth: SlotTruth, slot: Slot | None) -> None:
    """Count one place for a signature."""
    told = f"{name} {truth.label} {truth.person} {truth.found}"
    if slot is None:
        score.tell("slot found", told, right=False)
        return
    score.tell("slot found", told, right=True)
    told += f" as {slot.state} {slot.found} {slot.score:.2f} {slot.text!r}"
    is_signed = slot.state is SlotState.SIGNED
    if truth.state is SlotState.SIGNED and truth.found in WRITTEN:
        score.tell("signed", told, right=is_signed)
    elif truth.found is SlotFound.OTHER_PERSON:
        score.tell("other person not signed", told, right=not is_signed)
    else:
        score.tell("unsigned", told, right=slot.state is SlotState.UNSIGNED)
        score.tell(f"{truth.found}", told, right=slot.state is SlotState.UNSIGNED)
        score.tell("never signed", told, right=not is_signed)


def seal_table(scores: dict[str, Score]) -> Iterator[str]:
    """Yield the seals' figures."""
    yield (
        "| condition | pages | seals F1 | found | false | kind right | owner exact "
        "| faint found | fingerprints as seals | CPU s/page |"
    )
    yield "| --- " * 10 + "|"
    for name, score in (*scores.items(), ("all", total(scores.values()))):
        counts = score.counts
        f1 = 2 * counts["true"] / max(1, counts["recall!"] + counts["true"] + counts["false"])
        yield (
            f"| {name} | {counts['pages']} | {f1:.3f} | {score.rate('recall')} | {counts['false']} "
            f"| {score.rate('kind')} | {score.rate('owner')} | {score.rate('faint')} "
            f"| {counts['finger as seal']} | {score.seconds / max(1, counts['pages']):.2f} |"
        )


def slot_table(scores: dict[str, Score]) -> Iterator[str]:
    """Yield the slots' figures, and what is left in unsigned ones."""
    yield ""
    names = ("slot found", "signed", "unsigned", "other person not signed")
    yield f"| condition | {' | '.join(names)} | called signed, and is not (upper 95 %) |"
    yield "| --- " * (len(names) + 2) + "|"
    everything = total(scores.values())
    for name, score in (*scores.items(), ("all", everything)):
        tried = score.counts["never signed!"]
        wrong = tried - score.counts["never signed"]
        cells = " | ".join(score.rate(what) for what in names)
        yield f"| {name} | {cells} | {wrong}/{tried} ({upper_bound(wrong, tried):.2%}) |"
    yield ""
    kinds = [kind for kind in SlotFound if everything.counts[f"{kind}!"]]
    yield "| unsigned noticed | " + " | ".join(kinds) + " |"
    yield "| --- " * (len(kinds) + 1) + "|"
    for name, score in scores.items():
        yield f"| {name} | " + " | ".join(score.rate(kind) for kind in kinds) + " |"


def total(scores: Iterable[Score]) -> Score:
    """Add up."""
    whole = Score()
    for score in scores:
        whole.counts += score.counts
        whole.seconds += score.seconds
    return whole
