"""Who asks, and which rows that one may see: the single place that scopes queries."""

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute


class Role(StrEnum):
    """What a member of staff does; one person may have several."""

    COUNTER = "counter"
    """Takes papers in at the window (柜台)."""
    REVIEWER = "reviewer"
    """Decides what the engine left open (审核)."""
    LEAD = "lead"
    """Oversees reviewers: takes cases from them and gives them back (组长)."""
    AUDITOR = "auditor"
    """Sees everything, changes nothing (审计员)."""
    ADMINISTRATOR = "administrator"
    """Keeps accounts, keys and settings; sees no case (系统管理员)."""


class Scope(StrEnum):
    """What an API key may do with its tenant's own things."""

    SUBMIT = "submit"
    READ = "read"
    WEBHOOKS = "webhooks"


READS_CASES = frozenset({Role.COUNTER, Role.REVIEWER, Role.LEAD, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever is signed in: a tenant by a key, or a member of staff."""

    id: str
    """The key's or the staff member's identifier."""
    name: str = ""
    tenant_id: str | None = None
    """None for staff."""
    scopes: frozenset[Scope] = frozenset()
    roles: frozenset[Role] = frozenset()
    counter: str = field(default="", compare=False)
    phone: bool = False
    """A citizen's phone at the window: it may add to its one case, and is let in nowhere else."""
    folder: bool = False
    """A counter's watched folder: it brings papers in, and sees nothing."""

    @property
    def is_staff(self) -> bool:
        """Say whether this is a person of the agency."""
        return self.tenant_id is None

    def may(self, *allowed: Role | Scope) -> bool:
        """Say whether any of these roles or scopes is the viewer's."""
        return not self.roles.isdisjoint(allowed) or not self.scopes.isdisjoint(allowed)


SYSTEM = Viewer(id="system", name="system")
"""The program itself, in the audit trail; it has no role and sees nothing through `visible`."""


def visible(owner: InstrumentedAttribute[str], viewer: Viewer) -> ColumnElement[bool]:
    """
    Return the condition that every query on behalf of `viewer` carries.

    `owner` is the queried table's `tenant_id`.
    A tenant sees its own rows, staff who handle cases see all, everyone else none. A row that is
    not visible does not exist for the one who asks: 404, never 403.
    """
    if viewer.tenant_id is not None:
        return owner == viewer.tenant_id
    if viewer.roles & READS_CASES:
        return true()
    return false()
