"""What people said of papers and cases: rows are added, undone, never changed otherwise."""

from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.tables import Case, Source
from api.store.tables_decided import Correction as Row
from api.store.viewer import Viewer
from models.correction import Correction, Said, SaidOfPapers

SAID: TypeAdapter[Said] = TypeAdapter(Said)


def of_case(session: Session, case: Case, *, drafts: bool) -> list[Correction]:
    """
    Return what holds for a case, in the order in which it was said.

    Its own, and what was decided on papers that it shares with the other cases of its submission.
    Drafts are one case's alone, and the engine decides nothing with them.
    """
    decided = Row.decided_in.is_not(None)
    own = Row.case_id == case.id
    query = select(Row).where(
        Row.submission_id == case.submission_id,
        Row.undone_at.is_(None),
        or_(own, Row.shared) & decided if not drafts else own | (Row.shared & decided),
    )
    return [correction_of(row) for row in session.scalars(query.order_by(Row.created_at, Row.id))]


def history(session: Session, case_id: str) -> list[Row]:
    """Return everything that was ever said of a case, undone or not, oldest first."""
    query = select(Row).where(Row.case_id == case_id)
    return list(session.scalars(query.order_by(Row.created_at, Row.id)))


def correction_of(row: Row) -> Correction:
    """Return a row as deciding takes it."""
    return Correction(
        id=row.id,
        said=SAID.validate_python(row.said),
        machine=row.machine,
        by=row.actor,
        at=row.created_at,
        why=row.why,
    )


def add(session: Session, case: Case, corrections: Sequence[Correction]) -> None:
    """Keep drafts."""
    for correction in corrections:
        said = correction.said
        session.add(
            Row(
                id=correction.id,
                tenant_id=case.tenant_id,
                submission_id=case.submission_id,
                case_id=case.id,
                revision=case.revision,
                kind=said.kind,
                shared=isinstance(said, SaidOfPapers) and _is_shared(session, case, said.page.file),
                said=SAID.dump_python(said, mode="json"),
                machine=correction.machine,
                why=correction.why,
                actor=correction.by,
                created_at=correction.at,
            )
        )
    session.flush()


def _is_shared(session: Session, case: Case, file: str) -> bool:
    """Say whether a file serves every case of the submission."""
    query = select(Source.id).where(
        Source.submission_id == case.submission_id, Source.case_id.is_(None), Source.name == file
    )
    return session.scalar(query.limit(1)) is not None


def undo(session: Session, viewer: Viewer, case: Case, correction_id: str) -> bool:
    """Take something back that was said of this case; say whether there was such a thing."""
    row = session.get(Row, correction_id)
    if row is None or row.case_id != case.id or row.undone_at is not None:
        return False
    row.undone_at = now()
    audit.record(session, viewer, "correction.undo", ("case", case.id), {"correction": row.id})
    return True


def decided_with(session: Session, case: Case, revision: int) -> bool:
    """Let a case's drafts be decided; say whether any of them holds for other cases as well."""
    mine = (Row.case_id == case.id, Row.undone_at.is_(None), Row.decided_in.is_(None))
    shared = session.scalar(select(Row.id).where(*mine, Row.shared).limit(1)) is not None
    session.execute(update(Row).where(*mine).values(decided_in=revision))
    return shared
