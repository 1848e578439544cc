"""`intake notice`: a case file in, a notice as PDF out."""

import os
import sys
import tempfile
from pathlib import Path

from pydantic import ValidationError

from api.exits import Exit
from intake.arrears.policies import load_policy
from intake.errors import EngineFailure, PolicyError
from intake.notices import NotThisNotice, Office, render_notice
from models.case import CaseFile
from models.notice import NoticeKind


def run_notice(kind: NoticeKind, path: Path, out: Path, office: Office) -> Exit:
    """Write the notice of the case in `path` to `out`; return the exit code."""
    try:
        case = CaseFile.model_validate_json(path.read_bytes())
        named = office.model_copy(update={"region": office.region or region_name(case)})
        _write(out, render_notice(kind, case, named))
    except (OSError, ValidationError) as error:
        return _refused(f"办件文件读不了或写不出 {path} -> {out}: {error}", Exit.UNUSABLE)
    except NotThisNotice as error:
        return _refused(str(error), Exit.UNUSABLE)
    except EngineFailure as error:
        return _refused(f"文书生成失败 {error}", Exit.INTERNAL)
    sys.stderr.write(f"{out}\n")
    return Exit.COMPLETE


def region_name(case: CaseFile) -> str:
    """Return what people call the case's region; empty for one that no policy is on file for."""
    try:
        return load_policy(case.provenance.policy.region).name.zh
    except PolicyError:
        return ""


def _write(out: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _refused(reason: str, code: Exit) -> Exit:
    sys.stderr.write(reason + "\n")
    return code
