"""What was found on a page, as boxes for the viewer and rows beside it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from api.desk.screen import Texts
from api.desk.standing import Standing
from models.case import Document
from models.evidence import BoxFrac

SURE = 0.9
"""From here on a reading is shown as sure; below it as one to look at."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on a page."""

    id: str
    box: BoxFrac
    label: str
    value: str
    light: str
    score: float

    def drawn(self) -> dict[str, object]:
        """Return what the viewer needs."""
        told = asdict(self)
        return {name: told[name] for name in ("id", "box", "label", "light")}


def marks_on(standing: Standing, n: int, t: Texts) -> list[Mark]:
    """Return what was found on the page with this number, fields first."""
    file = standing.file
    if file is None or not 1 <= n <= len(standing.pages):
        return []
    source, page = standing.pages[n - 1]
    place = (source.name, page.number)
    documents = [
        item for item in file.documents if place in {(ref.file, ref.page) for ref in item.pages}
    ]
    found: dict[str, Mark] = {}
    for document in documents:
        for mark in (*_fields(document, place, t), *_seals(document, place, t)):
            found.setdefault(mark.id, mark)
        for mark in _slots(document, place, t):
            found.setdefault(mark.id, mark)
    return list(found.values())


def _fields(document: Document, place: tuple[str, int], t: Texts) -> Iterable[Mark]:
    for name, field in document.fields.items():
        at = field.evidence
        if at is None or (at.file, at.page) != place:
            continue
        light = _light(field.score) if field.value is not None else "doubtful"
        value = field.value or t("未读出", "Not read")
        yield Mark(
            f"f-{name}", at.bbox_frac, t.word(name.removeprefix("item:")), value, light, field.score
        )


def _seals(document: Document, place: tuple[str, int], t: Texts) -> Iterable[Mark]:
    for number, seal in enumerate(document.seals):
        if (seal.file, seal.page) == place:
            light = _light(seal.score) if seal.kind != "unread" else "doubtful"
            yield Mark(
                f"s-{number}", seal.bbox_frac, t.word(seal.kind), seal.seal_text, light, seal.score
            )


def _slots(document: Document, place: tuple[str, int], t: Texts) -> Iterable[Mark]:
    for number, slot in enumerate(document.signature_slots):
        if (slot.file, slot.page) == place:
            light = {"signed": "met", "unsigned": "unmet"}.get(slot.state, "doubtful")
            label = f"{t('签名处', 'Signature')} {t.word(f'role_{slot.role}')}"
            yield Mark(f"g-{number}", slot.bbox_frac, label, t.word(slot.state), light, slot.score)


def _light(score: float) -> str:
    return "met" if score >= SURE else "doubtful"
