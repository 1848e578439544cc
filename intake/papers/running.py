"""Running text without blanks, for grammars of clauses, with the way back to the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from intake.papers.flow import Flow
from intake.text.dates import DateMention, find_dates, folded_dates
from models.evidence import Box, Evidence, FieldValue, Reading

BLANK_FILL = "_＿﹍~"


@dataclass(frozen=True)
class Running:
    """A flow's text with all blanks taken out."""

    flow: Flow

    @cached_property
    def _kept(self) -> tuple[int, ...]:
        """Places in the flow of the characters that are kept."""
        text = self.flow.text
        return tuple(
            i
            for i, char in enumerate(text)
            if not char.isspace() and (char not in BLANK_FILL or _is_range(text, i))
        )

    @cached_property
    def text(self) -> str:
        """The text itself."""
        return "".join(self.flow.text[place] for place in self._kept)

    @cached_property
    def breaks(self) -> frozenset[int]:
        """Return the places before which a blank or a line's end was taken out."""
        kept = self._kept
        return frozenset(
            index for index in range(1, len(kept)) if kept[index] != kept[index - 1] + 1
        )

    def upto_break(self, start: int, end: int) -> int:
        """Return where the first gap after `start` lies, `end` if there is none before it."""
        return min((place for place in self.breaks if start < place < end), default=end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch's place in the flow."""
        if start >= end or start >= len(self._kept):
            return 0, 0
        return self._kept[start], self._kept[min(end, len(self._kept)) - 1] + 1

    def score(self, start: int, end: int) -> float:
        """Return the least score of the words in a stretch."""
        return self.flow.score(*self.span(start, end))

    def evidence(self, start: int, end: int) -> Evidence | None:
        """Point at a stretch."""
        return self.flow.evidence(*self.span(start, end))

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Return where a stretch stands, one box for each line."""
        return self.flow.boxes(*self.span(start, end))

    def field(
        self, value: str | None, at: tuple[int, int], share: float = 1.0, note: str = ""
    ) -> FieldValue:
        """Make a field of a value that stands at `at`; its score is `share` of the reader's."""
        evidence, own = self.evidence(*at), self.score(*at)
        reader = "" if evidence is None else evidence.reader
        reading = Reading(value=value, reader=reader, score=own, evidence=evidence)
        return FieldValue(
            value=value,
            score=own * share if value is not None else 0.0,
            evidence=evidence,
            readings=(reading,),
            note=note,
        )

    def date_field(self, day: DateMention | None, share: float) -> FieldValue:
        """Make a field of a day; only its figures' scores count. None makes an empty field."""
        if day is None:
            return FieldValue()
        field = self.field(day.date.isoformat(), (day.start, day.end))
        own = self.flow.figures_score(*self.span(day.start, day.end))
        return field.model_copy(update={"score": own * share})

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """Return the days in the text, their places those of this text."""
        plain = folded_dates(self.text)
        return tuple(
            DateMention(day.date, day.text, *back(plain, self.text, day.start, day.end))
            for day in find_dates(self.text)
        )


def _is_range(text: str, place: int) -> bool:
    """Say whether a wave stands between figures: 2023/1/1~2025/12/31 is no blank to fill in."""
    around = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    return text[place] == "~" and all(char.isdigit() for char in around)


def back(plain: str, raw: str, start: int, end: int) -> tuple[int, int]:
    """Return where the stretch of a normalised text stands in the text it was made from."""
    if plain == raw:
        return start, end
    blocks = Levenshtein.opcodes(plain, raw)
    places = []
    for target in (start, end):
        place = len(raw)
        for block in blocks:
            if block.src_start <= target < block.src_end or target == block.src_end == len(plain):
                into = min(target - block.src_start, block.dest_end - block.dest_start)
                place = block.dest_start + into
                break
        places.append(place)
    return places[0], max(places[1], places[0] + 1)


def after_labels(
    running: Running, labels: re.Pattern[str], reach: int
) -> Iterator[tuple[int, int]]:
    """Yield the stretch of at most `reach` characters behind each label."""
    for match in labels.finditer(running.text):
        yield match.end(), min(match.end() + reach, len(running.text))


def best(fields: Sequence[FieldValue]) -> FieldValue:
    """
    Return what most of several places say, the surest first; agreement raises the score.

    Each field is one place of the paper; places that say otherwise stay among the readings.
    """
    known = [field for field in fields if field.value is not None]
    if not known:
        return fields[0] if fields else FieldValue()
    votes: dict[str, float] = {}
    for field in known:
        votes[field.value or ""] = votes.get(field.value or "", 0.0) + field.score
    value = max(votes, key=lambda text: votes[text])
    agreeing = [field for field in known if field.value == value]
    chosen = max(agreeing, key=lambda field: field.score)
    missing = 1.0
    for field in agreeing:
        missing *= 1.0 - 0.8 * field.score
    score = chosen.score if len(agreeing) == 1 else max(chosen.score, 1.0 - missing)
    if len(known) > len(agreeing):
        score *= votes[value] / sum(votes.values())
    readings = tuple(reading for field in known for reading in field.readings)
    return chosen.model_copy(update={"score": min(score, 0.99), "readings": readings})
