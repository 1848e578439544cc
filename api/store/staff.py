"""The agency's staff: passwords, lockout, sessions that end when nobody is there."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.store import audit
from api.store.columns import now
from api.store.database import Database
from api.store.ids import new_id
from api.store.tables import Staff, StaffSession
from api.store.viewer import SYSTEM, Role, Viewer

FAILURES = 5
"""Wrong passwords in a row before an account waits."""
LOCK = timedelta(minutes=15)
SEEN_EVERY = timedelta(seconds=30)
"""A session's last moment is that exact."""
SHORTEST_PASSWORD = 12


class SignInRefused(Exception):
    """Name and password do not fit, or the account is locked or closed: not told apart."""


class WeakPassword(Exception):
    """The password is too short."""


def make_staff(
    session: Session,
    by: Viewer,
    name: str,
    roles: Iterable[Role],
    password: str | None = None,
) -> tuple[Staff, str]:
    """Make an account; return it with its first password, which its owner has to change."""
    first = password or secrets.token_urlsafe(12)
    person = Staff(
        id=new_id("u"),
        name=name,
        roles=sorted(roles),
        password=PasswordHasher().hash(first),
        must_change=password is None,
        created_at=now(),
    )
    session.add(person)
    audit.record(session, by, "staff.make", ("staff", person.id), {"roles": sorted(roles)})
    return person, first


def first_administrator(database: Database) -> tuple[str, str] | None:
    """Make the first account where there is none; return its name and first password."""
    with database.write() as session:
        if session.scalar(select(func.count()).select_from(Staff)):
            return None
        person, password = make_staff(session, SYSTEM, "admin", [Role.ADMINISTRATOR])
        return person.name, password


def check_password(database: Database, name: str, password: str) -> Staff:
    """
    Return the account that name and password fit; raise SignInRefused.

    Five wrong ones in a row lock the account for a quarter of an hour. An unknown name takes as
    long as a wrong password, so that names cannot be found out.
    """
    with database.read() as session:
        person = session.scalar(select(Staff).where(Staff.name == name))
    fits = _fits(person.password if person else _nobody(), password)
    if person is None or person.closed_at is not None:
        raise SignInRefused(name)
    locked = person.locked_until is not None and person.locked_until > now()
    if fits and not locked and not person.failures:
        return person
    return _noted(database, person.id, fits=fits and not locked)


def _noted(database: Database, staff_id: str, *, fits: bool) -> Staff:
    """Count a failure, or forget the earlier ones."""
    with database.write() as session:
        person = session.get_one(Staff, staff_id)
        person.failures = 0 if fits else person.failures + 1
        if person.failures >= FAILURES:
            person.failures = 0
            person.locked_until = now() + LOCK
            audit.record(session, SYSTEM, "staff.lock", ("staff", staff_id))
    if not fits:
        raise SignInRefused(person.name)
    return person


def change_password(database: Database, staff_id: str, password: str) -> None:
    """Set a new password and end every session; raise WeakPassword."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(f"密码至少 {SHORTEST_PASSWORD} 位")
    hashed = PasswordHasher().hash(password)
    with database.write() as session:
        person = session.get_one(Staff, staff_id)
        person.password, person.must_change, person.failures = hashed, False, 0
        session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))
        audit.record(session, viewer_of(person), "staff.password", ("staff", staff_id))


def open_session(database: Database, person: Staff, counter: str = "") -> str:
    """Sign an account in; return the token, known to its holder alone."""
    token = secrets.token_urlsafe(32)
    moment = now()
    with database.write() as session:
        session.add(
            StaffSession(
                hash=_hash(token),
                staff_id=person.id,
                created_at=moment,
                seen_at=moment,
                counter=counter,
            )
        )
        audit.record(session, viewer_of(person), "staff.sign_in", ("staff", person.id))
    return token


def close_session(database: Database, token: str) -> None:
    """Sign out."""
    with database.write() as session:
        session.execute(delete(StaffSession).where(StaffSession.hash == _hash(token)))


def forget_sessions(session: Session, longest: timedelta) -> None:
    """Remove the sessions that are too old to be used."""
    session.execute(delete(StaffSession).where(StaffSession.created_at < now() - longest))


def viewer_of_session(
    database: Database, token: str, *, idle: timedelta, longest: timedelta
) -> Viewer | None:
    """Return who is signed in by this token, or None; note that someone is there."""
    with database.read() as session:
        row = session.execute(
            select(StaffSession, Staff)
            .join(Staff, Staff.id == StaffSession.staff_id)
            .where(StaffSession.hash == _hash(token), Staff.closed_at.is_(None))
        ).one_or_none()
    if row is None:
        return None
    opened, person, moment = row.StaffSession, row.Staff, now()
    if moment - opened.seen_at > idle or moment - opened.created_at > longest:
        close_session(database, token)
        return None
    if moment - opened.seen_at > SEEN_EVERY:
        with database.write() as session:
            session.merge(opened).seen_at = moment
    return viewer_of(person, opened.counter)


def viewer_of(person: Staff, counter: str = "") -> Viewer:
    """Return an account as a viewer."""
    roles = frozenset(Role(role) for role in person.roles)
    return Viewer(person.id, person.name, roles=roles, counter=counter)


def _fits(hashed: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(hashed, password)
    except VerificationError:
        return False


def _nobody() -> str:
    """Return a hash that nothing fits, with the cost of any other."""
    salt = "c2FsdHNhbHRzYWx0c2FsdA"
    return f"$argon2id$v=19$m=65536,t=3,p=4${salt}$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
