"""
Policy files: found, checked, laid over one another.

A region's file replaces whole tables of the file it extends (`national` unless it says
otherwise). A folder named by an agency is looked into first; what is not there is taken from the
files that ship with the project. A wrong file is refused with every complaint at once.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from intake.arrears.complaints import plain_reason
from intake.arrears.toml_lines import line_numbers, line_of
from intake.errors import UnknownRegion, WrongPolicyFile
from models.finding import Message
from models.policy import Policy, PolicyTables
from models.record import Record

SHIPPED = Path(__file__).parent / "policy"
NATIONAL = "national"
REGION_NAME = re.compile(r"[a-z][a-z0-9_-]*")


class PolicyFile(Record):
    """One file as it stands: what it is, and the tables that it sets."""

    region: str = Field(pattern=rf"^{REGION_NAME.pattern}$")
    name: Message
    version: str = Field(min_length=1)
    extends: str | None = None
    tables: PolicyTables

    @property
    def parent(self) -> str | None:
        """Return the region whose tables hold where this file sets none."""
        if self.extends is None and self.region != NATIONAL:
            return NATIONAL
        return self.extends


HEADER = frozenset(PolicyFile.model_fields) - {"tables"}


def list_regions(folder: Path | None = None) -> tuple[str, ...]:
    """Return the regions that have a policy file, in the folder or shipped, in order."""
    return tuple(sorted({file.stem for place in places(folder) for file in place.glob("*.toml")}))


def load_policy(region: str, folder: Path | None = None) -> Policy:
    """
    Return the policy of a region.

    Raises UnknownRegion where no file has that name, WrongPolicyFile with the lines and reasons
    where a file on the way cannot be used.
    """
    chain = tuple(file_chain(region, folder))
    tables = PolicyTables()
    for file in reversed(chain):
        own = {name: getattr(file.tables, name) for name in file.tables.model_fields_set}
        tables = tables.model_copy(update=own)
    last = chain[0]
    return Policy(region=last.region, name=last.name, version=last.version, tables=tables)


def file_chain(region: str, folder: Path | None) -> Iterator[PolicyFile]:
    """Yield the region's file, then the one it extends, and so on."""
    seen: list[str] = []
    path: Path | None = find_file(region, folder)
    while path is not None:
        file = read_policy_file(path)
        seen.append(file.region)
        yield file
        path = parent_file(file, path, seen, folder)


def parent_file(
    file: PolicyFile, path: Path, seen: Sequence[str], folder: Path | None
) -> Path | None:
    """Return the file that this one extends; refuse one that is missing or leads back."""
    if file.parent is None:
        return None
    reason = f"extends: {file.parent} extends this file"
    if file.parent not in seen:
        try:
            return find_file(file.parent, folder)
        except UnknownRegion as error:
            reason = f"extends: {error}"
    line = line_of(("extends",), line_numbers(path.read_text(encoding="utf-8")))
    raise WrongPolicyFile(path.name, [(line, reason)])


def places(folder: Path | None) -> tuple[Path, ...]:
    """Return where to look, in order."""
    return (SHIPPED,) if folder is None else (folder, SHIPPED)


def find_file(region: str, folder: Path | None) -> Path:
    """Return the region's file; a name that is no plain word is looked for nowhere."""
    if REGION_NAME.fullmatch(region):
        for place in places(folder):
            path = place / f"{region}.toml"
            if path.is_file():
                return path
    known = ", ".join(list_regions(folder))
    raise UnknownRegion(f"no policy file for region {region!r}; there are: {known}")


def read_policy_file(path: Path) -> PolicyFile:
    """Return one file, checked on its own; raise WrongPolicyFile."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise WrongPolicyFile(path.name, [(line, "not UTF-8 text")]) from error
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise WrongPolicyFile(path.name, [syntax_complaint(error, text)]) from error
    return checked(path, text, content)


def checked(path: Path, text: str, content: dict[str, Any]) -> PolicyFile:
    """Return the content as a record, or raise with all complaints in the order of the lines."""
    header = {key: content.pop(key) for key in HEADER & content.keys()}
    try:
        file = PolicyFile.model_validate({**header, "tables": content})
    except ValidationError as error:
        complain = partial(complaint, lines=line_numbers(text))
        found = sorted(complain(detail) for detail in error.errors())
        raise WrongPolicyFile(path.name, found) from error
    if file.region != path.stem:
        line = line_of(("region",), line_numbers(text))
        reason = f"region: {file.region!r}, but the file is named {path.stem!r}"
        raise WrongPolicyFile(path.name, [(line, reason)])
    return file


def syntax_complaint(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Return line and reason of a syntax error."""
    message = str(error)
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(place[1]) if place else text.count("\n") + 1
    return line, f"no valid TOML: {re.sub(r' *[(]at .*[)]', '', message)}"


def complaint(detail: ErrorDetails, lines: Mapping[tuple[str | int, ...], int]) -> tuple[int, str]:
    """Return line and reason of one thing that validation found."""
    path = detail["loc"][1:] if detail["loc"][:1] == ("tables",) else detail["loc"]
    if "row" in detail.get("ctx", {}):
        path = (*path, detail["ctx"]["row"])
    where = ".".join(str(part) for part in path if isinstance(part, str)) or "file"
    return line_of(path, dict(lines)), f"{where}: {plain_reason(detail)}"
