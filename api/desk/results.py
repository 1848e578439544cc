"""Decided cases of a result folder, as a list and one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, status
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, StrictUndefined
from pydantic import TypeAdapter

from intake.report.render import mask_id
from intake.report.words import WORDS
from models.case import CaseFile

router = APIRouter()
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
"""Reports carry their own style and pictures and run nothing."""
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Results:
    """A folder with one folder per decided case."""

    folder: Path

    def cases(self) -> Iterator[tuple[str, CaseFile]]:
        """Yield name and case, in order of names."""
        for path in sorted(self.folder.glob("*/case.json")):
            yield path.parent.name, CaseFile.model_validate_json(path.read_bytes())

    def report(self, name: str) -> str | None:
        """Return a case's report; names are looked up, never joined into a path."""
        for path in self.folder.glob("*/report.html"):
            if path.parent.name == name:
                return path.read_text(encoding="utf-8")
        return None


def _results(request: Request) -> Results:
    return TypeAdapter(Results).validate_python(request.app.state.results)


Folder = Annotated[Results, Depends(_results)]


@router.get("/desk", response_class=HTMLResponse)
def desk(folder: Folder) -> HTMLResponse:
    """Show the list of cases."""
    page = files("api.desk").joinpath("templates/cases.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(page)
    shown = template.render(cases=list(folder.cases()), words=WORDS, mask_id=mask_id)
    return HTMLResponse(shown, headers=HEADERS)


@router.get("/desk/cases/{case}", response_class=HTMLResponse)
def case_page(case: str, folder: Folder) -> HTMLResponse:
    """Show one case's report."""
    report = folder.report(case)
    if report is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "没有这个办件 no such case")
    return HTMLResponse(report, headers=HEADERS)


@router.get("/v1/cases/{case}")
def case_file(case: str, folder: Folder) -> JSONResponse:
    """Return one case file."""
    for name, found in folder.cases():
        if name == case:
            return JSONResponse(found.model_dump(mode="json"))
    raise HTTPException(status.HTTP_404_NOT_FOUND, "没有这个办件 no such case")
