"""The looks of an XLSX's cells: type, ground and number format (ECMA-376 part 1 §18.8)."""

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from intake.errors import DamagedFile
from intake.ingest.laid import BLACK, WHITE, Rgb
from intake.ingest.package import Package
from intake.ingest.sheets.grid import Look
from intake.ingest.xml_part import child, children, tree

STYLES, THEME = "xl/styles.xml", "xl/theme/theme1.xml"
STYLES_BYTES = 8 << 20
MOST_STYLES = 64_000
"""Excel itself allows no more."""

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy-m-d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy-m-d h:mm",
    27: "yyyy年m月",
    28: "m月d日",
    30: "m-d-yy",
    31: "yyyy年m月d日",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    49: "@",
    50: "yyyy年m月",
    51: "m月d日",
    52: "yyyy年m月",
    53: "m月d日",
    57: "yyyy年m月",
    58: "m月d日",
}
"""Number formats that files name without writing them out (§18.8.30, those of zh-cn)."""

THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))
"""Theme colours as styles count them; the file has dark before light."""
OFFICE_THEME: tuple[Rgb, ...] = (WHITE, BLACK, (238, 236, 225), (31, 73, 125))

INDEXED = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF"
    "800000008000000080808000800080008080C0C0C0808080"
    "9999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    "000080FF00FFFFFF0000FFFF8000808000000080800000FF"
    "00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696"
    "003366339966003300333300993300993366333399333333"
)
"""The palette of §18.8.27, RRGGBB, from its ninth entry; the first eight repeat as 0 to 7."""


def looks_of(package: Package) -> tuple[Look, ...]:
    """Return the look of every cell format, by its index. Raises DamagedFile."""
    if not package.has(STYLES):
        return (Look(),)
    root = tree(package.read(STYLES, STYLES_BYTES))
    colour = _colours(_theme(package))
    fonts = [_font(font, colour) for font in children(root.find("fonts"), "font")]
    fills = [_fill(fill, colour) for fill in children(root.find("fills"), "fill")]
    codes = dict(BUILT_IN) | {
        _index(code, "numFmtId"): code.get("formatCode", "")
        for code in children(root.find("numFmts"), "numFmt")
    }
    formats = list(children(root.find("cellXfs"), "xf"))[:MOST_STYLES]
    return tuple(_look(form, fonts, fills, codes) for form in formats) or (Look(),)


def _look(
    form: Element,
    fonts: list[tuple[Rgb, float]],
    fills: list[Rgb | None],
    codes: Mapping[int, str],
) -> Look:
    font, fill = _index(form, "fontId"), _index(form, "fillId")
    colour, points = fonts[font] if font < len(fonts) else (BLACK, Look().points)
    return Look(
        colour=colour,
        fill=fills[fill] if fill < len(fills) else None,
        points=points,
        code=codes.get(_index(form, "numFmtId"), ""),
    )


Colour = Callable[[Element | None], Rgb | None]


def _font(font: Element, colour: Colour) -> tuple[Rgb, float]:
    size = font.find("sz")
    return colour(font.find("color")) or BLACK, _number(size, "val", Look().points)


def _fill(fill: Element, colour: Colour) -> Rgb | None:
    """Return the ground's colour; a pattern is taken for its foreground, as `solid` means it."""
    pattern = fill.find("patternFill")
    if pattern is None or pattern.get("patternType", "none") in ("none", "gray125"):
        return None
    return colour(pattern.find("fgColor"))


def _colours(theme: tuple[Rgb, ...]) -> Colour:
    """Return what makes a colour of an element that names one."""

    def colour(element: Element | None) -> Rgb | None:
        if element is None:
            return None
        if rgb := element.get("rgb"):
            return hex_colour(rgb[-6:])
        if "theme" in element.attrib:
            index = _index(element, "theme")
            plain = theme[index] if index < len(theme) else None
            return None if plain is None else _tinted(plain, _number(element, "tint", 0.0))
        return _indexed(_index(element, "indexed", 64))

    return colour


def hex_colour(digits: str) -> Rgb | None:
    """Read RRGGBB; None for anything else."""
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


def _indexed(index: int) -> Rgb | None:
    """Return a palette's colour; 64 and 65 are the system's, black on white."""
    place = index - 8 if index >= 8 else index
    return hex_colour(INDEXED[6 * place : 6 * place + 6])  # beyond its end there is none


def _tinted(colour: Rgb, tint: float) -> Rgb:
    """Lighten or darken a theme colour (§18.8.19), channel by channel."""
    tint = min(max(tint, -1.0), 1.0)
    red, green, blue = (
        round(part * (1 + tint)) if tint < 0 else round(part + (255 - part) * tint)
        for part in colour
    )
    return red, green, blue


def _theme(package: Package) -> tuple[Rgb, ...]:
    """Return the theme's colours in the order that styles count them."""
    if not package.has(THEME):
        return OFFICE_THEME
    scheme = child(tree(package.read(THEME, STYLES_BYTES)), "themeElements", "clrScheme")
    found = []
    for name in THEME_ORDER:
        named = None if scheme is None else scheme.find(name)
        colour = next(iter(named), None) if named is not None else None
        digits = "" if colour is None else colour.get("lastClr", colour.get("val", ""))
        found.append(hex_colour(digits) or BLACK)
    return tuple(found)


def _index(element: Element, name: str, missing: int = 0) -> int:
    """Return an attribute that counts something. Raises DamagedFile."""
    try:
        value = int(element.get(name, missing))
    except ValueError as error:
        raise DamagedFile(f"{name} is no number") from error
    if value < 0:
        raise DamagedFile(f"{name} is negative")
    return value


def _number(element: Element | None, name: str, missing: float) -> float:
    try:
        return missing if element is None else float(element.get(name, missing))
    except ValueError:
        return missing
