"""Which documents a case can be given, and their making."""

from dataclasses import dataclass

from api.desk.standing import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """A document that can be printed now."""

    kind: str
    zh: str
    en: str


def offered(standing: Standing) -> tuple[Offer, ...]:
    """Return the documents that make sense as the case stands."""
    del standing
    return ()
