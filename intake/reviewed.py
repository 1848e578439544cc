"""
Papers + corrections -> papers as corrected -> the case as people and machine decide it together.

The machine alone never gains by this: without a correction, what it decides is what `decide_case`
says, and a correction exists only where a person made it.
"""

from collections.abc import Callable, Sequence
from datetime import date

from intake.completeness import decision_of, make_flag, missing_of
from intake.corrections import as_corrected, latest, settled
from intake.hand_over import with_statement
from intake.papers import read_as
from models.case import CaseFile
from models.correction import Act, Applied, Correction, SaidOfPage, SaidOfPapers
from models.finding import Flag, FlagCode
from models.paper import Papers
from models.policy import Policy

Decider = Callable[[Papers], CaseFile]
"""`decide_case` for one claim."""


def decide_corrected(
    papers: Papers,
    corrections: Sequence[Correction],
    decide: Decider,
    *,
    policy: Policy,
    declared_on: date,
) -> CaseFile:
    """
    Decide a case on papers as people corrected them.

    Args:
        papers: what the machine read; it is not changed.
        corrections: in the order in which they were made.
        decide: holds papers against the claim.
        policy: what the statement is computed by.
        declared_on: the claim's day of declaration.
    """
    corrections = latest(corrections)
    if not corrections:
        return decide(papers)
    corrected = as_corrected(papers, corrections, read_as)
    case, void = settled(decide(corrected.papers), corrections)
    lost = [c for c in corrections if c.id in corrected.unplaced and _matters(c)]
    flags = [flag for flag in case.flags if flag.code is not FlagCode.PARAMETER_UNPUBLISHED]
    flags += [_unplaced(lost)] if lost else []
    case = case.model_copy(
        update={
            "flags": tuple(flags),
            "decision": decision_of(case.requirements, flags),
            "missing": missing_of(case.requirements),
            "statement": None,
            "corrections": tuple(
                Applied(correction=c, holds=c.id not in void | corrected.unplaced)
                for c in corrections
            ),
        }
    )
    return with_statement(case, policy, declared_on=declared_on)


def _matters(correction: Correction) -> bool:
    """Say whether something is lost with a correction: a confirmation only said it again."""
    said = correction.said
    return isinstance(said, SaidOfPapers | SaidOfPage) and said.act is not Act.CONFIRM


def _unplaced(lost: Sequence[Correction]) -> Flag:
    """Leave a case to a person where something that one said cannot be laid over the papers."""
    flag = make_flag(FlagCode.CORRECTION_UNPLACED)
    placed = (c.said for c in lost if isinstance(c.said, SaidOfPapers | SaidOfPage))
    places = {said.page.file: said.page for said in placed}
    detail = ", ".join(f"{ref.file}:{ref.page}" for ref in places.values())
    message = flag.message.model_copy(
        update={"zh": f"{flag.message.zh}（{detail}）", "en": f"{flag.message.en} ({detail})"}
    )
    return flag.model_copy(update={"message": message})
