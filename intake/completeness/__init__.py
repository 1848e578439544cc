"""The required-materials list held against the papers: from papers and a claim to a case file."""

from intake.completeness.case_view import make_flag
from intake.completeness.deciding import decide, decision_of, missing_of
from intake.completeness.judges import Judges, KnownCases, OwnerJudge

__all__ = ["Judges", "KnownCases", "OwnerJudge", "decide", "decision_of", "make_flag", "missing_of"]
