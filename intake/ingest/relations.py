"""How the parts of an Office document refer to each other (ECMA-376 part 2)."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from intake.ingest.package import Package, resolved
from intake.ingest.xml_part import children, tree

PART_BYTES = 4 << 20
REMOTE = ("http:", "https:", "ftp:", "mhtml:", "\\\\", "file://\\\\", "file:////")
"""How addresses on other machines begin; an author's own template lies on his own."""
AT_HOME = ("file:////users/", "file:////applications/", "file:////library/")
"""How a Mac spells its own folders."""


def targets(package: Package, part: str, kind: str) -> dict[str, str]:
    """Return the parts inside the document that a part refers to, by the relation's id."""
    return {
        relation.get("Id", ""): resolved(relation.get("Target", ""), part)
        for relation in _relations(package, part)
        if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External"
    }


def fetches(package: Package, part: str, kinds: tuple[str, ...]) -> bool:
    """Say whether a part brings in something of these kinds from another machine."""
    return any(
        relation.get("TargetMode") == "External"
        and relation.get("Type", "").endswith(kinds)
        and _is_elsewhere(relation.get("Target", "").strip().lower())
        for relation in _relations(package, part)
    )


def _is_elsewhere(target: str) -> bool:
    """Say whether an address, in lower case, is on another machine."""
    return target.startswith(REMOTE) and not target.startswith(AT_HOME)


def _relations(package: Package, part: str) -> Iterator[Element]:
    path = PurePosixPath(part)
    name = f"{path.parent}/_rels/{path.name}.rels"
    if package.has(name):
        yield from children(tree(package.read(name, PART_BYTES)), "Relationship")
