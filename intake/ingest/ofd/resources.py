"""The pictures that an OFD's pages refer to by number (§7.9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from intake.ingest.package import Package, resolved
from intake.ingest.xml_part import children, tree

PART_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Resources:
    """The parts that hold media, by the numbers that pages call them by."""

    media: Mapping[str, str]


def resources_of(package: Package, common: Element | None, document: str) -> Resources:
    """Return the media of a document. Raises DamagedFile."""
    media: dict[str, str] = {}
    for kind in ("PublicRes", "DocumentRes"):
        for location in children(common, kind):
            part = resolved((location.text or "").strip(), document)
            if package.has(part):
                media.update(_media(package, part))
    return Resources(media)


def _media(package: Package, part: str) -> Iterator[tuple[str, str]]:
    root = tree(package.read(part, PART_BYTES))
    base = root.get("BaseLoc", "")
    for listed in children(root, "MultiMedias"):
        for media in children(listed, "MultiMedia"):
            place = media.find("MediaFile")
            name = "" if place is None or place.text is None else place.text.strip()
            inside = f"{base.rstrip('/')}/{name}" if base else name
            for candidate in (resolved(inside, part), resolved(name, part)):
                if package.has(candidate):
                    yield media.get("ID", ""), candidate
                    break
