"""`intake arrears`: one claim in, one statement out."""

import sys
from pathlib import Path

from pydantic import ValidationError

from api.exits import Exit
from intake.arrears.calculator import compute_statement
from intake.arrears.policies import load_policy
from intake.arrears.render import statement_text
from intake.errors import ParameterUnpublished, PolicyError
from models.arrears import ArrearsClaim


def run_arrears(path: Path, *, text: bool, policies: Path | None) -> Exit:
    """Print the statement of the claim in `path` (`-`: standard input); return the exit code."""
    try:
        content = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        claim = ArrearsClaim.model_validate_json(content)
        statement = compute_statement(claim, load_policy(claim.region, policies))
    except (OSError, UnicodeDecodeError) as error:
        return _refused(f"读不了 cannot read {path}: {error}", Exit.UNUSABLE)
    except ValidationError as error:
        return _refused(f"申请有误 the claim is wrong:\n{_complaints(error)}", Exit.UNUSABLE)
    except ParameterUnpublished as error:
        return _refused(f"参数未公布 parameter unpublished: {error}", Exit.REVIEW)
    except PolicyError as error:
        return _refused(f"政策数据有误 policy data: {error}", Exit.UNUSABLE)
    out = statement_text(statement) if text else statement.model_dump_json(indent=2)
    sys.stdout.write(out.rstrip("\n") + "\n")
    return Exit.COMPLETE


def _complaints(error: ValidationError) -> str:
    lines = (
        f"  {'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors()
    )
    return "\n".join(lines)


def _refused(reason: str, code: Exit) -> Exit:
    sys.stderr.write(reason + "\n")
    return code
