"""
Electronic seals (电子签章) on an OFD's pages: where they stand and what they look like.

Their signatures are made with SM2 and are not verified here: a seal is shown as the picture that it
is, and the file is noted to have one.
"""

from collections import defaultdict
from xml.etree.ElementTree import Element

from intake.ingest.laid import Area, Item, Picture
from intake.ingest.ofd.values import numbers
from intake.ingest.package import Package, resolved
from intake.ingest.xml_part import child, children, tree

PART_BYTES = 4 << 20
VALUE_BYTES = 20 << 20
MOST_SEALS = 200
PICTURES = (
    (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    (b"\xff\xd8\xff", b"\xff\xd9"),
)
"""How the picture in a seal begins and ends; GB/T 38540 wraps it in DER without packing it."""


def seals_on(package: Package, listed: str) -> dict[str, list[Item]]:
    """Return the seals' pictures by the number of the page they stand on; a broken one has none."""
    found: dict[str, list[Item]] = defaultdict(list)
    if not package.has(listed):
        return found
    signatures = list(children(tree(package.read(listed, PART_BYTES)), "Signature"))
    for signature in signatures[:MOST_SEALS]:
        part = resolved(signature.get("BaseLoc", ""), listed)
        if not package.has(part):
            continue
        root = tree(package.read(part, PART_BYTES))
        content = _picture(package, root, part)
        for stamp in root.iter("StampAnnot"):
            box = numbers(stamp.get("Boundary"))
            if content and len(box) == 4:
                area = Area(box[0], box[1], box[0] + box[2], box[1] + box[3])
                found[stamp.get("PageRef", "")].append(Picture(content, area))
    return found


def _picture(package: Package, root: Element, part: str) -> bytes:
    """Return the picture inside the signed value, or in the seal beside it; empty if none."""
    names = (child(root, "SignedValue"), child(root, "SignedInfo", "Seal", "BaseLoc"))
    for element in names:
        text = "" if element is None or element.text is None else element.text.strip()
        name = resolved(text, part)
        if text and package.has(name) and (picture := _inside(package.read(name, VALUE_BYTES))):
            return picture
    return b""


def _inside(value: bytes) -> bytes:
    for head, foot in PICTURES:
        start = value.find(head)
        end = value.find(foot, start) if start >= 0 else -1
        if end >= 0:
            return value[start : end + len(foot)]
    return b""
