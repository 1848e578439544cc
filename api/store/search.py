"""Finding cases: by name, number or month, newest first."""

from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from api.store.states import State
from api.store.tables import Case
from api.store.viewer import Viewer, visible


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; empty means everything."""

    text: str = ""
    """Part of a name, an identity number, or the end of a case's identifier."""
    state: State | None = None
    decision: str | None = None
    before: str | None = None
    """Only cases older than the one named so."""


def found(session: Session, viewer: Viewer, wanted: Search, limit: int) -> list[Case]:
    """Return the newest cases that fit and that the viewer may see."""
    query = _narrowed(select(Case).where(visible(Case.tenant_id, viewer)), wanted)
    return list(session.scalars(query.order_by(Case.id.desc()).limit(limit)))


def _narrowed(query: Select[Case], wanted: Search) -> Select[Case]:
    text = wanted.text.strip()
    if text:
        query = query.where(
            or_(
                Case.employee_name.contains(text, autoescape=True),
                Case.employer_name.contains(text, autoescape=True),
                Case.employee_number == text.upper(),
                Case.id.endswith(text.lower(), autoescape=True),
            )
        )
    if wanted.state is not None:
        query = query.where(Case.state == wanted.state)
    if wanted.decision is not None:
        query = query.where(Case.decision == wanted.decision)
    if wanted.before is not None:
        query = query.where(Case.id < wanted.before)
    return query
