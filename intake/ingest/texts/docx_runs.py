"""The text of a paragraph: what it shows with all changes accepted, and what it does not show."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from intake.ingest.laid import BLACK
from intake.ingest.texts.blocks import Run
from intake.ingest.texts.docx_styles import Look, Styles
from intake.ingest.xml_part import BESIDE

SIGNS = {"tab": "    ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
"""Elements that stand for characters."""
GONE = ("del", "moveFrom")
COME = ("ins", "moveTo")
INSIDE = ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
FETCHING = re.compile(r"^\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b", re.IGNORECASE)
"""Fields that run or fetch something (ECMA-376 part 1 §17.16.5)."""


@dataclass(slots=True)
class Gathered:
    """What was found in one paragraph."""

    runs: list[Run] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """Text boxes, each with blocks of its own."""
    breaks: bool = False
    """Whether a new page begins in it."""
    tracked: bool = False
    active: bool = False


def gather(paragraph: Element, look: Look, styles: Styles) -> Gathered:
    """Return what a paragraph holds."""
    walk = _Walk(look, styles)
    walk.children(paragraph)
    return walk.found


class _Walk:
    """Goes through a paragraph's runs."""

    def __init__(self, look: Look, styles: Styles) -> None:
        self._look = look
        self._styles = styles
        self.found = Gathered()

    def children(self, parent: Element, *, gone: bool = False) -> None:
        """Go through runs and what wraps them."""
        for element in parent:
            if element.tag == "r":
                self._run(element, gone=gone)
            elif element.tag in GONE:
                self.found.tracked = True
                self.children(element, gone=True)
            elif element.tag in COME or element.tag in INSIDE:
                self.found.tracked = self.found.tracked or element.tag in COME
                self.children(element, gone=gone)

    def _run(self, run: Element, *, gone: bool) -> None:
        look = self._styles.of_run(run.find("rPr"), self._look)
        text = "".join(self._sign(element) for element in run)
        if not text:
            return
        if gone or look.hidden:
            self.found.unseen.append(text)
            return
        self.found.runs.append(Run(text, look.colour or BLACK, look.points or Run("").points))

    def _sign(self, element: Element) -> str:
        """Return the text that an element of a run stands for; note what else it is."""
        if element.tag in ("t", "delText"):
            return element.text or ""
        if element.tag == "br" and element.get("type") == "page":
            self.found.breaks = True
            return ""
        if element.tag == "instrText":
            self.found.active = self.found.active or bool(FETCHING.match(element.text or ""))
        elif element.tag == "object":
            self.found.active = True
        self._drawn(element)
        return SIGNS.get(element.tag, "")

    def _drawn(self, element: Element) -> None:
        """Note pictures and text boxes, once: what older readers are offered beside is skipped."""
        if element.tag in ("drawing", "pict", "object"):
            boxes = list(element.iter("txbxContent"))
            self.found.boxes.extend(boxes)
            self.found.drawings.append(element)
        elif element.tag == "AlternateContent":
            for choice in element:
                if choice.tag != BESIDE:
                    for inside in choice:
                        self._drawn(inside)
