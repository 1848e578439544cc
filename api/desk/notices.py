"""The documents that a case can be given at the window, as PDF."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.auth import Served
from api.desk.claims import region_name
from api.desk.guard import PageRoute, Reader
from api.desk.standing import Standing, stand
from api.problems import Problem
from api.store import audit
from api.store.ids import Identifier
from intake.notices import NotThisNotice, Office, render_notice
from models.case import Decision
from models.finding import Material, Severity, Verdict
from models.notice import NoticeKind

router = APIRouter(prefix="/desk/cases", route_class=PageRoute, include_in_schema=False)
NAMES: dict[NoticeKind, tuple[str, str]] = {
    NoticeKind.MISSING: ("一次性告知书", "Notice of what is missing"),
    NoticeKind.RECEIPT: ("收件回执", "Receipt"),
    NoticeKind.APPLICATION: ("起草申请书", "Draft application"),
    NoticeKind.STATEMENT: ("补缴明细表", "Statement"),
}
ACCEPTED = ("受理回执", "Receipt of acceptance")


@dataclass(frozen=True, slots=True)
class Offer:
    """A document that can be printed now."""

    kind: NoticeKind
    zh: str
    en: str


def offered(standing: Standing) -> tuple[Offer, ...]:
    """Return the documents that the case gives occasion for, the likeliest first."""
    return tuple(Offer(kind, *_name(kind, standing)) for kind in _kinds(standing))


def _name(kind: NoticeKind, standing: Standing) -> tuple[str, str]:
    accepted = standing.case.decision == Decision.COMPLETE
    return ACCEPTED if kind is NoticeKind.RECEIPT and accepted else NAMES[kind]


def _kinds(standing: Standing) -> list[NoticeKind]:
    file = standing.file
    if file is None or standing.reading:
        return []
    open_ = [item for item in file.requirements if item.verdict is not Verdict.MET]
    kinds = []
    if open_ or any(flag.severity is Severity.BLOCKING for flag in file.flags):
        kinds.append(NoticeKind.MISSING)
    kinds.append(NoticeKind.RECEIPT)
    if file.statement is not None:
        kinds.append(NoticeKind.STATEMENT)
    if any(item.material is Material.APPLICATION for item in open_):
        kinds.append(NoticeKind.APPLICATION)
    return kinds


@router.get("/{case}/notices/{kind}")
def show_notice(service: Served, viewer: Reader, case: Identifier, kind: NoticeKind) -> Response:
    """Make a document of a case as it stands, and note that it was handed over."""
    standing = stand(service, viewer, case)
    if standing.file is None or standing.reading:
        raise Problem("not_decided")
    region = standing.file.claim.region or service.settings.region
    named = region_name(region, service.settings.policies).zh
    office = Office(name=service.settings.office, region=named)
    try:
        content = render_notice(kind, standing.file, office)
    except NotThisNotice as error:
        raise Problem("conflict", str(error)) from None
    with service.database.write() as session:
        detail = {"kind": str(kind), "revision": standing.case.revision}
        audit.record(session, viewer, "notice.make", ("case", case), detail)
    headers = {
        "Content-Disposition": f'inline; filename="{case}-{kind}.pdf"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type="application/pdf", headers=headers)
