"""What one drawing is made with: its randomness, its set's words and fonts, its people."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Literal

from models.record import Record
from samples import hand, ids, seals
from samples.hand import Hand
from samples.sheet import PT, Colour, Type

SetName = Literal["tuning", "reporting"]


class Place(Record):
    """A city and district that companies sit in."""

    name: str
    area: str
    full: str


class SetFonts(Record):
    """The faces of one set, by what they are for."""

    song: tuple[str, ...]
    hei: tuple[str, ...]
    kai: tuple[str, ...]
    pdf: tuple[str, ...]
    seal: str


class SetWords(Record):
    """The headings of one set."""

    gross: tuple[str, ...]
    net: tuple[str, ...]
    deductions: tuple[str, ...]
    signature: tuple[str, ...]
    titles: tuple[str, ...]
    slip_titles: tuple[str, ...]


class Wordbook(Record):
    """All that is particular to a set (data/*.toml)."""

    surnames: str
    given: str
    brands: tuple[str, ...]
    trades: tuple[str, ...]
    suffixes: tuple[str, ...]
    departments: tuple[str, ...]
    positions: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[Place, ...]
    fonts: SetFonts
    words: SetWords


@cache
def wordbook(name: SetName) -> Wordbook:
    """Return a set's words; the file is checked once."""
    text = files("samples").joinpath(f"data/{name}.toml").read_text("utf-8")
    return Wordbook.model_validate(tomllib.loads(text))


@dataclass(frozen=True, slots=True)
class Person:
    """A fictitious person, with a hand of their own."""

    name: str
    id_number: str
    hand: Hand
    department: str
    position: str

    @property
    def male(self) -> bool:
        """Return what the ID number's serial says."""
        return int(self.id_number[16]) % 2 == 1


@dataclass(frozen=True, slots=True)
class Company:
    """A fictitious employer."""

    name: str
    uscc: str
    place: Place
    address: str
    legal_rep: Person
    phone: str


@dataclass(slots=True)
class Studio:
    """One drawing's state: the only randomness there is, and names already used."""

    set_name: SetName
    rng: Random
    words: Wordbook
    digital: bool = False
    """Faces are limited to those that the PDF writer can embed."""
    seal_ink: Colour = seals.RED
    faint_seals: bool = False
    faces: dict[str, str] = field(default_factory=dict)
    """The case's face of each family."""
    names: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, name: SetName, seed: int, *, digital: bool = False) -> "Studio":
        """Start a drawing."""
        studio = cls(name, Random(f"{name}:{seed}"), wordbook(name), digital)
        fonts = studio.words.fonts
        for family, faces in (("song", fonts.song), ("hei", fonts.hei), ("kai", fonts.kai)):
            studio.faces[family] = studio.rng.choice(faces)
        return studio

    def type(self, family: Literal["song", "hei", "kai"], points: float) -> Type:
        """Return a face of the set by family; sizes in points."""
        faces = self.words.fonts
        if self.digital:
            face = faces.pdf[-1] if family == "kai" else faces.pdf[0]
            return Type(face, points * PT)
        return Type(self.faces[family], points * PT)

    def person(self) -> Person:
        """Invent somebody with a name not used yet."""
        book, rng = self.words, self.rng
        name = rng.choice(book.surnames) + "".join(rng.sample(book.given, rng.choice((1, 2, 2, 2))))
        while name in self.names:
            name = rng.choice(book.surnames) + "".join(rng.sample(book.given, 2))
        self.names.add(name)
        return Person(
            name,
            ids.citizen_id(rng, rng.choice(book.places).area),
            self.hand(),
            rng.choice(book.departments),
            rng.choice(book.positions),
        )

    def company(self) -> Company:
        """Invent an employer."""
        book, rng = self.words, self.rng
        place = rng.choice(book.places)
        middle = rng.choice(book.brands) + rng.choice(book.trades)
        return Company(
            place.name + middle + rng.choice(book.suffixes),
            ids.credit_code(rng, place.area),
            place,
            f"{place.full}{rng.choice(book.streets)}{rng.randrange(2, 299)}号",
            self.person(),
            f"0{rng.randrange(10, 99)}-{rng.randrange(20000000, 89999999)}",
        )

    def hand(self) -> Hand:
        """Invent a writer: the tuning set writes with ball and gel pens, reporting with others."""
        rng = self.rng
        tuning = self.set_name == "tuning"
        pen = rng.uniform(0.28, 0.5) if tuning else rng.choice((0.24, 0.36, 0.62, 0.75))
        return Hand(
            pen=pen,
            colour=self._ink(),
            slant=rng.gauss(0.06, 0.1) if tuning else rng.gauss(0.14, 0.14),
            joined=rng.uniform(0.1, 0.55) if tuning else rng.uniform(0.25, 0.7),
            wobble=rng.uniform(0.015, 0.035) if tuning else rng.uniform(0.02, 0.045),
            taper=rng.uniform(0.3, 0.6) if tuning else rng.uniform(0.1, 0.7),
            tight=rng.uniform(0.82, 0.98),
            climb=rng.gauss(0.02, 0.03),
            grainy=rng.random() < 0.04,
        )

    def _ink(self) -> Colour:
        shade = self.rng.choices(
            (hand.BLACK_INK, hand.BLUE_INK, hand.RED_INK), weights=(68, 30, 2)
        )[0]
        return (
            min(255, max(0, shade[0] + self.rng.randint(-12, 14))),
            min(255, max(0, shade[1] + self.rng.randint(-12, 14))),
            min(255, max(0, shade[2] + self.rng.randint(-16, 20))),
        )
