"""Where in a TOML file something stands: the parser of the standard library does not say."""

import re

HEADER = re.compile(r"^\s*\[\[?\s*([\w-]+)\s*\]\]?")
KEY = re.compile(r"^\s*\"?([\w-]+)\"?\s*=")
TRIPLE = re.compile(r"\"\"\"|'''")

Path = tuple[str | int, ...]


def line_numbers(text: str) -> dict[Path, int]:
    """
    Return the line, from 1, of each table and key, e.g. `("cap", 0, "value")`.

    Follows top-level keys and arrays of tables, which is all that a policy file is made of; keys
    inside an inline table share the line of the table.
    """
    lines: dict[Path, int] = {}
    rows: dict[str, int] = {}
    prefix: Path = ()
    inside_string = False
    for number, line in enumerate(text.splitlines(), 1):
        was_inside = inside_string
        inside_string ^= len(TRIPLE.findall(line)) % 2 == 1
        if was_inside:
            continue
        if header := HEADER.match(line):
            name = header[1]
            rows[name] = rows.get(name, -1) + 1
            prefix = (name, rows[name])
            lines.setdefault((name,), number)
            lines[prefix] = number
        elif key := KEY.match(line):
            lines.setdefault((*prefix, key[1]), number)
    return lines


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """Return the line of the nearest known part of `path`; 1 where nothing of it is known."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1
