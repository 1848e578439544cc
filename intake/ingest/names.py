"""File names: how people sort them, how archives mangle them, which of them mean nothing."""

import re
import stat
import unicodedata
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath
from zipfile import ZipInfo

UTF8_FLAG = 0x800
"""Bit 11 of a ZIP entry: the name is UTF-8 (APPNOTE 4.4.4)."""
UNICODE_PATH = 0x7075
"""Extra field holding the UTF-8 name beside a local one (APPNOTE 4.6.9)."""
CLAIM_NAME = "request.json"
"""The intake form's claim lies beside the papers and is read by whoever called."""
LITTER = ("Thumbs.db", "desktop.ini", ".DS_Store")
"""Left behind by file managers; no sender put them there."""
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100}
NUMBER = re.compile(rf"\d+|[{''.join(DIGITS)}{''.join(UNITS)}]+")

Key = tuple[tuple[int, int, str], ...]


def natural_key(name: str) -> Key:
    """Sort `第2页` before `第10页`, `第二页` before `第十页`, whatever the width or case."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    parts: list[tuple[int, int, str]] = []
    end = 0
    for match in NUMBER.finditer(folded):
        parts.append((1, 0, folded[end : match.start()]))
        parts.append((0, _number(match[0]), match[0]))
        end = match.end()
    return (*parts, (1, 0, folded[end:]), (1, 0, name))


def _number(text: str) -> int:
    """Read Arabic digits, or Chinese numerals below a thousand; good enough to sort by."""
    if text[0].isdecimal():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in UNITS:
            total, digit = total + (digit or 1) * UNITS[character], 0
        else:
            digit = digit * 10 + DIGITS[character]
    return total + digit


def unique_names(names: Iterable[str]) -> list[str]:
    """Tell equal names apart by a number; a page is later found by its file's name."""
    taken: set[str] = set()
    result = []
    for name in names:
        fresh, count = name, 1
        while fresh in taken:
            count += 1
            fresh = f"{name} ({count})"
        taken.add(fresh)
        result.append(fresh)
    return result


def is_litter(name: str) -> bool:
    """Say whether a file manager, not a sender, left this file behind."""
    path = PurePosixPath(name)
    return path.name in LITTER or "__MACOSX" in path.parts


def entry_name(entry: ZipInfo) -> str:
    """
    Return a ZIP entry's name as its sender wrote it.

    Chinese Windows stores GBK bytes and no flag, others UTF-8 bytes and no flag; `zipfile` takes
    both for cp437, which loses nothing and can be undone.
    """
    if entry.flag_bits & UTF8_FLAG:
        return entry.orig_filename
    try:
        stored = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.orig_filename
    if (spoken := _unicode_path(entry.extra, stored)) is not None:
        return spoken
    for encoding in ("utf-8", "gb18030"):
        try:
            return stored.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def _unicode_path(extra: bytes, stored: bytes) -> str | None:
    """Return the name in the Unicode Path extra field if it belongs to the stored name."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == UNICODE_PATH and body[1:5] == zlib.crc32(stored).to_bytes(4, "little"):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def leads_outside(name: str) -> bool:
    """Say whether a name points out of the folder it is unpacked in, on any system."""
    windows = PureWindowsPath(name)
    return (
        "\0" in name
        or bool(windows.drive or windows.root)
        or ".." in windows.parts
        or name.startswith("/")
    )


def is_special(entry: ZipInfo) -> bool:
    """Say whether an entry is a link or a device: something that is no file of its own."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def shown_name(name: str) -> str:
    """Return the name without what a screen or a log could choke on."""
    plain = "".join(c for c in name.replace("\\", "/") if unicodedata.category(c)[0] != "C")
    return plain.strip() or "unnamed"
