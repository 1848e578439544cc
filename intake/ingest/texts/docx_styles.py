"""The looks that a DOCX's styles give: size, colour, place (ECMA-376 part 1 §17.7)."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from intake.ingest.laid import BLACK, Rgb
from intake.ingest.sheets.xlsx_styles import hex_colour
from intake.ingest.texts.blocks import Align
from intake.ingest.xml_part import child, children

DEEPEST = 12
"""Styles may be based on styles; in circles, too."""
PLACES = {
    "center": Align.CENTRE,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "distribute": Align.LEFT,
}


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of a text's look; None where nothing is."""

    points: float | None = None
    colour: Rgb | None = None
    hidden: bool | None = None
    align: Align | None = None

    def over(self, base: "Look") -> "Look":
        """Return this look, with what it does not say from another."""
        return Look(
            points=base.points if self.points is None else self.points,
            colour=base.colour if self.colour is None else self.colour,
            hidden=base.hidden if self.hidden is None else self.hidden,
            align=base.align if self.align is None else self.align,
        )


PLAIN = Look(10.5, BLACK, hidden=False, align=Align.LEFT)


class Styles:
    """A document's styles by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {style.get("styleId", ""): style for style in children(root, "style")}
        default = None if root is None else child(root, "docDefaults", "rPrDefault")
        self._default = own_look(default).over(PLAIN)
        normal = [s for s in self._styles.values() if s.get("type") == "paragraph"]
        standard = [s for s in normal if s.get("default") in ("1", "true")]
        self._standard = standard[0].get("styleId", "") if standard else ""

    def of_paragraph(self, properties: Element | None) -> Look:
        """Return a paragraph's look, by its style and what it says itself."""
        named = _value(properties, "pStyle") or self._standard
        own = Look() if properties is None else _align(properties)
        return own.over(self._chain(named)).over(self._default)

    def of_run(self, properties: Element | None, paragraph: Look) -> Look:
        """Return a run's look."""
        if properties is None:
            return paragraph
        named = _value(properties, "rStyle")
        return _characters(properties).over(self._chain(named)).over(paragraph)

    def _chain(self, name: str) -> Look:
        """Return a style's look with those that it is based on."""
        look = Look()
        for _ in range(DEEPEST):
            style = self._styles.get(name)
            if style is None:
                break
            look = look.over(own_look(style))
            name = _value(style, "basedOn")
        return look


def own_look(element: Element | None) -> Look:
    """Return what a style, or the defaults, say in their own properties."""
    if element is None:
        return Look()
    characters, paragraph = element.find("rPr"), element.find("pPr")
    look = Look() if characters is None else _characters(characters)
    return look if paragraph is None else _align(paragraph).over(look)


def _characters(properties: Element) -> Look:
    size = _value(properties, "sz")
    vanish = properties.find("vanish")
    return Look(
        points=float(size) / 2 if size.isdecimal() and len(size) < 5 else None,
        colour=hex_colour(_value(properties, "color")),
        hidden=None if vanish is None else vanish.get("val", "1") not in ("0", "false"),
    )


def _align(properties: Element) -> Look:
    place = _value(properties, "jc")
    return Look(align=PLACES.get(place, Align.LEFT) if place else None)


def _value(element: Element | None, name: str) -> str:
    """Return the `val` of a child; empty if there is none."""
    found = None if element is None else element.find(name)
    return "" if found is None else found.get("val", "")
