"""
Reads an OFD as pages of text, pictures and lines (GB/T 33190-2016); its seals are shown and noted.

Embedded fonts are not used: text is set in ours, each character where the file puts it.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from intake.errors import DamagedFile, EncryptedFile, TooManyPages
from intake.ingest.laid import Item, Laid, LaidPage, PastedPage, Unseen
from intake.ingest.limits import Limits
from intake.ingest.notes import ACTIVE_CONTENT, E_SEAL
from intake.ingest.ofd.drawing import Drawing
from intake.ingest.ofd.resources import resources_of
from intake.ingest.ofd.seals import seals_on
from intake.ingest.ofd.values import numbers
from intake.ingest.package import Package, open_package, resolved
from intake.ingest.xml_part import child, children, tree

ROOT = "OFD.xml"
PART_BYTES = 32 << 20
A4 = (0.0, 0.0, 210.0, 297.0)
MOST_MM = 2000.0
"""A page is no larger; the standard sets no limit."""
ACTIONS = ("URI", "GotoA", "Sound", "Movie")
"""What may happen beside going to a page (§14)."""


def read_ofd(path: Path, limits: Limits) -> Laid:
    """
    Lay an OFD out.

    Raises DamagedFile, EncryptedFile, FileTooLarge, UnsafeArchive, TooManyPages.
    """
    with open_package(path, limits) as package:
        if package.has("Encryptions.xml") or package.has("Doc_0/Encryptions.xml"):
            raise EncryptedFile("the OFD is encrypted")
        return _Reader(package, limits).laid()


class _Reader:
    """Goes from the root through documents to pages."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._active = False

    def laid(self) -> Laid:
        """Read every document in the file; most have one."""
        pages: list[LaidPage | PastedPage] = []
        sealed = False
        for body in children(self._tree(ROOT), "DocBody"):
            root, signatures = _text(body, "DocRoot"), _text(body, "Signatures")
            part = resolved(root, ROOT)
            seals = seals_on(self._package, resolved(signatures, ROOT)) if signatures else {}
            sealed = sealed or bool(signatures)
            for page in self._pages(part, seals):
                pages.append(page)
                if len(pages) > self._limits.pages:
                    raise TooManyPages(f"more than {self._limits.pages} pages")
        if not pages:
            raise DamagedFile("the OFD has no page")
        return Laid(tuple(pages), (E_SEAL,) * sealed + (ACTIVE_CONTENT,) * self._active)

    def _pages(self, part: str, seals: dict[str, list[Item]]) -> Iterator[LaidPage]:
        document = self._tree(part)
        common = document.find("CommonData")
        self._look_for_actions(document)
        self._active = self._active or document.find("Attachments") is not None
        resources = resources_of(self._package, common, part)
        templates = {
            template.get("ID", ""): resolved(template.get("BaseLoc", ""), part)
            for template in children(common, "TemplatePage")
        }
        usual = _box(child(common, "PageArea", "PhysicalBox") if common is not None else None)
        for page in children(document.find("Pages"), "Page"):
            content = self._tree(resolved(page.get("BaseLoc", ""), part))
            self._look_for_actions(content)
            box = _box(child(content, "Area", "PhysicalBox")) or usual or A4
            drawing = Drawing(self._package, resources, box)
            self._draw(drawing, content, templates)
            stamps = seals.get(page.get("ID", ""), [])
            yield _page(drawing, box, stamps)

    def _draw(self, drawing: Drawing, content: Element, templates: dict[str, str]) -> None:
        """Draw a page's templates and layers: those behind first (§7.7)."""
        for template in children(content, "Template"):
            name = templates.get(template.get("TemplateID", ""))
            if name is not None and self._package.has(name):
                drawing.draw(self._tree(name).find("Content"))
        drawing.draw(content.find("Content"))

    def _look_for_actions(self, element: Element) -> None:
        self._active = self._active or any(
            next(element.iter(name), None) is not None for name in ACTIONS
        )

    def _tree(self, part: str) -> Element:
        return tree(self._package.read(part, PART_BYTES))


def _page(drawing: Drawing, box: tuple[float, ...], stamps: list[Item]) -> LaidPage:
    width, height = box[2], box[3]
    return LaidPage(
        width,
        height,
        (*drawing.items, *stamps),
        tuple(Unseen(text, area) for text, area in drawing.unseen),
    )


def _box(element: Element | None) -> tuple[float, float, float, float] | None:
    """Return left, top, width, height of a box in millimetres; None for none that makes sense."""
    values = numbers("" if element is None or element.text is None else element.text)
    if len(values) != 4 or not all(1.0 <= side <= MOST_MM for side in values[2:]):
        return None
    return values[0], values[1], values[2], values[3]


def _text(element: Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None or found.text is None else found.text.strip()
