"""Links for citizens' phones: one case each, opened once, dead after a while or when revoked."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.ids import new_id
from api.store.states import State
from api.store.tables import Case, File
from api.store.tables_desk import PhoneLink
from api.store.viewer import Viewer

LIFE = timedelta(minutes=20)
"""Long enough to photograph some thirty pages while standing at the window, and no longer."""
MOST_FILES = 60
"""Through one link: whoever holds it is not known, and cannot fill the disk."""


class Dead(Exception):
    """The link was opened by another phone, has run out, was revoked, or never was."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the window sees it."""

    id: str
    until: datetime
    opened: bool
    live: bool
    sent: int
    """Files that came through it."""

    @property
    def tag(self) -> str:
        """Return a sign that changes whenever there is something new to say."""
        return f"{self.id}.{self.opened:d}{self.live:d}.{self.sent}"


def make(session: Session, viewer: Viewer, case: Case) -> str:
    """Make a link for a case and end those before it; return its token, told to nobody else."""
    _end(session, case.id)
    token = secrets.token_urlsafe(32)
    link = PhoneLink(
        id=new_id("p"),
        tenant_id=case.tenant_id,
        case_id=case.id,
        hash=_hash(token),
        made_by=viewer.id,
        made_at=now(),
        until=now() + LIFE,
    )
    session.add(link)
    audit.record(session, viewer, "phone.make", ("case", case.id), {"link": link.id})
    return token


def redeem(session: Session, token: str) -> str:
    """Spend a token; return the secret that its phone has from now on. Raise Dead."""
    secret = secrets.token_urlsafe(32)
    spent = session.execute(
        update(PhoneLink)
        .where(
            PhoneLink.hash == _hash(token),
            PhoneLink.holder.is_(None),
            PhoneLink.revoked_at.is_(None),
            PhoneLink.until > now(),
        )
        .values(holder=_hash(secret))
        .returning(PhoneLink)
    ).scalar()
    if spent is None:
        raise Dead
    audit.record(session, viewer_of(spent), "phone.open", ("case", spent.case_id))
    return secret


def of_token(session: Session, token: str) -> PhoneLink | None:
    """Return the link that a token belongs to, dead or alive."""
    return session.scalar(select(PhoneLink).where(PhoneLink.hash == _hash(token)))


def held(session: Session, secret: str) -> PhoneLink | None:
    """Return the live link that a phone's secret belongs to, or None."""
    return session.scalar(
        select(PhoneLink).where(
            PhoneLink.holder == _hash(secret),
            PhoneLink.revoked_at.is_(None),
            PhoneLink.until > now(),
        )
    )


def viewer_of(link: PhoneLink) -> Viewer:
    """Return who sends through a link: nobody that any other route lets in."""
    return Viewer(id=link.id, tenant_id=link.tenant_id, phone=True)


def revoke(session: Session, viewer: Viewer, case: Case) -> None:
    """End a case's link, opened or not."""
    if _end(session, case.id):
        audit.record(session, viewer, "phone.revoke", ("case", case.id))


def newest(session: Session, case: Case) -> Link | None:
    """Return how a case's newest link stands, or None where it never had one."""
    query = select(PhoneLink).where(PhoneLink.case_id == case.id).order_by(PhoneLink.id.desc())
    link = session.scalar(query.limit(1))
    if link is None:
        return None
    open_case = case.state != State.WITHDRAWN and case.decision != "complete"
    return Link(
        id=link.id,
        until=link.until,
        opened=link.holder is not None,
        live=open_case and link.revoked_at is None and link.until > now(),
        sent=sent_through(session, link),
    )


def sent_through(session: Session, link: PhoneLink) -> int:
    """Count the files that came through a link: those of the rounds that it began."""
    rounds = [
        row.detail["round"]
        for row in audit.trail(session, link.case_id)
        if row.actor == link.id and row.act == "case.papers"
    ]
    query = select(func.count()).where(File.case_id == link.case_id, File.round.in_(rounds))
    return session.scalar(query) or 0


def _end(session: Session, case_id: str) -> bool:
    """End every link of a case that still lives; say whether there was one."""
    ended = session.execute(
        update(PhoneLink)
        .where(
            PhoneLink.case_id == case_id,
            PhoneLink.revoked_at.is_(None),
            PhoneLink.until > now(),
        )
        .values(revoked_at=now())
        .returning(PhoneLink.id)
    ).all()
    return bool(ended)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
