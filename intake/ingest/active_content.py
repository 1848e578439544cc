"""
Finds what a PDF may do besides being looked at: scripts, launches, attachments, forms that send.

The bytes are searched, not a parser's idea of them: object streams are unpacked and names spelled
with `#xx` are read (ISO 32000-1 §7.3.5), so what one viewer would run is seen even where another
gives up on the file.
"""

import re
import zlib
from collections.abc import Iterator

ACTIVE_NAMES = frozenset(
    b"JavaScript JS Launch EmbeddedFile EmbeddedFiles RichMedia RichMediaContent SubmitForm"
    b" ImportData GoToE Rendition Movie Sound XFA 3D".split()
)
"""ISO 32000-1 §12.6.4 (actions), §7.11.4 (embedded files), §13 (multimedia), §12.7.8 (XFA)."""
HARMLESS_OPENING = frozenset(b"GoTo Named Thread".split())
"""What may happen on opening: going to a page."""
STREAM_CAP = 32 << 20
"""Unpacked bytes of one object stream that are searched; writers put 100 objects into one."""
TOTAL_CAP = 128 << 20
"""Unpacked bytes of all object streams together."""

NAME = re.compile(rb"/((?:[^\s()<>\[\]{}/%#]|#[0-9A-Fa-f]{2})+)")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?:>>|\bobj)\s*stream\r?\n")
OPENING = re.compile(rb"/(?:OpenAction|AA)\s*(?:(\d+)\s+(\d+)\s+R|<<)")
ACTION = re.compile(rb"/S\s*/(\w+)")
ACTION_BYTES = 400
"""How far into an action its type is looked for."""


def has_active_content(content: bytes) -> bool:
    """Say whether a PDF holds a script, a launch, an attachment or another active part."""
    outside, objects = _without_streams(content)
    return any(_is_active(text) for text in (outside, *objects)) or _acts_on_opening(
        b"\n".join((outside, *objects))
    )


def _is_active(text: bytes) -> bool:
    """Say whether one of the active names stands in the text."""
    return not ACTIVE_NAMES.isdisjoint(plain_name(match[1]) for match in NAME.finditer(text))


def plain_name(name: bytes) -> bytes:
    """Undo the `#xx` spelling of a name's characters."""
    return ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), name)


def _acts_on_opening(text: bytes) -> bool:
    """Say whether opening the document, or a page, does more than going somewhere."""
    for match in OPENING.finditer(text):
        start = match.end()
        if match[1]:
            target = re.search(rb"\b%s\s+%s\s+obj\b" % (match[1], match[2]), text)
            start = target.end() if target else start
        action = ACTION.search(text, start, start + ACTION_BYTES)
        if action and action[1] not in HARMLESS_OPENING:
            return True
    return False


def _without_streams(content: bytes) -> tuple[bytes, list[bytes]]:
    """Return the text between the streams, and what the object streams hold."""
    outside: list[bytes] = []
    objects: list[bytes] = []
    place = 0
    for head, body, end in _streams(content):
        outside.append(content[place:head])
        if b"ObjStm" in plain_name(content[max(0, head - 1024) : head]):
            objects.append(_unpacked(content, body, end, TOTAL_CAP - sum(map(len, objects))))
        place = end
    outside.append(content[place:])
    return b"\n".join(outside), objects


def _streams(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (end of the dictionary, start of the data, end of the data) of each stream."""
    place = 0
    while match := STREAM.search(content, place):
        end = content.find(b"endstream", match.end())
        end = len(content) if end < 0 else end
        yield match.end(), match.end(), end
        place = end


def _unpacked(content: bytes, start: int, end: int, budget: int) -> bytes:
    """Inflate an object stream as far as the budget goes; what is not deflated stays as it is."""
    data = content[start:end]
    cap = min(STREAM_CAP, budget)
    if cap <= 0:
        return data
    try:
        return zlib.decompressobj().decompress(data, cap)
    except zlib.error:
        return data
