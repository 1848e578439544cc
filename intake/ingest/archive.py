"""Takes a ZIP apart without believing it: names decide nothing, sizes are checked beforehand."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  # zlib names its exception in lower case

from intake.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    UnsafeArchive,
    UnsupportedFormat,
    UnusableFile,
)
from intake.ingest.limits import Limits
from intake.ingest.names import entry_name, is_litter, is_special, leads_outside, shown_name

END_RECORD = b"PK\5\6"
END_RECORD_BYTES = 22
LONGEST_COMMENT = 0xFFFF
ENTRY_BYTES = 46 + 2048
"""A central directory entry with its name, extra field and comment, generously."""
RATIO_FROM_BYTES = 1 << 20
"""Below this an entry may shrink as it likes: an empty form does."""
ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True)
class Found:
    """A file that came in, under the name people know it by."""

    name: str
    path: Path
    problem: UnusableFile | None = None

    def refused(self, problem: UnusableFile) -> "Found":
        """Return the same file with the reason why it will not be read."""
        return replace(self, problem=problem)


def unpack(archive: Path, into: Path, *, limits: Limits) -> list[Found]:
    """
    Unpack a ZIP's files into the empty folder `into`, under names of our own.

    An entry that may not be unpacked is in the list with its problem; the others are unpacked.
    Raises UnusableFile where the archive as a whole is refused: `empty`, `damaged`, `too_large`,
    `unsafe_archive`.
    """
    check_directory(archive, limits.files)
    try:
        with ZipFile(archive) as opened:
            entries = _wanted(opened, limits)
            return [
                _unpack_entry(opened, entry, into / f"{number:04d}", limits)
                for number, entry in enumerate(entries, 1)
            ]
    # NotImplementedError is zipfile's word for a compression that it does not know.
    except (BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise DamagedFile(f"the archive cannot be opened: {error}") from error


def check_directory(archive: Path, most: int) -> None:
    """
    Read the end record alone: a directory of a hundred thousand names is not worth loading.

    Raises DamagedFile without one, UnsafeArchive for more than `most` entries.
    """
    size = archive.stat().st_size
    with archive.open("rb") as file:
        file.seek(max(0, size - END_RECORD_BYTES - LONGEST_COMMENT))
        tail = file.read()
    start = tail.rfind(END_RECORD)
    if start < 0 or len(tail) - start < END_RECORD_BYTES:
        raise DamagedFile("the archive has no directory; it may have been cut off")
    entries = int.from_bytes(tail[start + 10 : start + 12], "little")
    directory = int.from_bytes(tail[start + 12 : start + 16], "little")
    if entries > most or directory > most * ENTRY_BYTES:
        raise UnsafeArchive(f"the archive lists more than {most} files")


def _wanted(opened: ZipFile, limits: Limits) -> list[ZipInfo]:
    """Return the entries that somebody sent; refuse the archive if they are not to be had."""
    entries = [
        entry
        for entry in opened.infolist()
        if not entry.is_dir() and not is_litter(entry_name(entry))
    ]
    if not entries:
        raise EmptyFile("the archive holds no file")
    if len(entries) > limits.files:
        raise UnsafeArchive(f"the archive holds more than {limits.files} files")
    if sum(entry.file_size for entry in entries) > limits.case_bytes:
        raise FileTooLarge(f"the archive unpacks to more than {limits.case_bytes >> 20} MiB")
    return entries


def _unpack_entry(opened: ZipFile, entry: ZipInfo, target: Path, limits: Limits) -> Found:
    """Unpack one entry to `target`, or say why not."""
    name = entry_name(entry)
    found = Found(shown_name(name), target)
    problem = _objection(entry, name, limits)
    if problem is not None:
        return found.refused(problem)
    try:
        with opened.open(entry) as source, target.open("xb") as copy:
            shutil.copyfileobj(source, copy)  # zipfile stops at the declared size, then checks CRC
    except (BadZipFile, ZlibError, EOFError, ValueError) as error:
        target.unlink(missing_ok=True)
        return found.refused(DamagedFile(f"cannot be unpacked: {error}"))
    return found


def _objection(entry: ZipInfo, name: str, limits: Limits) -> UnusableFile | None:
    """Return the reason not to unpack an entry, or None."""
    if leads_outside(name) or is_special(entry):
        return UnsafeArchive("the entry names a place outside the archive")
    return objection_to_size(entry, limits)


def objection_to_size(entry: ZipInfo, limits: Limits) -> UnusableFile | None:
    """Return the reason why an entry cannot, or must not, be inflated, or None."""
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.flag_bits & ENCRYPTED_FLAG:
        return EncryptedFile("the archive asks for a password")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return UnsupportedFormat("packed in a way that is not read; use ordinary ZIP")
    if entry.file_size > limits.file_bytes:
        return FileTooLarge(f"unpacks to more than {limits.file_bytes >> 20} MiB")
    if entry.file_size > RATIO_FROM_BYTES and ratio > limits.unpacked_ratio:
        return UnsafeArchive(f"unpacks to {ratio:.0f} times its size")
    return None
