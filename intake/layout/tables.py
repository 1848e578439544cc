"""All tables of a page: ruled ones from their rules, the others from the words that remain."""

from collections.abc import Sequence

from intake.layout.columns import borderless_tables
from intake.layout.ruled import ruled_tables
from intake.layout.rules import RuleMap, find_rules
from intake.page_image import PageImage
from models.evidence import Box
from models.page import Table, Word

LONG_RULE_MM = 40.0
"""A horizontal rule this long may part the rows of a table that has no column rules."""


def find_tables(page: PageImage, words: Sequence[Word]) -> tuple[Table, ...]:
    """
    Return the tables of an upright page, top to bottom; cells in row-major order.

    Ruled and partly ruled tables come from the picture: broken rules, merged cells and a slight
    warp are allowed for. Elsewhere words that stand in columns make a table (`ruled` False). Words
    that run across a column rule are cut at it; every cell keeps its words.
    """
    rules = find_rules(page)
    ruled = ruled_tables(rules, words)
    rest = [word for word in words if not _inside(word, ruled)]
    tables = [*ruled, *borderless_tables(rest, _levels(rules, ruled))]
    return tuple(sorted(tables, key=lambda table: (table.box.top, table.box.left)))


def _inside(word: Word, tables: Sequence[Table]) -> bool:
    """Say whether the middle of a word lies in a table."""
    x, y = word.box.centre
    return any(
        table.box.left <= x <= table.box.right and table.box.top <= y <= table.box.bottom
        for table in tables
    )


def _levels(rules: RuleMap, tables: Sequence[Table]) -> list[Box]:
    """Return the long horizontal rules outside the ruled tables, in page pixels."""
    levels = []
    for rule in rules.across:
        if rule.length < LONG_RULE_MM * rules.per_mm:
            continue
        box = Box(
            left=rule.start / rules.scale,
            top=float(rule.across.min()) / rules.scale,
            right=rule.end / rules.scale,
            bottom=float(rule.across.max()) / rules.scale,
        )
        if not any(table.box.overlap(box.grown(1.0)) > 0 for table in tables):
            levels.append(box)
    return levels
