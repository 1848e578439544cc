"""Sets a notice by typst, from data and a template of ours."""

import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from typing import Final

import segno
from typst import Compiler, TypstError

from intake.errors import EngineFailure
from intake.notices.application import application_facts
from intake.notices.facts import Facts, dated
from intake.notices.fonts import BODY, HEAD, fonts
from intake.notices.missing import missing_facts
from intake.notices.plain import plain
from intake.notices.received import receipt_facts
from intake.notices.statement import statement_facts
from models.case import CaseFile
from models.notice import NoticeKind
from models.record import Record

STANDARD: Final = "a-2b"
"""PDF/A-2b: fonts embedded, nothing fetched, readable in twenty years."""

FACTS: Mapping[NoticeKind, Callable[[CaseFile], Facts]] = {
    NoticeKind.MISSING: missing_facts,
    NoticeKind.RECEIPT: receipt_facts,
    NoticeKind.APPLICATION: application_facts,
    NoticeKind.STATEMENT: statement_facts,
}


class Office(Record):
    """Who hands the notice over; blank where nobody has said."""

    name: str = ""
    region: str = ""
    """The name of the region, as people call it."""
    link: str = ""
    """An address that the QR code of a receipt leads to; without one it holds the case number."""


def render_notice(kind: NoticeKind, case: CaseFile, office: Office | None = None) -> bytes:
    """
    Return a notice as PDF/A, the same bytes for the same case.

    Raises NotThisNotice where the case gives no occasion for it, EngineFailure where a font is
    missing or the template is at fault.
    """
    by = office or Office()
    facts = FACTS[kind](case) | {
        "office": plain(by.name),
        "region": plain(by.region),
        "link": bool(by.link),
        "qr": _qr(by.link or case.case),
        "fonts": {"body": BODY, "head": HEAD},
        "dated": [dated(case).year, dated(case).month, dated(case).day],
    }
    return _typeset(kind, facts, datetime.combine(dated(case), time(), UTC))


def _typeset(kind: NoticeKind, facts: Facts, at: datetime) -> bytes:
    """Compile a template with its data. A warning is an error: it means missing type."""
    with as_file(files(__package__) / "templates") as folder:
        compiler = Compiler(root=folder, font_paths=fonts(), ignore_system_fonts=True)
        try:
            result, warnings = compiler.compile_with_warnings(
                folder / f"{kind}.typ",
                format="pdf",
                sys_inputs={"data": json.dumps(facts, ensure_ascii=False)},
                pdf_standards=[STANDARD],
                timestamp=int(at.timestamp()),
            )
        except TypstError as error:
            raise EngineFailure(f"the notice {kind} cannot be set: {error}") from error
    if warnings or not isinstance(result, bytes):
        said = "; ".join(warning.message for warning in warnings)
        raise EngineFailure(f"the notice {kind} cannot be set well: {said}")
    return result


def _qr(content: str) -> str:
    """Return a QR code as SVG."""
    out = io.BytesIO()
    code = segno.make(content, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=True, border=2)
    return out.getvalue().decode("ascii")
