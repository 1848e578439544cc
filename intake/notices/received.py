"""What has come in, as receipt and notice list it."""

from intake.notices.facts import Facts, common_facts
from intake.notices.plain import plain
from intake.notices.words import DOCUMENTS, PROBLEMS, UNREAD, months, months_en
from models.case import CaseFile, Decision
from models.paper import DocumentKind


def receipt_facts(case: CaseFile) -> Facts:
    """Return what the receipt says: accepted where the case is complete, else merely received."""
    return common_facts(case) | {
        "accepted": case.decision is Decision.COMPLETE,
        "received": received_facts(case),
        "unread": unread_facts(case),
        "files": len(case.files),
        "pages": len(case.pages),
    }


def received_facts(case: CaseFile) -> list[Facts]:
    """List the papers with their months and pages; blank pages are no papers."""
    return [
        {
            "zh": DOCUMENTS[paper.kind][0],
            "en": DOCUMENTS[paper.kind][1],
            "months": months(paper.months) or "—",
            "months_en": months_en(paper.months),
            "pages": len(paper.pages),
            "file": plain(paper.pages[0].file),
        }
        for paper in case.documents
        if paper.kind is not DocumentKind.BLANK
    ]


def unread_facts(case: CaseFile) -> list[Facts]:
    """List the files that could not be read, with why."""
    return [
        {"file": plain(file.name), "zh": zh, "en": en}
        for file in case.files
        if file.problem is not None
        for zh, en in (PROBLEMS.get(file.problem, UNREAD),)
    ]
