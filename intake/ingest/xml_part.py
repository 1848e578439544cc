"""
XML of strangers: names without namespaces, no document types, so no entities and nothing fetched.

Elements and attributes go by their local names: Office documents exist in two sets of namespaces
(ECMA-376 transitional and strict) that mean the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from intake.errors import DamagedFile, FileTooLarge

MOST_ELEMENTS = 3_000_000
"""Merely looked at: a sheet of 10,000 rows by 30 columns has a third of it."""
MOST_IN_TREE = 500_000
"""Held: a tree of so many takes some 150 MiB; a contract has ten thousand."""
DEEPEST = 200
"""Nested deeper is no document; readers of trees recurse."""
BESIDE = "Fallback"
"""What `mc:AlternateContent` offers older readers: the same content once more."""


@dataclass(frozen=True, slots=True)
class Events:
    """What is told of each element as it is met."""

    start: Callable[[str, dict[str, str]], object]
    end: Callable[[str], object]
    text: Callable[[str], object]


def scan(content: bytes, events: Events, most: int = MOST_ELEMENTS) -> None:
    """Parse XML and tell the events. Raises DamagedFile, FileTooLarge."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    guard = _Guard(events, most)
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = events.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003  # expat takes no keyword
    # An encoding that python does not know, or that expat cannot use, raises the latter two.
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise DamagedFile(f"a part is no well-formed XML: {error}") from error


def tree(content: bytes) -> Element:
    """Parse XML into a tree of local names. Raises DamagedFile, FileTooLarge."""
    builder = TreeBuilder()
    scan(content, Events(builder.start, builder.end, builder.data), MOST_IN_TREE)
    return builder.close()


def child(element: Element, *path: str) -> Element | None:
    """Return the first descendant along a path of names, or None."""
    found: Element | None = element
    for name in path:
        found = None if found is None else found.find(name)
    return found


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of a name; none of no element."""
    return iter(()) if element is None else iter(element.findall(name))


class _Guard:
    """Passes events on under local names, and counts."""

    def __init__(self, events: Events, most: int) -> None:
        self._events = events
        self._most = most
        self._count = self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._depth += 1
        if self._count > self._most:
            raise FileTooLarge(f"a part has more than {self._most} elements")
        if self._depth > DEEPEST:
            raise DamagedFile("a part nests its elements too deeply")
        own = {_local(key): value for key, value in attributes.items()}
        self._events.start(_local(name), own)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._events.end(_local(name))


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> None:
    """Refuse a document type: no document needs one, and entities are bombs."""
    raise DamagedFile("a part declares a document type; it is not opened")
