"""A case's dossier for auditors: everything about it, signed."""

import tempfile
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response, StreamingResponse
from starlette.background import BackgroundTask

from api.auth import Served, allow
from api.operations.dossier import Archive, export
from api.operations.signing import signer
from api.problems import Problem
from api.store import cases
from api.store.blobs import chunks
from api.store.ids import Identifier
from api.store.viewer import Role, Viewer

router = APIRouter(prefix="/v1/cases/{case}", tags=["cases"])
ZIP = "application/zip"
ZIP_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}
}
Auditor = Annotated[Viewer, Depends(allow(Role.AUDITOR))]


@router.get("/dossier", response_class=Response, responses=ZIP_ANSWER)
def show_dossier(service: Served, viewer: Auditor, case: Identifier) -> Response:
    """
    Return a case as one signed ZIP (卷宗): originals, decisions, corrections, hand-over, audit.

    `intake case-verify FILE` checks it. The audit trail notes it as a full look.
    """
    with service.database.read() as session:
        if cases.for_viewer(session, viewer, case) is None:
            raise Problem("not_found")
    file = tempfile.TemporaryFile(dir=service.settings.data)  # noqa: SIM115 — closed when sent
    archive = Archive(service.database, service.blobs, signer(service.settings))
    try:
        export(archive, viewer, case, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    headers = {
        "Content-Disposition": f'attachment; filename="{case}.zip"',
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(
        chunks(file), media_type=ZIP, headers=headers, background=BackgroundTask(file.close)
    )
