"""What was granted before: the same employee's month twice is for a person to look at."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.store.database import Database
from api.store.states import State
from api.store.tables import Case
from intake.completeness import make_flag
from intake.completeness.messages import plain
from models.case import CaseFile, Decision
from models.claim import Employee
from models.finding import FlagCode
from models.quantities import Month

LOCK = 4_207_313
"""PostgreSQL advisory lock, with a hash of the employee: two decisions about one person."""


@dataclass(frozen=True, slots=True)
class KnownInStore:
    """Remembers by the store; the pipeline's `KnownCases`."""

    database: Database

    def decided_before(self, employee: Employee, month: Month, *, besides: str) -> bool:
        """Say whether another case that stands at complete has this employee's month."""
        with self.database.read() as session:
            return str(month) in months_granted(session, employee, besides)


def months_granted(session: Session, employee: Employee, besides: str) -> set[str]:
    """
    Return the months that stand at complete in other cases of the employee.

    Told by the identity number; where none is known, by nothing: names are not one person's alone.
    """
    if not employee.id_number:
        return set()
    query = select(Case.months).where(
        Case.employee_number == employee.id_number,
        Case.id != besides,
        Case.decision == Decision.COMPLETE,
        Case.state != State.WITHDRAWN,
    )
    return {month for months in session.scalars(query) for month in months}


def granted_meanwhile(session: Session, case_id: str, file: CaseFile) -> set[str]:
    """
    Return the months of a case that were granted elsewhere since it was looked at.

    Asked in the transaction that writes the decision: of two at the same time one sees the other.
    """
    noticed = any(flag.code is FlagCode.DUPLICATE_SUBMISSION for flag in file.flags)
    number = file.employee.id_number
    if file.decision is not Decision.COMPLETE or noticed or not number:
        return set()
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock, hashtext(:number))")
        session.execute(lock, {"lock": LOCK, "number": number})
    granted = months_granted(session, Employee(id_number=number), case_id)
    return granted & {str(month) for month in file.months}


def as_granted_before(file: CaseFile, months: Iterable[str]) -> CaseFile:
    """Return a case file that leaves it to a person that months of it were granted before."""
    again = tuple(Month.parse(month) for month in sorted(months))
    flag = make_flag(
        FlagCode.DUPLICATE_SUBMISSION, months=again, detail=plain(", ".join(map(str, again)))
    )
    return file.model_copy(
        update={
            "flags": (*file.flags, flag),
            "decision": Decision.REVIEW,
            "statement": None,
        }
    )
