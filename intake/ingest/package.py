"""A document that is a ZIP by build (XLSX, DOCX, OFD): its parts, each within limits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  # zlib names its exception in lower case

from intake.errors import DamagedFile, FileTooLarge, UnsafeArchive
from intake.ingest.archive import check_directory, objection_to_size
from intake.ingest.limits import Limits

MOST_PARTS = 5000
"""A text document with a picture on every page has some hundreds."""
BROKEN = (BadZipFile, ZlibError, EOFError, ValueError, OSError, NotImplementedError)
"""What zipfile raises on bytes that are no archive, or no longer."""
ALL_PARTS_BYTES = 400 << 20
"""Unpacked, together; what is not needed is never unpacked."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an opened document, by their names."""

    archive: ZipFile
    parts: dict[str, ZipInfo]
    limits: Limits

    def has(self, name: str) -> bool:
        """Say whether there is such a part."""
        return name in self.parts

    def under(self, folder: str) -> tuple[str, ...]:
        """Return the names of the parts in a folder and below it."""
        return tuple(name for name in self.parts if name.startswith(folder))

    def read(self, name: str, most: int) -> bytes:
        """
        Inflate one part of at most so many bytes.

        Raises DamagedFile for a part that is not there or broken, FileTooLarge, UnsafeArchive.
        """
        part = self.parts.get(name)
        if part is None:
            raise DamagedFile(f"the document lacks its part {name}")
        if part.file_size > most:
            raise FileTooLarge(f"{name} unpacks to more than {most >> 20} MiB")
        if (problem := objection_to_size(part, self.limits)) is not None:
            raise problem
        try:
            return self.archive.read(part)
        except BROKEN as error:
            raise DamagedFile(f"{name} cannot be unpacked: {error}") from error


@contextmanager
def open_package(path: Path, limits: Limits) -> Iterator[Package]:
    """Open a document of parts. Raises DamagedFile, UnsafeArchive, FileTooLarge, EncryptedFile."""
    check_directory(path, MOST_PARTS)
    try:
        archive = ZipFile(path)
    except BROKEN as error:
        raise DamagedFile(f"the document cannot be opened: {error}") from error
    with archive:
        parts = {entry.filename.lstrip("/"): entry for entry in archive.infolist()}
        if len({name.casefold() for name in parts}) < len(archive.infolist()):
            raise UnsafeArchive("the document has two parts of one name")
        if sum(entry.file_size for entry in parts.values()) > ALL_PARTS_BYTES:
            raise FileTooLarge(f"unpacks to more than {ALL_PARTS_BYTES >> 20} MiB")
        for entry in parts.values():
            if (problem := objection_to_size(entry, limits)) is not None:
                raise problem
        yield Package(archive, parts, limits)


def resolved(target: str, base: str) -> str:
    """Return the part that a relative name in the part `base` means; `..` never leaves the root."""
    joined = (
        PurePosixPath(target) if target.startswith("/") else PurePosixPath(base).parent / target
    )
    steps: list[str] = []
    for step in joined.parts:
        if step == "..":
            del steps[-1:]
        elif step not in ("/", "."):
            steps.append(step)
    return "/".join(steps)
