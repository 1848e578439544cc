"""A unit for systemd, for the very program that prints it."""

import shutil
import sys
from importlib.resources import files
from pathlib import Path
from typing import Literal

Part = Literal["serve", "worker"]
WHAT = {"serve": "API, pages and workers", "worker": "one worker"}


def unit(part: Part, data: Path, user: str) -> str:
    """Return the unit's text; `part` is the command that it keeps running."""
    template = files(__package__).joinpath("intake.service").read_text(encoding="utf-8")
    return template.format(
        what=WHAT[part], user=user, data=data.absolute(), command=f"{program()} {part}"
    )


def program() -> Path:
    """Return the command beside the interpreter that runs us, else the one on the path."""
    beside = Path(sys.executable).parent / "intake"
    found = beside if beside.exists() else Path(shutil.which("intake") or beside)
    return found.absolute()
